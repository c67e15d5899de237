package taint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// script is the run of a script of which nothing but its text is known: of ash, when
// it has no shebang.
func script(text string) *image.Run {
	if !strings.HasPrefix(text, "#!") {
		text = "#!/bin/sh\n" + text
	}
	return image.Alone(source.NewFile("/x/run.sh", []byte(text)), image.Options{ScriptShell: "ash"})
}

// outline is one line for each flow: who, source, the texts of its steps, sink.
func outline(flows []*Flow) string {
	var b strings.Builder
	for _, f := range flows {
		fmt.Fprintf(&b, "%s", f.Source.Name)
		for _, s := range f.Steps {
			fmt.Fprintf(&b, " > %s", s.Span.Text())
		}
		fmt.Fprintf(&b, " > %s %s\n", f.Sink.Command, f.Sink.Span.Text())
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestFlows(t *testing.T) {
	tests := []struct{ in, want string }{
		// sources
		{`eval "echo $1"`, `1 > eval $1`},
		{`eval "$@"`, `@ > eval $@`},
		{`eval $*`, `@ > eval $*`},
		{`eval "ulimit -n $MAX_FILES"`, `MAX_FILES > eval $MAX_FILES`},
		{`sh -c "ls ${DIR:-/tmp}"`, `DIR > sh -c ${DIR:-/tmp}`},
		{`read -r line; eval "$line"`, `line > eval $line`},
		{`IFS= read -r -p 'x? ' -t 5 a b; eval "$b"`, `b > eval $b`},
		{`while read l; do eval "$l"; done`, `l > eval $l`},
		{`while getopts c: o; do case $o in c) C=$OPTARG;; esac; done; eval "$C"`, `@ > getopts c: o > C=$OPTARG > eval $C`},
		{`for f; do sh -c "cat $f"; done`, `@ > f > sh -c $f`},
		{`for f in "$@"; do sh -c "cat $f"; done`, `@ > f in "$@" > sh -c $f`},
		{`find . -name '*.x' -exec sh -c 'cat {}' \;`, `{} > find -exec sh -c {}`},
		{`find . -exec env A=1 sh -c "cat '{}' {}" \;`, `{} > find -exec sh -c {}`},
		{`ls | xargs -I{} sh -c 'cat {}'`, `{} > xargs sh -c {}`},
		{`ls | grep -v x | xargs -n1 -I % ash -c 'cat %'`, `% > xargs ash -c %`},
		{`xargs -I{} sh -c 'cat {}'`, `{} > xargs sh -c {}`},
		{`echo "$1" | xargs -I{} sh -c 'cat {}'`, `1 > xargs > xargs sh -c {}`},
		{`find /x | while read -r f; do eval "cat $f"; done`, `find > f > eval $f`},

		{`while read l; do eval "$l"; done < conf`, `conf > l > eval $l`},
		{`xargs -I{} sh -c 'x {}' < list`, `list > xargs > xargs sh -c {}`},
		{"#!/bin/bash\nx=$(curl -s \"$1\" | jq -r .x); [[ $x -eq 0 ]]", `curl > x=$(curl -s "$1" | jq -r .x) > arithmetic $x`},
		{`x=$(curl -s "$1" | jq .x | tr -d '"'); grep "$x" f`, `curl > x=$(curl -s "$1" | jq .x | tr -d '"') > grep $x`},
		{`u=$(curl -s "$1" | awk '{print $1 "/" $2}'); wget $u`, `curl > u=$(curl -s "$1" | awk '{print $1 "/" $2}') > wget $u`},
		{`u=$(curl -s "$1" | awk '{print "h/" $0}'); wget $u`, `curl > u=$(curl -s "$1" | awk '{print "h/" $0}') > wget $u`},
		{`u=$(curl -s "$1" | awk -F: '{print "h/" $2}'); wget $u`, `curl > u=$(curl -s "$1" | awk -F: '{print "h/" $2}') > wget $u`},
		{`u=$(curl -s "$1" | awk '{print "h/", $2}'); wget $u`, `curl > u=$(curl -s "$1" | awk '{print "h/", $2}') > wget $u`},
		{`u=$(curl -s "$1" | awk '{print "h/" $2}' | cut -c4-); wget $u`, `curl > u=$(curl -s "$1" | awk '{print "h/" $2}' | cut -c4-) > wget $u`},
		{`u=$(curl -s "$1" | awk '{print $1}'); curl -L $u`, `curl > u=$(curl -s "$1" | awk '{print $1}') > curl $u`},
		{`u=$(curl -s "$1" | awk 'NR==1{print $1}'); curl -L $u $2`, `curl > u=$(curl -s "$1" | awk 'NR==1{print $1}') > curl $u`},
		{`u=$(curl -s "$1" | tr -d ' '); curl -L $u`, `curl > u=$(curl -s "$1" | tr -d ' ') > curl $u`},
		{`find /var/lib/x* -name '*.so' -exec sh -c 'strip {}' \;`, `{} > find -exec sh -c {}`},
		{`x=$(curl -s "$1"); tags | grep -q $x`, `curl > x=$(curl -s "$1") > grep $x`},
		{`x=$(curl -s "$1"); tags | grep -q "$x" -`, `curl > x=$(curl -s "$1") > grep $x`},
		{`x=$(curl -s "$1"); grep -e a "$x"`, `curl > x=$(curl -s "$1") > grep $x`},
		{`v=$(curl -s "$1" | grep -Eo "v[0-9]*.[0-9-]+"); curl $v.zip`, `curl > v=$(curl -s "$1" | grep -Eo "v[0-9]*.[0-9-]+") > curl $v`},
		{`v=$(curl -s "$1" | grep -o 'v4.[0-9]*.zip'); curl $v`, `curl > v=$(curl -s "$1" | grep -o 'v4.[0-9]*.zip') > curl $v`},
		{`v=$(curl -s "$1" | grep -Eo "v[^<]*"); curl $v.zip`, `curl > v=$(curl -s "$1" | grep -Eo "v[^<]*") > curl $v`},
		{`v=$(curl -s "$1" | grep -Eo "v?.[0-9]*"); curl -s $v http://h/`, `curl > v=$(curl -s "$1" | grep -Eo "v?.[0-9]*") > curl $v`},
		{`date "$(curl -s "$1")"`, `curl > date $(curl -s "$1")`},
		{`get() { curl "$@"; }; x=$(get -sd a "http://$1"); eval "$x"`, `curl > x=$(get -sd a "http://$1") > eval $x`},
		{`u=$(curl -s "$1" | grep -Eo '(http|https)?[a-z./-]*'); wget "$u" b`, `curl > u=$(curl -s "$1" | grep -Eo '(http|https)?[a-z./-]*') > wget $u`},
		{`u=$(curl -s "$1" | grep -Eo '(http|https)://[a-z]*|-[a-z]*'); wget "$u" b`, `curl > u=$(curl -s "$1" | grep -Eo '(http|https)://[a-z]*|-[a-z]*') > wget $u`},
		{"#!/bin/bash\nx=$(curl -s \"$1\") y=$(curl -s \"$2\"); [[ $x = $y ]]", `curl > y=$(curl -s "$2") > [[ $y`},
		{"#!/bin/bash\nfor d in a b; do v=$(lsblk -no LABEL $d); [[ $v == $w ]] && break; w=$v; done", `lsblk > v=$(lsblk -no LABEL $d) > w=$v > [[ $w`},
		{`get() { curl -s "$@"; }; get -sd "$1" "$2" "$3"`, `2 > "$2" > curl $@`},
		{`get() { curl -s "$@"; }; get --compressed "$1" http://a/`, `1 > "$1" > curl $@`},
		{`get() { curl -s $*; }; get -d "$1" http://a/`, ``},
		{`echo "x=$1" > f; . ./f`, `1 > f > ./f > . ./f`},
		{`echo "x=$1" | tee -a f; . ./f`, `1 > f > ./f > . ./f`},
		{`x=$(curl -s "$1" | jq -r '"\(.x)"'); grep "$x" f`, `curl > x=$(curl -s "$1" | jq -r '"\(.x)"') > grep $x`},
		{`x=$(curl -s "$1" | jq -r '"v\(.x)"'); grep "$x" f`, ``},
		{`get() { u=http://a/$1; curl -s $u; }; x=$(curl -s "$1"); get "$x"`, `curl > x=$(curl -s "$1") > "$x" > u=http://a/$1 > curl $u`},
		{`get() { curl -s $1 http://a/; }; x=$(curl -s "$1"); get $x`, `curl > x=$(curl -s "$1") > $x > curl $1`},
		{`kill -9 "$(cat /tmp/pid)"`, `/tmp/pid > kill $(cat /tmp/pid)`},
		{`kill $(cat /tmp/pid)`, `/tmp/pid > kill $(cat /tmp/pid)`},
		{`awk '/'"$(blkid | grep root | cut -d3 -f1)"'3/{print}'`, `blkid > awk $(blkid | grep root | cut -d3 -f1)`},
		{`awk '/'$(blkid | grep root | sed 's/.*: //')'/{print}'`, `blkid > awk $(blkid | grep root | sed 's/.*: //')`},
		{`grep "$(blkid -o value -s LABEL)" f`, `blkid > grep $(blkid -o value -s LABEL)`},
		{`find in | xargs -n 9 rm -f`, `find > xargs rm rm`},
		{`find in | xargs touch -d 0`, `find > xargs touch touch`},
		{`eval "set -- $(ls | sort)"`, `ls > eval $(ls | sort)`},

		// ways
		{`data=$1; c="do $data"; eval "$c"`, `1 > data=$1 > c="do $data" > eval $c`},
		{`C="$1" awk 'BEGIN { system(ENVIRON["C"]) }'`, `1 > awk system() awk`},
		{`export C="$1"; awk 'BEGIN { system("ls " ENVIRON["C"]) }'`, `1 > C="$1" > awk system() awk`},
		{`export X="$1"; sh -c "a $X"`, `1 > X="$1" > sh -c $X`},
		{`c=$(echo $1 | base64 -d); eval $c`, `1 > c=$(echo $1 | base64 -d) > eval $c`},
		{`b=$(basename "$1"); eval "n_$b=1"`, `1 > b=$(basename "$1") > eval $b`},
		{`v=${1:-x}; w=${v%.txt}; sh -c "ls $w"`, `1 > v=${1:-x} > w=${v%.txt} > sh -c $w`},
		{`eval "$(echo $QUERY_STRING | tr '&' ';')"`, "QUERY_STRING > eval $(echo $QUERY_STRING | tr '&' ';')"},
		{`x="a $1"; x="$x b"; eval $x`, `1 > x="a $1" > x="$x b" > eval $x`},
		{`x=; x="$x $1"; eval $x`, `1 > x="$x $1" > eval $x`},
		{`x=a; if b; then x=$1; fi; eval $x`, `1 > x=$1 > eval $x`},
		{`x=$1; if b; then x=a; fi; eval $x`, `1 > x=$1 > eval $x`},
		{`run() { sh -c "$2"; }; run x "echo $1"`, `1 > "echo $1" > sh -c $2`},
		{`run() { local c=$1; shift; eval "$c $@"; }; main() { run "$@"; }; main "$@"`, `@ > "$@" > "$@" > c=$1 > eval $c`},
		{`set -- -x "$1"; eval "cmd $2"`, `1 > set -- -x "$1" > eval $2`},
		{`x=$1; eval 'y="$x"'; sh -c "$x"`, `1 > x=$1 > sh -c $x`},
		{`sh -c 'eval "$1"' sh "$FOO"`, `FOO > eval $1`},
		{`sh -c 'eval "$FOO"'`, `FOO > eval $FOO`},
		{`FOO="$1" sh -c 'eval "$FOO"'`, `1 > eval $FOO`},
		{`su -s /bin/sh bob -c "cd $HOME_DIR && run"`, `HOME_DIR > su -c $HOME_DIR`},
		{`FOO=${FOO:-def}; eval "$FOO"`, `FOO > FOO=${FOO:-def} > eval $FOO`},
		{`while read -r name newrev note; do git archive "$newrev"; done`, `newrev > git $newrev`},
		{`echo "$1" | while read v; do eval "$v"; done`, `1 > v > eval $v`},

		{`[ -n "$FOO" ] || exit 1; . ./lib; eval "$FOO"`, `FOO > eval $FOO`},
		{`[ -n "$FOO" ] || FOO=x; eval "$FOO"`, `FOO > eval $FOO`},
		{`if [ -z "$FOO" ]; then FOO=x; fi; eval "$FOO"`, `FOO > eval $FOO`},
		{`if [[ -z "$FOO" ]]; then exit; fi; . ./lib; eval "$FOO"`, `FOO > eval $FOO`},
		{`IFS=: read -r -a a <<< "$1"; eval "${a[0]}"`, `1 > a > eval ${a[0]}`},

		// what is no check
		{`[ -n "$1" ] || exit; eval "$1"`, `1 > eval $1`},
		{`[ "x$1" = x ] && exit; eval "$1"`, `1 > eval $1`},
		{`if [ "${1#-}" != "$1" ]; then exec "$@"; fi; eval "$1"`, `1 > eval $1`},
		{`case $1 in [a-z]*) eval "echo $1";; esac`, `1 > eval $1`},
		{`case $1 in *[!a-z\;]*) exit;; esac; eval "$1"`, `1 > eval $1`},
		{`case $1 in start) eval "$2";; *) eval "run $1";; esac`, "2 > eval $2\n1 > eval $1"},
		{`case $1 in start) shift; eval "$1";; esac`, `1 > eval $1`},
		{`if [ "$1" = run ]; then echo "$1"; else eval "$1"; fi`, `1 > eval $1`},
		{`eval "x ${1//;/}"`, `1 > eval ${1//;/}`},
		{`eval "x ${1/[!a-z]/}"`, `1 > eval ${1/[!a-z]/}`},
		{`printf '%q' "$1" | cat; eval "$(printf %q "$1")"`, `1 > eval $(printf %q "$1")`},
		{`x=$1; case $x in *[!a-z]*) exit;; esac; x=$2; eval "$x"`, `2 > x=$2 > eval $x`},
		{`sh -c "echo '$1'"`, `1 > sh -c $1`},
		{`cd "$DIR" && eval "$DIR"`, `DIR > eval $DIR`},
		{`u=$(echo "$1" | grep -o 'url":"[^"]*' | cut -d'"' -f3); cp "$u" x`, `1 > u=$(echo "$1" | grep -o 'url":"[^"]*' | cut -d'"' -f3) > cp $u`},
		{`u=$(echo "$1" | grep -o '"[^"]*' | tr -d '"'); cp "$u" x`, `1 > u=$(echo "$1" | grep -o '"[^"]*' | tr -d '"') > cp $u`},
		{`u=$(echo "$1" | awk -F: '{print $(NF-1)}'); sed "s/^$u=.*/x/" f`, `1 > u=$(echo "$1" | awk -F: '{print $(NF-1)}') > sed $u`},
	}
	for _, tt := range tests {
		if got := outline(Flows(script(tt.in))); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
}

// TestSilent are the safe shapes of real scripts, and what is not understood.
func TestSilent(t *testing.T) {
	tests := []string{
		`awk '/'$(blkid | grep root | cut -d3 -f1 | sed 's|/dev/||')'3/{print}'`, // the device is its first word
		`grep "$(blkid | grep root | cut -d3 -f1)" f`,
		`C="$1"; awk 'BEGIN { system(ENVIRON["C"]) }'`,
		`while read -r oldrev newrev refname; do git archive "$newrev" "$refname"; done`, // of git: a hash, and refs/heads/x
		`C="$1" awk 'BEGIN { print ENVIRON["C"]; system("date") }'`,
		"#!/bin/bash\nx=$(curl -s http://h/ | jq .x); [[ $x -eq 0 ]]", // "a[$(command)]" is an error
		`x=$(curl -s http://h/ | jq .x); grep "$x" f; rm "$x"`,
		`x=$(curl -s http://h/ | jq -r .x); curl -s --resolve "$x" "https://$x/"`,
		// behind constant text
		`u=$(echo "$1" | grep -o '"https://[^"]*' | cut -d'"' -f2); cp "$u" x`,
		`u=$(echo "$1" | grep -o '"https://[^"]*' | awk -F'"' '{ print $2 }' | head -n1); cp "$u" x`,
		`u=$(echo "$1" | grep -o '"https://[^"]*' | tr -d '"'); cp "$u" x`,
		`u=$(echo "$1" | awk -F/ '{print $(NF-1)}'); sed "s/^$u=.*/x/" f`,
		`find . -name "$1" -o -name "$2"`, `find . -newer "$1" -print`,
		// constant programs, values as arguments
		`sh -c 'ls "$@"' -- "$@"`,
		`sh -c 'ls "$@"' _ "$1"`,
		`su bob -c '"$0" "$@"' -- "$@"`,
		`exec "$@"`,
		`exec su-exec bob "$@"`,
		`find . -exec sh -c 'ls "$@" && exit "$#"' -- '{}' +`,
		`find . -exec sh -c 'ls "$1"' sh {} \;`,
		`xargs sh -c 'ls "$@"' sh`,
		`seq 9 | xargs -I{} sh -c 'wait {}'`,
		`echo a b | xargs -I{} sh -c 'apk add {}'`,
		`jq -r .x f | xargs -I{} sh -c 'x {}'`,
		`xargs -I{} sh -c 'x {}' < /etc/list`,
		`eval "set -- $(find . -exec bash -c 'printf " %q" "$@"' -- {} +)"`,
		`eval "$(find . -name '*.env' -exec cat {} \;)"`,
		// a line that is no shell yet: Maven fills it in
		"BASE=${project.basedir}/x\nsh -c \"ls $BASE\"",
		// quoted for later
		`x=$1; eval "y=\$x"`,
		`eval 'echo "$1"'`,
		`sh -c "echo \$1 \"\$FOO\""`,
		// output of programs
		`opts=$(getopt -o ab: -- "$@"); eval set -- "$opts"`,
		`eval "$(ssh-agent)"`, `eval $(ssh-agent -s)`, `eval "$(pyenv init -)"`, `eval $(opam env)`,
		`eval "$(rbenv init -)"`, `eval "$(direnv hook bash)"`,
		`eval "$(jq -r '@sh "x=\(.x)"' "$1")"`,
		`old=$(shopt -p); eval "$old"`, `old=$(set +o); eval "$old"`,
		// checks
		`case $1 in *[!A-Za-z0-9_]*) exit 1;; esac; eval "x=\$$1"`,
		`case "$1" in ''|*[!0-9]*) exit 1;; esac; n=$1; eval "x=\$$n"`,
		`case $1 in *[![:alnum:]_]*) echo no; exit 1;; esac; n=$1; sh -c "echo $n"`,
		`x=$1; case $x in *[!a-z]*) exit;; esac; y=$x; eval "$y"`,
		`x=$1; y=$x; case $x in *[!a-z]*) exit;; esac; eval "$y"`,
		`x=${1//[^a-z0-9]/}; eval "$x"`,
		`x=$(printf %s "$1" | tr -cd 'a-z'); eval "v_$x=1"`,
		`[ "$1" -eq "$1" ] || exit; eval "x=\$$1"`,
		`if ! [ "$N" -eq "$N" ] 2>/dev/null; then exit 1; fi; eval "exec $N>&1"`,
		`case $1 in start|stop) eval "do_$1";; esac`,
		`case $1 in start|stop) ;; *) exit 1;; esac; eval "do_$1"`,
		`case $1 in a) x=1;; b) x=2;; *) x=3;; esac; eval "x_$x=1"`,
		`if [ "$1" = a ]; then eval "do_$1"; fi`,
		`[ "$1" = a ] || [ "$1" = b ] || exit; eval "do_$1"`,
		`[ "$1" != a ] && exit; eval "do_$1"`,
		`echo "$1" | grep -qE '^[a-z]+$' || exit 1; eval "do_$1"`,
		`if ! valid_name "$1"; then exit 1; fi; eval "do_$1"`,
		`validate "$1"; eval "do_$1"`,
		`for a in "$@"; do case $a in *[!a-z]*) exit;; esac; done; eval "$*"`,
		`q=$(printf %s "$1" | sed "s/'/'\\\\''/g"); sh -c "echo '$q'"`,
		`[ -x "$1" ] && eval "$1"`,
		// names of one's own
		`for i in 1 2 3; do eval "x=\$v$i"; done`,
		`n=3; eval "x=\$$n"`,
		`x=$1; x=const; eval "$x"`,
		`x=$1; unset x; eval "$x"`,
		`(x=$1); eval "$x"`,
		`f() { local x=$1; }; f "$1"; eval "$x"`,
		`f() { eval "$1"; }; f "echo hi"`,
		`f() { eval "$1"; }`,
		`tmp=$(mktemp); trap "rm -f $tmp" EXIT`,
		`eval "cd $HOME; ls $PWD"`, `sh -c "echo $LANG $HOSTNAME"`,
		`eval "$foo"`,
		`OPTS=""; if a; then OPTS="-x"; fi; eval "cmd $OPTS"`,
		`if a; then OPTS="-x"; fi; eval "cmd $OPTS"`,
		`. ./conf; eval "$FOO"`,
		`FOO="$FOO a"; eval "$FOO"`,
		`[ -n "$FOO" ] || return 1; eval "$FOO"`,
		`f() { echo "$FOO"; }; . ./conf; eval "$FOO"`,
		`f() { eval "$PROG"; }; PROG=$(basename $0); f`,
		`eval "FOO=\$$i"; eval "$FOO"`,
		`env | cut -d= -f1 | while read name; do eval "export $name=\$$name"; done`,
		`while read l; do eval "$l"; done < /etc/conf`,
		`find in -print0 | xargs -0 rm`,
		`find in | xargs -d '\n' rm`,
		`find in | xargs -0n9 rm`,
		`find in | xargs cat`,
		`kill $(cat /run/pid)`,
		`date +%s --date "$(curl -s "$1")"`,
		`get() { curl "$@"; }; x=$(get -sw '%{http_code}' -o /dev/null "http://$1"); eval "$x"`,
		`u=http://rancher-metadata.rancher.internal/2015; x=$(curl "$u/self/name"); eval "$x"`,
		`u=$(curl -s "$1" | grep -Eo '(http|https)://[a-z./-]*' | head -1); wget "$u" "$u"`,
		`u=$(curl -s "$1" | grep -oE 'https?:\/\/.*zip'); wget "$u" -O a.zip -- b`,
		"#!/bin/bash\nm=$(lsblk -dno MODEL /dev/sda) v=$(lsblk -dno VENDOR /dev/sda); [[ $m == *$v* ]] && echo a",
		"#!/bin/bash\nx=$(curl -s \"$1\"); v=${x%% *}; [[ \" $x \" == *\" $v \"* ]] || [[ $x = $v ]]",
		`get() { curl -s $1; }; x=$(curl -s "$1"); get $x`,
		`get() { curl -s "$@"; }; get --url "$1" -H "$2" http://a/`,
		`kill -0 "$(cat /tmp/pid)"`,
		`v=$(curl -s "$1" | grep -Eo "v[0-9]*.[0-9]+" | head -1); u=http://h; curl -L $u/$v/x > x`,
		`v=$(curl -s "$1" | grep -Eo 'https://h/x-4.[0-9]{1,2}.zip' | sed 's/.zip//'); curl -L $v.zip -o x`,
		`x=$(curl -s "$1"); tags | grep -q "$x"`,
		`find /usr/lib/x*/lib -name '*.so' -exec sh -c 'strip {}' \;`,
		`u=$(curl -s "$1" | awk 'NR==1{print $1}'); curl -L $u`,
		`u=$(curl -s "$1" | tr -d '[:space:]'); curl -Lo x $u`,
		`u=$(curl -s "$1" | awk '{print "https://h/v" substr($2, 3, length($2)-4) "/" $1}'); curl $u`,
		`kill "$(cat /tmp/pid)"`,
		`get() { u=http://a/$1; curl -s $u; }; x=$(curl -s "$1"); get $x`,
		`while read l; do eval "$l"; done <<EOF` + "\nx\nEOF\n",
		`eval "x=$((n + 1)) y=${#1}"`,
		`eval "${1:+yes}"`,
		`exec 3<>f; fd=3; eval "exec $fd>&-"`,
		`docker exec c sh -c "echo $1"`,
	}
	for _, in := range tests {
		if got := outline(Flows(script(in))); got != "" {
			t.Errorf("%s\n got %s", in, got)
		}
	}
}

// TestPlaces: how a flow's first step calls what comes from outside.
func TestPlaces(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`eval "$1"`, "$1 comes from whoever runs the script"},
		{`eval "$(ls "$1")"`, "what ls prints comes from whoever can name a file there"},
		{`for f in d/*; do sh -c "echo $f"; done`, "d/* comes from whoever can name a file there"},
		{`. /tmp/settings`, "the text of /tmp/settings comes from whoever can write /tmp/settings"},
		{`find . -exec sh -c 'a {}' \;`, "{} comes from whoever can name a file there"},
		{`: "$REQUEST_METHOD"; eval "$(cat)"`, "the body comes from whoever sends a request"},
	} {
		list := Flows(script(tt.in))
		if len(list) != 1 {
			t.Errorf("%s: %d flows, want one", tt.in, len(list))
			continue
		}
		if got := list[0].Places()[0].Text; got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
}

// TestSourcePlace: a value is taken where it sets out, not where its name stands first.
func TestSourcePlace(t *testing.T) {
	for in, want := range map[string]string{
		"[ -n \"$MAX_FILES\" ]\neval \"ulimit -n $MAX_FILES\"":       "$MAX_FILES",
		"[ -n \"$MAX_FILES\" ]\nn=$MAX_FILES\neval \"ulimit -n $n\"": "n=$MAX_FILES",
		"n=$1; eval \"ulimit -n $n\"":                                "$1",
		"echo \"$1\"\necho \"x=$1\" > f\n. ./f":                      "$1",
	} {
		flows := Flows(script(in))
		if len(flows) != 1 {
			t.Errorf("%s: %d flows", in, len(flows))
		} else if got := flows[0].Source.Span; got.Text() != want || got.From().Line == 2 && strings.Contains(in, "\n") {
			t.Errorf("%s\n got %s in line %d\nwant %s, not in the first line", in, got.Text(), got.From().Line, want)
		}
	}
}
