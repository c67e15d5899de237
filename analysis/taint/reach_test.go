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
		{`rm -rf "$dir"`, false},
		{`rm -rf "$DIR"`, true},
		{`f() { rm -rf "$1"; }; f /x`, false},
		{`f() { rm -rf "$1"; }; f "$2"`, true},
		{`f() { rm -rf "$1"; }; set -- "$2"; f /x`, true},
		{`f() { rm -rf "$d"; }; d=$1 f`, true},
		{`f() { local d; d=/x; rm -rf "$d"; }; f`, false},
		{`eval 'd=$1'; rm -rf "$d"`, true},
		{`x=$(dirname "$0"); rm -rf "$x"`, false},
		{`x=$(echo "$1"); rm -rf "$x"`, true},
		{`f() { echo "$1"; }; x=$(f "$2"); rm -rf "$x"`, true},
		{`f() { echo "$1"; }; x=$(f a); rm -rf "$x"`, false},
		{`. "$dir/lib.sh"`, false},
		{`d=/x; echo "$1" > $d/f; . "$d/f"`, true},
		{`[ -f /etc/x ] && . /etc/x; rm -f /etc/x`, false},
		{`. /etc/x; echo "$1" > /srv/x`, false},
		{`. /etc/x; echo "$1" > /srv/x; mv /srv/x /etc/`, true},
		{`echo "$1" | tee /etc/x; . /etc/x`, true},
		{`f=/etc/x; echo "$1" > $f; . /etc/x`, true},
		{`f=/etc/x; [ -f $f ] && . $f`, false},
		{`save() { echo a > "$1"; }; save /etc/x; . /etc/x`, true},
		{`d=/tmp; . $d/x`, true},
		{`. ~/.profile`, false},
		{`. ""`, false},
		{`/usr/bin/tool a; /usr/bin/tool b`, false},
		{`. /lib/a.sh; rm -rf "$DIR"`, false},
		{`rm -rf "$DIR"; . /lib/a.sh`, true},
		{`f() { . /lib/a.sh; }; rm -rf "$DIR"; f`, true},
		{`x=a; eval "rm $x"`, false},
		{`x=a; X=$1 eval "rm $x"`, false},
		{`X=$1 sh -c 'rm $X'`, true},
		{`eval "rm $1"`, true},
		{`x=a; rm -rf "${x/a/$1}"`, true},
		{`x=$(mktemp -d "$DIR/x"); rm -rf "$x"`, false},
		{`x=$(cat /etc/x); rm -rf "$x"`, false},
		{`x=$(cat x); rm -rf "$x"`, true},
		{`x=$(cut -c 2 x); rm -rf "$x"`, true},
		{`x=$(cut -c 2 < /etc/x); rm -rf "$x"`, false},
		{`x=$(cat "$1"); rm -rf "$x"`, true},
		{`echo "$1" > /etc/x; x=$(cat /etc/x); rm -rf "$x"`, true},
		{`x=$(echo b | sed 's/.*=//'); rm -rf "$x"`, false},
		{`x=$(echo *); rm -rf "$x"`, true},
		{`f() { echo "$1" >&2; echo a; }; x=$(f "$2"); rm -rf "$x"`, false},
		{`x=$($prefix/bin/curl -s a); rm -rf "$x"`, true},
		{`echo a | { command read -r x; rm -rf "$x"; }`, true},
		{`rm "[a]*"`, false},
		{`n=1; echo $((n + 1))`, false},
		{`echo $(($(date +%s) / 60))`, false},
		{`echo $(($(cat x) / 60))`, true},
		{`case x in *[!0-9]*) ;; esac`, false},
		{`echo $((NUM + 1))`, true},
		{`echo $(($1 + 1))`, true},
		{`case x in $p) ;; esac`, false},
		{`case x in $PAT) ;; esac`, true},
		{`echo a > "$log"`, false},
		{`echo a > "$LOG"`, true},
		{`[ "$1" = a ]`, false},
		{`[ $1 = a ]`, true},
		{`x=a; [ $x = a ]`, false},
		{`[[ a = "$1" ]]`, true},
		{`[[ "$1" = a ]]`, false},
		{"#!/bin/bash\n[[ $1 -eq 1 ]]", true},
		{"#!/bin/bash\nn=1; [[ $n -eq 1 ]]", false},
		{"#!/bin/bash\necho ${v:$1}", true},
		{"#!/bin/bash\n[ $1 = a ]", false},
	} {
		run := script(tt.in)
		u := newUnit(nil)
		u.machine(run)
		if got := u.needs[run]; got != tt.want {
			t.Errorf("%s\nwalked: %v, want %v", tt.in, got, tt.want)
		}
	}
}
