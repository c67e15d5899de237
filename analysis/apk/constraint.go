package apk

import (
	"fmt"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

// Constraint is what an operand demands: [!]name[@tag][op version].
type Constraint struct {
	Conflict  bool // !name: the package must not be there
	Name, Tag string
	// Op is the run of < > = ~ as written; apk takes its characters in any order.
	Op, Version string
	// Variable: name and operator are known, the version comes from an expansion
	// that could not be resolved. Version is then what of it is literal.
	Variable bool
}

// fuzzySince is the first release whose apk (2.8.0) knows ~. Before it ~ is an
// ordinary character of a name.
var fuzzySince = alpine.Release{Major: 3, Minor: 7}

// HasFuzzy tells whether the release's apk knows ~. An unknown release is taken for a
// newer one.
func HasFuzzy(r alpine.Release) bool { return !r.Known() || r.Compare(fuzzySince) >= 0 }

// ParseConstraint reads one operand as the apk of that release does. With an
// unknown release only what every apk refuses is an error. The error says in
// one clause what is wrong; the constraint is returned as far as it could be read.
func ParseConstraint(s string, r alpine.Release) (Constraint, error) {
	c := splitConstraint(s)
	return c, c.check(s, r)
}

// splitConstraint splits by the characters alone. It goes by the grammar with
// ~, for that is what was meant also where an old apk does not know it.
func splitConstraint(s string) Constraint {
	var c Constraint
	s, c.Conflict = strings.CutPrefix(s, "!")
	if from := strings.IndexAny(s, operators); from >= 0 {
		version := strings.TrimLeft(s[from:], operators)
		c.Op, c.Version = s[from:len(s)-len(version)], version
		s = s[:from]
	}
	c.Name, c.Tag, _ = strings.Cut(s, "@")
	return c
}

const operators = "<>=~"

func (c Constraint) check(s string, r alpine.Release) error {
	switch {
	case strings.ContainsAny(s, " \t\n"):
		return fmt.Errorf("a constraint is one word without blanks, %q is not", s)
	case c.Name == "":
		return fmt.Errorf("%q names no package", s)
	case strings.ContainsAny(c.Name, "*?"):
		return fmt.Errorf("apk add knows no wildcards, and no package is named %q", c.Name)
	case !validName(c.Name):
		return fmt.Errorf("%q cannot be the name of a package", c.Name)
	case c.Tag == "" && strings.Contains(s[:len(s)-len(c.Op)-len(c.Version)], "@"):
		return fmt.Errorf("no tag is named after %q", c.Name+"@")
	case c.Op == "":
		return nil
	case c.Version == "":
		return fmt.Errorf("no version stands after %q", c.Name+c.Op)
	case !HasFuzzy(r) && strings.Contains(c.Op, "~"):
		return fmt.Errorf("the apk of Alpine %v does not know ~ (it came with Alpine 3.7) and takes %q for a name", r, s)
	case c.checksum():
		return nil
	}
	return c.checkVersion()
}

func (c Constraint) checkVersion() error {
	v := c.Version
	if ValidVersion(v) {
		return nil
	}
	if version, tag, ok := strings.Cut(v, "@"); ok && ValidVersion(version) {
		return fmt.Errorf("the tag stands before the operator: %s@%s%s%s", c.Name, tag, c.Op, version)
	}
	if short := strings.TrimRight(v, "."); short != v && ValidVersion(short) {
		// apk 2 accepts it, and finds that no package fulfils it.
		return fmt.Errorf("a version does not end in a dot, ~%s matches every %s.x", short, short)
	}
	if base, _, ok := strings.Cut(v, "*"); ok {
		base = strings.TrimRight(base, ".")
		if ValidVersion(base) {
			return fmt.Errorf("apk knows no wildcards in versions, ~%s matches every %s.x", base, base)
		}
		return fmt.Errorf("apk knows no wildcards in versions: %q", v)
	}
	if strings.ContainsAny(v, operators) {
		return fmt.Errorf("%q holds a second operator: give each bound as a word of its own", v)
	}
	if !isDigit(v[0]) {
		return fmt.Errorf("%q is no version: a version begins with a digit", v)
	}
	return fmt.Errorf("%q is no version of apk's form, such as 1.2.3-r0", v)
}

// validName accepts what a package, a virtual package or something provided can
// be called: apk-world(5) and, for provides, what apk itself writes (so:libc.so,
// cmd:[, pc:x, /bin/sh). Virtual packages begin with a dot by custom.
func validName(name string) bool {
	for i := range len(name) {
		switch c := name[i]; {
		case isLower(c), isDigit(c), 'A' <= c && c <= 'Z', strings.IndexByte("._+-", c) >= 0:
			// A dash first would be an option, but for words after --.
			if c == '-' && i == 0 {
				return false
			}
		case strings.IndexByte(",:/[]", c) >= 0:
		default:
			return false
		}
	}
	return name != ""
}

// checksum reports ><, which apk itself writes to name one exact package file.
func (c Constraint) checksum() bool {
	return strings.Contains(c.Op, "<") && strings.Contains(c.Op, ">")
}

// Provided reports a constraint on something that packages provide (so:, cmd:,
// pc:, /bin/sh) rather than on a package.
func (c Constraint) Provided() bool {
	return strings.ContainsAny(c.Name, ":/")
}

// Fuzzy reports the operator ~ in one of its forms.
func (c Constraint) Fuzzy() bool { return strings.Contains(c.Op, "~") }

// Pinned reports whether the constraint keeps a newer version out: = and ~ in
// all their forms, an upper bound, a checksum. It does not judge whether the
// constraint can be fulfilled; see ExactWithoutRevision.
func (c Constraint) Pinned() bool {
	return c.Op != "" && !c.LowerBound()
}

// LowerBound reports a constraint that lets every newer version in.
func (c Constraint) LowerBound() bool {
	return strings.Contains(c.Op, ">") && !strings.Contains(c.Op, "<")
}

// ExactBuild is the version without its revision of a constraint that one build alone
// fulfils: =1.2.3-r4.
func (c Constraint) ExactBuild() (version string, ok bool) {
	if c.Op == "" || strings.Trim(c.Op, "=") != "" || c.Variable || c.Conflict || c.Provided() || !hasRevision(c.Version) {
		return "", false
	}
	version, _, _ = strings.Cut(c.Version, "-r")
	version, _, _ = strings.Cut(version, "~") // a hash is no part of what ~ is for
	return version, true
}

// ExactWithoutRevision reports =1.2.3, which no package of Alpine fulfils, for
// theirs are 1.2.3-rN (measured with apk 2.7, 2.10, 2.12, 2.14 and 3.0). What
// packages provide has no revision, and an unresolved version may have one.
func (c Constraint) ExactWithoutRevision() bool {
	return c.Op != "" && strings.Trim(c.Op, "=") == "" && !c.Variable && !c.Conflict &&
		!c.Provided() && ValidVersion(c.Version) && !hasRevision(c.Version)
}

// Allows tells whether a package of that version fulfils the constraint, as far as it
// bounds the version. A checksum names one file, and of it nothing is known.
func (c Constraint) Allows(version string) bool {
	if c.Op == "" || c.Variable || c.checksum() {
		return true
	}
	order := CompareVersions(version, c.Version)
	switch {
	case strings.Contains(c.Op, "<") && order < 0, strings.Contains(c.Op, ">") && order > 0:
		return true
	case c.Fuzzy():
		return FuzzyMatch(c.Version, version)
	}
	return strings.Contains(c.Op, "=") && order == 0
}
