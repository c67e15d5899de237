package alpine

import "testing"

func TestSuperseded(t *testing.T) {
	for _, tt := range []struct {
		repository, tag, newest, holes string
	}{
		{"alpine", "3.22.1", "3.22.6", "CVE-2026-40200 CVE-2026-6042 "},
		{"alpine", "3.22.4", "3.22.6", ""},
		{"alpine", "3.22.6", "", ""},
		{"alpine", "3.22.7", "", ""}, // newer than the table
		{"alpine", "3.22", "", ""},
		{"alpine", "3.99.1", "", ""},
		{"alpine", "edge", "", ""},
		{"alpine", "3.20.5", "3.20.10", "CVE-2025-26519 CVE-2026-40200 CVE-2026-6042 "},
		{"alpine", "3.9.2", "3.9.6", ""},
	} {
		newest, mended, ok := Identify(tt.repository, tt.tag).Superseded()
		got := ""
		for _, h := range mended {
			got += h.ID + " "
		}
		if newest != tt.newest || got != tt.holes || ok != (tt.newest != "") {
			t.Errorf("%s:%s: %q %q %v, want %q %q", tt.repository, tt.tag, newest, got, ok, tt.newest, tt.holes)
		}
	}
}

func TestHolesNamePointReleases(t *testing.T) {
	for _, h := range holes {
		for _, f := range h.Fixed {
			r, point, ok := parsePoint(f)
			facts, known := r.Facts()
			_, newest, _ := parsePoint(facts.Newest)
			if !ok || !known || point < 1 || point > newest {
				t.Errorf("%s: %s is no point release up to %s", h.ID, f, facts.Newest)
			}
		}
	}
}
