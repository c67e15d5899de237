// Package fix makes fixes: it chooses those that go together, makes them, and looks
// at what comes out before anybody sees it.
//
// A fix is kept only when the findings that it was made for go away and nothing
// that is as bad or worse comes in their place. So it does not matter how well
// rules know what stands around them.
package fix

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// maxRounds bounds how often a text is judged and fixed again.
const maxRounds = 10

// Judge gives the findings in one file, with this content in place of what it
// holds.
type Judge func(*source.File) []analysis.Finding

// Wish says which fixes are wanted.
type Wish struct {
	Unsafe bool                      // those that are not known to be safe too
	Rule   func(*analysis.Rule) bool // those of these rules; nil for all
}

// Choice is a finding with the fix that is to be made for it.
type Choice struct {
	Finding analysis.Finding
	Fix     analysis.Fix
}

// Outcome is what came of a wish.
type Outcome struct {
	File    *source.File // the file given where nothing was done
	Made    []Choice     // in order of making
	Refused []Choice     // what would have done harm
	// Edits lead from the file given to File.
	Edits []source.Edit
}

// All makes the wanted fixes of a file, until none is left, for at most ten rounds.
func All(f *source.File, judge Judge, wish Wish) Outcome {
	out := Outcome{File: f}
	findings := judge(f)
	for round := range maxRounds {
		chosen := slices.DeleteFunc(Choose(out.File, findings, wish), out.refused)
		if len(chosen) == 0 {
			break
		}
		made, file, after := out.attempt(chosen, findings, judge)
		if len(made) == 0 {
			continue // all were refused; others may stand behind them
		}
		out.Made = append(out.Made, made...)
		if out.Edits = editsOf(made); round > 0 {
			out.Edits = Between(f, file)
		}
		out.File, findings = file, after
	}
	return out
}

// attempt makes the choices at once or, where that does harm, one by one.
func (o *Outcome) attempt(chosen []Choice, before []analysis.Finding, judge Judge) (made []Choice, file *source.File, after []analysis.Finding) {
	if file, after, ok := try(o.File, chosen, before, judge); ok {
		return chosen, file, after
	}
	for _, c := range chosen {
		with := append(slices.Clip(made), c)
		if f, a, ok := try(o.File, with, before, judge); ok {
			made, file, after = with, f, a
		} else {
			o.Refused = append(o.Refused, c)
		}
	}
	return made, file, after
}

// refused tells whether the same was refused in an earlier round.
func (o *Outcome) refused(c Choice) bool {
	return slices.ContainsFunc(o.Refused, func(r Choice) bool {
		return r.Finding.Rule == c.Finding.Rule && r.Fix.Title == c.Fix.Title && r.Finding.Span.Text() == c.Finding.Span.Text()
	})
}

// Choose takes of each finding in order the first fix that is wanted, stays in the
// file, and does not touch what an earlier one changes. One edit that mends several
// findings is made once.
func Choose(f *source.File, findings []analysis.Finding, wish Wish) []Choice {
	var out []Choice
	var taken []source.Edit
	for _, finding := range findings {
		if wish.Rule != nil && !wish.Rule(finding.Rule) {
			continue
		}
		for _, fix := range finding.Fixes {
			if !fix.Safe && !wish.Unsafe || !fits(f, fix.Edits, taken) {
				continue
			}
			out = append(out, Choice{finding, fix})
			taken = append(taken, fix.Edits...)
			break
		}
	}
	return out
}

// fits tells whether edits are all in the file, change something, and go with those
// that are taken.
func fits(f *source.File, edits, taken []source.Edit) bool {
	if len(edits) == 0 {
		return false
	}
	for _, e := range edits {
		if e.Span.File != f || e.Span.Text() == e.New {
			return false
		}
		for _, t := range taken {
			if e != t && (e.Span.Start < t.Span.End && t.Span.Start < e.Span.End || e.Span.Start == t.Span.Start) {
				return false
			}
		}
	}
	return true
}

// editsOf are the edits of the choices, each once.
func editsOf(chosen []Choice) []source.Edit {
	var out []source.Edit
	for _, c := range chosen {
		for _, e := range c.Fix.Edits {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	slices.SortFunc(out, func(a, b source.Edit) int { return a.Span.Compare(b.Span) })
	return out
}

// try makes the choices and judges what comes out.
func try(f *source.File, chosen []Choice, before []analysis.Finding, judge Judge) (*source.File, []analysis.Finding, bool) {
	content, err := source.Apply(f, editsOf(chosen))
	if err != nil {
		return nil, nil, false
	}
	file := source.NewFile(f.Path, content)
	after := judge(file)
	return file, after, better(chosen, before, after)
}

// better tells whether every finding that was to go is gone, and none of its
// severity or above came. Findings are counted by rule: their places move, and
// their lines change.
func better(chosen []Choice, before, after []analysis.Finding) bool {
	least := analysis.Error
	gone := map[*analysis.Rule]int{}
	for _, c := range chosen {
		least = min(least, c.Finding.Severity)
		gone[c.Finding.Rule]++
	}
	was, is := count(before), count(after)
	for rule, n := range gone {
		if is[rule] > was[rule]-n {
			return false
		}
	}
	for _, f := range after {
		if is[f.Rule] > was[f.Rule] && f.Severity >= least {
			return false
		}
	}
	return true
}

func count(findings []analysis.Finding) map[*analysis.Rule]int {
	out := map[*analysis.Rule]int{}
	for _, f := range findings {
		out[f.Rule]++
	}
	return out
}

// Between is the edit that makes one text of another: from the first line that
// differs to the last. Nothing where they are the same.
func Between(from, to *source.File) []source.Edit {
	a, b := string(from.Content), string(to.Content)
	if a == b {
		return nil
	}
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	start = strings.LastIndexByte(a[:start], '\n') + 1
	end := 0
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	begins := func(s string) bool { return len(s) == end || s[len(s)-end-1] == '\n' }
	for end > 0 && (!begins(a) || !begins(b)) {
		end--
	}
	return []source.Edit{{Span: from.Span(start, len(a)-end), New: b[start : len(b)-end]}}
}
