package fix

import (
	"bytes"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/source"
)

// ignoreStart and ignoreFileStart begin the comments that silence rules.
const (
	ignoreStart     = "# crampon ignore="
	ignoreFileStart = "# crampon ignore-file="
)

// farthest is how many lines above a finding a comment is tried: a chain of
// commands, a table in a string.
const farthest = 40

// IgnoreHere is the comment that silences a finding where it stands, on a line of
// its own as near above as the language allows; false where none does. Each place
// is tried: the finding must go, and nothing else may come or go but what the
// comment covers of the same rule.
func IgnoreHere(f analysis.Finding, judge Judge) (source.Edit, bool) {
	file, line := f.Span.File, f.Span.From().Line
	before := judge(file)
	legal := legalLines(file)
	for at := line; at > max(0, line-farthest); at-- {
		if !legal(at) {
			continue
		}
		edit := commentAbove(file, at, ignoreStart, f.Rule.ID)
		if silences(edit, f, before, judge) {
			return edit, true
		}
	}
	return source.Edit{}, false
}

// IgnoreInFile is the comment that silences the rule of a finding in its file.
func IgnoreInFile(f analysis.Finding, judge Judge) (source.Edit, bool) {
	file := f.Span.File
	edit := commentAbove(file, firstLine(file), ignoreFileStart, f.Rule.ID)
	return edit, silences(edit, f, judge(file), judge)
}

// commentAbove adds a rule to the comment above a line, or makes one.
func commentAbove(file *source.File, line int, start, id string) source.Edit {
	if above := file.LineSpan(line - 1); line > 1 {
		text := above.Text()
		if codes := strings.TrimLeft(text, " \t"); strings.HasPrefix(codes, start) {
			end := above.Start + len(text) - len(codes) + len(start)
			end += strings.IndexAny(codes[len(start):]+" ", " \t")
			return source.Edit{Span: file.Span(end, end), New: "," + id}
		}
	}
	text := strings.TrimPrefix(file.LineSpan(line).Text(), "\xef\xbb\xbf")
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	return source.Above(file, line, indent+start+id)
}

// silences tries a comment.
func silences(edit source.Edit, f analysis.Finding, before []analysis.Finding, judge Judge) bool {
	content, err := source.Apply(f.Span.File, []source.Edit{edit})
	if err != nil {
		return false
	}
	after := judge(source.NewFile(f.Span.File.Path, content))
	was, is := count(before), count(after)
	for rule := range is {
		if is.of(rule) > was.of(rule) {
			return false
		}
	}
	for rule := range was {
		if rule != f.Rule && is.of(rule) != was.of(rule) {
			return false
		}
	}
	start := f.Span.Start
	if edit.Span.Start <= start {
		start += len(edit.New)
	}
	for _, a := range after {
		if a.Rule == f.Rule && a.Span.Start == start && a.Message == f.Message {
			return false
		}
	}
	return is.of(f.Rule) < was.of(f.Rule)
}

// legalLines tells above which lines a comment is no part of something else. A
// Dockerfile takes comments among the continuation lines of an instruction; a shell
// does not. What stands in a string or in data is no comment to the parser, and
// then it silences nothing.
func legalLines(file *source.File) func(line int) bool {
	first := firstLine(file)
	inside := func(int) bool { return false }
	if isDockerfile(file) {
		inside = continued(dockerfile.Parse(file))
	}
	return func(line int) bool {
		if line < first {
			return false
		}
		above := file.LineSpan(line - 1).Text()
		slashes := len(above) - len(strings.TrimRight(above, `\`))
		return line == 1 || slashes%2 == 0 || inside(line)
	}
}

// continued tells the lines of instructions, but for their first and those of
// here-documents.
func continued(doc *dockerfile.Document) func(line int) bool {
	return func(line int) bool {
		at := doc.File.LineSpan(line).Start
		for _, in := range doc.Instructions {
			if at <= in.Span.Start || at > in.Span.End {
				continue
			}
			for _, h := range in.Heredocs {
				if h.Span.Start <= at && at <= h.End.End {
					return false
				}
			}
			return true
		}
		return false
	}
}

// firstLine is the first line above which a comment may stand: behind a shebang,
// and behind directives of a Dockerfile.
func firstLine(file *source.File) int {
	if bytes.HasPrefix(file.Content, []byte("#!")) {
		return 2
	}
	if isDockerfile(file) {
		if d := dockerfile.Parse(file).Directives; len(d) > 0 {
			return d[len(d)-1].Span.From().Line + 1
		}
	}
	return 1
}

func isDockerfile(file *source.File) bool {
	return analysis.BufferTarget(file.Path, file.Content).Kind == analysis.Dockerfile
}
