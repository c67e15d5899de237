package apk

import "github.com/crampon-lint/crampon/analysis/alpine"

// Parse reads the words after "apk". Constraints are read without a release:
// Operand.Err tells only what every apk refuses; ask ParseConstraint for one.
func Parse(args []Arg) Invocation { return Invocation{} }

// Has reports whether the option was given, by its canonical long name.
func (i Invocation) Has(name string) bool { _, ok := i.Option(name); return ok }

// Option is the last option of that name.
func (i Invocation) Option(name string) (Option, bool) { return Option{}, false }

// ParseConstraint reads one operand as the apk of that release does.
func ParseConstraint(s string, r alpine.Release) (Constraint, error) { return Constraint{}, nil }

// Pinned reports whether the constraint holds the version.
func (c Constraint) Pinned() bool { return false }

// LowerBound reports a constraint that only bounds the version from below.
func (c Constraint) LowerBound() bool { return false }

// ExactWithoutRevision reports =V without -rN, which nothing can satisfy.
func (c Constraint) ExactWithoutRevision() bool { return false }

// ValidVersion reports whether s is a version.
func ValidVersion(s string) bool { return false }

// CompareVersions orders two versions.
func CompareVersions(a, b string) int { return 0 }

// FuzzyMatch reports whether version satisfies name~pattern.
func FuzzyMatch(pattern, version string) bool { return false }
