package taint

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// attacks are lines with the value that takes them over, and the safe form that
// is proposed. TestSafeInAsh runs both.
var attacks = []struct {
	in, safe string
	args     []string
	env      string
	file     string // a file to be there, for find and ls
	stdin    string
}{
	{in: `eval "$@"`, safe: `"$@"`, args: []string{"echo", "x; echo PW''NED"}},
	{in: `eval "$FOO"`, safe: `$FOO`, env: "FOO=echo x; echo PW''NED"},
	{in: `eval "ulimit -n $MAX_FILES"`, safe: `ulimit -n "$MAX_FILES"`, env: "MAX_FILES=64; echo PW''NED"},
	{in: `eval exec $FOO`, safe: `exec $FOO`, env: "FOO=$(echo PW''NED)"},
	{in: `eval "x_$1=1"`, safe: `case "$1" in *[!A-Za-z0-9_]*) exit 1;; esac; eval "x_$1=1"`, args: []string{"a; echo PW''NED; b"}},
	{in: `eval "v=\${$1}"`, safe: `case "$1" in *[!A-Za-z0-9_]*) exit 1;; esac; eval "v=\${$1}"`, args: []string{"x}; echo PW''NED; : ${y"}},
	{in: `n=$1; eval "n_$n=\$2"`, safe: `case "$n" in *[!A-Za-z0-9_]*) exit 1;; esac; eval "n_$n=\$2"`, args: []string{"x=1; echo PW''NED; y", "v"}},
	{in: `eval "for i in a b; do echo $1; done"`, safe: `eval "for i in a b; do echo \"\$1\"; done"`, args: []string{"x; echo PW''NED"}},
	{in: `eval "case a in a) echo \"$1\";; esac"`, safe: `eval "case a in a) echo \"\$1\";; esac"`, args: []string{"$(echo PW''NED)"}},
	{in: `eval "echo a; echo '$1'"`, safe: `eval "echo a; echo \"\$1\""`, args: []string{"x'; echo PW''NED; '"}},
	{in: `n=b; eval "x_$n='$1'"`, safe: `n=b; eval "x_$n=\"\$1\""`, args: []string{"x'; echo PW''NED; '"}},
	{in: `eval "echo '$1'"`, safe: `eval "echo \"\$1\""`, args: []string{"x'; echo PW''NED; '"}},
	{in: `x="a $1"; n=b; eval "x_$n='$x'"`, safe: `x="a $1"; n=b; eval "x_$n=\"\$x\""`, args: []string{"x'; echo PW''NED; '"}},
	{in: `F="-e 'a b'"; eval "printf %s $F" "$@"`, safe: `F="-e 'a b'"; eval "printf %s $F" '"$@"'`, args: []string{"x; echo PW''NED;"}},
	{in: `x="a $1"; n=b; eval x_$n=$x`, safe: `x="a $1"; n=b; eval "x_$n=\$x"`, args: []string{"; echo PW''NED; "}},
	{in: `sh -c "echo hello $1"`, safe: `sh -c 'echo hello "$1"' sh "$1"`, args: []string{"x; echo PW''NED"}},
	{in: `sh -c "echo 'hello $1'"`, args: []string{"x'; echo PW''NED; '"}},
	{in: `sh -c "echo '$1' \"$FOO\" $1"`, safe: `sh -c 'echo "$1" "$2" "$1"' sh "$1" "$FOO"`, args: []string{"x'; echo PW''NED; '"}, env: "FOO=y"},
	{in: `sh -c "echo \"a ${FOO:-b}\""`, safe: `sh -c 'echo "a $1"' sh "${FOO:-b}"`, env: "FOO=$(echo PW''NED)"},
	{in: `sh -c "$*"`, safe: `sh -c '"$@"' sh "$@"`, args: []string{"echo", "hi;", "echo", "PW''NED"}},
	{in: `sh -c "$FOO"`, safe: `sh -c '"$@"' sh $FOO`, env: "FOO=echo hi; echo PW''NED"},
	{in: `sh -c "echo a $@"`, safe: `sh -c 'echo a "$@"' sh "$@"`, args: []string{"hi;echo PW''NED"}},
	{in: `find . -type f -exec sh -c 'cat {}' \;`, safe: `find . -type f -exec sh -c 'cat "$1"' sh {} \;`, file: "x;echo PW''NED"},
	{in: `find . -type f -exec sh -c "cat '{}'" \;`, safe: `find . -type f -exec sh -c 'cat "$1"' sh {} \;`, file: "x';echo PW''NED'"},
	{in: `ls | xargs -I % sh -c 'cat %'`, safe: `ls | xargs -I % sh -c 'cat "$1"' sh %`, file: "x;echo PWNED"},
	{in: `xargs -I {} sh -c 'echo {}'`, safe: `xargs -I {} sh -c 'echo "$1"' sh {}`, stdin: "x;echo PWNED"},
	{in: `xargs -I {} sh -c "echo {} $1"`, safe: `xargs -I {} sh -c 'echo "$1" "$2"' sh {} "$1"`, args: []string{"x"}, stdin: "x;echo PWNED"},
	{in: `read -r l; eval "echo a $l"`, safe: `read -r l; echo a "$l"`, stdin: "x; echo PW''NED"},
	{in: `eval "exec $1>/dev/null"`, safe: `case "$1" in *[!0-9]*|"") exit 1;; esac; eval "exec $1>/dev/null"`, args: []string{"echo PW''NED; exec 3"}},
	{in: `eval "echo ~$1"`, safe: `case "$1" in *[!A-Za-z0-9._-]*|"") exit 1;; esac; eval "echo ~$1"`, args: []string{"root; echo PW''NED"}},
	{in: `eval "export $1"; echo "$PATH"`, safe: `case "$1" in APP_*=*) export "$1";; *) exit 1;; esac; echo "$PATH"`, args: []string{"PATH=PW''NED"}},
	{in: `F="-e 'a b'"; eval "printf %s $1 $F"`, safe: `F="-e 'a b'"; eval "printf %s \"\$1\" $F"`, args: []string{"x; echo PW''NED;"}},
	{in: `sh -c "$ECHO_CMD $1"`, safe: `sh -c '$1 "$2"' sh "$ECHO_CMD" "$1"`, env: "ECHO_CMD=echo -n", args: []string{"x; echo PW''NED"}},
	{in: `a=$1; set $a; case $- in *v*) echo PW''NED;; esac`, safe: `a=$1; set -- $a; case $- in *v*) echo PW''NED;; esac`, args: []string{"-v"}},
	{in: `sort $1 -u; ls`, safe: `case "$1" in -*) exit 1;; esac; sort "$1" -u; ls`, args: []string{"-oPWNED"}},
	{in: `mkdir d; touch d/a.x; find d -name $1.x`, safe: `mkdir d; touch d/a.x; find d -name "$1.x"`, args: []string{"a.x -exec echo PWNED ; -o -name a"}},
	{in: `printf "%s: $1\n" a`, safe: `printf '%s: %s\n' a "$1"`, args: []string{"%sPW%sNED"}},
	{in: `echo a > p; sed "/a/c\\$1" p; ls`, safe: `echo a > p; case "$1" in *[!A-Za-z0-9._:/-]*|"") exit 1;; esac; sed "/a/c\\$1" p; ls`, args: []string{"x\nw PWNED"}},
	{in: `echo a > p; sed "/$1/d" p; ls`, safe: `echo a > p; case "$1" in *[!A-Za-z0-9._-]*|"") exit 1;; esac; sed "/$1/d" p; ls`, args: []string{"x/w PWNED\n/a"}},
	{in: `trap "echo $1" EXIT`, safe: `trap 'echo "$1"' EXIT`, args: []string{"x; echo PW''NED"}},
	{in: `FOO=${FOO:-y}; trap "echo '$FOO'" EXIT`, safe: `FOO=${FOO:-y}; trap 'echo "$FOO"' EXIT`, env: "FOO=x'; echo PW''NED'"},
	{in: `sort "$1" /dev/null 2>&-; ls`, safe: `sort -- "$1" /dev/null 2>&-; ls`, args: []string{"-oPWNED"}},
	{in: `printf "$1"`, safe: `printf '%s' "$1"`, args: []string{"%sPW%sNED"}},
	{in: `printf "100%% of $1\n"`, safe: `printf '100%% of %s\n' "$1"`, args: []string{"%sPW%sNED"}},
	{in: `awk "BEGIN { print \"$1\" }"`, safe: `arg1="$1" awk 'BEGIN { print ENVIRON["arg1"] }'`, args: []string{`"; system("echo PW''NED"); "`}},
	{in: `echo a | awk 'NR == '"$FOO"' { print $1 }'`, safe: `echo a | FOO="$FOO" awk 'NR == ENVIRON["FOO"] { print $1 }'`, env: `FOO=system("echo PW''NED")`},
	{in: "sh <<E\necho \"$1\"\nE\n", safe: "sh -s -- \"$@\" <<'E'\necho \"$1\"\nE\n", args: []string{`"; echo PW''NED; "`}},
	{in: "sh <<E\necho $FOO\nE\n", safe: "FOO=\"$FOO\" sh <<'E'\necho $FOO\nE\n", env: "FOO=a; echo PW''NED"},
	{in: `echo "echo $1" | sh`, safe: `sh -c 'echo "$1"' sh "$1"`, args: []string{"x; echo PW''NED"}},
	{in: `export "$1"; echo "$PATH"`, safe: `case "$1" in APP_*=*) export "$1";; *) exit 1;; esac; echo "$PATH"`, args: []string{"PATH=PWNED"}},
	{in: `mkdir d; touch "d/$1"; echo *`, safe: `mkdir d; case "$1" in */*|.|..|"") exit 1;; esac; touch "d/$1"; echo *`, args: []string{"../PWNED"}},
	{in: `mkdir d; echo 'echo PWNED' > x; . "./d/$1"`, safe: `mkdir d; echo 'echo PWNED' > x; case "$1" in */*|.|..|"") exit 1;; esac; . "./d/$1"`, args: []string{"../x"}},
	{in: `mkdir d; echo 'echo PWNED' > x; chmod +x x; "./d/$1"`, safe: `mkdir d; echo 'echo PWNED' > x; chmod +x x; case "$1" in */*|.|..|"") exit 1;; esac; "./d/$1"`, args: []string{"../x"}},
	{in: `mkdir d; echo PWNED > "d/$1"; cat x`, safe: `mkdir d; case "$1" in */*|.|..|"") exit 1;; esac; echo PWNED > "d/$1"; cat x`, args: []string{"../x"}},
	{in: `n=5; : $((1 + $1)); [ $n = 5 ] || echo PW''NED`, safe: `n=5; case "$1" in *[!0-9]*|"") exit 1;; esac; : $((1 + $1)); [ $n = 5 ] || echo PW''NED`, args: []string{"(n=7)"}},
	{in: `n=5 x=$1; : $((x)); [ $n = 5 ] || echo PW''NED`, safe: `n=5 x=$1; case "$x" in *[!0-9]*|"") exit 1;; esac; : $((x)); [ $n = 5 ] || echo PW''NED`, args: []string{"n=7"}},
	{in: `case admin in $1) echo PW''NED;; esac`, safe: `case admin in "$1") echo PW''NED;; esac`, args: []string{"*"}},
	{in: `f=a; [ -n "${f#$1}" ] || echo PW''NED`, safe: `f=a; [ -n "${f#"$1"}" ] || echo PW''NED`, args: []string{"?"}},
	{in: `if [ $1 = admin ]; then echo PW''NED; fi`, safe: `if [ "$1" = admin ]; then echo PW''NED; fi`, args: []string{"1 -o 1"}},
	{in: `if test $1 = admin; then echo PW''NED; fi`, safe: `if test "$1" = admin; then echo PW''NED; fi`, args: []string{"1 -o 1"}},
	{in: `if [[ $1 = admin ]]; then echo PW''NED; fi`, safe: `if [[ "$1" = admin ]]; then echo PW''NED; fi`, args: []string{"! x"}},
	{in: `if [[ admin = "$1" ]]; then echo PW''NED; fi`, safe: `if [ admin = "$1" ]; then echo PW''NED; fi`, args: []string{"*"}},
	{in: `PS4="$FOO "; set -x; true; true`, safe: `PS4='$FOO '; set -x; true; true`, env: "FOO=`echo PW''NED >&2`"},
	{in: "alias l=\"echo $FOO\"\nl", safe: "alias l='echo \"$FOO\"'\nl", env: "FOO=x; echo PW''NED"},
	{in: `echo a > p; sed "s/a/$1/" p; ls`, safe: `echo a > p; case "$1" in *[!A-Za-z0-9._-]*|"") exit 1;; esac; sed "s/a/$1/" p; ls`, args: []string{"x/w PWNED\n#"}},
	{in: `echo a > p; sed "s|a|$1|" p; ls`, safe: `echo a > p; case "$1" in *[!A-Za-z0-9._:/-]*|"") exit 1;; esac; sed "s|a|$1|" p; ls`, args: []string{"x|w PWNED\n#"}},
	{in: `echo a > p; sed "1 s/a/$1/" p; ls`, safe: `echo a > p; case "$1" in *[!A-Za-z0-9._-]*|"") exit 1;; esac; sed "1 s/a/$1/" p; ls`, args: []string{"x/w PWNED\n#"}},
	{in: `echo a > p; sed -n "$1 p" p; ls`, safe: `echo a > p; case "$1" in *[!0-9]*|"") exit 1;; esac; sed -n "$1 p" p; ls`, args: []string{"w PWNED\n1"}},
	{in: `ssh there "echo $1"`, safe: `case "$1" in *[!A-Za-z0-9._-]*|"") exit 1;; esac; ssh there "echo $1"`, args: []string{"x; echo PW''NED"}},
	{in: `c="echo $1"; eval "$c"`, args: []string{"x; echo PW''NED"}},
}

func TestSafe(t *testing.T) {
	for _, tt := range attacks {
		flows := Flows(script(tt.in))
		if len(flows) == 0 {
			t.Errorf("%s: no flow", tt.in)
			continue
		}
		if got, want := flows[0].Sink.Safe, tt.safe; !strings.HasSuffix(want, got) && !strings.Contains(want, got) || (got == "") != (want == "") {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, want)
		}
	}
	for in, want := range map[string]string{
		`su -s /bin/sh bob -c "cd $1 && ls"`:   `su -s /bin/sh bob -c 'cd "$1" && ls' -- sh "$1"`,
		`su -c "echo $FOO" bob`:                `su -c 'echo "$1"' bob -- sh "$FOO"`,
		`su bob -c "$@"`:                       `su bob -c '"$@"' -- sh "$@"`,
		`su - bob -c "ls $FOO"`:                `su - bob -c 'ls "$1"' -- sh "$FOO"`,
		`su bob /bin/sh -c "ls $FOO"`:          "", // $1 is sh
		`sh -c "eval $FOO"`:                    "",
		`sh -c "echo $1 \$1" sh a`:             "", // has arguments already
		`sh -c "echo $1` + "\n" + `b"`:         "",
		`sh -c "awk '{print $1}'"`:             "",
		`sh -c "a $1 \$1"`:                     "",
		`eval "$1 a"`:                          `$1 a`,
		`eval "${NAME}='${FOO}'"`:              `case "${NAME}" in *[!A-Za-z0-9_]*) exit 1;; esac; eval "${NAME}=\"\${FOO}\""`,
		`eval "a_$FOO=$TARGET; b"`:             `case "$FOO" in *[!A-Za-z0-9_]*) exit 1;; esac; eval "a_$FOO=\"\$TARGET\"; b"`,
		`FOO="$FOO $1"; eval echo "~$FOO"`:     `case "$FOO" in *[!A-Za-z0-9._-]*|"") exit 1;; esac; eval echo "~$FOO"`,
		`eval "$(echo $1)"`:                    "",
		`eval "make $MAKE_FLAGS $TARGET"`:      `make $MAKE_FLAGS "$TARGET"`,
		`eval "a; b $B_OPTS"`:                  `eval "a; b \$B_OPTS"`,
		`eval "a $@"`:                          "",
		`sh -c "exec a $A_ARGS"`:               `sh -c 'exec a "$@"' sh $A_ARGS`,
		`sh -c "exec a $A_ARGS $B"`:            "",
		`eval "echo ${1%x}; b"`:                `eval "echo \"\${1%x}\"; b"`,
		`eval "a; b 'c $1'"`:                   "",
		`eval "a; b '$1' '$1'"`:                "",
		`eval "$1; b"`:                         "",
		`eval echo $1\; b`:                     "",
		`find . -exec sh -c 'a {}' sh {} \;`:   "",
		`sh -c "cat ${1:-$(ls)} $* $2"`:        "",
		`env A=1 sh -ec "cat $1" >/dev/null`:   `sh -ec 'cat "$1"' sh "$1"`,
		`flock /run/l -c "touch $1"`:           `arg1="$1" flock /run/l -c 'touch "$arg1"'`,
		`watch -n 9 "ls $FOO"`:                 `FOO="$FOO" watch -n 9 'ls "$FOO"'`,
		`sort $1/x`:                            `sort -- "$1/x"`,
		`FOO=http://x; curl $FOO/a?id=$1`:      `curl "$FOO/a?id=$1"`,
		`FOO=http://x; curl $FOO/$1 -o a`:      `curl "$FOO/$1" -o a`,
		`curl $A_OPTS $1`:                      "",
		`A_OPTS=-s; curl $A_OPTS $1 $2`:        `curl $A_OPTS -- "$1" $2`,
		`sort "$1"/x`:                          `sort -- "$1"/x`,
		`sort $1/x*`:                           `sort -- $1/x*`,
		`find "$1" -type f`:                    `case "$1" in -*) exit 1;; esac; find "$1" -type f`,
		`eval "$n"="$1/log"`:                   `eval "$n"="\"\$1\"/log"`,
		`eval \ "x_$n"="$1"`:                   `eval \ "x_$n"="\"\$1\""`,
		`eval "x_$n"="a/$1"`:                   `eval "x_$n"="a/\"\$1\""`,
		`wget "$1" a -O x`:                     `case "$1" in -*) exit 1;; esac; wget "$1" a -O x`,
		`printf "$1 %s" x`:                     `printf '%s %s' "$1" x`,
		`printf "$1 %s" x y`:                   "", // goes over its format twice
		`printf "$1 %*d" 3 x`:                  "",
		`eval "echo $1"`:                       "", // which is there to expand it
		`for f in $1; do eval $f; done`:        "",
		`echo x | sed "$1 p"`:                  `case "$1" in *[!0-9]*|"") exit 1;; esac`,
		`find . -exec sed "s/a/$1/" {} \;`:     `case "$1" in *[!A-Za-z0-9._-]*|"") exit 1;; esac`,
		`sed "s/a/${1:-b}/" x`:                 `case "${1:-b}" in *[!A-Za-z0-9._-]*|"") exit 1;; esac; sed "s/a/${1:-b}/" x`,
		`cp $(ls) x`:                           `cp -- $(ls) x`,
		`awk "/$1/ { print }" x`:               "",
		`f() { trap "rm $1" EXIT; }; f "$1"`:   "",
		`sh -c "echo $(printf %s "$1" | cat)"`: `sh -c 'echo "$1"' sh "$(printf %s "$1" | cat)"`,
		`sed "s-a-$1-" x`:                      `case "$1" in *[!0-9]*|"") exit 1;; esac; sed "s-a-$1-" x`,
		`sed "1i a $1" x`:                      `case "$1" in *[!A-Za-z0-9._:/-]*|"") exit 1;; esac; sed "1i a $1" x`,
		`echo "$FOO x" > /etc/crontabs/root`:   `case "$FOO" in *[!0-9*/,\ -]*|"") exit 1;; esac; echo "$FOO x" > /etc/crontabs/root`,
		`echo "@daily x $FOO" > /etc/crontab`:  `case "$FOO" in *[!A-Za-z0-9._-]*|"") exit 1;; esac; echo "@daily x $FOO" > /etc/crontab`,
		`alias l="ls $1"`:                      "",
		`echo > "$1/log"`:                      "",
		`case a in x$1) ;; esac`:               `"$1"`,
		`[[ a = "$1" && -n b ]]`:               "",
		"while read l; do :\ndone > \"x/$1\"":  "",
	} {
		flows := Flows(script(in))
		if len(flows) == 0 {
			t.Errorf("%s: no flow", in)
		} else if got := flows[0].Sink.Safe; got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

// TestSafeInAsh: each attack works on the line that is reported, and not on the
// form that is proposed, as BusyBox runs them.
func TestSafeInAsh(t *testing.T) {
	busybox := clienttest.Program(t, "busybox", "apt-get install busybox")
	bin := t.TempDir()
	// What sshd does with the words that it is sent.
	if err := os.WriteFile(filepath.Join(bin, "ssh"), []byte("#!/bin/sh\nshift\nexec sh -c \"$*\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tt := range attacks {
		run := func(line string) string {
			dir := t.TempDir()
			if tt.file != "" {
				if err := os.WriteFile(filepath.Join(dir, tt.file), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.CommandContext(t.Context(), busybox, append([]string{"ash", "-c", line, "ash"}, tt.args...)...)
			cmd.Dir = dir
			cmd.Env = []string{"PATH=" + bin + ":" + os.Getenv("PATH"), tt.env}
			cmd.Stdin = strings.NewReader(tt.stdin + "\n")
			out, _ := cmd.CombinedOutput() // most fail, as they should
			return string(out)
		}
		if out := run(tt.in); !strings.Contains(out, "PWNED") {
			t.Errorf("%s is not taken over:\n%s", tt.in, out)
		}
		if tt.safe == "" {
			continue
		}
		if out := run(tt.safe); strings.Contains(strings.ReplaceAll(out, "echo PWNED", ""), "PWNED") {
			t.Errorf("%s is taken over:\n%s", tt.safe, out)
		}
	}
}

// TestHow: what is said where no safe line is known.
func TestHow(t *testing.T) {
	for in, want := range map[string]string{
		`c="ls $1"; eval "$c"`:                 asName,
		`c="ls $1"; eval "x='$c b'"`:           asName,
		`c="'ls' $1"; eval $x=$c`:              asName,
		`f() { eval "$@"; }; f "ls $1"`:        asWords,
		`eval "echo $1"`:                       asExpanded,
		`u=$1@; u=${u%@}; h=$(eval echo ~$u)`:  "let only the characters of a name through",
		`for f in $1; do eval $f; done`:        asFields,
		`x=$(blkid); eval "${x#*:}"`:           asFields,
		`read -r cmd; eval "$cmd"`:             asOneCommand,
		`x=$(curl -s "$1"); cmd=$x; eval $cmd`: asChoice,
	} {
		flows := Flows(script(in))
		if len(flows) == 0 {
			t.Errorf("%s: no flow", in)
		} else if got := flows[0].Sink.How; got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}
