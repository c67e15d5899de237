package shell

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// TestClauseTerms: how a shell takes [[ ]] apart, ~ for what is negated.
func TestClauseTerms(t *testing.T) {
	for text, want := range map[string]string{
		"[[ a ]]":                        "a",
		"[[ ! a && b ]]":                 "~a && b",
		"[[ a && ! b == c && d ]]":       "a && ~b == c && d",
		"[[ ! a && b || ! -f c ]]":       "~a && b || ~-f c",
		"[[ ! ! a || b ]]":               "a || b",
		"[[ ! ( a && b ) && c =~ (d) ]]": "~( a && b ) && c =~ (d)",
	} {
		p := Parse(source.Whole(source.NewFile("x.sh", []byte(text))), Bash)
		clause, ok := p.File.Stmts[0].Cmd.(*syntax.TestClause)
		if !ok {
			t.Errorf("%q is no [[ ]]", text)
			continue
		}
		var b strings.Builder
		for i, term := range ClauseTerms(clause.X) {
			switch {
			case i > 0 && term.Or:
				b.WriteString(" || ")
			case i > 0:
				b.WriteString(" && ")
			}
			if term.Negated {
				b.WriteString("~")
			}
			b.WriteString(text[term.X.Pos().Offset():term.X.End().Offset()])
		}
		if b.String() != want {
			t.Errorf("%q: %s, want %s", text, b.String(), want)
		}
	}
}
