package alpine

import "testing"

func TestParseBusyBox(t *testing.T) {
	for s, want := range map[string]BusyBoxRelease{
		"1.37": 37, "1.36.1": 36, "1.36.1-r28": 36, "1.37.0-r31": 37,
		"": 0, "1": 0, "1.": 0, "2.1": 0, "1.x": 0, "1.0": 0,
	} {
		got, ok := ParseBusyBox(s)
		if ok != (want != 0) || ok && got != want {
			t.Errorf("ParseBusyBox(%q) = %v, %v; want %v", s, got, ok, want)
		}
	}
}

func TestBusyBoxOfReleases(t *testing.T) {
	for _, tt := range []struct {
		repository, tag string
		from, to        string
	}{
		{"alpine", "3.6", "1.26", "1.26"},
		{"alpine", "3.20", "1.36", "1.36"},
		{"alpine", "3.24.2", "1.37", "1.37"},
		{"golang", "1.11-alpine", "1.30", "1.30"},
		{"alpine", "latest", "1.37", "1.37"},
		{"alpine", "edge", "unknown", "unknown"},
		{"debian", "13", "unknown", "unknown"},
	} {
		from, to := Identify(tt.repository, tt.tag).BusyBoxes()
		if from.String() != tt.from || to.String() != tt.to {
			t.Errorf("%s:%s: BusyBox %v to %v; want %s to %s", tt.repository, tt.tag, from, to, tt.from, tt.to)
		}
	}
}
