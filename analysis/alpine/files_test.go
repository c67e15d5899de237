package alpine

import "testing"

func TestFilesMatching(t *testing.T) {
	for pattern, some := range map[string]bool{
		"/e*": true, "/etc/*": true, "/etc/pass[vw]d": true, "/dev/*": true, "/etc/x*": false, "/e": false, "e*": false, "/*/none": false, "/[": false, "": false,
	} {
		if got := FilesMatching(pattern); len(got) > 0 != some {
			t.Errorf("%q: %q", pattern, got)
		}
	}
}
