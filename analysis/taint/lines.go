package taint

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// textLine is a line of a text that a command writes as it stands. From and to are
// its place in the program's text, in bytes.
type textLine struct {
	text     string
	from, to int
}

// linesIn are the lines of a stretch of a program's text. Escaped: \n ends one too.
func linesIn(text string, at int, escaped bool) []textLine {
	var list []textLine
	for text != "" {
		end, next := strings.IndexByte(text, '\n'), 1
		if i := strings.Index(text, `\n`); escaped && i >= 0 && (end < 0 || i < end) {
			end, next = i, 2
		}
		if end < 0 {
			end, next = len(text), 0
		}
		list = append(list, textLine{text[:end], at, at + end})
		text, at = text[end+next:], at+end+next
	}
	return list
}

// document is the here-document that a command reads, whose expansions are filled
// in; nil for none.
func document(c *shell.Command) *shell.Redirect {
	if r := lastInput(c.Redirects); r != nil && r.IsHeredoc() && !r.Verbatim && !r.Body.IsZero() {
		return r
	}
	return nil
}

func documentLines(r *shell.Redirect) []textLine {
	from, _ := r.Body.Range()
	return linesIn(r.Body.Source(), from, false)
}

// expands tells whether anything may be filled in.
func (l textLine) expands() bool { return strings.ContainsAny(l.text, "$`") }

// replyHeader is the start of a header of an HTTP reply, as CGI programs print it.
var replyHeader = regexp.MustCompile(`^["']?(Location|Set-Cookie|Content-[A-Za-z]+|Refresh|Status|X-[A-Za-z-]+): ?`)

// replyUses are the values in a header of the reply of a CGI program: a line end in
// one is the end of the header, and two are that of all headers.
func replyUses(c *shell.Command) []use {
	switch c.Name {
	case "echo", "printf":
		for i, w := range c.Args {
			if name := replyHeader.FindString(w.Source()); name != "" {
				if words := c.Args[i:]; !constant(words) {
					u := headerUse(name)
					u.words = words
					return []use{u}
				}
				return nil
			}
		}
	case "cat":
		if r := document(c); r != nil && len(c.Args) == 0 && !writesFile(c) {
			return documentHeaders(documentLines(r))
		}
	}
	return nil
}

func headerUse(name string) use {
	as := "the header " + strings.Trim(name, `"': `)
	return use{class: ConfigText, as: as, hurts: Newline, harm: "add headers, and a page of their own"}
}

// documentHeaders are the headers at the top of a here-document. What an empty line
// does not end is a page.
func documentHeaders(list []textLine) []use {
	var uses []use
	for _, l := range list {
		name := replyHeader.FindString(l.text)
		switch {
		case strings.Trim(l.text, "\r") == "":
			return uses
		case name == "":
			return nil
		case l.expands():
			u := headerUse(name)
			u.taken, u.from, u.to = takesInput, l.from, l.to
			uses = append(uses, u)
		}
	}
	return uses
}

func writesFile(c *shell.Command) bool {
	for _, r := range c.Redirects {
		if strings.HasPrefix(r.Op, ">") && (r.FD == "" || r.FD == "1") {
			return true
		}
	}
	return false
}

// hookLine is the start of a line of /etc/network/interfaces whose rest ifup and
// ifdown have run by sh -c.
var hookLine = regexp.MustCompile(`^(?:-[neE]+ )?(?:["' \t]|\\t)*(?:pre-up|up|post-up|pre-down|down|post-down)[ \t]`)

// hookUses are the values in such lines of what a command writes into the file.
func hookUses(c *shell.Command, path string) []use {
	var uses []use
	hook := use{class: Deferred, as: path, hurts: Code, harm: runsCommands}
	for _, l := range hookLines(c) {
		if l.expands() {
			u := hook
			u.words, u.from, u.to = c.Args, l.from, l.to
			if document(c) != nil {
				u.words, u.taken = nil, takesInput
			}
			uses = append(uses, u)
		}
	}
	return uses
}

// hookLines are the lines of hooks that a command writes, and of printf the words
// that come into them.
func hookLines(c *shell.Command) []textLine {
	var list []textLine
	switch r := document(c); {
	case r != nil:
		list = documentLines(r)
	case len(c.Args) == 0:
	case c.Name == "echo":
		from, _ := c.Args[0].Range()
		_, to := c.Args[len(c.Args)-1].Range()
		list = linesIn(c.Program.Text.String()[from:to], from, true)
	case c.Name == "printf":
		return formatHooks(c)
	}
	var hooks []textLine
	for _, l := range list {
		if hookLine.MatchString(l.text) {
			hooks = append(hooks, l)
		}
	}
	return hooks
}

func formatHooks(c *shell.Command) []textLine {
	var hooks []textLine
	from, _ := c.Args[0].Range()
	at := 1
	for _, l := range linesIn(c.Args[0].Source(), from, true) {
		n := strings.Count(strings.ReplaceAll(l.text, "%%", ""), "%")
		if hookLine.MatchString(l.text) {
			hooks = append(hooks, l)
			for _, w := range c.Args[min(at, len(c.Args)):min(at+n, len(c.Args))] {
				from, to := w.Range()
				hooks = append(hooks, textLine{w.Source(), from, to})
			}
		}
		at += n
	}
	return hooks
}

// isHeader tells whether a use is a header of a reply.
func (u use) isHeader() bool { return u.class == ConfigText && u.taken != takesOutput }

// isHook tells whether a use is a line of hooks.
func (u use) isHook() bool { return u.class == Deferred && u.to > 0 }

// safeHeader takes the line ends out of a value, in the line of text in which it
// stands, or the command.
func (u use) safeHeader(c *shell.Command, span source.Span) (string, string) {
	from, to := codeText{command: c}.extent()
	if u.to > 0 {
		from, to = u.from, u.to
	}
	line := c.Program.Text.Span(from, to)
	text := line.Text()
	if text != c.Program.Text.String()[from:to] || len(text) > maxSafe || strings.Contains(text, "\n") {
		return "", ""
	}
	before, value, behind := text[:span.Start-line.Start], span.Text(), text[span.End-line.Start:]
	if _, ok := plainName(value); !ok {
		return "", ""
	}
	return before + `$(printf %s "` + value + `" | tr -d '\r\n')` + behind, "take the line ends out of the value"
}

// safeHook checks a value before it comes into a line.
func safeHook(span source.Span, made bool) (string, string) {
	value, ok := plainName(span.Text())
	if !ok || made {
		return "", ""
	}
	return fmt.Sprintf(checkStart+`"%s" in %s) exit 1;; esac`, value, onlyPaths), "let only the characters of an address or a path through, before"
}
