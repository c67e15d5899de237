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

// Judge gives the findings in files, with these contents in place of what they hold.
type Judge func(files ...*source.File) []analysis.Finding

// Wish says which fixes are wanted.
type Wish struct {
	Unsafe bool                      // those that are not known to be safe too
	Rule   func(*analysis.Rule) bool // those of these rules; nil for all
}

// Wants tells whether a fix of a finding is wanted.
func (w Wish) Wants(f *analysis.Finding, fix analysis.Fix) bool {
	return (fix.Safe || w.Unsafe) && (w.Rule == nil || w.Rule(f.Rule))
}

// Choice is a finding with the fix that is to be made for it.
type Choice struct {
	Finding analysis.Finding
	Fix     analysis.Fix
}

// Refusal is a fix that was not made, and why.
type Refusal struct {
	Choice
	// Brings is a finding, as bad as the one that was to go or worse, that came with the
	// fix; nil where the finding did not go away.
	Brings *analysis.Finding
}

// Outcome is what came of a wish.
type Outcome struct {
	Files   []*source.File // those given, in their order, with what stands in them now
	Made    []Choice       // in order of making
	Refused []Refusal      // what would have done harm
	// Edits lead from the files given to Files.
	Edits []source.Edit
}

// All makes the wanted fixes of files that are judged together, until none is left,
// for at most ten rounds. A fix that edits several of them is made whole or not at
// all; one that edits another file is not made.
func All(files []*source.File, judge Judge, wish Wish) Outcome {
	out := Outcome{Files: files}
	findings := judge(files...)
	for round := range maxRounds {
		chosen := slices.DeleteFunc(Choose(out.Files, findings, wish), out.refused)
		if len(chosen) == 0 {
			break
		}
		t := trial{judge: judge, files: out.Files, after: out.Files, findings: findings}
		out.Refused = append(out.Refused, t.add(chosen)...)
		if len(t.made) == 0 {
			continue // all were refused; others may stand behind them
		}
		out.Made = append(out.Made, t.made...)
		if out.Edits = editsOf(t.made); round > 0 {
			out.Edits = nil
			for i := range files {
				out.Edits = append(out.Edits, Between(files[i], t.after[i])...)
			}
		}
		out.Files, findings = t.after, t.findings
	}
	return out
}

// refused tells whether the same was refused in an earlier round.
func (o *Outcome) refused(c Choice) bool {
	return slices.ContainsFunc(o.Refused, func(r Refusal) bool {
		return r.Finding.Rule == c.Finding.Rule && r.Fix.Title == c.Fix.Title &&
			r.Finding.Span.File.Path == c.Finding.Span.File.Path && r.Finding.Span.Text() == c.Finding.Span.Text()
	})
}

// Choose takes of each finding in order the first fix that is wanted, stays in the
// files, and does not touch what an earlier one changes. One edit that mends several
// findings is made once.
func Choose(files []*source.File, findings []analysis.Finding, wish Wish) []Choice {
	var out []Choice
	var taken []source.Edit
	for _, finding := range findings {
		for _, fix := range finding.Fixes {
			if !wish.Wants(&finding, fix) || !fits(files, fix.Edits, taken) {
				continue
			}
			out = append(out, Choice{finding, fix})
			taken = append(taken, fix.Edits...)
			break
		}
	}
	return out
}

// fits tells whether edits are all in the files, change something, and go with those
// that are taken.
func fits(files []*source.File, edits, taken []source.Edit) bool {
	if len(edits) == 0 {
		return false
	}
	for _, e := range edits {
		if !slices.Contains(files, e.Span.File) || e.Span.Text() == e.New {
			return false
		}
		for _, t := range taken {
			if e != t && e.Span.File == t.Span.File && (e.Span.Start < t.Span.End && t.Span.Start < e.Span.End || e.Span.Start == t.Span.Start) {
				return false
			}
		}
	}
	return true
}

// editsOf are the edits of the choices, each once, file by file.
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

// trial is a round: the choices that were made so far, and what came of them.
type trial struct {
	judge    Judge
	files    []*source.File // before the round
	made     []Choice
	after    []*source.File // with what was made
	findings []analysis.Finding
}

// add makes the choices at once or, where that does harm, each half for itself: of
// many choices the few harmful ones are found in a few steps each.
func (t *trial) add(chosen []Choice) []Refusal {
	brings, ok := t.try(chosen)
	switch {
	case ok:
		return nil
	case len(chosen) == 1:
		return []Refusal{{chosen[0], brings}}
	}
	half := len(chosen) / 2
	return append(t.add(chosen[:half]), t.add(chosen[half:])...)
}

// try makes the choices too, and keeps them if they do no harm.
func (t *trial) try(chosen []Choice) (brings *analysis.Finding, ok bool) {
	with := slices.Concat(t.made, chosen)
	edits := editsOf(with)
	if len(edits) == len(editsOf(t.made)) {
		t.made = with // mended by what was made for other findings
		return nil, true
	}
	after := make([]*source.File, len(t.files))
	for i, f := range t.files {
		own := slices.DeleteFunc(slices.Clone(edits), func(e source.Edit) bool { return e.Span.File != f })
		if after[i] = f; len(own) == 0 {
			continue
		}
		content, err := source.Apply(f, own)
		if err != nil {
			return nil, false
		}
		after[i] = source.NewFile(f.Path, content)
	}
	findings := t.judge(after...)
	if brings, ok := better(chosen, t.findings, findings); !ok {
		return brings, false
	}
	t.made, t.after, t.findings = with, after, findings
	return nil, true
}

// better tells whether every finding that was to go is gone, and none of its
// severity or above came, nor one that says that a file was not judged. Findings
// are counted by rule: their places move, and their lines change.
func better(chosen []Choice, before, after []analysis.Finding) (brings *analysis.Finding, ok bool) {
	least := analysis.Error
	gone := map[*analysis.Rule]int{}
	for _, c := range chosen {
		least = min(least, c.Finding.Severity)
		gone[c.Finding.Rule]++
	}
	was, is := count(before), count(after)
	for i, f := range after {
		if (f.Severity >= least || f.Rule.Blinds()) && is.above(f) > was.above(f) {
			return &after[i], false
		}
	}
	for rule, n := range gone {
		if is.of(rule) > was.of(rule)-n {
			return nil, false
		}
	}
	return nil, true
}

// tally is how many findings of a rule there are, by severity.
type tally map[*analysis.Rule]*[analysis.Error + 1]int

func count(findings []analysis.Finding) tally {
	out := tally{}
	for _, f := range findings {
		if out[f.Rule] == nil {
			out[f.Rule] = new([analysis.Error + 1]int)
		}
		out[f.Rule][f.Severity]++
	}
	return out
}

// of is how many there are of a rule.
func (t tally) of(r *analysis.Rule) int { return t.from(r, analysis.NoSeverity) }

// above is how many there are of a finding's rule that are as severe.
func (t tally) above(f analysis.Finding) int { return t.from(f.Rule, f.Severity) }

func (t tally) from(r *analysis.Rule, least analysis.Severity) (n int) {
	if of := t[r]; of != nil {
		for _, m := range of[least:] {
			n += m
		}
	}
	return n
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
