package analysis

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// judge runs the rules over a unit and adds what the parsers said.
func (j *judged) judge(r *run, u *Unit) {
	j.syntax(u)
	j.rules(r, u)
	for i := range j.findings {
		j.findings[i].Setting = u.setting(j.findings[i].Span)
	}
	j.ignores = ignoresOf(u)
	j.spareBroken(u)
	j.finish(r)
}

func (j *judged) add(f Finding) {
	if f.Severity == NoSeverity {
		f.Severity = f.Rule.Severity
	}
	j.findings = append(j.findings, f)
}

// rules runs each rule that can report. One that panics costs its own findings
// in this unit and nothing else.
func (j *judged) rules(r *run, u *Unit) {
	cfg := r.configOf(u.File.Path)
	p := &Pass{Unit: u, Settings: r.Settings, report: j.add}
	if p.Settings.CgoHardening == "" {
		p.Settings.CgoHardening = cfg.CgoHardening
	}
	p.Settings.Pin = cmp.Or(p.Settings.Pin, cfg.Pin)
	for _, p.Rule = range r.enabled(cfg) {
		j.rule(p)
	}
}

// enabled are the rules that can report under a config, worked out once for each.
func (r *run) enabled(cfg *config.Config) []*Rule {
	r.mu.Lock()
	defer r.mu.Unlock()
	rules, ok := r.rulesOf[cfg]
	if !ok {
		for _, rule := range r.Rules {
			if rule.Run != nil && r.Settings.wants(rule, cfg) {
				rules = append(rules, rule)
			}
		}
		r.rulesOf[cfg] = rules
	}
	return rules
}

func (j *judged) rule(p *Pass) {
	defer func() {
		if fault := recover(); fault != nil {
			j.fault(p.File, p.Rule, fault)
		}
	}()
	p.Rule.Run(p)
}

// syntax reports what the parsers refused, and bytes that bite.
func (j *judged) syntax(u *Unit) {
	if u.Build != nil {
		doc := u.Build.Doc
		if doc.Template != "" {
			j.template(doc.TemplateSpan, doc.Template)
			return
		}
		if isFragment(u.Build) {
			j.add(Finding{Rule: ruleTemplate, Span: doc.File.LineSpan(1), Message: "this is a part of a Dockerfile, without a FROM; lint what is put together from it"})
			return
		}
		for _, e := range doc.Errors {
			j.add(Finding{Rule: ruleDockerfileSyntax, Span: e.Span, Message: e.Message})
		}
		for _, f := range u.Build.Faults {
			severity := Error
			if f.Builds {
				severity = Warning
			}
			j.add(Finding{Rule: ruleDockerfileSyntax, Severity: severity, Span: f.Span, Message: f.Message})
		}
		j.noBreakSpaces(source.Whole(doc.File), nil)
	}
	files := map[*source.File]bool{}
	seen := map[*shell.Program]bool{}
	for _, run := range u.Runs {
		if seen[run.Program] {
			continue
		}
		seen[run.Program] = true
		j.program(run.Program, run.Dialect(run.Program))
		if s := run.Script; s != nil && (u.Build == nil || s.File != u.File) && !files[s.File] {
			files[s.File] = true
			j.bytes(s.File)
			j.noBreakSpaces(run.Program.Text, heredocs(run.Program)) // of a page only what the shell reads
		}
	}
}

// isFragment tells a part that a generator puts into Dockerfiles from a Dockerfile
// whose FROM was forgotten: by its name, which only begins like one.
func isFragment(b *image.Build) bool {
	switch name := strings.ToLower(filepath.Base(b.Doc.File.Path)); {
	case len(b.Stages) > 0 || name == "dockerfile" || name == "containerfile":
		return false
	default:
		return isDockerfileName(name) && !strings.HasSuffix(name, ".dockerfile")
	}
}

func (j *judged) template(span source.Span, what string) {
	j.add(Finding{Rule: ruleTemplate, Span: span, Message: "this is a template (" + what + "); lint what is generated from it"})
}

// program reports the syntax error of a program, and those of the programs inside it:
// the first that was found, at which a shell stops as well. What is found behind it,
// with its line left out, is often made by that: an if without the fi that was there.
// What an unknown /bin/sh accepts is not known, but mvdan's parser and ash together
// accept nearly all that any shell does.
func (j *judged) program(p *shell.Program, d shell.Dialect) {
	if p.Template != "" {
		j.template(p.Text.Span(0, min(p.Text.Len(), 1)), p.Template)
		return
	}
	if len(p.Errors) > 0 {
		e := p.Errors[0]
		j.add(Finding{
			Rule: ruleShellSyntax, Span: e.Span, Message: e.Message,
			Notes: dialectNote(d),
		})
	}
	for _, c := range p.Commands {
		for _, in := range c.Inner {
			if !in.Spliced {
				j.program(in, in.Dialect)
			}
		}
	}
}

func dialectNote(d shell.Dialect) []string {
	if d == shell.Unknown || d == shell.Sh {
		return nil
	}
	return []string{fmt.Sprintf("read as %s", d)}
}

const noBreakSpace = "\u00a0"

// heredocs are the places of a program's here-documents, whose text is for others.
func heredocs(p *shell.Program) []source.Span {
	var list []source.Span
	for _, c := range p.Commands {
		for _, r := range c.Redirects {
			if r.IsHeredoc() && !r.Body.IsZero() {
				list = append(list, r.Body.Span())
			}
		}
	}
	return list
}

// noBreakSpaces tells of no-break spaces outside of comments and of texts: typed or
// pasted by accident, taken for blanks by nobody.
func (j *judged) noBreakSpaces(t *source.Text, others []source.Span) {
	text := t.String()
	for at := 0; ; {
		i := strings.Index(text[at:], noBreakSpace)
		if i < 0 {
			return
		}
		span := t.Span(at+i, at+i+len(noBreakSpace))
		at += i + len(noBreakSpace)
		line := t.File.LineSpan(span.From().Line)
		before := bytes.TrimSpace(t.File.Content[line.Start:span.Start])
		if slices.ContainsFunc(others, func(o source.Span) bool { return o.Start <= span.Start && span.End <= o.End }) {
			continue
		}
		if bytes.HasPrefix(before, []byte{'#'}) || bytes.Contains(before, []byte(" #")) || bytes.ContainsAny(before, `"'`) {
			continue
		}
		j.add(Finding{
			Rule: ruleBytes, Span: span,
			Message: "this is a no-break space (U+00A0), which shells and BuildKit take for a letter",
			Help:    "replace it by a blank",
		})
		_, rest, _ := strings.Cut(text[at:], "\n") // once a line
		at = len(text) - len(rest)
	}
}

// bytes looks at a script's raw bytes, before any lexer hides them.
func (j *judged) bytes(f *source.File) {
	content := f.Content
	if bytes.HasPrefix(content, []byte("\xef\xbb\xbf")) {
		j.add(Finding{
			Rule: ruleBytes, Span: f.Span(0, 3),
			Message: "the script begins with a byte order mark, so the kernel and the shell do not see its first word",
			Help:    "save it as UTF-8 without byte order mark",
		})
	}
	if i := bytes.Index(content, []byte("\r\n")); i >= 0 {
		j.add(Finding{
			Rule: ruleBytes, Span: f.Span(i, i+1),
			Message: "lines end in CRLF, and the shell takes the carriage return for a part of the last word",
			Notes:   []string{fmt.Sprintf("%d of %d lines", bytes.Count(content, []byte("\r\n")), bytes.Count(content, []byte("\n")))},
			Help:    "convert the file to LF (dos2unix) and keep it so with `eol=lf` in .gitattributes",
		})
	}
	if i := bytes.IndexByte(content, 0); i >= 0 {
		j.add(Finding{Rule: ruleBytes, Span: f.Span(i, i+1), Message: "a NUL byte, which shells drop or stop at"})
	}
	if at := invalidUTF8(content); at >= 0 {
		j.add(Finding{
			Rule: ruleBytes, Severity: Info, Span: f.Span(at, at+1),
			Message: "a byte that is not UTF-8; the shell passes it on, editors and logs may not",
		})
	}
}

// invalidUTF8 is the offset of the first byte that is no UTF-8, -1 for none.
func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// unreadable reports a file that is no text at all; then it is not linted.
func (j *judged) unreadable(f *source.File) bool {
	head := f.Content[:min(len(f.Content), 8000)]
	if i := bytes.IndexByte(head, 0); i >= 0 && looksBinary(head) {
		j.add(Finding{Rule: ruleUnreadable, Span: f.Span(i, i+1), Message: "this is a binary file, not text"})
		return true
	}
	return false
}

// looksBinary tells a program or archive from a text with a stray NUL: one in
// thirty of its bytes is a control byte that no text has.
func looksBinary(head []byte) bool {
	odd := 0
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			odd++
		}
	}
	return odd*30 > len(head)
}

// cannotRead reports a file that could not be read.
func (j *judged) cannotRead(path string, err error) {
	f := source.NewFile(path, nil)
	severity := Error
	if errors.Is(err, errIsFolder) {
		severity = Warning // some keep templates in one
	}
	j.add(Finding{Rule: ruleUnreadable, Severity: severity, Span: f.Span(0, 0), Message: reason(err)})
}
