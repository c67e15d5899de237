package taint

import (
	"fmt"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// safePlace is the safe form where a place of the language takes a value: of the
// command that it stands in, or of the pattern alone, and a clause that says how. ""
// where none is known.
func (m *machine) safePlace(k construct, span source.Span, made bool) (safe, how string) {
	x := span.Text()
	switch k {
	case casePattern, testPattern, trimPattern:
		return `"` + x + `"`, "put the pattern into quotes, so that it stands for itself"
	case testWord, clauseWord:
		return m.lineWith(span, `"`+x+`"`), "put it into quotes"
	case clauseRight:
		return single(m.lineWith(span, `"`+x+`"`)), "compare with [ ], where quotes do"
	case clausePattern:
		return single(m.lineWith(span, x)), "compare with [ ], where quotes do"
	case arithmetic, letWord, sliceBound, bashEvaluates, arrayIndex:
		if name, ok := plainName(x); ok && !made {
			return m.behindCheck(name, `*[!0-9]*|""`), "let only digits through"
		}
	case indirection, clauseName:
		if name, ok := plainName(strings.Replace(x, "${!", "${", 1)); ok && !made {
			return m.behindCheck(name, `[!A-Za-z_]*|*[!A-Za-z0-9_]*|""`), "let only names through"
		}
	case writeTarget:
		if name, ok := plainName(x); ok && !made && m.endsPath(span) {
			return m.behindCheck(name, `*/*|.|..|""`), "let no slash through"
		}
	case promptText:
		return m.safePrompt(), "let the prompt expand the value itself"
	}
	return "", ""
}

// single is [ ] for [[ ]], where that asks the same: one comparison without operators
// between commands.
func single(line string) string {
	if !strings.HasPrefix(line, "[[ ") || !strings.HasSuffix(line, " ]]") || strings.ContainsAny(line, "&|<>~") {
		return ""
	}
	return line[1 : len(line)-1]
}

// written is the simple command or the test of the moment, when it stands on one line
// and is not too long to be shown.
func (m *machine) written() (text string, from int) {
	s := m.stmt0
	if s == nil || s.Background || s.Negated {
		return "", 0
	}
	switch s.Cmd.(type) {
	case *syntax.CallExpr, *syntax.TestClause, *syntax.ArithmCmd, *syntax.LetClause:
	default:
		return "", 0
	}
	from = m.pos(s.Pos())
	text = strings.TrimRight(m.text[from:max(from, m.pos(s.End()))], "; \t\n")
	if len(text) > maxSafe || strings.Contains(text, "\n") {
		return "", 0
	}
	return text, from
}

// lineWith is that command with another text at a span.
func (m *machine) lineWith(span source.Span, with string) string {
	line, from := m.written()
	for at := range places(line, span.Text()) {
		if end := at + len(span.Text()); m.prog.Text.Span(from+at, from+end) == span {
			return line[:at] + with + line[end:]
		}
	}
	return ""
}

// behindCheck is that command behind a check of a value, which ends the script for
// what fits the pattern.
func (m *machine) behindCheck(value, pattern string) string {
	line, _ := m.written()
	if line == "" {
		return ""
	}
	return fmt.Sprintf(checkStart+`"%s" in %s) exit 1;; esac; %s`, value, pattern, line)
}

// plainName is how a parameter is written that an expansion without any operator, or a
// name in arithmetic, stands for.
func plainName(x string) (string, bool) {
	if isName(x) {
		return "$" + x, true
	}
	name := strings.TrimPrefix(x, "$")
	if inside, ok := strings.CutPrefix(name, "{"); ok {
		name = strings.TrimSuffix(inside, "}")
	}
	return x, name != x && (isName(name) || len(name) == 1 && name[0] >= '1' && name[0] <= '9')
}

// endsPath tells whether a span of the text is the last piece of a path, behind a
// slash.
func (m *machine) endsPath(span source.Span) bool {
	line, _ := m.written()
	before, after, ok := strings.Cut(line, span.Text())
	return ok && strings.HasSuffix(before, "/") && !strings.HasPrefix(strings.TrimLeft(after, `"`), "/")
}

// safePrompt is PS4='$x ', which is expanded each time that it is shown.
func (m *machine) safePrompt() string {
	line, _ := m.written()
	text, ok := strings.CutPrefix(line, `PS4="`)
	if !ok || !strings.HasSuffix(text, `"`) || strings.ContainsAny(text[:len(text)-1], "'\"`\\") || strings.Contains(text, "$(") {
		return ""
	}
	return "PS4='" + strings.TrimSuffix(text, `"`) + "'"
}
