package apk

import (
	"cmp"
	"strings"
)

// A version is, by apk-package(5),
//
//	number{.number}…{letter}{_suffix{number}}…{~hash}{-r#}
//
// and is compared part by part. Parts of different kinds decide by their place
// in that grammar: what comes earlier makes the greater version (1.2.1 > 1.2a >
// 1.2_p1 > 1.2-r1 > 1.2), but for a suffix that announces a release (1.2_rc1 < 1.2).

// partKind is the place of a part in the grammar. Kinds are ordered: the
// smaller one makes the greater version.
type partKind int8

const (
	firstNumber partKind = iota
	nextNumber
	letter
	suffix
	suffixNumber
	hash
	revision
	end
	invalid // the text does not follow the grammar from here on
)

// A part is one piece of a version, without its dot, underscore, tilde or -r.
type part struct {
	kind partKind
	text string
}

// suffixRank orders suffixes; those below 0 stand before the release that they
// announce.
func suffixRank(s string) (rank int, ok bool) {
	switch s {
	case "alpha":
		return -4, true
	case "beta":
		return -3, true
	case "pre":
		return -2, true
	case "rc":
		return -1, true
	case "cvs":
		return 1, true
	case "svn":
		return 2, true
	case "git":
		return 3, true
	case "hg":
		return 4, true
	case "p":
		return 5, true
	}
	return 0, false
}

// announces reports whether the part makes a version smaller than the same
// version without it.
func (p part) announces() bool {
	rank, _ := suffixRank(p.text)
	return p.kind == suffix && rank < 0
}

// versionReader takes a version apart. It copies nothing.
type versionReader struct {
	rest string
	last partKind
	open bool // a part has been read
}

// next is the next part; end and invalid are returned for ever.
func (r *versionReader) next() part {
	p := r.read()
	r.last, r.open = p.kind, true
	return p
}

func (r *versionReader) read() part {
	switch {
	case !r.open:
		return r.take(firstNumber, 0, isDigit)
	case r.last == invalid:
		return part{kind: invalid}
	case r.rest == "":
		return part{kind: end}
	}
	switch c := r.rest[0]; {
	case c == '.' && r.last <= nextNumber:
		return r.take(nextNumber, 1, isDigit)
	case isLower(c) && r.last <= nextNumber:
		p := part{letter, r.rest[:1]}
		r.rest = r.rest[1:]
		return p
	case isDigit(c) && r.last == suffix:
		return r.take(suffixNumber, 0, isDigit)
	case c == '_' && r.last <= suffixNumber:
		p := r.take(suffix, 1, isLower)
		if _, ok := suffixRank(p.text); !ok {
			return part{kind: invalid}
		}
		return p
	case c == '~' && r.last < hash:
		return r.take(hash, 1, isHex)
	case strings.HasPrefix(r.rest, "-r") && r.last < revision:
		return r.take(revision, 2, isDigit)
	}
	return part{kind: invalid}
}

// take reads a part of at least one byte of that class after skip bytes.
func (r *versionReader) take(kind partKind, skip int, class func(byte) bool) part {
	n := skip
	for n < len(r.rest) && class(r.rest[n]) {
		n++
	}
	if n == skip {
		return part{kind: invalid}
	}
	p := part{kind, r.rest[skip:n]}
	r.rest = r.rest[n:]
	return p
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isHex(c byte) bool   { return isDigit(c) || 'a' <= c && c <= 'f' }

// ValidVersion reports whether s follows the grammar of versions.
func ValidVersion(s string) bool {
	r := versionReader{rest: s}
	for {
		switch r.next().kind {
		case end:
			return true
		case invalid:
			return false
		}
	}
}

// CompareVersions orders versions as apk does: negative when a is the older.
// Of texts that are no versions the valid beginnings are compared.
func CompareVersions(a, b string) int {
	order, _ := compareParts(a, b)
	return order
}

// FuzzyMatch reports whether the version satisfies ~pattern: its parts begin
// with those of the pattern. Parts are compared whole: 8.90 is no match of 8.9.
func FuzzyMatch(pattern, version string) bool {
	_, p := compareParts(pattern, version)
	return p.kind == end
}

// compareParts compares to the first difference and returns a's part there.
func compareParts(a, b string) (order int, pa part) {
	ra, rb := versionReader{rest: a}, versionReader{rest: b}
	for {
		var pb part
		pa, pb = ra.next(), rb.next()
		switch {
		case pa.kind != pb.kind:
			return compareKinds(pa, pb), pa
		case pa.kind == end || pa.kind == invalid:
			return 0, pa
		}
		if order := compareSame(pa, pb); order != 0 {
			return order, pa
		}
	}
}

func compareKinds(a, b part) int {
	switch {
	case a.announces():
		return -1
	case b.announces():
		return 1
	}
	return cmp.Compare(b.kind, a.kind)
}

func compareSame(a, b part) int {
	switch a.kind {
	case nextNumber:
		// A number with a leading zero counts as a fraction: .01 < .1, and so the
		// two are compared as text. "0" itself compares the same either way.
		if a.text[0] == '0' || b.text[0] == '0' {
			return strings.Compare(a.text, b.text)
		}
		return compareNumbers(a.text, b.text)
	case firstNumber, suffixNumber, revision:
		return compareNumbers(a.text, b.text)
	case suffix:
		ra, _ := suffixRank(a.text)
		rb, _ := suffixRank(b.text)
		return cmp.Compare(ra, rb)
	}
	return strings.Compare(a.text, b.text)
}

// compareNumbers compares decimals of any length.
func compareNumbers(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// hasRevision reports whether the version ends in -rN.
func hasRevision(s string) bool {
	r := versionReader{rest: s}
	for {
		switch p := r.next(); p.kind {
		case revision:
			return true
		case end, invalid:
			return false
		}
	}
}

// Beginning is the version up to its first n numbers, by which ~ takes all that comes
// after: 8.14 of 8.14.1-r2 for two. A letter (9e) and a suffix (0_git20240101) count
// as a number, for they take the place of one. Revision and hash never belong to it.
func Beginning(version string, n int) string {
	r := versionReader{rest: version}
	to := 0
	for {
		p := r.next()
		switch p.kind {
		case hash, revision, end, invalid:
			return version[:to]
		case suffixNumber: // of the suffix before it
		default:
			if n == 0 {
				return version[:to]
			}
			n--
		}
		to = len(version) - len(r.rest)
	}
}
