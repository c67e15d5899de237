package shell

import (
	"strings"
	"testing"
)

// TestDispatch: what a function that runs its words is given is a command.
func TestDispatch(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`run() { echo "+ $*"; "$@"; }; run ls -l`, "run ls -l|ls -l"},
		{`run() { "$@" || exit 1; }; run ls`, "run ls|ls"},
		{`run ls; run() { "$@"; }`, "run ls|ls"},
		{`run() { echo "$@"; }; run ls`, "run ls"},
		{`run() { "$*"; }; run ls`, "run ls"},
		{`"$@"; run ls`, "run ls"},
		{`run() { "$@"; }; run -x ls; run a=b ls; run "no such file"; run`, "run -x ls|run a=b ls|run \"no such file\"|run"},
		{`as_root() { sudo -n "$@"; }; as_root su-exec app ls`, "as_root su-exec app ls|su-exec app ls|ls"},
		{`retry() { n=$1; shift; until "$@"; do sleep 1; done; }; retry 3 ls a`, "retry 3 ls a|ls a"},
		{`retry() { shift 2; "$@"; }; retry 3 4 ls; retry 3 ls`, "retry 3 4 ls|ls|retry 3 ls"},
		{`run() { [ "$1" = q ] && shift; "$@"; }; run ls`, "run ls"},
		{`run() { while [ "$1" = q ]; do shift; done; "$@"; }; run ls`, "run ls"},
		{`run() { shift "$n"; "$@"; }; run ls`, "run ls"},
		{`run() { set -- a; "$@"; }; run ls`, "run ls"},
		{`run() { (shift); "$@"; }; run ls`, "run ls"},
		{`if a; then run() { shift; "$@"; }; else run() { "$@"; }; fi; run ls b`, "run ls b"},
		{`if a; then run() { sudo "$@"; }; else run() { "$@"; }; fi; run ls b`, "run ls b|ls b"},
		{`run() { "$@"; }; as_root() { run sudo "$@"; }; as_root ls`, "as_root ls|ls"},
		{`run() { "$@"; }; as_root() { sudo "$@"; }; run as_root ls; as_root run ls`, "run as_root ls|as_root ls|ls|as_root run ls|run ls"},
		{`run() { "$@"; }; sudo run ls`, "sudo run ls|run ls"},
		{`run() { xargs "$@"; }; run ls`, "run ls"},
		{`run() { "$@"; run "$@"; }; run ls`, "run ls|ls"},
	} {
		p := parseString(tt.in, Ash)
		var got []string
		for _, c := range p.Commands {
			if src := p.Text.String()[c.Word.from:c.end]; c.Func == "" && src != `"$@"` && (strings.Contains(src, "run") || strings.Contains(src, "ls") || strings.Contains(src, "as_root") || strings.Contains(src, "retry")) {
				got = append(got, src)
			}
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.in, s, tt.want)
		}
	}
}

// TestDispatchedStatus: what the function makes of the status of what it runs.
func TestDispatchedStatus(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want Then
	}{
		{`run() { "$@"; }; run ls; true`, ThenNothing},
		{`run() { "$@"; }; run ls || exit`, ThenAsked},
		{`run() { "$@" || exit; }; run ls; true`, ThenAsked},
		{`run() { "$@"; echo $?; }; run ls; true`, ThenAsked},
	} {
		p := parseString(tt.in, Ash)
		list := p.Named("ls")
		if len(list) != 1 || list[0].Then != tt.want {
			t.Errorf("%s: %v, want %v", tt.in, list, tt.want)
		}
	}
}
