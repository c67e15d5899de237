package alpine

import (
	"slices"
	"testing"
	"time"
)

func TestParseRelease(t *testing.T) {
	tests := []struct {
		in   string
		want Release
		ok   bool
	}{
		{"3.20", Release{3, 20}, true},
		{"v3.20", Release{3, 20}, true},
		{"3.20.1", Release{3, 20}, true},
		{"2.1", Release{2, 1}, true},
		{"3.99", Release{3, 99}, true}, // newer than the table, not wrong
		{"edge", Edge, true},
		{"", Release{}, false},
		{"3", Release{}, false},
		{"3.", Release{}, false},
		{".3", Release{}, false},
		{"3.20.", Release{}, false},
		{"3.20.x", Release{}, false},
		{"3.20.1.1", Release{}, false},
		{"3.+1", Release{}, false},
		{"0.0", Release{}, false},
		{"20240807", Release{}, false},
		{"99999999999999999999.1", Release{}, false},
		{"latest", Release{}, false},
	}
	for _, tt := range tests {
		if got, ok := ParseRelease(tt.in); got != tt.want || ok != tt.ok {
			t.Errorf("ParseRelease(%q) = %v, %v; want %v, %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func TestReleaseOrder(t *testing.T) {
	ordered := []Release{{}, {2, 7}, {3, 0}, {3, 9}, {3, 10}, {4, 0}, Edge}
	for i, a := range ordered {
		for j, b := range ordered {
			if got, want := a.Compare(b), cmpInt(i, j); got != want {
				t.Errorf("%v.Compare(%v) = %d, want %d", a, b, got, want)
			}
		}
	}
}

func cmpInt(a, b int) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestReleaseString(t *testing.T) {
	for r, want := range map[Release]string{{}: "unknown", Edge: "edge", {3, 9}: "3.9"} {
		if got := r.String(); got != want {
			t.Errorf("%#v.String() = %q, want %q", r, got, want)
		}
	}
	if (Release{}).Known() || !Edge.Known() || !Edge.IsEdge() || (Release{3, 9}).IsEdge() {
		t.Error("Known or IsEdge is wrong")
	}
}

func TestReleaseTable(t *testing.T) {
	if len(releases) != 32 {
		t.Errorf("%d releases", len(releases))
	}
	for i, f := range releases {
		if i > 0 && f.Release.Compare(releases[i-1].Release) >= 0 {
			t.Errorf("%v is not older than %v", f.Release, releases[i-1].Release)
		}
		if r, _, ok := parsePoint(f.Newest); !ok || r != f.Release {
			t.Errorf("%v: newest point release %q", f.Release, f.Newest)
		}
		if !f.Released.Before(f.EOL) {
			t.Errorf("%v ends before it starts", f.Release)
		}
		if got, ok := f.Release.Facts(); !ok || got != f {
			t.Errorf("%v.Facts() = %v, %v", f.Release, got, ok)
		}
	}
	for _, r := range []Release{{}, Edge, {3, 25}, {2, 8}} {
		if _, ok := r.Facts(); ok {
			t.Errorf("%v has facts", r)
		}
	}
}

func TestSupported(t *testing.T) {
	tests := []struct {
		at   time.Time
		want []Release
	}{
		{TableDate, []Release{{3, 24}, {3, 23}, {3, 22}}},
		{day(2026, 10, 31), []Release{{3, 24}, {3, 23}, {3, 22}, {3, 21}}},
		{day(2026, 11, 1), []Release{{3, 24}, {3, 23}, {3, 22}}}, // the day itself is without fixes
		{day(2000, 1, 1), nil},
		{day(2030, 1, 1), nil},
	}
	for _, tt := range tests {
		var got []Release
		for _, f := range Supported(tt.at) {
			got = append(got, f.Release)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Supported(%s) = %v, want %v", tt.at.Format(time.DateOnly), got, tt.want)
		}
	}
	if got := Newest(); got.Release != (Release{3, 24}) || got.Newest != "3.24.2" {
		t.Errorf("Newest() = %v", got)
	}
}
