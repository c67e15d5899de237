package image

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Line is a line of text that a command prints or hands over.
type Line struct {
	// Text has the values of variables where they are known, and the others as written.
	Text string
	Span source.Span // of a here-document that line, else the words that it is in
	// Files are those that the text is written to, by a redirection or a tee.
	Files []string
	// Readers are the programs that read it: of a pipe, or of the here-document.
	Readers []*shell.Command
}

// Printers are the commands whose Lines are read besides here-documents.
var Printers = []string{"echo", "printf"}

// Lines are what an echo or printf prints, and the here-documents of any command.
func (r *Run) Lines(c *shell.Command) []Line {
	var out []Line
	to := r.prints(c)
	for _, red := range c.Redirects {
		if red.IsHeredoc() && !red.Body.IsZero() {
			doc := to
			doc.Readers = append([]*shell.Command{c}, to.Readers...)
			out = append(out, r.heredocLines(c, red, doc)...)
		}
	}
	if !slices.Contains(Printers, c.Name) || len(c.Args) == 0 {
		return out
	}
	if c.Name == "printf" {
		for _, w := range c.Args {
			out = append(out, split(r.Reading(c, w)[0], w.Span(), to)...)
		}
		return out
	}
	words := make([]string, len(c.Args))
	for i, w := range c.Args {
		words[i] = r.Reading(c, w)[0]
	}
	from := 0
	if strings.Trim(words[0], "-neE") == "" && len(words) > 1 { // an option
		from = 1
	}
	return append(out, split(strings.Join(words[from:], " "), c.Args[from].Span().Cover(c.Args[len(words)-1].Span()), to)...)
}

// prints is where the text that the command prints goes.
func (r *Run) prints(c *shell.Command) Line {
	to := Line{Files: r.outputs(c)}
	if c.Pipeline != nil {
		for _, reader := range c.Pipeline.Commands[c.Stage+1:] {
			r.readBy(reader, &to)
		}
	}
	return to
}

// readBy notes what a part of the pipe, and what it runs as a wrapper, does with the
// text.
func (r *Run) readBy(reader *shell.Command, to *Line) {
	if reader == nil {
		return
	}
	to.Readers = append(to.Readers, reader)
	to.Files = append(to.Files, r.outputs(reader)...)
	for _, run := range reader.Runs {
		r.readBy(run, to)
	}
}

// split makes lines of a text that stands in one place.
func split(text string, at source.Span, to Line) []Line {
	var out []Line
	for line := range strings.SplitSeq(strings.ReplaceAll(text, `\n`, "\n"), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			to.Text, to.Span = line, at
			out = append(out, to)
		}
	}
	return out
}

func (r *Run) heredocLines(c *shell.Command, red shell.Redirect, to Line) []Line {
	var out []Line
	at, end := red.Body.Range()
	text := c.Program.Text
	for line := range strings.Lines(text.String()[at:end]) {
		trimmed := strings.TrimSpace(line)
		if trimmed != "" {
			from := at + strings.Index(line, trimmed)
			to.Text, to.Span = trimmed, text.Span(from, from+len(trimmed))
			if !red.Verbatim {
				to.Text = r.resolve(c, trimmed)
			}
			out = append(out, to)
		}
		at += len(line)
	}
	return out
}

// outputs are the files that the command writes its output to.
func (r *Run) outputs(c *shell.Command) []string {
	var out []string
	for _, red := range c.Redirects {
		switch red.Op {
		case ">", ">>", ">|", "&>", "&>>":
		default:
			continue
		}
		if red.FD != "2" && !red.Target.IsZero() {
			out = append(out, r.Reading(c, red.Target)...)
		}
	}
	if c.Name == "tee" {
		for _, w := range c.Args {
			if v := r.Reading(c, w)[0]; !strings.HasPrefix(v, "-") {
				out = append(out, v)
			}
		}
	}
	return out
}
