package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// met looks at the expansions of a word in a place of the language that takes
// them for more than text; see the table constructs.
func (m *machine) met(k construct, w *syntax.Word) {
	if w == nil {
		return
	}
	m.metParts(k, w.Parts)
}

func (m *machine) metParts(k construct, list []syntax.WordPart) {
	for _, p := range list {
		switch x := p.(type) {
		case *syntax.DblQuoted:
			if !constructs[k].bare {
				m.metParts(k, x.Parts)
			}
		case *syntax.ParamExp:
			if v := m.part(x, true); v.tainted() {
				m.metValue(k, v, m.span(x))
			}
		case *syntax.Lit:
			// In arithmetic a name stands for its value.
			if k == arithmetic && isName(x.Value) {
				if v := m.named(x.Value, nil); v.tainted() {
					m.metValue(k, v, m.span(x))
				}
			}
		}
	}
}

// metValue reports a value, once for each place. What a shell further out fills
// in is told of there.
func (m *machine) metValue(k construct, v *value, span source.Span) {
	for _, x := range m.prog.Splices {
		if x.Expansion.Span == span {
			return
		}
	}
	s := constructs[k]
	if k == arithmetic && m.run.Dialect(m.prog) == shell.Bash {
		s.harm, s.hurts = runsCommands, Name|Glob|Meta // a[$(command)]
	}
	m.report(bound{use: use{class: s.class, as: s.as, hurts: s.hurts, harm: s.harm}, construct: span}, v, span, v.isMade())
}

// metByBash looks at a word that bash, and no other shell, takes for an arithmetic
// expression.
func (m *machine) metByBash(w *syntax.Word) {
	if m.run.Dialect(m.prog) != shell.Bash {
		return
	}
	m.met(bashEvaluates, w)
}

// sliced looks at the two expressions of ${v:x:y}.
func (m *machine) sliced(s *syntax.Slice) {
	for _, e := range []syntax.ArithmExpr{s.Offset, s.Length} {
		if w, ok := e.(*syntax.Word); ok {
			m.metByBash(w)
		}
	}
}

// hasConstruct tells whether a text may have such a place: a look at bytes, so
// that programs without any are not walked for it.
func hasConstruct(text string) bool {
	for _, trace := range []string{"$((", "((", "let ", "PS4=", "#$", "%$", `#"$`, `%"$`} {
		if strings.Contains(text, trace) {
			return true
		}
	}
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '>')
		if i < 0 {
			break
		}
		at += i + 1
		word := strings.TrimLeft(text[at:min(at+64, len(text))], "|> \t")
		if end := strings.IndexAny(word, " \t\n;"); end >= 0 {
			word = word[:end]
		}
		if strings.Contains(word, "$") && !strings.HasPrefix(word, "&") {
			return true
		}
	}
	if bashMayEvaluate(text) {
		return true
	}
	return strings.Contains(text, "case ") && strings.Contains(text, "in $") || strings.Contains(text, "\n\t$") && strings.Contains(text, "esac")
}

// bashMayEvaluate tells whether a text has a comparison of numbers in [[ ]], or a
// slice of a variable.
func bashMayEvaluate(text string) bool {
	if strings.Contains(text, "[[ ") {
		for _, op := range []string{" -eq ", " -ne ", " -lt ", " -le ", " -gt ", " -ge "} {
			if strings.Contains(text, op) {
				return true
			}
		}
	}
	for rest := text; ; {
		before, after, ok := strings.Cut(rest, ":$")
		if !ok {
			return false
		}
		if strings.HasSuffix(strings.TrimRightFunc(before, func(c rune) bool { return c < 128 && isNameByte(byte(c)) }), "${") {
			return true
		}
		rest = after
	}
}
