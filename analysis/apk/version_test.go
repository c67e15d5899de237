package apk

import (
	"slices"
	"testing"
)

// ascending holds versions each older than the next, after the grammar of
// apk-package(5). Own cases: apk-tools' test data is under another licence.
var ascending = [][]string{
	{"0", "1", "2", "9", "10", "11", "100"},
	{"1", "1.0", "1.1", "1.2", "1.9", "1.10", "1.100"},
	{"8.9", "8.9.0", "8.9.1", "8.10", "8.90"},
	// A leading zero makes a fraction: compared as text.
	{"1.0", "1.001", "1.002", "1.01", "1.015", "1.02", "1.1", "1.2"},
	{"5.0", "5.0001", "5.001", "5.0015", "5.002", "5.01"},
	// ... but not in the first number.
	{"07", "8", "09", "010", "11"},
	// letters
	{"1.1.1", "1.1.1a", "1.1.1k", "1.1.1z", "1.1.1.0", "1.1.2"},
	{"9", "9a", "9b", "9.1"},
	// suffixes, those before the release and those after it
	{"1.0_alpha", "1.0_alpha1", "1.0_alpha2", "1.0_beta", "1.0_pre", "1.0_pre2", "1.0_pre10", "1.0_rc1", "1.0",
		"1.0_cvs", "1.0_svn", "1.0_git", "1.0_git20230717", "1.0_hg", "1.0_p", "1.0_p1", "1.0_p10"},
	{"6.0_pre1", "6.0", "6.0_p1"},
	{"1.2.2_pre2-r0", "1.2.2_pre7-r0", "1.2.2-r0", "1.2.2-r1"},
	{"1.0_alpha_pre1", "1.0_alpha", "1.0_alpha_p1", "1.0_beta"},
	{"1.2a_rc1", "1.2a", "1.2a_p1", "1.2b"},
	{"1.0_rc1-r5", "1.0", "1.0-r0", "1.0_p1-r0"},
	// revisions
	{"1.2", "1.2-r0", "1.2-r1", "1.2-r9", "1.2-r10", "1.2.0", "1.2.0-r0"},
	// hashes
	{"1.2", "1.2~0a", "1.2~0b", "1.2~f", "1.2~ff"},
	{"1.2_git1", "1.2_git1-r0", "1.2_git1~abc"},
	// longer than any machine word
	{"18446744073709551615", "18446744073709551616", "99999999999999999999999"},
	{"1.2-r99999999999999999999", "1.2-r100000000000000000000"},
}

func TestCompareVersions(t *testing.T) {
	for _, list := range ascending {
		for i, a := range list {
			for j, b := range list {
				got := CompareVersions(a, b)
				switch {
				case i < j && got >= 0, i == j && got != 0, i > j && got <= 0:
					t.Errorf("CompareVersions(%q, %q) = %d", a, b, got)
				}
			}
		}
	}
	for _, same := range [][2]string{{"1.2", "1.2"}, {"01", "1"}, {"1_p01", "1_p1"}, {"1-r00", "1-r0"}, {"", ""}, {"x", "y"}} {
		if got := CompareVersions(same[0], same[1]); got != 0 {
			t.Errorf("CompareVersions(%q, %q) = %d, want 0", same[0], same[1], got)
		}
	}
}

func TestValidVersion(t *testing.T) {
	for _, list := range ascending {
		for _, v := range list {
			if !ValidVersion(v) {
				t.Errorf("%q is not valid", v)
			}
		}
	}
	for _, v := range []string{
		"", " ", "latest", "v1.2", "1.", ".1", "1..2", "1.2.*", "*", "1.2-r", "1.2-r0-r1", "1.2-r0_p1", "1.2-1", "1.2-",
		"1.2r0", "1.2ab", "1.2a1", "1.2a.3", "1.2_", "1.2_foo", "1.2_p1.3", "1.2_p1a", "1.2_P1", "1.2A", "1.2~", "1.2~xyz",
		"1.2~ABC", "1.2~ab~cd", "1.2-r0~ab", "1.2-r0@edge", "1.2 ", "1,2", "=1.2", "1.2+dfsg", "1:1.2", "1.2\x00",
	} {
		if ValidVersion(v) {
			t.Errorf("%q is valid", v)
		}
	}
}

func TestFuzzyMatch(t *testing.T) {
	tests := []struct {
		pattern string
		match   []string
		miss    []string
	}{
		{"8", []string{"8", "8.9", "8.9.1-r2", "8-r0", "8_rc1"}, []string{"80", "9", "7.8"}},
		{"8.9", []string{"8.9.1-r2", "8.9", "8.9-r0", "8.9a", "8.9_pre1"}, []string{"8.90", "8.10", "8", "8-r0"}},
		{"8.9.1-r2", []string{"8.9.1-r2"}, []string{"8.9.1-r20", "8.9.1", "8.9.1-r1"}},
		{"1.2_git", []string{"1.2_git", "1.2_git20230101"}, []string{"1.2_p1", "1.2"}},
		{"8.", nil, []string{"8.", "8.9", "8"}}, // no version at all
		{"", nil, []string{"", "8"}},
		{"latest", nil, []string{"latest", "1"}},
	}
	for _, tt := range tests {
		for _, v := range tt.match {
			if !FuzzyMatch(tt.pattern, v) {
				t.Errorf("~%s does not match %s", tt.pattern, v)
			}
		}
		for _, v := range tt.miss {
			if FuzzyMatch(tt.pattern, v) {
				t.Errorf("~%s matches %s", tt.pattern, v)
			}
		}
	}
}

func FuzzCompareVersions(f *testing.F) {
	for _, list := range ascending {
		for i := range list[1:] {
			f.Add(list[i], list[i+1], list[0])
		}
	}
	f.Add("1.", "1.a", "")
	f.Add("1.0_alpha_", "1.0-", "1.0~")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		ab, ba := CompareVersions(a, b), CompareVersions(b, a)
		if ab != -ba {
			t.Errorf("%q against %q is %d, the other way round %d", a, b, ab, ba)
		}
		if CompareVersions(a, a) != 0 {
			t.Errorf("%q differs from itself", a)
		}
		if ValidVersion(a) && !FuzzyMatch(a, a) {
			t.Errorf("~%s does not match itself", a)
		}
		// Transitive only without fractions: by apk's own rule .01 < .1 and .2 < .10,
		// and .010 stands below both .1 and .02.
		for _, v := range []string{a, b, c} {
			if !ValidVersion(v) || hasFraction(v) {
				return
			}
		}
		list := []string{a, b, c}
		slices.SortFunc(list, CompareVersions)
		if CompareVersions(list[0], list[2]) > 0 {
			t.Errorf("%q are not in order", list)
		}
	})
}

func hasFraction(v string) bool {
	r := versionReader{rest: v}
	for {
		switch p := r.next(); p.kind {
		case nextNumber:
			if p.text[0] == '0' {
				return true
			}
		case end, invalid:
			return false
		}
	}
}

// The beginning of a version is a version, and ~ takes the whole for it.
func TestBeginning(t *testing.T) {
	for _, tt := range []struct{ version, major, minor string }{
		{"8.14.1-r2", "8", "8.14"},
		{"20260909-r0", "20260909", "20260909"},
		{"9e-r2", "9", "9e"},
		{"1.07.1-r0", "1", "1.07"},
		{"1.2.4_git20230717-r4", "1", "1.2"},
		{"0_git20240101-r0", "0", "0_git20240101"},
		{"2_rc1-r0", "2", "2_rc1"},
		{"3.1b-r0", "3", "3.1"},
		{"1~0123abc-r0", "1", "1"},
		{"7", "7", "7"},
	} {
		for n, want := range []string{tt.major, tt.minor} {
			got := Beginning(tt.version, n+1)
			if got != want || !ValidVersion(got) || !FuzzyMatch(got, tt.version) {
				t.Errorf("%s to %d numbers: %q, want %q", tt.version, n+1, got, want)
			}
		}
	}
}
