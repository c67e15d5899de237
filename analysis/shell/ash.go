package shell

import (
	"fmt"
	"strings"
	"sync"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

// Feature is a thing that scripts are written with and that shells differ on, and
// what BusyBox ash makes of it: a row of the table of ash's dialect.
type Feature struct {
	Name   string // "here-string"
	Group  Group
	Syntax string // as a person knows it: "<<< word"
	// Does is what ash does from 1.26 on, and from which release something else:
	// "! 1.38+" is an error that works from 1.38 on. See Outcome for the signs.
	Does string
	// Effect is what becomes of it where it does not work, behind its name: "is a
	// syntax error". Empty for what no Construct is made of.
	Effect string
	// Instead is what to write.
	Instead string
	// Script prints Output, and nothing to standard error, where the feature works.
	// Both are empty where that would need a network or is an error everywhere.
	Script, Output string
}

// Group is a heading of the table.
type Group string

// The groups, in the order of the table.
const (
	testForms        Group = "Tests"
	testValues       Group = "Values in [["
	expansionForms   Group = "Expansions"
	quotes           Group = "Quotes"
	redirectionForms Group = "Redirections and pipes"
	compoundCommands Group = "Compound commands"
	functionForms    Group = "Functions"
	assignmentForms  Group = "Assignments"
	builtinCommands  Group = "Builtins"
	variableNames    Group = "Variables"
	arithmeticForms  Group = "Arithmetic"
)

// Outcome is what a release of ash does with a feature.
type Outcome byte

// The outcomes, by their signs in Does.
const (
	NotMeasured Outcome = '?'
	Works       Outcome = '+'
	Fails       Outcome = '!' // with a message
	NotFound    Outcome = '-' // it is taken for a command's name, "not found"
	Differs     Outcome = '~' // without a word
)

// String is the outcome in a word or two.
func (o Outcome) String() string {
	switch o {
	case Works:
		return "works"
	case Fails:
		return "error"
	case NotFound:
		return "not found"
	case Differs:
		return "differs"
	}
	return "unknown"
}

// FirstAsh and LastAsh are the releases of BusyBox that the table speaks of.
const (
	FirstAsh alpine.BusyBoxRelease = 26
	LastAsh  alpine.BusyBoxRelease = 38
)

// AshFeatures is the table, group by group. It is not to be changed.
func AshFeatures() []Feature { return ashFeatures }

// AshFeature is the row of that name.
func AshFeature(name string) (*Feature, bool) {
	f, ok := ashIndex()[name]
	return f, ok
}

var ashIndex = sync.OnceValue(func() map[string]*Feature {
	index := make(map[string]*Feature, len(ashFeatures))
	for i := range ashFeatures {
		index[ashFeatures[i].Name] = &ashFeatures[i]
	}
	return index
})

// In is what the release's ash does with the feature; NotMeasured for releases
// that the table does not speak of.
func (f *Feature) In(b alpine.BusyBoxRelease) Outcome {
	if b < FirstAsh || b > LastAsh || f.Does == "" {
		return NotMeasured
	}
	now := Outcome(f.Does[0])
	for change := range strings.FieldsSeq(f.Does[1:]) {
		from, outcome := cutOutcome(change)
		if from > b {
			break
		}
		now = outcome
	}
	return now
}

// cutOutcome reads "1.38+".
func cutOutcome(change string) (alpine.BusyBoxRelease, Outcome) {
	b, _ := alpine.ParseBusyBox(change[:len(change)-1])
	return b, Outcome(change[len(change)-1])
}

// Among is what all releases from one to the other do with the feature: an
// outcome where they agree, NotMeasured where they do not. Two that do not work,
// each in its way, agree: then the newest decides.
func (f *Feature) Among(from, to alpine.BusyBoxRelease) Outcome {
	if from > to {
		return NotMeasured
	}
	newest := f.In(to)
	for b := from; b < to; b++ {
		if o := f.In(b); o == NotMeasured || (o == Works) != (newest == Works) {
			return NotMeasured
		}
	}
	return newest
}

// When says, behind Effect, of which releases it is true: "before BusyBox 1.38",
// "from BusyBox 1.35 on", "" where it is so in all.
func (f *Feature) When() string {
	changes := strings.Fields(f.Does[1:])
	if len(changes) != 1 {
		return ""
	}
	at, outcome := cutOutcome(changes[0])
	switch first := Outcome(f.Does[0]); {
	case outcome == Works && first != Works:
		return fmt.Sprintf("before BusyBox %v", at)
	case first == Works && outcome != Works:
		return fmt.Sprintf("from BusyBox %v on", at)
	}
	return ""
}
