package apk

import "testing"

// Which options belong to the applet, and where it stands.
func TestOwn(t *testing.T) {
	for _, tt := range []struct {
		line string
		at   int
		own  string
	}{
		{"add -t .deps curl", 0, "virtual"},
		{"--virtual .deps add curl", 2, "virtual"},
		{"-q --no-cache add -lu curl", 2, "latest upgrade"},
		{"--root /x -X https://m.test add --no-cache curl", 4, ""},
		{"--nonsense add curl", 1, ""},
		{"curl", -1, ""},
		{"", -1, ""},
	} {
		inv := Parse(words(tt.line))
		own := ""
		for _, o := range inv.Options {
			if o.Own {
				if own != "" {
					own += " "
				}
				own += o.Name
			}
		}
		if inv.At != tt.at || own != tt.own {
			t.Errorf("apk %s: at %d, own %q; want %d, %q", tt.line, inv.At, own, tt.at, tt.own)
		}
	}
}

func TestExactBuild(t *testing.T) {
	for in, want := range map[string]string{
		"curl=8.9.1-r2": "8.9.1", "curl==8.9.1-r2": "8.9.1", "curl=1.2_git2023-r0": "1.2_git2023",
		"curl": "", "curl=8.9.1": "", "curl~8.9.1-r2": "", "curl>8-r1": "", "!curl=8-r1": "", "so:libz.so.1=1-r1": "",
	} {
		if got, ok := splitConstraint(in).ExactBuild(); got != want || ok != (want != "") {
			t.Errorf("%s: %q %v, want %q", in, got, ok, want)
		}
	}
}
