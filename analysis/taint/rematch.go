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

// rematched keeps what the parentheses let through of a value that is matched, for
// programs that ask for it.
func (m *machine) rematched(v *value, re string, y *syntax.Word) {
	if !v.tainted() || m.run.Dialect(m.prog) != shell.Bash || !strings.Contains(m.text, rematch) {
		return
	}
	e := m.elementsOf(rematch)
	for i, group := range groupsOf(re) {
		keep, _, ok := regexShape(group, true)
		if !ok {
			keep = 0 // nothing is known of it, and nothing said
		}
		piece := v.stepped(m.span(y), "is matched by =~").cut(keep)
		if i == 0 {
			m.overwrite(rematch, piece) // also that of the name alone
			m.putElement(rematch, e.rest, empty)
		}
		m.putElement(rematch, m.at(rematch, e, strconv.Itoa(i)), piece)
	}
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
