package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// byAccount are the commands that run others as a user, and how these are named to
// them: they fail where there is no such account (their manuals).
var byAccount = map[string]struct {
	option, long string // whose value it is; "" for none
	operand      bool   // without that it is the first operand
	valued       string // letters of options that take the next word
}{
	"su":           {operand: true, valued: "cgGswC"},
	"runuser":      {option: "-u", long: "--user", operand: true, valued: "cgGswT"},
	"sudo":         {option: "-u", long: "--user", valued: "CDghpRrTtU"},
	"doas":         {option: "-u", valued: "aC"},
	"su-exec":      {operand: true},
	"gosu":         {operand: true},
	"setuidgid":    {operand: true},
	"s6-setuidgid": {operand: true},
}

// withoutAccount is a text that a shell reads without what names the account as which
// it runs: in su "$u" -c "cd /home/$u" the name of a user who exists is no code. Out of
// quotes it may be more words, and so another user and another text.
func (m *machine) withoutAccount(b bound, v *value) *value {
	if b.class != ShellC {
		return v
	}
	for c := b.command; c != nil; c = c.Via {
		if w, ok := accountWord(c); ok {
			named := m.parts(w.Nodes(), false)
			v = v.lacking(func(p part) bool {
				return slices.ContainsFunc(named.parts, func(q part) bool { return p.origin.within(q.origin) })
			})
		}
	}
	return v
}

// accountWord is the word of a command that names an account, in double quotes.
func accountWord(c *shell.Command) (shell.Word, bool) {
	row, ok := byAccount[c.Name]
	for i := 0; ok && i < len(c.Args); i++ {
		w := c.Args[i]
		switch s := c.Arg(i); {
		case i+1 < len(c.Args) && s != "" && (s == row.option || s == row.long):
			return c.Args[i+1], isDoubleQuoted(c.Args[i+1])
		case s == "--command", s == "--shell", isShortOption(s) && strings.IndexByte(row.valued, s[len(s)-1]) >= 0:
			i++
		case !strings.HasPrefix(s, "-"):
			return w, row.operand && isDoubleQuoted(w)
		}
	}
	return shell.Word{}, false
}

func isShortOption(s string) bool { return len(s) > 1 && s[0] == '-' && s[1] != '-' }

// isDoubleQuoted tells whether all of a word stands in double quotes.
func isDoubleQuoted(w shell.Word) bool {
	nodes := w.Nodes()
	if len(nodes) != 1 {
		return false
	}
	_, ok := nodes[0].(*syntax.DblQuoted)
	return ok
}
