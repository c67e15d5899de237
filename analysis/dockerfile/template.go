package dockerfile

import (
	"bytes"
	"path/filepath"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// findTemplate decides whether the file is a template, which is not judged as a
// Dockerfile.
//
// `{{ }}` proves nothing by itself: `docker inspect --format '{{.Id}}'` and
// `RUN echo '{{ x }}' > f` are Dockerfiles. So a mark counts
//
//   - in the words of FROM, USER, WORKDIR, EXPOSE and STOPSIGNAL, where no build
//     has a use for braces;
//   - in an instruction that BuildKit refuses, outside of its command;
//   - in ENV, ARG, COPY, ADD and VOLUME if something in the file is refused;
//   - anywhere if it opens in one instruction and closes in a later one that is
//     none;
//   - anywhere if the file's name says template. A file of such a name that is
//     refused is a template without any mark.
func (d *Document) findTemplate() {
	mark, span := d.templateMark()
	if mark == "" {
		return
	}
	d.Template, d.TemplateSpan = mark, span
	d.Instructions, d.Errors = nil, nil
	for i := range d.Comments {
		d.Comments[i].Inside = nil
	}
}

func (d *Document) templateMark() (string, source.Span) {
	named := namedTemplate(d.File.Path)
	if hasMarks(d.File.Content) {
		doubtful := named || len(d.Errors) > 0
		for _, i := range d.Instructions {
			if mark, span := i.templateMark(doubtful); mark != "" {
				return mark, span
			}
		}
		if doubtful {
			if mark, span := d.spanningMark(); mark != "" {
				return mark, span
			}
		}
		if named {
			if mark, span := findMark(source.Whole(d.File)); mark != "" {
				return mark, span
			}
		}
	}
	if named && len(d.Errors) > 0 {
		return "the file's name, and no build reads it", d.Errors[0].Span
	}
	return "", source.Span{}
}

// hasMarks is the quick test that lets most files off.
func hasMarks(content []byte) bool {
	for _, mark := range []string{"{{", "{%", "<%", "%%", "@"} {
		if bytes.Contains(content, []byte(mark)) {
			return true
		}
	}
	return false
}

// templateMark finds a mark at which the instruction can only be a template's;
// doubtful tells that the file is in doubt already.
func (i *Instruction) templateMark(doubtful bool) (string, source.Span) {
	switch kindOf(i.Name) {
	case kindFrom:
		if mark, span := findMark(i.Text); mark != "" {
			return mark, span
		}
		return findAt(i.Text)
	case kindUser, kindWorkdir, kindExpose, kindStopsignal:
		return findMark(i.Text)
	case kindUnknown:
		return findMark(i.Text)
	case kindRun, kindCmd, kindEntrypoint, kindHealthcheck, kindShell, kindLabel, kindMaintainer, kindOnbuild:
		if !i.Refused {
			return "", source.Span{}
		}
		for _, f := range i.Flags {
			if mark, span := findMark(f.Value.Text); mark != "" {
				return mark, span
			}
		}
		return "", source.Span{}
	}
	// ENV, ARG, COPY, ADD, VOLUME.
	if doubtful {
		return findMark(i.Text)
	}
	return findPercent(i.Text)
}

// namedTemplate knows the endings that template programs take their input by.
func namedTemplate(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	for _, part := range strings.Split(name, ".")[1:] {
		switch part {
		case "template", "tmpl", "tpl", "j2", "jinja", "jinja2", "erb", "mustache", "gotmpl", "hbs", "in", "m4":
			return true
		}
	}
	return false
}

// pairs are the marks of the usual template languages.
func pairs() [3]struct{ open, end, what string } {
	return [3]struct{ open, end, what string }{
		{"{{", "}}", "{{ }} (Jinja, Go template, Mustache)"},
		{"{%", "%}", "{% %} (Jinja)"},
		{"<%", "%>", "<% %> (ERB)"},
	}
}

// spanningMark finds a mark that opens in one instruction and closes in what a
// build takes for another one, which it does not know.
func (d *Document) spanningMark() (string, source.Span) {
	for _, m := range pairs() {
		var opened source.Span
		for _, i := range d.Instructions {
			s := i.Text.String()
			if !opened.IsZero() && kindOf(i.Name) == kindUnknown && strings.Contains(s, m.end) {
				return m.what, opened
			}
			if from := strings.LastIndex(s, m.open); from >= 0 && !strings.Contains(s[from:], m.end) {
				opened = i.Text.Span(from, from+len(m.open))
			}
		}
	}
	return "", source.Span{}
}

// findMark finds the first pair of template marks in the text.
func findMark(text *source.Text) (string, source.Span) {
	if text == nil {
		return "", source.Span{}
	}
	s := text.String()
	for _, m := range pairs() {
		from := strings.Index(s, m.open)
		if from < 0 {
			continue
		}
		if n := strings.Index(s[from:], m.end); n >= 0 {
			return m.what, text.Span(from, from+n+len(m.end))
		}
	}
	return findPercent(text)
}

// findPercent finds %%NAME%%.
func findPercent(text *source.Text) (string, source.Span) {
	return findBetween(text, "%%", "%%NAME%%")
}

// findAt finds @NAME@, as Autoconf and CMake have it.
func findAt(text *source.Text) (string, source.Span) {
	return findBetween(text, "@", "@NAME@ (Autoconf, CMake)")
}

// findBetween finds a name in letters, digits and underscores between two marks.
func findBetween(text *source.Text, mark, what string) (string, source.Span) {
	s := text.String()
	for at := 0; ; {
		n := strings.Index(s[at:], mark)
		if n < 0 {
			return "", source.Span{}
		}
		from := at + n
		end := from + len(mark)
		for end < len(s) && (s[end] == '_' || s[end] == '-' || s[end] >= 'A' && s[end] <= 'Z' || s[end] >= 'a' && s[end] <= 'z' || s[end] >= '0' && s[end] <= '9') {
			end++
		}
		if end > from+len(mark) && strings.HasPrefix(s[end:], mark) {
			return what, text.Span(from, end+len(mark))
		}
		at = from + len(mark)
	}
}
