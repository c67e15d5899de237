package taint

import (
	"slices"
	"sort"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// body is a function's place, in bytes of its file, and the index of the function
// around it; -1 for none.
type body struct {
	name       string
	start, end int
	outer      int
}

// bodiesOf are the functions of a program in the order of its text.
func bodiesOf(p *shell.Program) []body {
	list := make([]body, len(p.Functions))
	for i, f := range p.Functions {
		list[i] = body{f.Name, f.Span.Start, f.Span.End, -1}
	}
	slices.SortStableFunc(list, func(a, b body) int { return a.start - b.start })
	around := -1
	for i := range list {
		for around >= 0 && list[around].end <= list[i].start {
			around = list[around].outer
		}
		list[i].outer, around = around, i
	}
	return list
}

// bodyAt is the innermost function around a place; false for none.
func bodyAt(list []body, at source.Span) (body, bool) {
	i := sort.Search(len(list), func(i int) bool { return list[i].start > at.Start }) - 1
	for i >= 0 && list[i].end <= at.Start {
		i = list[i].outer
	}
	if i < 0 {
		return body{}, false
	}
	return list[i], true
}
