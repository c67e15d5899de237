package taint

import (
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// rematch is the array in which bash leaves what v =~ expression matched: the whole
// at 0, and the groups from 1.
const rematch = "BASH_REMATCH"

// rematched keeps the groups of a match under names of their own, for programs that
// ask for them.
func (m *machine) rematched(v *value, re string, y *syntax.Word) {
	if !v.tainted() || m.run.Dialect(m.prog) != shell.Bash || !strings.Contains(m.text, rematch) {
		return
	}
	for i, group := range groupsOf(re) {
		keep, _, ok := regexShape(group, true)
		if !ok {
			keep = 0 // nothing is known of it, and nothing said
		}
		m.put(m.id(rematchAt(i)), v.stepped(m.span(y), "is matched by =~").cut(keep))
	}
}

func rematchAt(group int) string { return rematch + "[" + strconv.Itoa(group) + "]" }

// groupOf is what ${BASH_REMATCH[1]} holds. Without an index it is the whole.
func (m *machine) groupOf(index syntax.ArithmExpr) *value {
	n := "0"
	if w, ok := index.(*syntax.Word); ok {
		n, _ = literal(w)
	}
	if id, ok := m.ids[rematch+"["+n+"]"]; ok {
		if v := m.load(id); v != nil {
			return v
		}
	}
	return unknown
}

// groupsOf are the whole of a regular expression and the texts in its parentheses, in
// the order of those that open them.
func groupsOf(re string) []string {
	groups := []string{re}
	var open, from []int // the groups that are not closed, and where their texts begin
	for i := 0; i < len(re); i++ {
		switch re[i] {
		case '\\':
			i++
		case '[':
			if _, rest, ok := bracket(re[i:]); ok {
				i = len(re) - len(rest) - 1
			}
		case '(':
			open, from = append(open, len(groups)), append(from, i+1)
			groups = append(groups, "")
		case ')':
			if last := len(open) - 1; last >= 0 {
				groups[open[last]] = re[from[last]:i]
				open, from = open[:last], from[:last]
			}
		}
	}
	return groups
}
