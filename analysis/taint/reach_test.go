package taint

import "testing"

// TestReach: programs to whose uses nothing comes are not walked, and others are.
func TestReach(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want bool
	}{
		{`d=/srv/x; rm -rf "$d/y"`, false},
		{`d=/srv/x; e=$d/z; rm -rf "$e/y"`, false},
		{`d=$1; e=$d/z; rm -rf "$e/y"`, true},
		{`rm -rf "${DIR:-/x}"`, true},
		{`DIR=/x; rm -rf "$DIR"`, false},
		{`[ -n "$DIR" ] || DIR=/x; rm -rf "$DIR"`, true},
		{`read d; rm -rf "$d"`, true},
		{`for f in a b; do rm -rf "$f"; done`, false},
		{`for f in "$@"; do rm -rf "$f"; done`, true},
		{`x=$(date +%s); rm -rf "$x"`, false},
		{`x=$(cat /proc/cmdline); rm -rf "$x"`, true},
		{`/usr/bin/tool a`, false},
		{`echo "$1" > ./gen; ./gen`, true},
	} {
		run := script(tt.in)
		u := newUnit(nil)
		u.machine(run)
		if got := u.needs[run]; got != tt.want {
			t.Errorf("%s\nwalked: %v, want %v", tt.in, got, tt.want)
		}
	}
}
