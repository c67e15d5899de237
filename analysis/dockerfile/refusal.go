package dockerfile

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

func (d *Document) fail(span source.Span, message string) {
	d.Errors = append(d.Errors, Error{Span: span, Message: message})
}

func (d *Document) sortErrors() {
	slices.SortStableFunc(d.Errors, func(a, b Error) int { return a.Span.Compare(b.Span) })
}

// checkStages reports the first instruction that stands in no build stage, and a
// file without any stage. BuildKit finds out when it has read the last line.
func (d *Document) checkStages() {
	for _, i := range d.Instructions {
		switch {
		case i.Name == "FROM":
			return
		case i.Name == "ARG", i.Refused:
			// What BuildKit refuses already has its Error.
		default:
			d.fail(i.Keyword, i.Name+" before the first FROM: there is no build stage yet")
			return
		}
	}
	if len(d.Errors) == 0 && len(d.Instructions) > 0 {
		d.fail(d.Instructions[0].Keyword, "file has no FROM: there is no build stage")
	}
}

// place finds the words that BuildKit's refusal speaks of. Its errors have lines
// only, so the text of the message decides. Where it does not, the place is the
// instruction's first line.
func (i *Instruction) place(refusal error) source.Span {
	text := refusal.Error()
	has := func(s string) bool { return strings.Contains(text, s) }
	switch {
	case has("unknown instruction"):
		return i.Keyword
	case has("Chaining ONBUILD"), has("as an ONBUILD trigger"):
		if i.Child != nil {
			return i.Child.Keyword
		}
	case has("can't find = in"):
		for _, v := range i.Vars {
			if !v.HasValue {
				return v.Span()
			}
		}
	case has("must have two arguments"), has("FROM requires"), has("to be in JSON form"), has("must be comprised of strings"), has("names can not be blank"):
		return i.argumentsSpan()
	case has("requires at least"), has("requires exactly"):
		return i.Keyword
	case has("invalid name for build stage"):
		if len(i.Args) == 3 {
			return i.Args[2].Span()
		}
	case has("cannot accept a heredoc"):
		if len(i.Args) > 0 {
			return i.Args[len(i.Args)-1].Span()
		}
	case has("Unknown type"), has("HEALTHCHECK NONE takes"), has("Missing command after"):
		return i.check.Span()
	case has("<<"), has("failed to process"):
		return i.firstLine()
	}
	return i.flagPlace(text)
}

// argumentsSpan is all that follows the flags, or the keyword if nothing does.
func (i *Instruction) argumentsSpan() source.Span {
	var all source.Span
	for _, w := range i.Args {
		all = all.Cover(w.Span())
	}
	for _, v := range i.Vars {
		all = all.Cover(v.Span())
	}
	if all.IsZero() {
		return i.Keyword
	}
	return all
}

// flagPlace is the last flag whose name or value the message mentions: of two
// that are the same, the second is too many.
func (i *Instruction) flagPlace(text string) source.Span {
	for _, f := range slices.Backward(i.Flags) {
		if strings.Contains(text, "--"+f.Name) {
			return f.Span
		}
	}
	for _, f := range slices.Backward(i.Flags) {
		if strings.Contains(text, f.Name) || f.Value.Value() != "" && strings.Contains(text, f.Value.Value()) {
			return f.Span
		}
		for _, field := range f.Fields() {
			if field.Key != "" && strings.Contains(text, "'"+field.Key) {
				return f.Span
			}
		}
	}
	return i.firstLine()
}
