package shell

import (
	"regexp"
	"strings"
)

// markers are what templates have and shells have not. A text that is no shell
// but for them is a template; `docker inspect -f '{{.Id}}'` parses, and is none.
// Read-only.
var markers = []struct {
	name string
	re   *regexp.Regexp
}{
	{"ERB <% %>", regexp.MustCompile(`<%[-=#]?[^\n]*?%>`)},
	{"Jinja {% %}", regexp.MustCompile(`(?m)(?:^|[^$])\{%-?[^\n]*?%\}`)},
	{"Jinja {# #}", regexp.MustCompile(`(?m)(?:^|[^$])\{#[^\n]*?#\}`)},
	{"{{ }}", regexp.MustCompile(`\$?\{\{[^\n]*?\}\}`)},
	{"%%NAME%%", regexp.MustCompile(`%%[A-Za-z_][A-Za-z0-9_.-]*%%`)},
	{"@NAME@", regexp.MustCompile(`@@?[A-Z_][A-Z0-9_]*@@?`)},
	{"<NAME>", regexp.MustCompile(`<[A-Z][A-Z0-9_-]*>`)},
}

// statement is a marker that stands on a line by itself, which no shell has: the
// text is a template whatever else is wrong with it.
var statement = regexp.MustCompile(`(?m)^[ \t]*(\{%[^\n]*%\}|\{\{[^\n]*\}\}|<%[^\n]*%>)[ \t\r]*$`)

// template tells what gives a text away as a template that the parser refused:
// a marker stands on a line by itself or on the line of the error, or without
// markers the text parses.
func (r *reading) template(err error) (string, bool) {
	if !strings.ContainsAny(r.text, "{%@<") {
		return "", false
	}
	at, _ := place(err)
	at = min(at, len(r.text))
	from := strings.LastIndexByte(r.text[:at], '\n') + 1
	line := r.text[from:]
	if n := strings.IndexByte(line, '\n'); n >= 0 {
		line = line[:n]
	}
	if m := statement.FindString(r.text); m != "" {
		line = m
	}
	filled, name := r.buf, ""
	for _, m := range markers {
		if !m.re.MatchString(filled) {
			continue
		}
		if name == "" || m.re.MatchString(line) {
			name = m.name
		}
		if m.name[0] != '<' && m.name[0] != '@' && m.re.MatchString(line) {
			return m.name, true
		}
		filled = m.re.ReplaceAllStringFunc(filled, func(s string) string {
			if n := strings.IndexByte(s, '{'); n == 1 && s[0] != '$' {
				return s[:1] + strings.Repeat(" ", len(s)-1) // with the byte before
			}
			if strings.HasPrefix(s, "{%") || strings.HasPrefix(s, "{#") || strings.HasPrefix(s, "<%") && !strings.HasPrefix(s, "<%=") {
				return strings.Repeat(" ", len(s))
			}
			return strings.Repeat("x", len(s))
		})
	}
	if name == "" {
		return "", false
	}
	try := reading{p: r.p, text: r.text, buf: filled}
	_, err = try.tree()
	r.work += try.work
	return name, err == nil
}
