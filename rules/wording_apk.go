package rules

import (
	"fmt"
	"strings"

	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// maxNames is how many packages a message names.
const maxNames = 4

// names lists the packages of operands: "curl, git and 3 more".
func names(operands []apk.Operand) string {
	var all []string
	for _, o := range operands {
		all = append(all, o.Constraint.Name)
	}
	return enumerate(all)
}

// enumerate lists names: "curl, git and 3 more".
func enumerate(all []string) string {
	switch n := len(all); {
	case n == 1:
		return all[0]
	case n <= maxNames:
		return strings.Join(all[:n-1], ", ") + " and " + all[n-1]
	default:
		return fmt.Sprintf("%s and %d more", strings.Join(all[:maxNames-1], ", "), n-maxNames+1)
	}
}

func have(n int) string { return plural(n, "has", "have") }

// plural is the form of a word for that number of things.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// replaceIn replaces the first occurrence of a part of what stands at the span.
func replaceIn(span source.Span, old, with string) []source.Edit {
	at := span.Start + strings.Index(span.Text(), old)
	return []source.Edit{{Span: span.File.Span(at, at+len(old)), New: with}}
}

// releaseNote says which release holds and why, where it is known.
func releaseNote(s image.State) []string {
	if !s.Release().Known() {
		return nil
	}
	note := "Alpine " + s.Release().String()
	if e := s.Stage.Image.Evidence; e != "" {
		note += ": " + e
	}
	return []string{note}
}
