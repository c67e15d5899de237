// Package analysis judges: it turns files into units of facts, lets rules ask
// them, and gives back findings in a fixed order. The command line, the language
// server and the tests all go through Engine.
package analysis

import (
	"cmp"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// Severity says how bad a finding is. The order is that of weight.
type Severity int8

// The severities. Hint is for editors; the command line shows it when asked.
const (
	NoSeverity Severity = iota
	Hint
	Info
	Warning
	Error
)

var severityNames = [...]string{"none", "hint", "info", "warning", "error"}

func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads a severity by name.
func ParseSeverity(name string) (Severity, bool) {
	for s := Hint; s <= Error; s++ {
		if severityNames[s] == name {
			return s, true
		}
	}
	return NoSeverity, false
}

// Confidence says how often a rule is right: High is 99 in 100, Medium 95.
type Confidence int8

// The confidences. What is less sure is not reported.
const (
	Medium Confidence = iota
	High
)

func (c Confidence) String() string {
	if c == High {
		return "high"
	}
	return "medium"
}

// Rule is one thing that crampon looks for. All that is said of it anywhere (the
// list of rules, `crampon explain`, hover, code scanning) is made from this value.
type Rule struct {
	ID    string // "ALP201"
	Name  string // "apk-unpinned"
	Since string // version of crampon that first had it
	// Summary is one line, in the form of a judgment: "apk add without a version".
	Summary    string
	Severity   Severity
	Confidence Confidence
	Optional   bool     // off unless asked for
	Aliases    []string // codes of other linters whose ignore comments hold for it: DL3018
	// AliasNote tells who comes from the other linter where this rule differs from its
	// own of that code; "" where the Summary says enough.
	AliasNote string
	CWE       []int
	// Look is how an editor draws what the rule flags, beside underlining it.
	Look Look
	// Doc is markdown under the headings "What it flags", "Why", "What to do".
	Doc string
	// Bad and Good are a file each, in txtar form when they are several. A name is
	// given by the first line "-- name --"; without one it is a Dockerfile. Bad is
	// reported by the rule; Good is not reported by any rule of warning or above.
	Bad, Good string
	// Run judges one unit. It is nil for the engine's own findings.
	Run func(*Pass)

	// alwaysOn: reported whatever is selected, for without it a file that was not
	// looked at would pass for one without findings.
	alwaysOn bool
}

// Look is a way to draw a piece of text.
type Look int8

// The looks.
const (
	Plain  Look = iota
	Faded       // it could be deleted
	Struck      // it is out of date
)

// URL is the rule's page: its line in the list of rules, from which a link leads
// to the rule itself.
func (r *Rule) URL() string {
	return "https://github.com/crampon-lint/crampon/blob/main/rules/README.md#" + strings.ToLower(r.ID)
}

// Family is the letters and first digit of the ID, by which rules are selected
// together: "ALP2".
func (r *Rule) Family() string { return r.ID[:4] }

// Blinds tells whether a finding of the rule says that a file, or a part of it, was
// not judged: then that others are gone means nothing.
func (r *Rule) Blinds() bool { return r.alwaysOn || r == ruleTemplate }

// Finding is one judgment about one place.
type Finding struct {
	Rule *Rule
	// Severity may differ from the rule's: by who controls a value, by what the
	// release does, by the config.
	Severity Severity
	Span     source.Span
	// Message is one sentence without full stop.
	Message string
	// Notes give the evidence, a clause each.
	Notes []string
	// Help says what to do, for this very place; "" when the message says it.
	Help    string
	Related []Related
	// Setting is where what is flagged runs: the FROM of its stage and, of a script,
	// the COPY that ships it. The engine fills it in.
	Setting []Related
	Flow    *taint.Flow
	Fixes   []Fix
	// Secret are pieces of text that no report may show: not in the lines of files, of
	// this finding or another, not in a message, not in a fix.
	Secret []string
	// Unaliased: no other linter tells of this place, so that only comments with the
	// rule's own ID silence it.
	Unaliased bool
}

// Related is another place that bears on a finding.
type Related struct {
	Span    source.Span
	Message string
}

// Fix is a change that makes its finding go away.
type Fix struct {
	Title string // a verb phrase: "Pin curl to 8.14"
	// Safe: a build that worked still works and does what it did, but for the fault
	// that the finding names. The zero value is unsafe.
	Safe  bool
	Edits []source.Edit
}

// Pass is what a rule sees: one unit, and what the user wants of the run.
type Pass struct {
	*Unit
	Rule     *Rule
	Settings Settings

	report func(Finding)
}

// Report hands in a finding. Its rule is the pass's; a severity that is not set
// is the rule's.
func (p *Pass) Report(f Finding) {
	f.Rule = p.Rule
	f.Severity = cmp.Or(f.Severity, p.Rule.Severity)
	p.report(f)
}

// compareFindings is the order in which findings are shown: by place, then rule.
func compareFindings(a, b Finding) int {
	return cmp.Or(a.Span.Compare(b.Span), strings.Compare(a.Rule.ID, b.Rule.ID), strings.Compare(a.Message, b.Message))
}
