package taint

import (
	"testing"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// TestStretches: what is looked at in programs for places of the language.
func TestStretches(t *testing.T) {
	for _, tt := range []struct {
		text string
		d    shell.Dialect
		want string // the first
	}{
		{`echo $((n + 1)); ls`, shell.Ash, `n + 1)); ls`},
		{`let n=1`, shell.Ash, `n=1`},
		{`PS4='$x '`, shell.Ash, `'$x '`},
		{`echo > "$dir/x"`, shell.Ash, `"$dir/x"`},
		{`echo >>$log; ls`, shell.Ash, `$log`},
		{`x=${file#$prefix}`, shell.Ash, `$prefix}`},
		{`echo "$x" > /dev/null`, shell.Ash, ""},
		{`echo "$x" 2>&1; ls "$y"`, shell.Ash, ""},
		{`[[ $x -eq 1 ]]`, shell.Bash, `[[ $x -eq 1 ]]`},
		{`[[ $x -eq 1 ]]`, shell.Ash, ""},
		{`[[ a == $x ]]`, shell.Bash, `[[ a == $x ]]`},
		{`[[ a == "$x" ]]`, shell.Bash, ""},
		{`echo "${v:$x}"`, shell.Bash, `$x}"`},
		{`echo "a:$x"`, shell.Bash, ""},
	} {
		got := ""
		for s := range stretches(tt.text, tt.d) {
			got = tt.text[s.from:s.to]
			break
		}
		if got != tt.want {
			t.Errorf("%s of %v: %q, want %q", tt.text, tt.d, got, tt.want)
		}
	}
}

// TestConstructs: places of the language, and options and paths, that values come to,
// and their twins to which none does.
func TestConstructs(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`[ $1 = a ]`, `1 > [ ] $1`},
		{`[ "$1" = a ]`, ``},
		{`test -n $1`, `1 > [ ] $1`},
		{`[ $(echo "$1") = a ]`, `1 > [ ] $(echo "$1")`},
		{`x=$(echo "$1" | tr -cd a-z); [ $x = a ]`, ``},
		{`[[ -n $1 && a = b ]]`, `1 > [[ ]] $1`},
		{`[[ "$1" = a ]]`, ``},
		{`[[ a = "$1" ]]`, `1 > [[ ]] $1`},
		{`[[ a = $1 ]]`, `1 > [[ ]] $1`},
		{`[[ a > "$1" ]]`, `1 > the redirection $1`},
		{`x=$(echo "$1" | sed 's@/.*@@'); echo > "$x"`, ``},
		{`x=$(echo "$1" | sed 's@:.*@@'); echo > "$x"`, `1 > x=$(echo "$1" | sed 's@:.*@@') > the redirection $x`},
		{`while read -r f; do d=$(dirname "$f"); mkdir -p "$d"; done`, ``},
		{`while read -r f; do d=$(dirname "$(echo "$f" | sed s:/test/:/it/:)"); mkdir -p "$d"; done`, ``},
		{`while read -r f; do d=$(dirname "$f"); mkdir -p "out/$d"; done`, `f > d=$(dirname "$f") > mkdir $d`},
		{`while read -r f; do d=$(echo "$f" | sed s/name=//); mkdir -p "$d"; done`, `f > d=$(echo "$f" | sed s/name=//) > mkdir $d`},
		{`find a -name '*.h' | while read -r f; do n=$(echo "$f" | sed 's/\/src\//\//'); cp x "$n"; done`, ``},
		{`find a -name '*.h' | while read -r f; do n=$(echo "$f" | sed 's/-/\//'); cp x "$n"; done`, `find > f > n=$(echo "$f" | sed 's/-/\//') > cp $n`},
		{`alias "$1"`, `1 > alias $1`},
		{"#!/bin/bash\nalias \"$1\"", ``},
		{"#!/bin/bash\nshopt -s expand_aliases; alias \"$1\"", `1 > alias $1`},
		{`x=$(echo "$1" | sed 's@.*/@@'); sed "s/a/$x/" f`, ``},
		{`x=$(echo "$1" | sed s/^.*"\/"//); sed "s/a/$x/" f`, ``},
		{`x=$(echo "$1" | sed 's@.*:@@'); sed "s/a/$x/" f`, `1 > x=$(echo "$1" | sed 's@.*:@@') > sed $x`},
		{`x=$(echo "$1" | sed 's@.*?@@'); sed "s/a/$x/" f`, `1 > x=$(echo "$1" | sed 's@.*?@@') > sed $x`},
		{`x=$(echo "$1" | sed 's@.*/@a@'); sed "s/a/$x/" f`, `1 > x=$(echo "$1" | sed 's@.*/@a@') > sed $x`},
		{`x=$(echo "$1" | sed '1 s@.*/@@'); sed "s/a/$x/" f`, `1 > x=$(echo "$1" | sed '1 s@.*/@@') > sed $x`},
		{`x=$(echo "$1" | awk -F/ '{ print $1 }'); echo > "$x"`, ``},
		{`x=$(echo "$1" | awk '{ print $1 }'); echo > "$x"`, `1 > x=$(echo "$1" | awk '{ print $1 }') > the redirection $x`},
		{"#!/bin/bash\n[[ $1 = a ]]", ``},
		{"#!/bin/bash\n[[ a = $1 ]]", `1 > [[ $1`},
		{"#!/bin/bash\n[[ $1 -eq 1 ]]", `1 > arithmetic $1`},
		{"#!/bin/bash\n[[ ${1//[a-z]/} -eq 1 ]]", `1 > arithmetic ${1//[a-z]/}`},
		{"#!/bin/bash\ncase $1 in *[!a-z'$()']*) exit;; esac; [[ $1 -eq 1 ]]", ``}, // without an index nothing runs
		{"#!/bin/bash\nn=$(git tag | tail -n 1); ((n++))", ``},
		{"n=$(git tag | tail -n 1); echo $((n + 1))", `git > n=$(git tag | tail -n 1) > $(( )) n`},
		{"#!/bin/bash\na=(1); echo \"${a[$1]}\"", `1 > the index $1`},
		{"#!/bin/bash\nx=${a[$1+1]}", `1 > the index $1`},
		{"#!/bin/bash\ni=$1; echo \"${a[i]}\"", `1 > i=$1 > the index i`},
		{"#!/bin/bash\na[$1]=1", `1 > the index $1`},
		{"#!/bin/bash\na=([$1]=1)", `1 > the index $1`},
		{"#!/bin/bash\necho ${#a[$1]}", `1 > the index $1`},
		{"#!/bin/bash\ndeclare -A a; a[$1]=1; echo \"${a[$1]}\"", ``},
		{"#!/bin/bash\nf() { local -n a=$1; echo \"${a[$2]}\"; }; f b \"$1\"", ``},
		{"#!/bin/bash\n. ./arrays; echo \"${a[$1]}\"", ``},
		{"#!/bin/bash\neval \"$(printf 'declare -A a=(%s)' b)\"; echo \"${a[$1]}\"", ``},
		{"#!/bin/bash\n. ./arrays; a=(1); echo \"${a[$1]}\"", `1 > the index $1`},
		{"#!/bin/bash\ncase $1 in *[!0-9]*) exit;; esac; echo \"${a[$1]}\"", ``},
		{`echo "${a[$1]}"`, ``},
		{"#!/bin/bash\necho \"${!1}\"", `1 > ${!...} ${!1}`},
		{"#!/bin/bash\nv=$1; echo \"${!v}\"", `1 > v=$1 > ${!...} ${!v}`},
		{"#!/bin/bash\nv=$1; echo \"${!v*}\" \"${!v[@]}\"", ``},
		{"#!/bin/bash\ncase $1 in *[!A-Z_]*) exit;; esac; echo \"${!1}\"", ``},
		{"#!/bin/bash\nx=$1 v=x; eval \"${!v}\"", `1 > x=$1 > eval ${!v}`},
		{"#!/bin/bash\nx=$1 v=y y=a; eval \"${!v}\"", ``},
		{`v=$1; echo "${!v}"`, ``},
		{"#!/bin/bash\n[[ -v $1 ]]", `1 > [[ -v ]] $1`},
		{"#!/bin/bash\n[[ -n $1 ]]", ``},
		{"#!/bin/bash\ntest -v \"$1\"; [ -v \"a[$2]\" ]", "1 > test -v $1\n2 > [ -v $2"},
		{`test -v "$1"`, ``},
		{"#!/bin/bash\nprintf -v \"$1\" x", `1 > printf -v $1`},
		{"#!/bin/bash\nprintf -v \"a[$1]\" x", `1 > the index $1`},
		{"#!/bin/bash\nprintf -v x %s \"$1\"", ``},
		{"#!/bin/bash\nunset \"a[$1]\"", `1 > the index $1`},
		{"#!/bin/bash\nunset \"$1\"", ``},
		{"#!/bin/bash\nread \"a[$1]\"", `1 > the index $1`},
		{"#!/bin/bash\nread -p \"a[$1]\" x", ``},
		{"#!/bin/bash\ndeclare \"a[$1]=x\"", `1 > the index $1`},
		{"#!/bin/bash\ndeclare -n r=$1", `1 > declare -n $1`},
		{"#!/bin/bash\ndeclare r=$1", ``},
		{`for i in $1; do [ $i = a ]; done`, ``},
		{`for i in "$1"; do [ $i = a ]; done`, `1 > i in "$1" > [ ] $i`},
		{`IFS=,; for i in $1; do [ $i = a ]; done`, `1 > i in $1 > [ ] $i`},
		{`case a in $1) ;; esac`, `1 > case $1`},
		{`case a in "$1") ;; esac`, ``},
		{`while read -r host; do case a in $host) ;; esac; done`, `host > case $host`},
		{`while read -r glob; do case a in $glob) ;; esac; done`, ``}, // meant for one
		{`FILE_PATTERNS=$1; case a in $FILE_PATTERNS) ;; esac`, ``},
		{`for i in $(unzip -Z1 "$1"); do unzip "$1" "$i"; done`, `unzip > i in $(unzip -Z1 "$1") > unzip $i`},
		{`for i in $(unzip -Z1 "$1"); do unzip -p "$1" "$i"; done`, ``}, // -d unpacks nothing there
		{`: $((1 + $1))`, `1 > $(( )) $1`},
		{`n=$(echo "$1" | grep -o '"n":[0-9]*'); : $((n + 1))`, `1 > n=$(echo "$1" | grep -o '"n":[0-9]*') > $(( )) n`},
		{"#!/bin/bash\nn=$(echo \"$1\" | grep -o '\"n\":[0-9]*'); : $((n + 1))", ``}, // which runs a[$(command)]
		{"#!/bin/bash\n: $((1 + $1))", `1 > $(( )) $1`},
		{`f() { printf "$@"; }; f %s "$1"`, ``},
		{`f() { shift; printf "$@"; }; f a %s "$1"`, ``},
		{`f() { printf "$@"; }; f "$1" a`, `1 > "$1" > printf $@`},
		{`printf "$@"`, `1 > printf $@`},
		{`while read -r f; do rm "$f"; rm "/srv/$f"; done`, `f > rm $f`},
		{`x=abc; echo "${x:$1:1}"`, `1 > ${v:...} $1`},
		{`x=abc; echo "${x:0:$1}"`, `1 > ${v:...} $1`},
		{`n=2 x=abc; echo "${x:$n}"`, ``},
		{`x=abc; echo "${x#$1}"`, `1 > the pattern of the expansion $1`},
		{`x=abc; echo "${x#"$1"}"`, ``},
		{`rm -r "/srv/a/$(echo "$1" | tr -d .)"`, ``},
		{`rm -r "$dir/$(echo "$1" | tr -d .)"`, ``},
		{`rm -r "/$(echo "$1" | tr -d .)"`, `1 > rm $(echo "$1" | tr -d .)`},
		{`rm -r "/srv/a/$(echo "$1" | tr -d a)"`, `1 > rm $(echo "$1" | tr -d a)`},
		{`git show --format=%f | while read f; do : > "$f"; done`, ``},
		{`find /x | while read f; do sort "$f"; done`, ``},
		{`ls | while read f; do sort "$f"; done`, `ls > f > sort $f`},
	} {
		if got := outline(Flows(script(tt.in))); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
}
