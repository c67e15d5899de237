package dockerfile

import (
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/crampon-lint/crampon/analysis/source"
)

// ShellText is the text that a shell gets of RUN, CMD, ENTRYPOINT or HEALTHCHECK
// CMD in shell form; nil for all else (ask an ONBUILD's Child).
//
// For `RUN <<EOF` alone it is the body, which may begin with a `#!` of its own.
// For `RUN cat <<EOF | sh` it is the command with bodies and terminators behind
// it, for the shell to read as its own here-documents.
func (i *Instruction) ShellText() *source.Text {
	switch i.Name {
	case "RUN", "CMD", "ENTRYPOINT":
	case "HEALTHCHECK":
		if i.Check != "CMD" {
			return nil
		}
	default:
		return nil
	}
	if i.Exec || len(i.Args) != 1 {
		return nil
	}
	command := i.Args[0].Text
	if i.Name != "RUN" || len(i.Heredocs) == 0 {
		return command
	}
	if i.OnlyHeredoc() {
		return i.Heredocs[0].Body
	}
	b := source.Builder{File: command.File}
	b.CopyText(command, 0, command.Len())
	last := command.All().End
	for _, h := range i.Heredocs {
		// The line feed before a body stands for no more than the end of the line
		// before.
		b.Replace("\n", last, h.Span.Start)
		b.CopyText(h.raw, 0, h.raw.Len())
		b.Replace(h.Name, h.End.Start, h.End.End)
		last = h.End.End
	}
	return b.Text()
}

// OnlyHeredoc tells that the RUN is a here-document and nothing else, so that a
// build runs the body itself: by the shell, or by the program its `#!` names.
func (i *Instruction) OnlyHeredoc() bool {
	if i.Name != "RUN" || i.Exec || len(i.Args) != 1 || len(i.Heredocs) == 0 {
		return false
	}
	h, err := parser.ParseHeredoc(i.Args[0].Value())
	return err == nil && h != nil
}
