package alpine

import (
	"slices"
	"testing"
)

func TestHasApplet(t *testing.T) {
	tests := []struct {
		release Release
		applet  string
		want    Answer
	}{
		{Release{3, 20}, "ash", Yes},
		{Release{3, 20}, "[[", Yes},
		{Release{3, 20}, "tree", Yes},
		{Release{3, 17}, "tree", No},
		{Release{3, 18}, "ed", Yes},
		{Release{3, 19}, "ed", No},
		{Release{3, 6}, "httpd", Yes},
		{Release{3, 7}, "httpd", No}, // moved to busybox-extras
		{Release{3, 11}, "xz", Yes},
		{Release{3, 12}, "xz", Yes},
		{Release{3, 10}, "xz", No},
		{Release{3, 13}, "xz", No},
		{Release{3, 20}, "curl", No},
		// newer than the lists: at least what edge had
		{Release{3, 24}, "tree", Yes},
		{Release{3, 24}, "curl", Unknown},
		{Release{3, 24}, "ed", Unknown},
		{Edge, "ash", Yes},
		{Edge, "curl", Unknown},
		// nothing known
		{Release{3, 5}, "ash", Unknown},
		{Release{}, "ash", Unknown},
		{Release{3, 20}, "", No},
	}
	for _, tt := range tests {
		if got := HasApplet(tt.release, tt.applet); got != tt.want {
			t.Errorf("HasApplet(%v, %q) = %v, want %v", tt.release, tt.applet, got, tt.want)
		}
	}
}

func TestApplets(t *testing.T) {
	tests := []struct {
		release Release
		count   int
		exact   bool
	}{
		{Release{}, 0, false}, {Release{3, 5}, 0, false},
		{Release{3, 6}, 306, true}, {Release{3, 12}, 308, true}, {Release{3, 13}, 299, true}, {Release{3, 20}, 304, true},
		{Release{3, 21}, 304, false}, {Edge, 304, false},
	}
	for _, tt := range tests {
		got, exact := Applets(tt.release)
		if len(got) != tt.count || exact != tt.exact {
			t.Errorf("Applets(%v): %d, %v; want %d, %v", tt.release, len(got), exact, tt.count, tt.exact)
		}
		if !slices.IsSorted(got) || len(slices.Compact(got)) != tt.count {
			t.Errorf("Applets(%v) is not sorted or has one twice", tt.release)
		}
		for _, name := range got {
			if HasApplet(tt.release, name) != Yes {
				t.Errorf("%v has no %s", tt.release, name)
			}
		}
	}
	if !slices.IsSorted(steady()) {
		t.Error("the steady applets are not sorted")
	}
}
