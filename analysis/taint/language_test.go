package taint

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/source/sourcetest"
)

// TestLanguage has a line for each feature of the language through which a value
// goes, and its twin through which it does not.
func TestLanguage(t *testing.T) {
	const arrives = true
	for _, tt := range []struct {
		feature, in string
		want        bool
	}{
		{"branch", `if a; then x=$1; else x=b; fi; eval "$x"`, arrives},
		{"branch", `if a; then x=c; else x=b; fi; eval "$x"`, !arrives},
		{"branch not taken with the value", `if a; then x=$1; else x=b; eval "$x"; fi`, !arrives},
		{"branch that leaves", `x=$1; if a; then x=b; else exit; fi; eval "$x"`, !arrives},
		{"early exit", `x=$1; exit; eval "$x"`, !arrives},
		{"early exit of one way", `x=$1; [ -n "$y" ] && exit; eval "$x"`, arrives},
		{"an alias that sets arguments", `alias next='set -- "$(next_of "$@")"'; next; eval "$1"`, !arrives},
		{"an alias of bash for who types", "#!/bin/bash\nalias l='ls -l'; eval \"$1\"", !arrives},
		{"an alias that a script of bash uses itself", "#!/bin/bash\n[ -n \"$KSH_VERSION\" ] && alias local=typeset; f() { local a=1; }; eval \"$1\"", arrives},
		{"an alias in a function of bash", "#!/bin/bash\nf() { alias l='ls -l'; }; eval \"$1\"", arrives},
		{"an alias that sets none", `alias list='ls -l'; list; eval "$1"`, arrives},
		{"an element", `declare -A a; a[x]=$1; a[y]=b; eval "${a[x]}"`, arrives},
		{"an element beside it", `declare -A a; a[x]=$1; a[y]=b; eval "${a[y]}"`, !arrives},
		{"an element that was another", `declare -A a; a[x]=$1; a[x]=b; eval "${a[x]}"`, !arrives},
		{"an element of one way", `declare -A a; a[x]=b; if c; then a[x]=$1; fi; eval "${a[x]}"`, arrives},
		{"an element added to", `declare -A a; a[x]=b; a[x]+=$1; eval "${a[x]}"`, arrives},
		{"an element beside one added to", `declare -A a; a[x]=b; a[y]+=$1; eval "${a[x]}"`, !arrives},
		{"an element at a number", `a[0]=$1; a[1]=b; eval "${a[0]}"`, arrives},
		{"an element at another number", `a[0]=$1; a[1]=b; eval "${a[1]}"`, !arrives},
		{"an element at the number that a name holds", `a[i]=$1; i=1; a[i]=b; i=0; eval "${a[i]}"`, arrives},
		{"an element at a key that is given", `declare -A a; a[x]=b; a[$2]=$1; eval "${a[x]}"`, arrives},
		{"all elements", `a[0]=b; a[1]=$1; eval "${a[@]}"`, arrives},
		{"an item with a key", `declare -A a=([x]=$1 [y]=b); eval "${a[x]}"`, arrives},
		{"an item beside it", `declare -A a=([x]=$1 [y]=b); eval "${a[y]}"`, !arrives},
		{"an item added", `declare -A a; a[x]=b; a+=([x]=$1); eval "${a[x]}"`, arrives},
		{"items in place of an element", `a[1]=b; a=("$1" "$2"); eval "${a[1]}"`, arrives},
		{"items in place of an element that was given", `a[1]=$1; a=(b c); eval "${a[1]}"`, !arrives},
		{"lines in place of an element", `a[1]=b; mapfile a < <(curl "$1"); eval "${a[1]}"`, arrives},
		{"elements copied under their keys", `declare -A a b; b[x]=$1; b[y]=c; for k in x y; do a[$k]=${b[$k]}; done; eval "${a[x]}"`, arrives},
		{"elements beside it", `declare -A a b; b[x]=$1; b[y]=c; for k in x y; do a[$k]=${b[$k]}; done; eval "${a[y]}"`, !arrives},
		{"elements copied under other keys", `declare -A a b; b[x]=$1; b[y]=c; for k in x y; do a[$k]=${b[$j]}; done; eval "${a[y]}"`, arrives},
		{"an element of the function's own array", `declare -A a; a[x]=$1; f() { local -A a; a[x]=b; eval "${a[x]}"; }; f`, !arrives},
		{"an element of an array that a function has too", `declare -A a; a[x]=$1; f() { local -A a; a[x]=b; }; f; eval "${a[x]}"`, arrives},
		{"an element that a function sets", `declare -A a; a[x]=b; f() { a[x]=$1; }; f "$1"; eval "${a[x]}"`, arrives},
		{"what cannot end the single quotes it is put into", `case $1 in *\'*) exit;; esac; x="'$1' b"; eval "c $x"`, !arrives},
		{"what may end them", `x="'$1' b"; eval "c $x"`, arrives},
		{"what cannot end others", `case $1 in *\'*) exit;; esac; x="\"'$1'\" b"; eval "c $x"`, arrives},
		{"what stands behind them", `case $1 in *\'*) exit;; esac; x="'b' $1"; eval "c $x"`, arrives},
		{"what stands in the second ones", `case $1 in *\'*) exit;; esac; x="'b' '$1'"; eval "c $x"`, !arrives},
		{"what stands behind one that may end them", `case $1 in *\'*) exit;; esac; x="'$2' '$1'"; eval "c $x"`, arrives},
		{"what stands behind a word with an apostrophe", `case $1 in *\'*) exit;; esac; x="don't $1"; eval "c $x"`, arrives},
		{"what set gives back", `case $1 in *\'*) exit;; esac; x="'$1'"; eval "set -- $x"; eval "$1$2"`, arrives},
		{"&&", `a && x=$1; eval "$x"`, arrives},
		{"&& and ||", `x=$1; a && x=b || x=c; eval "$x"`, arrives},
		{"|| exit", `[ "$1" = a ] || exit; eval "$1"`, !arrives},
		{"case by a set that a name holds", `n=abc; case $1 in *[!_$n]*) exit;; esac; eval "$1"`, !arrives},
		{"case by a set that is given", `case $1 in *[!_$2]*) exit;; esac; eval "$1"`, arrives},
		{"a replacement by a set that a name holds", `n=0-9; eval "${1//[!$n]/}"`, !arrives},
		{"a line", `while read -r x; do eval "$x"; done`, arrives},
		{"a line of the caller's making", `f() { read -r x; eval "$x"; }`, !arrives},
		{"a character", `while read -n 1 x; do eval "$x"; done`, !arrives},
		{"a character, attached", `while read -rN1 x; do eval "$x"; done`, !arrives},
		{"some characters", `read -n 10 x; eval "$x"`, arrives},
		{"|| exit of another", `[ "$2" = a ] || exit; eval "$1"`, arrives},
		{"case", `case $1 in a) x=$2;; *) x=b;; esac; eval "$x"`, arrives},
		{"case, all arms", `x=$2; case $1 in a) x=c;; *) x=b;; esac; eval "$x"`, !arrives},
		{"case without *", `x=$2; case $1 in a) x=c;; b) x=b;; esac; eval "$x"`, arrives},
		{"for", `for i in 1 2; do eval "$x"; x=$1; done`, arrives},
		{"for over words", `for i in a b "$1"; do eval "$i"; done`, arrives},
		{"for over others", `for i in a b; do eval "$i"; done; x=$1`, !arrives},
		{"names in a folder of the system", `for i in $(ls /sys/class/net); do eval "$i"; done`, !arrives},
		{"names in a folder of the system, by a name", `d=/sys/class; for i in $(ls "$d/net"); do eval "$i"; done`, !arrives},
		{"a name in other letters", `x=$(ls -1d [Rr][Cc].d); eval "$x"`, !arrives},
		{"a name of letters and more", `x=$(ls -1d [Rr]*.d); eval "$x"`, arrives},
		{"names in a folder of services", `for i in $(ls -1 /var/run/groups); do eval "$i"; done`, !arrives},
		{"names in a folder of the program's own", `for i in $(ls "$work"/conf); do eval "$i"; done`, !arrives},
		{"names in a folder that is given", `for i in $(ls "$1"/conf); do eval "$i"; done`, arrives},
		{"names in a folder of the system below a root that is given", `for i in $(ls "$1"/usr/share/fonts/*.gz); do eval "$i"; done`, !arrives},
		{"names in a folder of the system, all of it quoted", `for i in $(ls "$1/etc/x"); do eval "$i"; done`, !arrives},
		{"a file that is run", `for f in tests/*.sh; do eval "$f"; done`, !arrives},
		{"a file that is run with words behind it", `for f in test_*; do eval "./$f" -v; done`, !arrives},
		{"a file of another folder that is run", `for f in tests/*.sh; do sh -c "a; \"$d/$f\""; done`, !arrives},
		{"a file in the folder that eval looks into for commands", `for f in test_*; do eval "$f"; done`, arrives},
		{"a file that is read", `for f in tests/*.sh; do eval "cat $f"; done`, arrives},
		{"a file whose name is a piece of the command's", `for f in tests/*.sh; do eval "$f.x"; done`, arrives},
		{"a file whose name is a variable's", `for f in tests/*; do eval "$f=1"; done`, arrives},
		{"a file that is run and a piece of its name", `for f in test_*; do eval "./$f" "> $(basename "$f" .sh).log"; done`, !arrives},
		{"a file that is run and the name of another", `for g in *; do for f in test_*; do eval "./$f" "$g"; done; done`, arrives},
		{"lines that are files that are run", `find . | sort | while read -r f; do eval "$f"; done`, !arrives},
		{"lines that are pieces of files' names", `find . | cut -d/ -f2 | while read -r f; do eval "$f"; done`, arrives},
		{"words that are files that are run", `for f in $(find . | sort); do eval "$f"; done`, !arrives},
		{"a piece of the name of a file that is run", `for f in tests/*.sh; do f=${f%.sh}; eval "$f"; done`, arrives},
		{"single quotes in a text", `case $1 in *\'*) exit;; esac; c="x '$1'"; eval "$c"`, !arrives},
		{"single quotes in a text, around one of them", `c="x '$1'"; eval "$c"`, arrives},
		{"single quotes in a text, around one at its end", `case $1 in *\'?*) exit;; esac; c="x '$1'"; eval "$c"`, arrives},
		{"single quotes in double ones", `case $1 in *\'*) exit;; esac; c="x \"'$1'\""; eval "$c"`, arrives},
		{"single quotes that do not end", `case $1 in *\'*) exit;; esac; c="x '$1"; eval "$c"`, arrives},
		{"single quotes, then more", `case $1 in *\'*) exit;; esac; c="x '$1'"; eval "$c $1"`, arrives},
		{"options with a quote, above", `case $1 in -*\'*) exit;; -?*) c="x '$1'";; esac; eval "$c"`, !arrives},
		{"options of another sign with a quote, above", `case $1 in +*\'*) exit;; -?*) c="x '$1'";; esac; eval "$c"`, arrives},
		{"options with a quote, above, and others", `case $1 in -*\'*) exit;; -?*|+*) c="x '$1'";; esac; eval "$c"`, arrives},
		{"arguments that one way sets", `f() { a && set x; eval "$1"; }; f y "$1"`, !arrives},
		{"arguments that one way sets, behind", `f() { a && set x; eval "$2"; }; f y "$1"`, arrives},
		{"arguments that one way shifts", `f() { a && shift; eval "$1"; }; f y "$1"`, arrives},
		{"arguments from the second on", `f() { eval "${@:2}"; }; f "$1" b`, !arrives},
		{"arguments from the second on, it", `f() { eval "${@:2}"; }; f b "$1"`, arrives},
		{"one argument of a slice", `eval "${@:2:1}"`, arrives},
		{"a port that is tried", `x=$(nc -zv example.org 80 2>&1); eval "$x"`, !arrives},
		{"a port that answers", `x=$(nc example.org 80); eval "$x"`, arrives},
		{"names that ls quotes for a shell", `eval "files=( $(ls -t --quoting-style=shell-always -- *.deb) )"`, !arrives},
		{"names that ls leaves as they are", `eval "files=( $(ls -t --quoting-style=literal -- *.deb) )"`, arrives},
		{"a file of another root", `chroot "$root" sh -eu /var/tmp/setup.sh`, !arrives},
		{"a file of another root, in a text", `chroot /mnt sh -c '. /tmp/settings'`, !arrives},
		{"a file that another root is given", `chroot /mnt sh < /tmp/setup.sh`, arrives},
		{"a text that another root runs", `chroot /mnt sh -c "useradd $1"`, arrives},
		{"a file of all", `f=/tmp/x; eval "$(cat "$f")"`, arrives},
		{"a file of all that a command of the script fills", `f=/tmp/x; cp y "$f"; eval "$(cat "$f")"`, !arrives},
		{"a file of all that dd fills", `f=/tmp/x; dd if=y of="$f"; eval "$(cat "$f")"`, !arrives},
		{"a file of all that the script copies", `f=/tmp/x; cp "$f" y; eval "$(cat "$f")"`, arrives},
		{"a file of all that the script removes", `f=/tmp/x; rm "$f"; eval "$(cat "$f")"`, arrives},
		{"a file of all that is the user's own", `f=/tmp/x; [ -O "$f" ] || exit; eval "$(cat "$f")"`, !arrives},
		{"a file of all that is there", `f=/tmp/x; [ -f "$f" ] || exit; eval "$(cat "$f")"`, arrives},
		{"a file of all that the script writes", `f=/tmp/x; f() { echo a > "$f"; }; eval "$(cat "$f")"`, !arrives},
		{"a file where the caller stands", `eval "$(cat page.tpl)"`, arrives},
		{"a file where the caller stands, line by line", `while read -r l; do eval "$l"; done < steps`, arrives},
		{"a file that the caller names", `eval "$(cat "$1")"`, arrives},
		{"a file in a folder that is given", `eval "$(cat "$1/conf")"`, !arrives},
		{"a file that the script writes first", `echo a > steps; eval "$(cat steps)"`, !arrives},
		{"a file of the system", `eval "$(cat /etc/conf)"`, !arrives},
		{"a secret of the container", `x=$(cat /run/secrets/password); eval "$x"`, arrives},
		{"the value of an option that stands behind others", `eval "$(list | cut -d. -sf 3-)"`, !arrives},
		{"escaped for double quotes", "case $1 in *[\\\\\\`\\\"\\$]*) x=$(echo \"$1\" | sed 's/\\([`\"$\\\\]\\)/\\\\\\1/g');; *) x=$1;; esac; eval \"y=\\\"$x\\\"\"", !arrives},
		{"without what double quotes expand, in none", "case $1 in *[\\\\\\`\\\"\\$]*) exit;; esac; eval \"y=$1\"", arrives},
		{"without what double quotes expand, but backquotes", "case $1 in *[\\\\\\\"\\$]*) exit;; esac; eval \"y=\\\"$1\\\"\"", arrives},
		{"without what ends single quotes", `case $1 in *\'*) exit;; esac; eval "y='$1'"`, !arrives},
		{"without what ends single quotes, in double ones", `case $1 in *\'*) exit;; esac; eval "y=\"$1\""`, arrives},
		{"a login that a sourced file asks for checks who sends, not what", `. /www/session.sh; eval "$QUERY_STRING"`, arrives},
		{"a part that a preprocessor brings", `include #### FUNCTIONS ####
eval "$PACKAGES"`, !arrives},
		{"a function called include", `include() { :; }; include a; eval "$PACKAGES"`, arrives},
		{"what a testbed gives its tests", `/tmp/autopkgtest-reboot mark; . /tmp/autopkgtest-reboot`, !arrives},
		{"a check of a sourced file that is named after the name", `. /lib.sh; user=$1; username_check; eval "$user"`, !arrives},
		{"a check of a sourced file that is named after another", `. /lib.sh; user=$1; domain_check; eval "$user"`, arrives},
		{"a function of a sourced file that is named after the name", `. /lib.sh; user=$1; show_user; eval "$user"`, arrives},
		{"a program that is named after the name", `user=$1; check_user; eval "$user"`, arrives},
		{"a check under set -e", `set -e; [ "$1" = a ]; eval "$1"`, !arrives},
		{"a check without set -e", `[ "$1" = a ]; eval "$1"`, arrives},
		{"a check behind set +e", `set -e; set +e; [ "$1" = a ]; eval "$1"`, arrives},
		{"a check under -e of the shebang", "#!/bin/sh -e\n[ \"$1\" = a ]; eval \"$1\"", !arrives},
		{"a check under set -o errexit", `set -o errexit; [ "$1" = a ]; eval "$1"`, !arrives},
		{"a check that may fail", `set -e; [ "$1" = a ] || :; eval "$1"`, arrives},
		{"a check in front of && under set -e", `set -e; [ "$1" = a ] && echo a; eval "$1"`, arrives},
		{"a check behind ! under set -e", `set -e; ! [ "$1" = a ]; eval "$1"`, arrives},
		{"a check in a condition under set -e", `set -e; f() { [ "$1" = a ]; echo b; }; if f "$1"; then :; fi; eval "$1"`, arrives},
		{"a check in a function under set -e", `set -e; f() { [ "$1" = a ]; echo b; }; f "$1"; eval "$1"`, !arrives},
		{"a check in a function before and after a condition", `set -e; f() { [ "$1" = a ]; echo b; }; f "$1" || :; f "$2"; eval "$2"`, !arrives},
		{"a check in a subshell under set -e", `set -e; ([ "$1" = a ]); eval "$1"`, !arrives},
		{"a check that set -e of a subshell saw", `(set -e); [ "$1" = a ]; eval "$1"`, arrives},
		{"a check that set -e of a function saw", `f() { set -e; }; f; [ "$1" = a ]; eval "$1"`, !arrives},
		{"a check by a pipe under set -e", `set -e; echo "$1" | grep -q '^[a-z]*$'; eval "$1"`, !arrives},
		{"a function that returns a failure under set -e", `set -e; no() { return 1; }; case $1 in a) ;; *) no;; esac; eval "$1"`, !arrives},
		{"a function that ends a substitution under set -e", `set -e; f() { case $1 in a) ;; *) exit 1;; esac; echo b; }; x=$(f "$1"); eval "$1"`, !arrives},
		{"a function that ends a substitution", `f() { case $1 in a) ;; *) exit 1;; esac; echo b; }; x=$(f "$1"); eval "$1"`, arrives},
		{"a function that ends a substitution, || exit", `f() { case $1 in a) ;; *) exit 1;; esac; echo b; }; x=$(f "$1") || exit; eval "$1"`, !arrives},
		{"a function that ends the substitution of local", `set -e; f() { case $1 in a) ;; *) exit 1;; esac; echo b; }; g() { local x=$(f "$1"); }; g "$1"; eval "$1"`, arrives},
		{"a program that is given the value under set -e", `set -e; check "$1"; eval "$1"`, !arrives},
		{"a program that is given the value", `check_all "$1" 2>&1 | cat; eval "$1"`, arrives},
		{"a program that is given more under set -e", `set -e; build --for="$1"; eval "$1"`, arrives},
		{"a program that is given words under set -e", `set -e; build $1; eval "$1"`, arrives},
		{"a program that is given all words under set -e", `set -e; build "$@"; eval "$1"`, arrives},
		{"a filter under set -e", `set -e; x=$(echo "$1" | jq .a); eval "$1"`, arrives},
		{"a program that prints, under set -e", `set -e; x=$(build "$1"); eval "$1"`, arrives},
		{"a folder of the program's that must be there", `cd "$base/$1" || exit; eval "$1"`, !arrives},
		{"a folder of the program's under set -e", `set -e; cd "/srv/$1"; eval "$1"`, !arrives},
		{"a folder of the program's that may be there", `cd "$base/$1"; eval "$1"`, arrives},
		{"a folder that is given", `cd "$1" || exit; eval "$1"`, arrives},
		{"a folder of the program's, without quotes", `cd $base/$1 || exit; eval "$1"`, arrives},
		{"a folder of the program's that is listed", `ls -d "$base/$1" || exit; eval "$1"`, !arrives},
		{"a folder that others have named", `for f in $(ls "$1"); do cd "/srv/$f" || exit; sh -c "echo $f"; done`, arrives},
		{"a file of the program's that is sourced", `x=${1##*/}; . "$lib/$x.sh"; eval "$x"`, !arrives},
		{"a file of the program's that bash sources", "#!/bin/bash\nx=${1##*/}; . \"$lib/$x.sh\"; eval \"$x\"", arrives},
		{"a file of the program's that bash sources under set -e", "#!/bin/bash\nset -e; x=${1##*/}; . \"$lib/$x.sh\"; eval \"$x\"", !arrives},
		{"a file of the program's that bash sources, || exit", "#!/bin/bash\nx=${1##*/}; . \"$lib/$x.sh\" || exit; eval \"$x\"", !arrives},
		{"what a function made sure of", `f() { case $1 in *[!a-z]*) exit 1;; esac; }; f "$1"; eval "x=$1"`, !arrives},
		{"what a function made sure of by a name", `f() { local d="$1"; [ -b "$d" ] || exit 1; }; f "$1"; eval "x=${1#/dev/}"`, !arrives},
		{"what a function made sure of, of another", `f() { case $1 in *[!a-z]*) exit 1;; esac; }; f "$2"; eval "x=$1"`, arrives},
		{"what a function asked and went on", `f() { case $1 in *[!a-z]*) echo no;; esac; }; f "$1"; eval "x=$1"`, arrives},
		{"what a function made sure of on one way", `f() { case $1 in *[!a-z]*) exit 1;; esac; }; if a; then f "$1"; fi; eval "x=$1"`, arrives},
		{"what a function made sure of in a subshell", `f() { case $1 in *[!a-z]*) exit 1;; esac; }; (f "$1"); eval "x=$1"`, arrives},
		{"what a function made sure of a parameter of its own", `f() { set -- "$2"; case $1 in *[!a-z]*) exit 1;; esac; }; f "$1" b; eval "x=$1"`, arrives},
		{"the account as which it runs", `read u; su - "$u" -c "cd /home/$u && make"`, !arrives},
		{"the account as which it runs, behind the text", `read u; su -s /bin/sh -c "cd ~$u" "$u"`, !arrives},
		{"the account as which it runs, without quotes", `read u; su - $u -c "cd /home/$u && make"`, arrives},
		{"the account as which it runs, and another value", `read u; su - "$u" -c "cd $1; cd /home/$u"`, arrives},
		{"a part of the account", `read u; su - "${u%%;*}" -c "cd /home/$u"`, arrives},
		{"the account of sudo", `read u; sudo -H -u "$u" sh -c "cd /home/$u"`, !arrives},
		{"the group of sudo", `read u; sudo -g "$u" sh -c "cd /home/$u"`, arrives},
		{"the account of su-exec", `read u; su-exec "$u" sh -c "cd /home/$u"`, !arrives},
		{"a text for the shell of another account", `read u; su root -c "userdel $u"`, arrives},
		{"who called sudo", `eval echo "~$SUDO_USER"`, !arrives},
		{"what was called by sudo", `eval echo "~$SUDO_COMMAND"`, arrives},
		{"a label of a volume", `eval "$(blkid /dev/sda1)"`, arrives},
		{"labels made for eval", `eval "$(blkid -o udev -p /dev/sda1)"`, !arrives},
		{"the number of a volume", `x=$(blkid -s UUID -o value /dev/sda1); eval "$x"`, !arrives},
		{"the device of a volume", `x=$(blkid | grep root | cut -d: -f1); eval "$x"`, !arrives},
		{"the device of a volume by sed", `for x in $(blkid | sed 's/:.*//'); do eval "$x"; done`, !arrives},
		{"the device of a volume by awk", `x=$(blkid | awk '{print $1}'); eval "$x"`, !arrives},
		{"the device of a label", `x=$(blkid -L root); eval "$x"`, !arrives},
		{"what stands behind the device", `x=$(blkid | cut -d: -f2); eval "$x"`, arrives},
		{"labels alone", `x=$(blkid -o value -s LABEL | cut -d: -f1); eval "$x"`, arrives},
		{"columns of the system's", `x=$(lsblk -rno PATH,TYPE | cut -d" " -f1); eval "$x"`, !arrives},
		{"the first of the columns", `x=$(lsblk -nro NAME,LABEL | awk '{print $1}'); eval "$x"`, !arrives},
		{"the device of volumes that awk picks", `x=$(blkid | awk '/swap/ && NR > 1 {print $1}'); eval "$x"`, !arrives},
		{"the first of the columns, a label", `x=$(lsblk -nro LABEL,NAME | awk '{print $1}'); eval "$x"`, arrives},
		{"a column that may be empty", `x=$(lsblk -nro FSTYPE,LABEL | awk '{print $1}'); eval "$x"`, arrives},
		{"a column of makers", `x=$(lsblk -dno VENDOR "$1"); eval "$x"`, arrives},
		{"a column of labels", `x=$(lsblk -rno PATH,LABEL); eval "$x"`, arrives},
		{"the device of a volume, turned about", `x=$(blkid | rev | cut -d: -f1); eval "$x"`, arrives},
		{"the device of a volume, line by line", `blkid | while read -r l; do eval "${l%%:*}"; done`, !arrives},
		{"the number of a line", `x=$(echo "$1" | grep -n a | cut -d: -f1); eval "$x"`, !arrives},
		{"the number of the first line", `x=$(echo "$1" | grep -n a | head -n1 | cut -d : -f 1); eval "$x"`, !arrives},
		{"the number of a line by awk", `x=$(echo "$1" | grep -n a | awk -F: '{print $1}'); eval "$x"`, !arrives},
		{"the number of a line up to another byte", `x=$(echo "$1" | grep -n a | cut -d' ' -f1); eval "$x"`, arrives},
		{"the line behind its number", `x=$(echo "$1" | grep -n a | cut -d: -f2 | cut -d: -f1); eval "$x"`, arrives},
		{"the number of a line, or a line around", `x=$(echo "$1" | grep -n -A1 a | cut -d: -f1); eval "$x"`, arrives},
		{"the number of a piece", `x=$(echo "$1" | grep -no a.* | cut -d: -f1); eval "$x"`, !arrives},
		{"the number that nl writes", `x=$(echo "$1" | nl | cut -f1); eval "$x"`, !arrives},
		{"the number that cat writes", `x=$(echo "$1" | cat -n | awk '{ print $1 }'); eval "$x"`, !arrives},
		{"numbers that find prints first", `find /srv -printf '%T@ %s %p\n' | while read -r t s f; do eval "$t $s"; done`, !arrives},
		{"the name behind numbers that find prints", `find /srv -printf '%T@ %s %p\n' | while read -r t s f; do eval "$f"; done`, arrives},
		{"the name behind too few numbers", `find /srv -printf '%T@ %p\n' | while read -r t s f; do eval "$s"; done`, arrives},
		{"a number behind the name", `find /srv -printf '%f %s\n' | while read -r f s; do eval "$s"; done`, arrives},
		{"a number of find without a blank", `find /srv -printf '%s%p\n' | while read -r s f; do eval "$s"; done`, arrives},
		{"numbers of find, parted elsewhere", `find /srv -printf '%T@ %p\n' | while IFS=: read -r t f; do eval "$t"; done`, arrives},
		{"numbers of find in one name", `find /srv -printf '%T@ %p\n' | while read -r l; do eval "$l"; done`, arrives},
		{"numbers of find, by awk", `find /srv -printf '%T@ %s %p\n' | sort -n | awk '{print $2}' | while read -r s; do eval "$s"; done`, !arrives},
		{"numbers that awk prints first", `echo "$1" | awk '{print int($1)" "($2*512)" "$3}' | sort -n | while read -r a b c; do eval "$a $b"; done`, !arrives},
		{"what awk prints behind numbers", `echo "$1" | awk '{print int($1)" "($2*512)" "$3}' | sort -n | while read -r a b c; do eval "$c"; done`, arrives},
		{"a number of awk with text behind it", `echo "$1" | awk '{print NR ":" $1}' | while read -r a b; do eval "$a"; done`, arrives},
		{"what stands behind the number of nl", `echo "$1" | nl | while read -r n l; do eval "$l"; done`, arrives},
		{"the number of nl, of two names", `echo "$1" | nl | while read -r n l; do eval "$n"; done`, !arrives},
		{"how many lines there are", `x=$(echo "$1" | awk '{print NR}'); eval "$x"`, !arrives},
		{"what awk reckons", `x=$(echo "$1" | awk '{print ++$1}'); eval "$x"`, !arrives},
		{"what awk reckons of several", `x=$(echo "$1" | awk '{ print $1 * 1.5 - $NF/2 }'); eval "$x"`, !arrives},
		{"a field and what awk reckons", `x=$(echo "$1" | awk '{print $1 $2+1}'); eval "$x"`, arrives},
		{"fields that stand together", `x=$(echo "$1" | awk '{print $1 $2}'); eval "$x"`, arrives},
		{"what a line is", `x=$(echo "$1" | awk '{print}'); eval "$x"`, arrives},
		{"sed for some lines", `x=$(curl -s "$1" | sed '/a/s/b/c/'); eval "$x"`, arrives},
		{"sed that prints some lines", `x=$(curl -s "$1" | sed -n '/a/s/b/c/p'); eval "$x"`, arrives},
		{"sed that prints the lines that fit", `x=$(curl -s "$1" | sed -n '/^[a-z]*$/s/b/c/p'); eval "$x"`, !arrives},
		{"sed that drops bytes of some lines", `x=$(echo "$1" | sed '2s/[^a-z]//g'); eval "$x"`, arrives},
		{"sed that drops bytes of all lines that it prints", `x=$(echo "$1" | sed -n '2s/[^a-z]//gp'); eval "$x"`, !arrives},
		{"a text of jq", `x=$(curl -s "$1" | jq -r '.a[] | "\(.x) \(.y)"'); eval "$x"`, arrives},
		{"a text of jq, in quotes", `x=$(curl -s "$1" | jq -r "\"x='\\(.x)'\""); eval "$x"`, arrives},
		{"a text of jq that is chosen by what it prints", `x=$(curl -s "$1" | jq -r '.[] | select(.x | test("^a$")) | "\(.x)"'); eval "$x"`, !arrives},
		{"a text of jq of what it quotes", `x=$(curl -s "$1" | jq -r '"x=\(.x | @sh)"'); eval "$x"`, !arrives},
		{"a text of jq of a number", `x=$(curl -s "$1" | jq -r '"\(.x | length)"'); eval "$x"`, !arrives},
		{"the key of a pattern", `case $1 in key=*) eval "${1%%=*}";; esac`, !arrives},
		{"the key of several patterns", `case $1 in key=*|name=*) eval "${1%%=*}";; esac`, !arrives},
		{"the key of a pattern, by cut", `case $QUERY_STRING in key=*) x=$(echo "$QUERY_STRING" | cut -d= -f1); eval "$x";; esac`, !arrives},
		{"the key of a pattern, by cut, of lines", `case $1 in key=*) x=$(echo "$1" | cut -d= -f1); eval "$x";; esac`, arrives},
		{"the key of a test", `[[ $1 == key=* ]] && eval "${1%%=*}"`, !arrives},
		{"what stands behind the key", `case $1 in key=*) eval "${1#key=}";; esac`, arrives},
		{"all but the last field of a pattern", `case $1 in key=*) eval "${1%=*}";; esac`, arrives},
		{"a key of any text", `case $1 in *=*) eval "${1%%=*}";; esac`, arrives},
		{"a key or anything", `case $1 in key=*|*) eval "${1%%=*}";; esac`, arrives},
		{"the key behind the case", `case $1 in key=*) ;; esac; eval "${1%%=*}"`, arrives},
		{"a branch of git", `x=$(git branch --show-current); eval "$x"`, arrives},
		{"references of git", `eval "$(git for-each-ref --format='x=%(refname)')"`, arrives},
		{"references of git, quoted by it", `eval "$(git for-each-ref --shell --format='x=%(refname)')"`, !arrives},
		{"a hash of git", `x=$(git rev-parse HEAD); eval "$x"`, !arrives},
		{"while", `while a; do eval "$x"; x=$y; y=$1; done`, arrives},
		{"break", `for i in 1; do x=$1; break; x=b; done; eval "$x"`, arrives},
		{"continue", `for i in 1 2; do x=b; continue; x=$1; done; eval "$x"`, !arrives},
		{"until", `until [ "$1" = a ]; do shift; done; eval "$1"`, !arrives},
		{"subshell", `x=a; (x=$1); eval "$x"`, !arrives},
		{"subshell sees", `x=$1; (eval "$x")`, arrives},
		{"last part of a pipe", `x=a; echo "$1" | read x; eval "$x"`, !arrives},
		{"last part of a pipe of bash", "#!/bin/bash\nx=a; echo \"$1\" | read x; eval \"$x\"", !arrives},
		{"last part of a pipe with lastpipe", "#!/bin/bash\nshopt -s lastpipe; x=a; echo \"$1\" | read x; eval \"$x\"", arrives},
		{"last part of a pipe without lastpipe again", "#!/bin/bash\nshopt -s lastpipe; shopt -u lastpipe; x=a; echo \"$1\" | read x; eval \"$x\"", !arrives},
		{"first part of a pipe with lastpipe", "#!/bin/bash\nshopt -s lastpipe; x=a; { x=$1; } | cat; eval \"$x\"", !arrives},
		{"part of a pipe", `echo "$1" | { read x; eval "$x"; }`, arrives},
		{"substitution", `x=$(y=$1; echo "$y"); eval "$x"`, arrives},
		{"substitution keeps names", `y=a; x=$(y=$1; echo b); eval "$y"`, !arrives},
		{"background", `x=a; x=$1 & eval "$x"`, !arrives},
		{"brace group", `{ x=$1; }; eval "$x"`, arrives},

		{"function sets a global", `f() { x=$1; }; f "$2"; eval "$x"`, arrives},
		{"function's local", `f() { local x=$1; }; x=a; f "$2"; eval "$x"`, !arrives},
		{"function reads a global", `f() { eval "$x"; }; x=$1; f`, arrives},
		{"function reads a global set later", `f() { eval "$x"; }; x=a; f; x=$1`, !arrives},
		{"function's output", `f() { echo "$1"; }; x=$(f "$2"); eval "$x"`, arrives},
		{"function prints to another descriptor", `f() { echo "$1" >&3; }; x=$(f "$2"); eval "$x"`, !arrives},
		{"function's other argument", `f() { echo "$2"; }; x=$(f "$2" b); eval "$x"`, !arrives},
		{"function's arguments are its own", `f() { :; }; f a; eval "$1"`, arrives},
		{"dynamic scope", `f() { local x=$1; g; }; g() { eval "$x"; }; f "$2"`, arrives},
		{"function that checks", `ok() { case $1 in *[!a-z]*) return 1;; esac; }; ok "$1" || exit; eval "$1"`, !arrives},
		{"function that answers the other way", `bad() { case $1 in *[!a-z]*) return 0;; esac; return 1; }; bad "$1" && exit; eval "$1"`, !arrives},
		{"function that checks, in a substitution that is the command", `ok() { case $1 in *[!a-z]*) return 1;; esac; }; if ! $(ok "$1"); then exit; fi; eval "$1"`, !arrives},
		{"function that checks another, in such a substitution", `ok() { case $2 in *[!a-z]*) return 1;; esac; }; if ! $(ok "$1" a); then exit; fi; eval "$1"`, arrives},
		{"function that checks another", `ok() { case $2 in *[!a-z]*) return 1;; esac; }; ok "$1" a || exit; eval "$1"`, arrives},
		{"function that ends the script", `die() { exit 1; }; [ "$1" = a ] || die; eval "$1"`, !arrives},
		{"function that only says so", `die() { echo no; }; [ "$1" = a ] || die; eval "$1"`, arrives},
		{"recursion", `f() { [ "$1" = 9 ] || f "$1"; eval "$x"; }; x=$2; f 1`, arrives},
		{"mutual recursion", `f() { g "$1"; }; g() { f "$1"; eval "$1"; }; f "$2"`, arrives},

		{"function that nothing calls", `f() { eval "$x"; }; g() { :; }; g; x=$1; :`, !arrives},
		{"function that nothing calls, with one that calls", `f() { eval "$x"; "$x"; }; g() { :; }; g; x=$1; :`, !arrives},
		{"function that is named", `f() { eval "$x"; }; x=$1; complete -F f ls`, arrives},
		{"function of a name that is put together", `f_a() { eval "$x"; }; x=$1; f_$y`, arrives},
		{"function of a name that is evaluated", `f_a() { eval "$x"; }; x=$1; eval f_$y`, arrives},
		{"function that another file may call", `f() { eval "$x"; }; x=$1; ls; . ./plugin.sh`, arrives},
		{"function that a child may call", `f() { eval "$x"; }; x=$1; ls; export -f "f_$y"`, arrives},
		{"function that runs its words", `run() { "$@"; }; run eval "x=$1"`, arrives},
		{"function that runs its words, sh -c", `run() { echo "+ $*"; "$@"; }; run sh -c "ls $1"`, arrives},
		{"function that runs its words, as an argument", `run() { echo "+ $*"; "$@"; }; run sh -c 'ls "$1"' sh "$1"`, !arrives},
		{"function that runs its words, an argument that is evaluated", `run() { "$@"; }; run sh -c 'eval "$1"' sh "$1"`, arrives},
		{"function that prints its words", `run() { echo "$@"; }; run eval "x=$1"`, !arrives},
		{"function that runs its words as another", `as_root() { sudo "$@"; }; as_root sh -c "ls $1"`, arrives},
		{"function that runs its words behind a number", `retry() { n=$1; shift; until "$@"; do sleep 1; done; }; retry 3 sh -c "ls $1"`, arrives},
		{"the number", `retry() { n=$1; shift; until "$@"; do sleep 1; done; }; retry "$1" sh -c ls`, !arrives},
		{"function that runs a function", `f() { eval "$1"; }; run() { "$@"; }; run f "$1"`, arrives},
		{"function that runs a function, another argument", `f() { eval "$2"; }; run() { "$@"; }; run f "$1" a`, !arrives},
		{"sudo runs no function", `f() { eval "$1"; }; run() { sudo "$@"; }; run f "$1"`, !arrives},
		{"function that hands its words to another", `run() { "$@"; }; as_root() { run sudo "$@"; }; as_root sh -c "ls $1"`, arrives},
		{"output of what a function runs", `run() { "$@"; }; x=$(run echo "$1"); eval "$x"`, arrives},
		{"output of what a function runs without it", `run() { "$@" >/dev/null; }; x=$(run echo "$1"); eval "$x"`, !arrives},
		{"what a function runs checks", `q() { "$@" >/dev/null; }; ok() { case $1 in *[!a-z]*) return 1;; esac; }; q ok "$1" || exit; eval "$1"`, !arrives},
		{"what a function runs checks the other way", `not() { ! "$@"; }; bad() { case $1 in *[!a-z]*) return 0;; esac; return 1; }; not bad "$1" || exit; eval "$1"`, !arrives},
		{"what a function runs checks, and the answer is turned round", `not() { ! "$@"; }; ok() { case $1 in *[!a-z]*) return 1;; esac; }; not ok "$1" || exit; eval "$1"`, arrives},

		{"set --", `set -- a "$1"; eval "$2"`, arrives},
		{"set --, other place", `set -- a "$1"; eval "$1"`, !arrives},
		{"shift", `set -- a "$1"; shift; eval "$1"`, arrives},
		{"shift away", `set -- "$1" a; shift; eval "$1"`, !arrives},
		{"set --, of a value that is split", `set -- $1 b; eval "$3"`, arrives},
		{"set, of an option that the environment may choose", `set ${DEBUG:-+x}; eval "$1"`, arrives},
		{"set, of an option that the environment may choose, no parameter", `set -- a; set ${DEBUG:-+x}; eval "$1"`, !arrives},
		{"set --, of a quoted value", `set -- "$1" b; eval "$2"`, !arrives},
		{"getopts", `while getopts a: o; do eval "$OPTARG"; done`, arrives},
		{"getopt -u", `eval set -- $(getopt -u -o a: -- "$@")`, arrives},
		{"getopt", `eval set -- $(getopt -o a: -- "$@")`, !arrives},
		{"getopt, its words", `t=$(getopt -o a: -- "$@") || exit; eval set -- "$t"; eval "$2"`, arrives},
		{"getopt, its first word", `t=$(getopt -o a: -- "$@"); eval set -- "$t"; eval "opt_$1"`, !arrives},
		{"getopt, its words, in a loop", `t=$(getopt -o a: -- "$@"); eval set -- "$t"; while :; do case $1 in -a) a=$2; shift 2;; --) shift; break;; esac; done; eval "$a"`, arrives},
		{"getopt, its words, in one text", `t=$(getopt -o a: -- "$@"); eval "set -- $t"; shift; eval "$1"`, arrives},
		{"getopt, its words, as they are", `t=$(getopt -o a: -- "$@"); eval set -- "$t"; wc "$2"`, !arrives},
		{"getopt, its words, not evaluated", `t=$(getopt -o a: -- "$@"); eval "$t"`, !arrives},
		{"getopt, of constants", `t=$(getopt -o a: -- -a b); eval set -- "$t"; eval "$2"`, !arrives},
		{"getopt, its words, checked", `t=$(getopt -o a: -- "$@"); eval set -- "$t"; case $2 in *[!a-z]*) exit;; esac; eval "$2"`, !arrives},
		{"getopt, on one of two ways", `if [ -n "$Y" ]; then t=$(getopt -o a: -- "$@"); else t=$(date); fi; eval set -- "$t"; eval "$2"`, arrives},
		{"getopt of System V", `t=$(getopt a: $*); set -- $t; eval "$2"`, arrives},
		{"getopt of System V, of constants", `t=$(getopt a: -a b); set -- $t; eval "$2"`, !arrives},
		{"a function that looks up a name", `is_fn() { type "$1" 2>&1 | grep -q function; }; is_fn "$1" || exit 1; eval "$1"`, !arrives},
		{"a function that shows a name", `is_fn() { echo "$1"; }; is_fn "$1" || exit 1; eval "$1"`, arrives},
		{"xargs", `xargs sh -c 'eval "$1"' sh`, arrives},
		{"xargs, as a word", `xargs sh -c 'wc "$1"' sh`, !arrives},
		{"xargs, as the name", `xargs sh -c 'eval "$0"'`, arrives},
		{"xargs, as the name, behind one", `xargs sh -c 'eval "$0"' sh`, !arrives},
		{"xargs, in the place of a mark", `xargs -I{} sh -c 'eval "$1"' sh {}`, arrives},
		{"xargs, in the place of a mark, as a word", `xargs -I{} sh -c 'wc "$1"' sh {}`, !arrives},
		{"find, in the place of its mark", `find . -exec sh -c 'for f; do eval "x=$f"; done' sh {} +`, arrives},
		{"find, in the place of its mark, as a word", `find . -exec sh -c 'for f; do wc "$f"; done' sh {} +`, !arrives},
		{"find in a folder of the system", `find /usr/lib -exec sh -c 'eval "$1"' sh {} \;`, !arrives},
		{"find of known names", `n=a; f=$(find . -maxdepth 1 -name "$n.so" -o -name b); eval "x=$f"`, !arrives},
		{"find of a pattern", `f=$(find . -maxdepth 1 -name "*.so" -o -name b); eval "x=$f"`, arrives},
		{"find of a known name further down", `f=$(find . -name a.so); eval "x=$f"`, arrives},
		{"a file of others that a comment names", "# reads /proc/cmdline\nfor i in $(cat /proc/cmdline); do eval \"$i\"; done", arrives},
		{"a file of others that the program makes", `date > /tmp/x.conf; eval "$(cat /tmp/x.conf)"`, !arrives},
		{"a value that is logged", `logger -- "$1" && t=y; eval "$1"`, arrives},
		{"find, another word", `find . -exec sh -c 'eval "$1"' sh a {} +`, !arrives},
		{"the name of sh -c", `sh -c 'eval "$0"' "$1"`, arrives},
		{"the name of a script", `eval "x=$0"`, !arrives},
		{"sh -s", "sh -s -- \"$1\" <<'E'\neval \"$1\"\nE", arrives},
		{"sh -s, as a word", "sh -s -- \"$1\" <<'E'\nwc \"$1\"\nE", !arrives},
		{"sh -s, another word", "sh -s a \"$1\" <<'E'\neval \"$1\"\nE", !arrives},
		{"sh -s under sudo", "sudo sh -s \"$1\" <<'E'\neval \"$1\"\nE", arrives},
		{"sh -s of another program", "cat <<'E' | sh -s \"$1\"\neval \"$1\"\nE", arrives},
		{"sh -s on another machine", "ssh host sh -s -- \"$1\" <<'E'\nwc \"$1\"\nE", arrives},
		{"bash -c with a name", `bash -c 'eval "$1"' name "$1"`, arrives},
		{"getopts, the letter", `while getopts a: o; do eval "opt_$o"; done`, !arrives},
		{"read from a here-document", "read -r x <<E\n$1\nE\neval \"$x\"", arrives},
		{"read from a quoted here-document", "read -r x <<'E'\n$1\nE\neval \"$x\"", !arrives},
		{"read several", `echo "$1" | { read -r a b; eval "$b"; }`, arrives},
		{"export to a child", `export X="$1"; sh -c 'eval "$X"'`, arrives},
		{"not exported", `x="$1"; sh -c 'eval "$x"'`, !arrives},
		{"set -a", `set -a; x=$1; sh -c 'eval "$x"'`, arrives},
		{"set +a", `set -a; set +a; x=$1; sh -c 'eval "$x"'`, !arrives},
		{"set -o allexport", `set -o allexport; x=$1; sh -c 'eval "$x"'`, arrives},
		{"in front of a command", `X="$1" sh -c 'eval "$X"'`, arrives},
		{"unset", `x=$1; unset x; eval "$x"`, !arrives},

		{"default", `x=; eval "${x:-$1}"`, arrives},
		{"default of a set name", `x=a; eval "${x:-$1}"`, !arrives},
		{"default of an empty name", `x=; eval "${x-$1}"`, !arrives},
		{"default of no name", `x=a; unset x; eval "${x-$1}"`, arrives},
		{"assignment to no name", `unset x; : "${x=$1}"; eval "$x"`, arrives},
		{"error where there is none", `eval "${1:?$2}"`, arrives},
		{"alternative of an empty name", `x=; eval "${x:+$1}"`, !arrives},
		{"alternative of a name that is set", `x=; eval "${x+$1}"`, arrives},
		{"alternative of no name", `unset x; eval "${x+$1}"`, !arrives},
		{"alternative", `x=a; eval "${x:+$1}"`, arrives},
		{"alternative hides the value", `eval "${1:+a}"`, !arrives},
		{"assignment in an expansion", `: "${x:=$1}"; eval "$x"`, arrives},
		{"cut prefix", `eval "${1#a}"`, arrives},
		{"cut the longest prefix", `eval "${1##*/}"`, arrives},
		{"cut suffix", `eval "${1%.txt}"`, arrives},
		{"cut the longest suffix", `eval "${1%%:*}"`, arrives},
		{"cut all but digits", `eval "${1%%[!0-9]*}"`, !arrives},
		{"group of a match", "#!/bin/bash\n[[ $1 =~ ^--([a-z]+)=(.*)$ ]] && eval \"x=${BASH_REMATCH[2]}\"", arrives},
		{"the whole of a match", "#!/bin/bash\n[[ $1 =~ x.*y ]] && eval \"$BASH_REMATCH\"", arrives},
		{"the whole of a match of digits", "#!/bin/bash\n[[ $1 =~ [0-9]+ ]] && eval \"$BASH_REMATCH\"", !arrives},
		{"group of a match, a word", "#!/bin/bash\n[[ $1 =~ ^--([a-z]+)=(.*)$ ]] && eval \"${BASH_REMATCH[1]}=1\"", !arrives},
		{"group in a group", "#!/bin/bash\n[[ $1 =~ ^((.*)@)?x$ ]]; eval \"${BASH_REMATCH[2]}\"", arrives},
		{"group behind a bracket", "#!/bin/bash\n[[ $1 =~ ^[(]([0-9]+)(.*)$ ]]; eval \"${BASH_REMATCH[1]}\"", !arrives},
		{"group of a match of a constant", "#!/bin/bash\nv=a; [[ $v =~ ^(.*)$ ]]; eval \"${BASH_REMATCH[1]}\"", !arrives},
		{"group of a match of a word that was checked", "#!/bin/bash\ncase $1 in *[!a-z]*) exit;; esac; [[ $1 =~ ^(.*)$ ]]; eval \"${BASH_REMATCH[1]}\"", !arrives},
		{"group of a match in an array of words", "#!/bin/bash\n[[ $1 =~ ^(.*)$ ]]; n=${#BASH_REMATCH[1]}; eval \"x=$n\"", !arrives},
		{"cut all but digits in front", `eval "${1##*[!0-9]}"`, !arrives},
		{"cut all where there is another", `eval "${1##*[!0-9]*}"`, !arrives},
		{"cut up to the first other", `eval "${1#*[!0-9]*}"`, arrives},
		{"something is left where there is no other", `[ -n "${1##*[!0-9]*}" ] || exit; eval "$1"`, !arrives},
		{"something is left behind the first other", `[ -n "${1#*[!0-9]*}" ] || exit; eval "$1"`, arrives},
		{"nothing is left where there is another", `[ -z "${1%%*[!0-9]*}" ] && exit; eval "$1"`, !arrives},
		{"nothing is left where there is none", `[ -z "${1##*[!0-9]*}" ] || exit; eval "$1"`, arrives},
		{"left is not empty", `if [ "${1##*[!a-z]*}" != "" ]; then eval "$1"; fi`, !arrives},
		{"cut one that is no digit", `eval "${1%[!0-9]*}"`, arrives},
		{"replace with the value", `x=abc; eval "${x/b/$1}"`, arrives},
		{"replace all of one", `eval "${1//;/}"`, arrives},
		{"replace", `eval "${1/#x/y}"`, arrives},
		{"replace all of a set", `eval "${1//[!a-z]/}"`, !arrives},
		{"length", `eval "x=${#1}"`, !arrives},
		{"substring", `eval "${1:2}"`, arrives},
		{"arithmetic", `eval "x=$(( $1 + 1 ))"`, !arrives},
		{"substring of some length", `eval "${1:0:9}"`, arrives},
		{"double quotes are not all", `x=${1//\"/\\\"}; eval "y=\"$x\""`, arrives},
		{"@Q, which ash does not have", `eval "${1@Q}"`, !arrives},
		{"@Q of bash", "#!/bin/bash\neval \"${1@Q}\"", !arrives},
		{"@U of bash", "#!/bin/bash\neval \"${1@U}\"", arrives},
		{"@U, which ash does not have", `eval "${1@U}"`, !arrives},
		{"upper case of bash", "#!/bin/bash\neval \"${1^^}\"", arrives},
		{"a file that bash prints", "#!/bin/bash\neval \"$(</tmp/x.conf)\"", arrives},
		{"a file that only bash prints", "#!/bin/sh\neval \"$(</tmp/x.conf)\"", !arrives},
		{"printf -v of bash", "#!/bin/bash\nprintf -v x %s \"$1\"; eval \"$x\"", arrives},
		{"printf -v %q of bash", "#!/bin/bash\nprintf -v x %q \"$1\"; eval \"$x\"", !arrives},

		{"written, then sourced", `echo "x=$1" > f; . ./f`, arrives},
		{"written, then run", "cat > f <<E\nx=$1\nE\nsh f", arrives},
		{"written with another name", `echo "x=$1" > f; sh g`, !arrives},
		{"written, then read by sh -n", `echo "x=$1" > f; sh -n f`, !arrives},
		{"moved, then run", `echo "x=$1" > f; mv f g; sh ./g`, arrives},
		{"written, then read", `echo "$1" > f; x=$(cat f); eval "$x"`, arrives},
		{"appended", `echo a > f; echo "$1" >> f; . ./f`, arrives},
		{"overwritten", `echo "$1" > f; echo a > f; . ./f`, !arrives},
		{"written, then run by exec", `echo "$1" > f.sh; chmod +x f.sh; exec ./f.sh`, arrives},
		{"written, then edited", `echo "$1" > f; sed 's/a/b/' f > g; sh g`, arrives},
		{"written, then edited to letters", `echo "$1" > f; sed 's/[^a-z]//g' f > g; sh g`, !arrives},
		{"written by the output of the shell", `exec > f; echo "x=$1"; . ./f`, arrives},
		{"written by the output of the shell, that ends", `exec > f; exec > g; echo "x=$1"; . ./f`, !arrives},
		{"written by the output of a subshell", `(exec > f); echo "x=$1"; . ./f`, !arrives},
		{"written by the output of the shell, in a function", `say() { echo "$1"; }; exec >> f; say "x=$1"; . ./f`, arrives},
		{"output of a function that exec moves", `f() { echo "$1"; exec 1>&3; }; eval "$(f "$1")"`, arrives},
		{"output of a group that exec moves", `{ echo "x=$1"; exec 1>&3; } > f; . ./f`, arrives},
		{"another command's output, after exec", `exec > f; echo "x=$1" > g; . ./f`, !arrives},
		{"read from the input of the shell", `echo "$1" > f; exec < f; read -r x; eval "$x"`, arrives},
		{"read from the input of the shell, a file of the program's own", `exec < /opt/f; read -r x; eval "$x"`, !arrives},
		{"written to a descriptor", `exec 3> f; echo "x=$1" >&3; . ./f`, arrives},
		{"written to another descriptor", `exec 3> f 4> g; echo "x=$1" >&4; . ./f`, !arrives},
		{"written to a descriptor that is opened again", `exec 3> f; exec 3> g; echo "x=$1" >&3; . ./f`, !arrives},
		{"written to a descriptor of a block", `{ echo "x=$1" >&3; } 3> f; . ./f`, arrives},
		{"messages", `exec 2> f; echo "x=$1" >&2; . ./f`, !arrives},
		{"written by awk", `echo "$1" | awk '{ print > "f" }'; . ./f`, arrives},
		{"written by awk of a file", `echo "$1" > g; awk '{ print $2 >> "f" }' g; . ./f`, arrives},
		{"written by awk of a name", `awk -v x="$1" 'BEGIN { print "x=" x > "f" }'; . ./f`, arrives},
		{"written by awk of another name", `awk -v x=a -v y="$1" 'BEGIN { print "x=" x > "f" }'; . ./f`, !arrives},
		{"written by awk that checks", `echo "$1" | awk '$1 ~ /^[a-z]+$/ { print $1 > "f" }'; . ./f`, !arrives},
		{"written by dd", `echo "$1" | dd of=f bs=1; . ./f`, arrives},
		{"written by dd to another", `echo "$1" | dd of=g bs=1; . ./f`, !arrives},
		{"installed, then run", `echo "$1" > f; install -m 755 f g; ./g`, arrives},
		{"copied into a folder", `echo "$1" > f; cp -p f /opt/d/; . /opt/d/f`, arrives},
		{"copied into a folder with others", `echo "$1" > f; cp a f /opt/d; . /opt/d/f`, arrives},
		{"others copied into a folder", `echo "$1" > f; cp a b /opt/d; . /opt/d/a`, !arrives},
		{"written to a temporary file", "t=$(mktemp)\ncat > \"$t\" <<E\n$1\nE\nsh \"$t\"", arrives},

		{"number", `[ "$1" -eq "$1" ] || exit; eval "x=$1"`, !arrives},
		{"number, by printf", `printf %d "$1" >/dev/null 2>&1 || exit; eval "x=$1"`, !arrives},
		{"text, by printf", `printf %s "$1" >/dev/null 2>&1 || exit; eval "x=$1"`, arrives},
		{"status asked for later", `[ "$1" -eq "$1" ]; if [ $? -ne 0 ]; then exit; fi; eval "x=$1"`, !arrives},
		{"nothing is left by tr -d", `[ -z "$(echo "$1" | tr -d a-z0-9)" ] || exit 1; eval "x_$1=1"`, !arrives},
		{"something may be left by tr -d", `[ -n "$(echo "$1" | tr -d a-z0-9)" ] || exit 1; eval "x_$1=1"`, arrives},
		{"nothing is left by tr -d of code", `[ -z "$(echo "$1" | tr -d 'a-z;')" ] || exit 1; eval "x_$1=1"`, arrives},
		{"nothing is left by sed", `if test -n "$(echo $1 | sed 's/[-a-zA-Z0-9_]//g')"; then { echo no >&2; exit 1; }; fi; eval "x_$1=1"`, !arrives},
		{"nothing is left by ${v//}", `[ "${1//[a-z]/}" = "" ] || exit 1; eval "x_$1=1"`, !arrives},
		{"the first only", `[ "${1/[a-z]/}" = "" ] || exit 1; eval "x_$1=1"`, arrives},
		{"equal to what tr -cd leaves", `[ "$1" = "$(echo "$1" | tr -cd a-z)" ] || exit 1; eval "x_$1=1"`, !arrives},
		{"not equal to what tr -cd leaves", `[ "$1" != "$(echo "$1" | tr -cd a-z)" ] || exit 1; eval "x_$1=1"`, arrives},
		{"equal to its first line", `[ "$1" = "$(echo "$1" | head -n 1)" ] || exit 1; eval "x_$1=1"`, arrives},
		{"something is found by it in a list", `[ -n "$(echo a b | grep -w "$1")" ] || exit; eval "$1"`, !arrives},
		{"nothing is found by it in a list", `[ -z "$(echo a b | grep -w "$1")" ] || exit; eval "$1"`, arrives},
		{"a list is found in it", `[ "$(echo "$1" | grep -E '^[a-z]+$')" ] || exit; eval "$1"`, !arrives},
		{"a list is found in it, or none", `[ ! "$(echo "$1" | grep -E '^[a-z]+$')" ] || exit; eval "$1"`, arrives},
		{"a letter is found in it", `[ "$(echo "$1" | grep -E '[a-z]')" ] || exit; eval "$1"`, arrives},
		{"a word is not found in it", `[ -z "$(echo "$1" | grep -wo del)" ] || exit; eval "$1"`, arrives},
		{"it is counted how often a list is found in it", `[ "$(echo "$1" | grep -cE '^[a-z]+$')" ] || exit; eval "$1"`, arrives},
		{"no line of it is found outside of a list", `[ -z "$(echo "$1" | grep -v '^[a-z]*$')" ] || exit; eval "$1"`, !arrives},
		{"a line of it is found outside of a list", `[ -n "$(echo "$1" | grep -v '^[a-z]*$')" ] || exit; eval "$1"`, arrives},
		{"asked for until a list is found in it", `while [ ! "$(echo $x | grep -E '^[a-z]+$')" ]; do read -r x; done; eval "$x"`, !arrives},
		{"asked for until a list is found in it, with until", `until [ -n "$(echo "$x" | grep -E '^[a-z]+$')" ]; do read -r x; done; eval "$x"`, !arrives},
		{"asked for until it is there", `while [ -z "$x" ]; do read -r x; done; eval "$x"`, arrives},
		{"used while a list is asked for", `while [ ! "$(echo $x | grep -E '^[a-z]+$')" ]; do read -r x; eval "$x"; done`, arrives},
		{"something is found by another", `[ -n "$(echo a b | grep -w "$2")" ] || exit; eval "$1"`, arrives},
		{"tr -cd", `x=$(echo "$1" | tr -cd 'a-z0-9'); eval "$x"`, !arrives},
		{"tr -d of one", `x=$(echo "$1" | tr -d ';'); eval "$x"`, arrives},
		{"dd", `x=$(echo "$1" | dd bs=1 count=9); eval "$x"`, arrives},
		{"dd into a file", `x=$(echo "$1" | dd of=f); eval "$x"`, !arrives},
		{"dd of a file", `x=$(echo "$1" | dd if=/dev/zero count=9); eval "$x"`, !arrives},
		{"sed that drops a line", `x=$(printf "%s\na" "$1" | sed '$d'); eval "$x"`, arrives},
		{"sed that drops lines by what they hold", `x=$(printf "%s\na" "$1" | sed '/;/d'); eval "$x"`, !arrives},
		{"an applet by way of busybox", `x=$(/bin/busybox httpd -d "$1"); eval "$x"`, arrives},
		{"output of what a wrapper runs", `x=$(timeout 9 wget -qO- http://h/); eval "$x"`, arrives},
		{"output of what a wrapper runs, into a file", `x=$(timeout 9 wget -qO f http://h/); eval "$x"`, !arrives},
		{"output of what wrappers run", `x=$(echo "$1" | sudo -u a env A=1 nice -n 5 cat); eval "$x"`, arrives},
		{"output of what wrappers run, a set", `x=$(echo "$1" | sudo -u a env A=1 nice -n 5 tr -cd a-z); eval "$x"`, !arrives},
		{"a program in the place of a builtin", `x=$(env LC_ALL=C printf '%s' "$1"); eval "$x"`, arrives},
		{"a builtin by command", `echo "$1" | { command read -r x; eval "$x"; }`, arrives},
		{"a builtin by sudo", `echo "$1" | { sudo read -r x; eval "$x"; }`, !arrives},
		{"a program that command looks for", `x=$(command -v wget); eval "$x"`, !arrives},
		{"a wrapped program that is no wrapper's", `x=$(timeout 9 sleep 1; date); eval "$x"`, !arrives},
		{"output of a program by its path", `x=$(/usr/bin/curl -s http://h/); eval "$x"`, arrives},
		{"output of a function that passes its arguments on", `f() { curl -s "$@"; }; x=$(f -X POST http://h/); eval "$x"`, arrives},
		{"the status that options of an array have it print", `a=(-s -w '%{http_code}'); a+=("$1"); x=$(curl "${a[@]}"); eval "$x"`, !arrives},
		{"a file that options of an array have it write", `a=(-s -o f); x=$(curl "${a[@]}" "$1"); eval "$x"`, !arrives},
		{"other options of an array", `a=(-s -H a); x=$(curl "${a[@]}" "$1"); eval "$x"`, arrives},
		{"an option of another array", `a=(-s); b=(-w x); x=$(curl "${a[@]}" "$1"); eval "$x"`, arrives},
		{"the status that such a function has it print", `f() { curl -s "$@"; }; x=$(f -w '%{http_code}' -o /dev/null http://h/); eval "$x"`, !arrives},
		{"an answer of the machine itself to such a function", `f() { curl -s "${@}"; }; x=$(f http://localhost/); eval "$x"`, !arrives},
		{"names of the networks in reach", `iw dev wlan0 scan | sed -n 's/.*SSID: \(.*\)/a="\1"/p' | while read -r l; do eval "$l"; done`, arrives},
		{"addresses of the networks in reach", `for x in $(iwlist wlan0 scan | grep -oE '([0-9A-F]{2}:){5}[0-9A-F]{2}'); do eval "a=$x"; done`, !arrives},
		{"what a wireless device itself is", `x=$(iw dev wlan0 info); eval "$x"`, !arrives},
		{"what base64 decodes", `x=$(echo "$1" | base64 -d | head -n1); eval "x=$x"`, arrives},
		{"what base64 encodes", `x=$(echo "$1" | base64 | head -n1); eval "x=$x"`, !arrives},
		{"what xxd makes of digits", `x=$(echo "$1" | xxd -r -p | head -n1); eval "x=$x"`, arrives},
		{"digits that xxd makes", `x=$(echo "$1" | xxd -p | head -n1); eval "x=$x"`, !arrives},
		{"a dump of xxd, with the text beside it", `x=$(echo "$1" | xxd); eval "$x"`, arrives},
		{"a wrapped exec", `x=$(exec curl -s http://h/); eval "$x"`, arrives},
		{"words that xargs makes are not known", `x=$(echo "$1" | xargs env A=1 cat); eval "$x"`, !arrives},
		{"grep under a wrapper", `echo "$1" | env LC_ALL=C grep -Eqx '[a-z]+' || exit; eval "$1"`, !arrives},
		{"grep under a wrapper, of a piece", `echo "$1" | env LC_ALL=C grep -Eq '[a-z]+' || exit; eval "$1"`, arrives},
		{"a test by busybox", `busybox test "$1" -eq 0 || exit; eval "x=$1"`, !arrives},
		{"a file that tee writes for root", `echo "$1" | sudo tee f >/dev/null; . ./f`, arrives},
		{"a file that tee writes for root, another", `echo "$1" | sudo tee g >/dev/null; . ./f`, !arrives},
		{"awk that prints fields one by one", `eval $(echo "$1" | awk -F'&' '{for(i=1;i<=NF;i++){print $i}}')`, arrives},
		{"awk that counts fields", `eval $(echo "$1" | awk -F'&' '{for(i=1;i<=NF;i++){print i}}')`, !arrives},
		{"awk that prints the field behind a key", `x=$(echo "$1" | awk 'BEGIN{RS="&";FS="="}{if($1=="user") print $2}'); eval "$x"`, arrives},
		{"awk that prints the key", `x=$(echo "$1" | awk 'BEGIN{RS="&";FS="="}{if($1=="user") print $1}'); eval "$x"`, !arrives},
		{"awk that prints an element", `x=$(echo "$1" | awk '{split($0,a,"&")} END{print a[1]}'); eval "$x"`, arrives},
		{"awk that prints how many elements", `x=$(echo "$1" | awk '{n=split($0,a,"&")} END{print n}'); eval "$x"`, !arrives},
		{"awk that prints an index of the input", `x=$(echo "$1" | awk '{a[$1]=1} END{for (k in a) print k}'); eval "$x"`, arrives},
		{"awk that prints what stands at such an index", `x=$(echo "$1" | awk '{a[$1]=1} END{for (k in a) print a[k]}'); eval "$x"`, !arrives},
		{"awk that prints some lines", `x=$(echo "$1" | awk -F= '/^cmd=/{print $2}'); eval "$x"`, arrives},
		{"awk that prints lines of a shape", `x=$(echo "$1" | awk '/^[a-z]+$/{print}'); eval "$x"`, !arrives},
		{"awk that prints members", `x=$(echo "$1" | awk '{if ($1 in list) print}'); eval "$x"`, !arrives},
		{"awk that goes byte by byte", `x=$(echo "$1" | awk '{for(i=1;i<9;i++){c=substr($0,i,1);print c}}'); eval "$x"`, !arrives},
		{"awk that cuts", `x=$(echo "$1" | awk '{print substr($0, 3)}'); eval "$x"`, arrives},
		{"awk that adds up", `x=$(echo "$1" | awk '{s=$1+$2; print s, $3*2, length($4)}'); eval "$x"`, !arrives},
		{"awk that prints the last but one", `x=$(echo "$1" | awk '{print $(NF-1)}'); eval "$x"`, arrives},
		{"awk that prints to messages", `x=$(echo "$1" | awk '{print $1 > "/dev/stderr"}'); eval "$x"`, !arrives},
		{"awk that prints a value of -v", `x=$(awk -v a="$1" 'BEGIN { printf "%s\n", a }'); eval "$x"`, arrives},
		{"awk that prints another value of -v", `x=$(awk -v a="$1" -v b=c 'BEGIN { printf "%s\n", b }'); eval "$x"`, !arrives},
		{"awk that prints fields behind a text, as code", `u=$(curl -s "$1" | awk '{print "https://h/v" $2}'); eval "curl $u"`, arrives},
		{"awk that prints numbers by a format", `x=$(echo "$1" | awk -F. '{printf("%d%03d%%\n", $1, $2)}'); eval "$x"`, !arrives},
		{"awk that prints a text by a format", `x=$(echo "$1" | awk -F. '{printf("%d%%%s\n", $1, $2)}'); eval "$x"`, arrives},
		{"awk that prints a number behind a text of its own", `x=$(echo "$1" | awk '{printf "%s %.1f\n", NR, $1}'); eval "$x"`, !arrives},
		{"awk that prints an element by a format", `x=$(echo "$1" | awk '{split($0,a,"&")} END{printf "%d %s", a[1,2], a[2]}'); eval "$x"`, arrives},
		{"awk with a format of the input", `x=$(echo "$1" | awk '{printf $1, 2}'); eval "$x"`, arrives},
		{"awk with a format that the input goes on", `x=$(echo "$1" | awk '{printf "%d" $1, 2}'); eval "$x"`, arrives},
		{"a path that goes on a name", `case $1 in v*) . "/opt/$1.gz";; esac`, !arrives},
		{"a path that goes on a name, in another name", `case $1 in v*) f=/opt/$1.gz;; *) exit;; esac; . "$f"`, !arrives},
		{"a path that goes on a folder", `case $1 in v/*) . "/opt/$1.gz";; esac`, arrives},
		{"a path that goes on a dot", `case $1 in .*) . "/opt/$1.gz";; esac`, arrives},
		{"awk that quotes what can leave quotes", `eval $(echo "$1" | awk '{ printf "x=\"%s\"\n", $1 }')`, arrives},
		{"awk that quotes what cannot", `eval $(echo "$1" | tr -d '"\\$\140' | awk '{ printf "x=\"%s\"\n", $1 }')`, !arrives},
		{"a name of numbers", `declare -i n=1; n=$1; eval "x$n"`, !arrives},
		{"a name of numbers, of another function", `f() { local -ri n="$1"; eval "x$n"; }; f "$1"`, !arrives},
		{"a name that is no name of numbers", `declare -r m; declare -i n; m=$1; eval "x$m"`, arrives},
		{"printf of numbers with a width", `eval "$(printf 'T%02d: %-5x%%' "$1" 2)"`, !arrives},
		{"printf of a number and a text", `eval "$(printf 'T%02d: %5s' 1 "$1")"`, arrives},
		{"printf of a width among the words", `eval "$(printf 'T%*d' "$1" 2)"`, arrives},
		{"three characters", `x=$1; eval "a${x:5:3}"`, !arrives},
		{"four characters", `x=$1; eval "a${x:5:4}"`, arrives},
		{"awk that prints numbers and a tab in front", `echo "$1" | awk '{ print NR "\t" $2*512, $1 }' | while read a b c; do eval "$b"; done`, !arrives},
		{"awk that prints a number and a tab in front", `echo "$1" | awk '{ print NR "\t" $1 }' | while read a b; do eval "$b"; done`, arrives},
		{"awk that prints a field as a number", `x=$(echo "$1" | awk '{ printf "%5.2f %d%%\n", $1, $2 }'); eval "$x"`, !arrives},
		{"awk that prints one as a number, one as a text", `x=$(echo "$1" | awk '{ printf "%d %-8s\n", $1, $2 }'); eval "$x"`, arrives},
		{"awk that prints what is given on", `x=$(echo "$1" | awk '{ a = b "x"; b = c; c = $2; print a }'); eval "$x"`, arrives},
		{"awk of a file of the system", `x=$(awk '{print $2}' /etc/conf); eval "$x"`, !arrives},
		{"sed that puts quotes around fields", `eval $(echo "$1" | sed 's/=/="/g;s/&/";/g;s/$/"/')`, arrives},
		{"sed that puts quotes around what cannot leave them", `eval $(echo "$1" | tr -d '"\\$\140' | sed 's/=/="/g;s/&/";/g;s/$/"/')`, !arrives},
		{"sed that puts single quotes around what cannot leave them", `eval $(echo "$1" | tr -d "'" | sed "s/=/='/;s/\$/'/")`, !arrives},
		{"sed that makes one of all lines", `x=$(curl -s "$1" | sed ':a;N;$!ba;s/\n/ /g'); eval "$x"`, arrives},
		{"sed that makes one of all lines, without what does harm", `x=$(curl -s "$1" | sed ':a;N;$!ba;s/[^a-z]//g'); eval "$x"`, !arrives},
		{"sed's script behind its letter", `x=$(curl -s "$1" | sed -ne's/a/b/p'); eval "$x"`, arrives},
		{"sed's script behind its letter, of letters", `x=$(curl -s "$1" | sed -e's/[^a-z]//g'); eval "$x"`, !arrives},
		{"sed that ends lines", `eval $(echo "$1" | sed 's/&/\n/g')`, arrives},
		{"sed that puts a text before the match", `eval $(echo "$1" | sed 's/^.*$/x=&/')`, arrives},
		{"sed that puts groups together", `eval $(echo "$1" | sed 's/\(.*\)&\(.*\)/\1;\2/')`, arrives},
		{"sed that puts groups of letters together", `eval $(echo "$1" | sed -n 's/^\([a-z]*\)=\([a-z]*\)$/x_\1=\2/p')`, !arrives},
		{"sed that escapes the match", `eval "x=$(echo "$1" | sed 's/./\\&/g')"`, !arrives},
		{"a field of an answer", `x=$(curl -s "$1" | jq -r .x); eval "$x"`, arrives},
		{"a field of an answer, in double quotes", `x=$(curl -s "$1" | jq .x); eval "y=$x"`, arrives},
		{"a field of an answer, quoted for a shell", `x=$(curl -s "$1" | jq -r '.x | @sh'); eval "y=$x"`, !arrives},
		{"a field of an answer, counted", `x=$(curl -s "$1" | jq '.x | length'); eval "y=$x"`, !arrives},
		{"a field of an answer that is a number", `x=$(curl -s "$1" | jq -r '.x | tonumber'); eval "y=$x"`, !arrives},
		{"a field of an answer, or a text", `x=$(curl -s "$1" | jq -r '.x // "none"'); eval "$x"`, arrives},
		{"a text", `x=$(curl -s "$1" | jq -r '"none"'); eval "$x"`, !arrives},
		{"a field of those that are chosen by another", `x=$(curl -s "$1" | jq -r '.a[] | select(.name | endswith("b")) | .url'); eval "$x"`, arrives},
		{"a field of those that are chosen by it", `x=$(curl -s "$1" | jq -r '.a[] | select(.url | test("^[a-z]+$")) | .url'); eval "$x"`, !arrives},
		{"a field of nothing", `x=$(curl -s "$1" | jq -rn '.x'); eval "$x"`, !arrives},
		{"a field of a file of the program's own", `x=$(jq -r .x /etc/conf.json); eval "$x"`, !arrives},
		{"a field of a file that was fetched", `curl -s "$1" > f; x=$(jq -r --arg a b .x f); eval "$x"`, arrives},
		{"a program that a name holds", `c='curl -s'; x=$($c "$1"); eval "$x"`, arrives},
		{"a program in a folder that a name holds", `"$bin"/mosquitto_sub -t a | while read -r x; do eval "$x"; done`, arrives},
		{"another program in such a folder", `"$bin"/conf -t a | while read -r x; do eval "$x"; done`, !arrives},
		{"a program that a name holds with quotes", `c='curl -s "a b"'; x=$($c "$1"); eval "$x"`, !arrives},
		{"tr by a value of the program's own", `c=$(echo "$1" | tr '\n' "$2"); eval "$c"`, arrives},
		{"tr by a value, of all that does harm", `c=$(echo "$1" | tr -c a-z "$X"); eval "$c"`, !arrives},
		{"tr of what a value says", `c=$(echo "$1" | tr "$2" _); eval "$c"`, !arrives},
		{"the first of the words that a name is split into", `f() { i=$1; eval "$i"; }; p="$x $*"; f $p`, !arrives},
		{"one behind it", `f() { i=$2; eval "$i"; }; p="$x $*"; f $p`, arrives},
		{"the first, where nothing stands in front", `f() { i=$1; eval "$i"; }; p=" $*"; f $p`, arrives},
		{"the first, that goes on with the value", `f() { i=$1; eval "$i"; }; p="x$1 y"; f $p`, arrives},
		{"the one that a name in quotes is", `f() { i=$1; eval "$i"; }; p="$x $*"; f "$p"`, arrives},
		{"the one that a name is where IFS has no blank", `IFS=,; f() { i=$1; eval "$i"; }; p="$x $*"; f $p`, arrives},
		{"read from commands", `read -r x < <(echo "$1"); eval "$x"`, arrives},
		{"read from commands that print another", `read -r x < <(echo "$1" > f; echo a); eval "$x"`, !arrives},
		{"lines of an array", `mapfile -t x <<< "$1"; eval "${x[0]}"`, arrives},
		{"lines of an array, from commands", `readarray -t x < <(curl -s "$1"); eval "${x[@]}"`, arrives},
		{"lines of an array of the program's own", `mapfile -t x <<< "a"; eval "${x[0]}"`, !arrives},
		{"the device of the first line of blkid", `f() { eval "$1"; }; f "$(blkid -t TYPE=swap | awk -F: 'NR==1 {print $1}')"`, !arrives},
		{"an arm for another argument", `y=$1; f() { case $1 in push) echo "$y";; *) echo b;; esac; }; x=$(f get); eval "$x"`, !arrives},
		{"an arm that a fifth call chooses", `y=$1; f() { case $1 in a) echo a;; b) echo b;; push) eval "$2";; esac; }; f a 1; f b 1; f a 2; f b 2; f a "$y"`, !arrives},
		{"the arm that a fifth call chooses", `y=$1; f() { case $1 in a) echo a;; b) echo b;; push) eval "$2";; esac; }; f a 1; f b 1; f a 2; f b 2; f push "$y"`, arrives},
		{"an arm that a tenth call chooses, each by another word", `y=$1; f() { case $1 in push) eval "$2";; *) echo b;; esac; }; f a; f b; f c; f d; f e; f g; f h; f i; f j; f push "$y"`, arrives},
		{"an arm for an argument, without any", `y=$1; f() { case $1 in push) echo "$y";; *) echo b;; esac; }; x=$(f); eval "$x"`, !arrives},
		{"the arm for the argument", `y=$1; f() { case $1 in push) echo "$y";; *) echo b;; esac; }; x=$(f push); eval "$x"`, arrives},
		{"an arm for the argument, perhaps", `y=$1; f() { case $1 in p*) echo "$y";; *) echo b;; esac; }; x=$(f push); eval "$x"`, arrives},
		{"an arm behind the one for the argument", `y=$1; f() { case $1 in get) echo a;; *) echo "$y";; esac; }; x=$(f get); eval "$x"`, !arrives},
		{"arms that go on", `y=$1; f() { case $1 in get) echo a;& push) echo "$y";; esac; }; x=$(f get); eval "$x"`, arrives},
		{"an arm for what a name holds", `y=$1; m=a; f() { case $m in push) echo "$y";; *) echo b;; esac; }; x=$(f); eval "$x"`, arrives},
		{"a check, a message and the end", `[ -n "$(echo "$1" | grep '[^0-9]')" ] && echo no && exit 1; eval "$1"`, !arrives},
		{"a check, a command and the end", `[ -n "$(echo "$1" | grep '[^0-9]')" ] && mkdir a && exit 1; eval "$1"`, arrives},
		{"assigned in the middle of &&", `v=$1; true && v=1 && eval "x $v"`, !arrives},
		{"assigned in the middle of &&, behind it", `v=$1; true && v=1 && a; eval "x $v"`, arrives},
		{"assigned in the middle of &&, then ||", `v=$1; true && v=1 || eval "x $v"`, arrives},
		{"assigned behind ||", `v=$1; true || v=1 && eval "x $v"`, arrives},
		{"assigned with the value in the middle of &&", `true && v=$1 && eval "x $v"`, arrives},
		{"sed that deletes one", `x=$(printf %s "$1" | sed "s/;//g"); eval "echo $x"`, arrives},
		{"sed that leaves a set", `x=$(printf %s "$1" | sed "s/[^a-z]//g"); eval "echo $x"`, !arrives},
		{"sed that takes a group", `x=$(echo "$1" | sed -n 's/^.*a=\([^&]*\).*$/\1/p' | sed "s/%20/ /g"); eval "$x"`, arrives},
		{"sed that takes a group of digits", `x=$(echo "$1" | sed -n 's/^.*a=\([0-9]*\).*$/\1/p'); eval "$x"`, !arrives},
		{"sed that takes a group and leaves the rest", `x=$(echo "$1" | sed -n 's/a=\([0-9]*\)/\1/p'); eval "$x"`, arrives},
		{"what xargs gives a shell", `ls | xargs -n 1 sh`, !arrives},
		{"what a shell reads", `ls | sh`, arrives},
		{"what declare makes a name of all", "#!/bin/bash\nf() { declare -g x=$1; }; f \"$2\"; eval \"$x\"", arrives},
		{"what declare makes a name of the function", "#!/bin/bash\nf() { declare -r x=$1; }; x=a; f \"$2\"; eval \"$x\"", !arrives},
		{"sed that quotes", `x=$(echo "$1" | sed 's/[^a-z]/\\&/g'); eval "$x"`, !arrives},
		{"sed of two commands", `x=$(echo "$1" | sed -e 's/+/ /g' -e 's/[^a-z]//g'); eval "$x"`, !arrives},
		{"%xx made ready", `x=$(printf %b "$(echo "$1" | sed 's/+/ /g;s/%\(..\)/\\x\1/g')"); eval "$x"`, arrives},
		{"printf %b", `x=$(echo "$1" | tr -cd 'a-z0-9\\'); y=$(printf %b "$x"); eval "$y"`, arrives},
		{"printf %b without a backslash", `x=$(echo "$1" | tr -cd a-z); y=$(printf %b "$x"); eval "$y"`, !arrives},
		{"httpd -d", `x=$(echo "$1" | tr -cd 'a-z0-9%'); y=$(httpd -d "$x"); eval "$y"`, arrives},
		{"expr with a group", `x=$(expr "$1" : '.*a=\([^&]*\)'); eval "$x"`, arrives},
		{"expr with a group of letters", `x=$(expr "$1" : '.*a=\([a-z]*\)'); eval "$x"`, !arrives},
		{"grep of lines", `x=$(echo "$1" | tr '&' '\n' | grep '^a=' | cut -d= -f2); eval "$x"`, arrives},
		{"sort of lines", `x=$(echo "$1" | sort -n -k 2); eval "$x"`, arrives},
		{"sort of a file", `x=$(echo "$1" | sort -n /var/leases); eval "$x"`, !arrives},
		{"cut of a field at slashes", `. /srv/"$(echo "$1" | cut -d/ -f 2)"`, !arrives},
		{"a name that goes on behind what is not known", `b=$(date); . "/srv/a_$b$1"`, !arrives},
		{"a folder that is not known, and a name", `b=$(date); . "/srv/a_$b/$1"`, arrives},
		{"cut of fields at slashes", `. /srv/"$(echo "$1" | cut -d/ -f 2-)"`, arrives},
		{"no slash to cut at", `[ "$1" = "${1#*/}" ] && . "/srv/$1"`, !arrives},
		{"no slash behind the last", `[ "$1" = "${1##*/}" ] && . "/srv/$1"`, !arrives},
		{"no blank to cut at", `[ "$1" = "${1#* }" ] && . "/srv/$1"`, arrives},
		{"something cut at a slash", `[ "$1" != "${1#*/}" ] && . "/srv/$1"`, arrives},
		{"a check without a word", `if command; then eval "$1"; fi`, arrives},
		{"an archive that is there", `tar -C /opt -xzf "$1" && eval "$1"`, !arrives},
		{"an archive that is there, without a dash", `tar xf "$1" && eval "$1"`, !arrives},
		{"an archive that is made", `tar -czf "$1" . && eval "$1"`, arrives},
		{"an archive that need not be there", `tar -xzf "$1"; eval "$1"`, arrives},
		{"a user by what getent prints", `[ -z "$(getent passwd "$1")" ] && exit; eval "echo ~$1"`, !arrives},
		{"words that a for splits", `case $1 in *[!a-z\ ]*) exit;; esac; for p in $1; do env -S "$p"; IFS=,; done`, !arrives},
		{"words that a for splits at commas", `case $1 in *[!a-z\ ]*) exit;; esac; IFS=,; for p in $1; do env -S "$p"; done`, arrives},
		{"a path below a folder", `v=$1; d=/srv/$v/conf; . "$d/run"`, arrives},
		{"a path below a folder, without dots", `v=${1%%.*}.0; d=$base/$v/conf; . "$d/run"`, !arrives},
		{"a path without dots", `v=${1%%.*}; d=$v/conf.d; . "$d/run"`, arrives},
		{"grep -o", `x=$(echo "$1" | grep -o '[^&]*$'); eval "$x"`, arrives},
		{"what has nothing but digits, tested by what is left", `if [ -z "$1" ] || [ -n "${1//[0-9]/}" ]; then exit; fi; eval "$1"`, !arrives},
		{"what has more than digits, tested by what is left", `if [ -z "$1" ] || [ -n "${1//[!0-9]/}" ]; then exit; fi; eval "$1"`, arrives},
		{"a field of the constant of grep -o", `u=$(echo "$1" | grep -o 'url=https:.*' | cut -d= -f1); eval "$u"`, !arrives},
		{"what cut leaves of the constant of grep -o", `u=$(echo "$1" | grep -o '>img-.*' | cut -c 2- | cut -d- -f1); eval "$u"`, !arrives},
		{"what cut leaves behind the constant of grep -o", `u=$(echo "$1" | grep -o '>img-.*' | cut -c6- | cut -d- -f1); eval "$u"`, arrives},
		{"some of its columns", `u=$(echo "$1" | grep -o '>img-.*' | cut -c6,2- | cut -d- -f1); eval "$u"`, arrives},
		{"grep -o of digits", `x=$(echo "$1" | grep -oE '[0-9]+'); eval "$x"`, !arrives},
		{"grep of the whole", `echo "$1" | grep -Eq '^[a-z]+$' || exit; eval "$1"`, !arrives},
		{"what grep prints, not understood", `[ -n "$(echo "$1" | grep -o del)" ] || eval "$1"`, arrives},
		{"an endless loop that a check breaks", `while :; do read -r x; case $x in *[!0-9]*) ;; *) break;; esac; done; eval "$x"`, !arrives},
		{"an endless loop that anything breaks", `while :; do read -r x; [ -n "$x" ] && break; done; eval "$x"`, arrives},
		{"behind an endless loop", `while true; do sleep 1; done; eval "$1"`, !arrives},
		{"an endless loop of a word", `while [ 1 ]; do read -r x; [ "$x" = a ] && break; done; eval "$x"`, !arrives},
		{"a loop of a word that may be empty", `while [ "$y" ]; do read -r x; [ "$x" = a ] && break; done; eval "$x"`, arrives},
		{"until false", `until false; do read -r x; [ "$x" = a ] && break; done; eval "$x"`, !arrives},
		{"break out of two loops", `while :; do while :; do break 2; done; done; eval "$1"`, arrives},
		{"break out of one of two loops", `while :; do while :; do break; done; done; eval "$1"`, !arrives},
		{"an endless loop in the background", `while :; do sleep 1; done & eval "$1"`, arrives},
		{"grep of a part", `echo "$1" | grep -Eq '^[a-z]' || exit; eval "$1"`, arrives},
		{"expr of the whole", `expr "$1" : '[a-z]*$' >/dev/null || exit; eval "$1"`, !arrives},
		{"=~ of the whole", `[[ $1 =~ ^[a-z]+$ ]] || exit; eval "$1"`, !arrives},
		{"attached text", `su bob -c"echo $1"`, arrives},
		{"quotes in the code", `sh -c "echo '$1'"`, arrives},
		{"a check before another value comes", `case $1 in *[!a-z]*) exit;; esac; set -- "$2"; eval "$1"`, arrives},
		{"a check of a piece", `case ${1#*a} in *[!a-z]*) exit;; esac; eval "$1"`, arrives},
		{"a check of all but a constant", `case ${1#a} in *[!a-z]*) exit;; esac; eval "$1"`, !arrives},
		{"a check of all but a constant of other characters", `case ${1#;} in *[!a-z]*) exit;; esac; eval "$1"`, arrives},
		{"a check of all but a constant, of either value", `if a; then n=$2; else n=$1; fi; v=${n#v}; [[ $v =~ ^[0-9.]+$ ]] && eval "$n"`, !arrives},
		{"a function that returns either way", `f() { [[ $1 =~ ^[a-z]+$ ]] && return 0 || return 1; }; f "$1" || exit; eval "$1"`, !arrives},
		{"a function that returns the other way", `f() { [[ $1 =~ ^[a-z]+$ ]] && return 1 || return 0; }; f "$1" || exit; eval "$1"`, arrives},
		{"a function that ends in true or false", `f() { if [[ $1 =~ ^[a-z]+$ ]]; then true; else false; fi; }; f "$1" || exit; eval "$1"`, !arrives},
		{"a function that ends in false or true", `f() { if [[ $1 =~ ^[a-z]+$ ]]; then false; else true; fi; }; f "$1" || exit; eval "$1"`, arrives},
		{"a function of which all ways succeed", `f() { if [[ $1 =~ ^[a-z]+$ ]]; then true; fi; }; f "$1" || exit; eval "$1"`, arrives},
		{"a function that ends in a case", `f() { case $1 in *[!a-z]*) false;; *) true;; esac; }; f "$1" || exit; eval "$1"`, !arrives},
		{"a function that ends in a case without *", `f() { case $1 in *[!a-z]*) false;; esac; }; f "$1" || exit; eval "$1"`, !arrives},
		{"a function that returns what it asked", `f() { echo "$1" | grep -q "^[a-z]*$"; return $?; }; f "$1" || exit; eval "$1"`, !arrives},
		{"a function that returns what it did last", `f() { echo "$1" | grep -q "^[a-z]*$"; true; return $?; }; f "$1" || exit; eval "$1"`, arrives},
		{"the status as a text", `echo "$1" | grep -q "^[a-z]*$"; [ $? != 0 ] && exit; eval "$1"`, !arrives},
		{"the status as another number", `echo "$1" | grep -q "^[a-z]*$"; if [ $? = 1 ]; then exit; fi; eval "$1"`, !arrives},
		{"the other status", `echo "$1" | grep -q "^[a-z]*$"; if [ $? = 0 ]; then exit; fi; eval "$1"`, arrives},
		{"behind a way that left", `[ "$1" = a ] && exit || x=$1; eval "$x"`, arrives},
		{"a list in which nothing is found", `if [ "$(echo "$1" | grep "^[a-z]*$")" = "" ]; then exit; fi; eval "$1"`, !arrives},
		{"a list in which something is found", `if [[ "$(echo "$1" | grep "^[a-z]*$")" != "" ]]; then exit; fi; eval "$1"`, arrives},
		{"declare -p", `declare -p "$1" >/dev/null || return 1; eval "$1"`, !arrives},
		{"declare -f", `if ! declare -f "$1" >/dev/null; then exit; fi; eval "$1"`, !arrives},
		{"declare", `declare -i "$1" || exit; eval "$1"`, arrives},
		{"declare -p of another", `declare -p "$2" >/dev/null || exit; eval "$1"`, arrives},
		{"a key", `[ -n "${list[$1]}" ] || exit; eval "$1"`, !arrives},
		{"no key", `[ -n "${list[$1]}" ] && exit; eval "$1"`, arrives},
		{"=~ of a list", `[[ " ${list[*]} " =~ " $1 " ]] || exit; eval "$1"`, !arrives},
		{"=~ of a list, without quotes", `[[ " ${list[*]} " =~ $1 ]] || exit; eval "$1"`, arrives},
		{"=~ of a list of one's own", `[[ " $2 " =~ " $1 " ]] || exit; eval "$1"`, arrives},
		{"an arm that may not come back", `. /lib/app.sh; case $1 in a) ;; *) unknown a;; esac; eval "$1"`, !arrives},
		{"an arm that comes back", `case $1 in a) ;; *) unknown a;; esac; eval "$1"`, arrives},
		{"an arm of a program", `. /lib/app.sh; case $1 in a) ;; *) echo no;; esac; eval "$1"`, arrives},
		{"a flag", `ok=0; [ "$1" = a ] && ok=1; [ $ok = 1 ] || exit; eval "$1"`, !arrives},
		{"a flag of the opposite", `ok=0; [ "$1" = a ] && ok=1; [ $ok = 0 ] || exit; eval "$1"`, arrives},
		{"a flag that is asked for as a number", `bad=0; case $1 in *[!a-z]*) bad=1;; esac; if [ $bad -gt 0 ]; then exit; fi; eval "$1"`, !arrives},
		{"a flag that is empty", `ok=; case $1 in a|b) ok=y;; esac; [ -z "$ok" ] && exit; eval "$1"`, !arrives},
		{"a flag that is run", `ok=false; if [ "$1" = a ]; then ok=true; fi; if ! $ok; then exit; fi; eval "$1"`, !arrives},
		{"a flag in a case", `ok=no; if [ "$1" = a ]; then ok=yes; fi; case $ok in no) exit;; esac; eval "$1"`, !arrives},
		{"a flag in a case with *", `ok=no; if [ "$1" = a ]; then ok=yes; fi; case $ok in yes) ;; *) exit;; esac; eval "$1"`, !arrives},
		{"a flag in a case the other way", `ok=no; if [ "$1" = a ]; then ok=yes; fi; case $ok in yes) exit;; *) ;; esac; eval "$1"`, arrives},
		{"a flag that the other way sets too", `ok=0; if [ "$1" = a ]; then ok=1; elif [ "$2" = b ]; then ok=1; fi; [ $ok = 1 ] || exit; eval "$1"`, arrives},
		{"a flag of a list", `ok=0; for i in a b; do if [ "$1" = $i ]; then ok=1; break; fi; done; [ $ok = 1 ] || exit; eval "$1"`, !arrives},
		{"a flag is the status of a function", `ok() { local r=1; if [[ $1 =~ ^[0-9.]+$ ]]; then r=0; fi; return $r; }; ok "$1" || exit; eval "$1"`, !arrives},
		{"a flag is the status of a function, the other way", `ok() { local r=1; if [[ $1 =~ ^[0-9.]+$ ]]; then r=0; fi; return $r; }; ok "$1" && exit; eval "$1"`, arrives},
		{"a program called eval", `./eval "$1"`, !arrives},
		{"a status is kept", `ok() { local r=1; if [[ $1 =~ ^[0-9.]+$ ]]; then [[ $2 = 1 ]]; r=$?; fi; return $r; }; if ok "$1"; then eval "$1"; fi`, !arrives},
		{"a status is kept, and nothing was checked", `ok() { local r=0; if [ -n "$2" ]; then [[ $1 =~ ^[0-9.]+$ ]]; r=$?; fi; return $r; }; if ok "$1"; then eval "$1"; fi`, arrives},
		{"a status is kept where it failed", `r=0; [[ $1 =~ ^[0-9]+$ ]] || r=$?; [ $r = 0 ] || exit; eval "$1"`, !arrives},
		{"a status is kept where another failed", `r=0; [[ $1 =~ ^[0-9]+$ ]]; [[ $2 = 1 ]] || r=$?; [ $r = 0 ] || exit; eval "$1"`, arrives},
		{"a status is kept in a branch", `r=0; if [[ $1 =~ ^[0-9]+$ ]]; then r=$?; else r=1; fi; [ $r = 0 ] || exit; eval "$1"`, !arrives},
		{"a status is kept in the wrong branch", `r=1; if [[ $1 =~ ^[0-9]+$ ]]; then r=1; else r=$?; fi; [ $r = 0 ] || eval "$1"`, arrives},
		{"a status is kept and compared", `[[ $1 =~ ^[0-9]+$ ]]; r=$?; [ $r -eq 0 ] || exit; eval "$1"`, !arrives},
		{"a status is kept and compared with another", `[[ $1 =~ ^[0-9]+$ ]]; r=$?; if [ $r -eq 2 ]; then eval "$1"; fi`, arrives},
		{"a status is kept and failed", `[[ $1 =~ ^[0-9]+$ ]]; r=$?; [ $r != 0 ] && exit; eval "$1"`, !arrives},
		{"a flag of another argument", `ok=0; while [ $# -gt 0 ]; do case $1 in -f) ok=1;; *) f=$1;; esac; shift; done; [ $ok = 1 ] || exit; eval "$f"`, arrives},
		{"a flag of another argument, gone through", `ok=0; for a in "$@"; do case $a in -f) ok=1;; *) f=$a;; esac; done; [ $ok = 1 ] || exit; eval "$f"`, arrives},
		{"a flag that is set again", `ok=0; [ "$1" = a ] && ok=1; [ "$2" ] && ok=1; [ $ok = 1 ] || exit; eval "$1"`, arrives},
		{"! is of one term alone", `[[ ! $2 =~ $re && $1 =~ ^[a-z]+$ ]] && eval "$1"`, !arrives},
		{"! is of the whole group", `[[ ! ( $2 =~ $re && $1 =~ ^[a-z]+$ ) ]] && eval "$1"`, arrives},
		{"&& binds tighter than ||", `[[ $2 = b && $3 = c || $1 =~ ^[a-z]+$ ]] && eval "$1"`, arrives},
		{"&& binds tighter than || in front", `[[ $2 = b || $3 = c && $1 =~ ^[a-z]+$ ]] || exit; eval "$1"`, arrives},
		{"either of two checks of it", `[[ $1 = b && $2 = c || $1 =~ ^[a-z]+$ ]] || exit; eval "$1"`, !arrives},
		{"-a binds tighter than -o", `[ "$2" = b -o "$2" = c -a "$1" = d ] || exit; eval "$1"`, arrives},
		{"a check of all but a constant, by an expression", `n=${1#v}; [[ $n =~ ^[0-9.]+$ ]] && eval "$1"`, !arrives},
		{"a check of all but a constant at the other end", `case ${1%.txt} in *[!a-z]*) exit;; esac; eval "$1"`, !arrives},
		{"a check of all but a set", `case ${1#[av]} in *[!a-z]*) exit;; esac; eval "$1"`, arrives},
		{"a check of all but a constant, of another word", `f() { case ${1#a} in *[!a-z]*) exit;; esac; eval "$2"; }; f $@`, arrives},
		{"a word for a test of what is left over", `[[ ${1//[a-z]} ]] && exit; eval "$1"`, !arrives},
		{"a word for a test of the value", `[[ $1 ]] || exit; eval "$1"`, arrives},
		{"a name that settings may give, looked at before", `x=$FOO; . "$(config)"; eval "$FOO"`, !arrives},
		{"a name that settings may give, before", `eval "$FOO"; . "$(config)"`, arrives},
		{"a name that a library may give, looked at before", `x=$FOO; . /lib/app.sh; eval "$FOO"`, arrives},
		{"a name with a default, and settings", `FOO=${FOO:-x}; . "$(config)"; eval "$FOO"`, arrives},
		{"a check of the whole tells of pieces", `x=${1%%:*}; case $1 in *[!a-z:]*) exit;; esac; eval "$x"`, !arrives},
	} {
		got := slices.ContainsFunc(Flows(script(tt.in)), func(f *Flow) bool { return f.Sink.Class <= Deferred })
		if got != tt.want {
			t.Errorf("%s: %s\narrives: %v, want %v", tt.feature, tt.in, got, tt.want)
		}
	}
}

// TestSources: who is said to control what, and what a value may hold.
func TestSources(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`eval "$(echo "$QUERY_STRING" | tr "&" ";")"`, "QUERY_STRING remote: whoever sends a request"},
		{`echo Content-Type: text/plain; echo; [ "$REQUEST_METHOD" ]; read -r q; eval "$q"`, "q remote: whoever sends a request"},
		{`[ "$CONTENT_LENGTH" -gt 0 ]; x=$(dd bs=1 count=$CONTENT_LENGTH 2>/dev/null); eval "$x"`, " remote: whoever sends a request"},
		{`x=$(wget -qO- "http://$HOST/"); eval "$x"`, "wget remote: whoever answers wget"},
		{`x=$(wget -O f "http://$HOST/"); eval "$x"`, ""},
		{`mosquitto_sub -h "$HOST" -t a | while read -r x; do eval "$x"; done`, "mosquitto_sub remote: whoever publishes to the topic"},
		{`mosquitto_sub -h localhost -t a | while read -r x; do eval "$x"; done`, ""},
		{`websocat "$URL" | while read -r x; do eval "$x"; done`, "websocat remote: whoever answers websocat"},
		{`x=$(curl -so- "http://$HOST/"); eval "$x"`, "curl remote: whoever answers curl"},
		{`x=$(curl -s -o - "http://$HOST/"); eval "$x"`, "curl remote: whoever answers curl"},
		{`x=$(curl -Hto: -so f "http://$HOST/"); eval "$x"`, ""},
		{`x=$(curl -sO "http://$HOST/"); eval "$x"`, ""},
		{`eval "$(curl -s https://example.org/)"`, ""},                                       // meant, and another rule's
		{`. ./lib.sh; eval "$QUERY_STRING"`, "QUERY_STRING remote: whoever sends a request"}, // the server sets it
		{`eval "$(session)"; eval "$QUERY_STRING"`, ""},                                      // which may check it
		{`: "$REQUEST_METHOD"; eval "$FORM_cmd"`, "FORM_cmd remote: whoever sends a request"},
		{`: "$REQUEST_METHOD"; . ./lib.sh; eval "$FORM_cmd"`, ""}, // which may set it
		{`: "$REQUEST_METHOD"; eval "x=$HTTP_CONTENT_LENGTH"`, ""},
		{`case $1 in deconfig) ;; bound|renew) eval "echo $message";; esac`, "message remote: whoever answers as a DHCP server"},
		{`case $1 in deconfig) ;; bound|renew) eval "echo $hostname";; esac`, ""}, // udhcpc checks it
		{`echo "$MDEV"; eval "echo $ID_FS_LABEL"`, "ID_FS_LABEL local: whoever plugs in a device"},
		{`echo "$MDEV"; eval "echo $DEVNAME"`, ""},
		{`info "Number: "; read -r n; eval "$n"`, "n caller: whoever writes to its standard input"},
		{`mkdir "a b"; read -r n; eval "$n"`, "n local: whoever writes to its standard input"},
		{`eval "$(blkid /dev/sda1)"`, "blkid local: whoever names a volume"},
		{`x=$(lsblk -dno MODEL /dev/sda); eval "$x"`, "lsblk local: whoever plugs in a device"},
		{`for f in d/*; do sh -c "echo $f"; done`, "d/* caller: whoever can name a file there"},
		{`for f in /srv/d/*; do sh -c "echo $f"; done`, "/srv/d/* local: whoever can name a file there"},
		{`cd /srv/d; for f in *; do sh -c "echo $f"; done`, "* local: whoever can name a file there"},
		{`cd "$1"; for f in *; do sh -c "echo $f"; done`, "* caller: whoever can name a file there"},
		{`cd /opt/d; for f in *; do sh -c "echo $f"; done`, ""},
		{`cd /usr/share; find ./* -exec sh -c 'cat {}' \;`, ""},
		{`pushd /proc/self/fd; for f in *; do eval "$f>&-"; done`, ""},
		{`pushd /srv/in; for f in *; do eval "$f>&-"; done`, "* local: whoever can name a file there"},
		{`cd /srv/share; find ./* -exec sh -c 'cat {}' \;`, "{} local: whoever can name a file there"},
		{`split -l 9 "$1" d/part_; for f in d/part_*; do sh -c "echo $f"; done`, ""},
		{`split -l 9 "$1" d/part_; for f in d/p*; do sh -c "echo $f"; done`, "d/p* caller: whoever can name a file there"},
		{`split -l 9 "$1" /tmp/part_; for f in /tmp/part_*; do sh -c "echo $f"; done`, "/tmp/part_* local: whoever can name a file there"},
		{`d=$(mktemp -d); cd "$d"; for f in *; do sh -c "echo $f"; done`, ""},
		{`mk() { if [ "$1" ]; then d=$1; else d=$(mktemp -dt x); fi; }; d=; mk; cd "$d"; for f in *; do sh -c "echo $f"; done`, ""},
		{`d=$(mktemp -d); find "$d/in" -type f -exec sh -c 'cat {}' \;`, ""},
		{`d=$(mktemp -d); unzip -d "$d" a.zip; find "$d" -type f -exec sh -c 'cat {}' \;`, "{} local: whoever can name a file there"},
		{`d=$(mktemp -d); cd "$d"; cd a; for f in *; do sh -c "echo $f"; done`, ""},
		{`d=$(mktemp -d); cd "$d"; cd ..; for f in *; do sh -c "echo $f"; done`, "* caller: whoever can name a file there"},
		{`d=$(mktemp); cd "$d"; for f in *; do sh -c "echo $f"; done`, "* caller: whoever can name a file there"},
		{`cd "$d"; for f in *; do sh -c "echo $f"; done`, "* caller: whoever can name a file there"},
		{`d=$(mktemp -d); tar xC "$d" -f "$1"; cd "$d"; for f in *; do sh -c "echo $f"; done`, "* caller: whoever can name a file there"},
		{`d=$(mktemp -d)/po; (cd "$d"; for f in $(ls); do sh -c "echo $f"; done)`, ""},
		{`(cd "$(mktemp -d)"); for f in *; do sh -c "echo $f"; done`, "* caller: whoever can name a file there"},
		{`into() { cd "$(mktemp -d)"; }; into; for f in *; do sh -c "echo $f"; done`, ""},
		{`into() { cd "$1"; }; into "$1"; for f in *; do sh -c "echo $f"; done`, "* caller: whoever can name a file there"},
		{`d=$(mktemp -d); a && cd "$d"; for f in *; do sh -c "echo $f"; done`, "* caller: whoever can name a file there"},
		{`cd "$(mktemp -d)"; cd -; for f in *; do sh -c "echo $f"; done`, "* caller: whoever can name a file there"},
		{`for f in $(ls /opt/d); do sh -c "echo $f"; done`, ""},
		{`for f in $(find /opt/d); do sh -c "echo $f"; done`, "find caller: whoever can name a file there"},
		{`for f in $(ls /srv); do sh -c "echo $f"; done`, "ls local: whoever can name a file there"},
		{`: "${d=$(git --exec-path)/tools}"; (cd "$d" && ls) | while read -r f; do sh -c "echo $f"; done`, ""},
		{`(cd "$1" && ls) | while read -r f; do sh -c "echo $f"; done`, "ls caller: whoever can name a file there"},
		{`(cd; ls) | while read -r f; do sh -c "echo $f"; done`, "ls caller: whoever can name a file there"},
		{`for f in $(ls "$1"); do sh -c "echo $f"; done`, "ls caller: whoever can name a file there"},
		{`x=$(ls -l /srv | head -n 1); eval "$x"`, ""}, // a table
		{`for f in /etc/init.d/*; do sh -c "echo $f"; done`, ""},
		{`f() { tail -n +9 "$0" | gzip -d; }; for n in $(f | tar tf -); do eval "x $n"; done`, ""}, // its own archive
		{`f() { tail -n +9 "$1" | gzip -d; }; for n in $(f a | tar tf -); do eval "x $n"; done`, "tar local: whoever can name a file there"},
		{`tail -n 1 "$0"; for n in $(tar tf "$A"); do eval "x $n"; done`, "tar local: whoever can name a file there"},
		{`curl "$1" > a; tail -n 1 "$0"; for n in $(curl "$1" | tar tf -); do eval "x $n"; done`, "tar local: whoever can name a file there"},
		{`for n in $(tar tf "$A"); do eval "x $n"; done`, "tar local: whoever can name a file there"},
		{`for n in $(tar tf /usr/share/a.tar); do eval "x $n"; done`, ""},
		{`x=$(tar tvf "$A" | head -n 1); eval "$x"`, ""}, // a table
		{`x=$(git log -1); eval "$x"`, "git local: whoever commits to the repository"},
		{`x=$(git log | head -n1 | awk '{print $2}'); eval "$x"`, ""},
		{`x=$(git log | head -n2 | awk '{print $2}'); eval "$x"`, "git local: whoever commits to the repository"},
		{`x=$(git log | tail -n1); eval "$x"`, "git local: whoever commits to the repository"},
		{`x=$(git log | grep a | head -n1); eval "$x"`, "git local: whoever commits to the repository"},
		{`x=$(git log --pretty=%s | head -n1); eval "$x"`, "git local: whoever commits to the repository"},
		{`x=$(git log $options | head -n1); eval "$x"`, "git local: whoever commits to the repository"},
		{`x=$(git log --oneline | head -n1 | cut -d" " -f1); eval "$x"`, ""},
		{`x=$(git log --oneline | head -n1 | cut -d" " -f2); eval "$x"`, "git local: whoever commits to the repository"},
		{`x=$(git log -1 --format=%h-%ad); eval "$x"`, ""},
		{`x=$(git log -1 --format=%h-%an); eval "$x"`, "git local: whoever commits to the repository"},
		{`x=$(dig +short txt "$1"); eval "$x"`, "dig remote: whoever answers dig"},
		{`x=$(curl -s "http://169.254.169.254/$1"); eval "$x"`, ""},                               // the platform
		{`x=$(curl -s "http://169.254.170.2$1"); eval "$x"`, "curl remote: whoever answers curl"}, // .2$1 goes on
		{`x=$(curl -s "http://169.254.170.2/$1"); eval "$x"`, ""},
		{`x=$(curl -s "http://100.100.100.200/$1"); eval "$x"`, ""},
		{`x=$(curl -s "http://100.100.100.20/$1"); eval "$x"`, "curl remote: whoever answers curl"},
		{`x=$(curl -s "http://0.0.0.0:80/$1"); eval "$x"`, ""},
		{`x=$(curl -s "http://10.0.0.0:80/$1"); eval "$x"`, "curl remote: whoever answers curl"},
		{`[ "$REQUEST_METHOD" ]; eval "$REMOTE_USER"`, "REMOTE_USER remote: whoever sends a request"},
		{`eval "x $REMOTE_USER"`, "REMOTE_USER caller: whoever runs the script"},
		{`eval "x $REMOTE_PORT"`, "REMOTE_PORT caller: whoever runs the script"},
		{`x=$(curl -s "http://metadata/$1"); eval "$x"`, ""},
		{`u=http://metadata/v1; x=$(curl -s "$u/a/$1"); eval "$x"`, ""},
		{`u=http://metadata; x=$(curl -s $u.$1/a); eval "$x"`, "curl remote: whoever answers curl"},
		{`x=$(curl -s "http://metadata.$1/"); eval "$x"`, "curl remote: whoever answers curl"},
		{`x=$(curl -s "http://localhost:80/$1"); eval "$x"`, ""},
		{`x=$(curl -s --unix-socket /run/d.sock "http://d/$1"); eval "$x"`, ""},
		{`x=$(curl -s "http://localhost.example.org/$1"); eval "$x"`, "curl remote: whoever answers curl"},
		{`f() { u=$1; x=$(curl -s "$u"); }; f http://169.254.169.254/a; eval "$x"`, ""},
		{`o="-o $1"; x=$(curl -s "$2" $o); eval "$x"`, ""},
		{`printf '%s> ' "$0"; while read -r x; do eval "$x"; done`, "x caller: whoever writes to its standard input"},
		{`echo -n "> "; while read -r x; do eval "$x"; done`, "x caller: whoever writes to its standard input"},
		{`printf 'Lines:\n'; while read -r x; do eval "$x"; done`, "x local: whoever writes to its standard input"},
		{`eval "$(cat /tmp/net.conf)"`, "/tmp/net.conf local: whoever can write /tmp/net.conf"},
		{`. /lib/dracut-lib.sh; eval "$(cat /tmp/net.conf)"`, ""}, // nobody else is there yet
		{`. /scripts/functions; eval "$(cat /tmp/net.conf)"`, ""},
		{`eval "$(cat /tmp/net.conf)"; exec switch_root /root /sbin/init`, ""},
		{`eval "$(cat /proc/cmdline)"; exec switch_root /root /sbin/init`, "/proc/cmdline operator: whoever boots the machine"},
		{`echo "Name?"; read -r x; eval "$x"`, "x caller: whoever writes to its standard input"},
		{`/bin/echo "Name?"; read -r x; eval "$x"`, "x caller: whoever writes to its standard input"},
		{`read -rp Name? x; eval "$x"`, "x caller: whoever writes to its standard input"},
		{`ask "Which one? "; read -r x; eval "$x"`, "x caller: whoever writes to its standard input"},
		{`eval "$(echo "$1" | tr '[:]' x)"`, ""},
		{`echo a > b; read -r x; eval "$x"`, "x local: whoever writes to its standard input"},
		{`echo a; while read -r x; do eval "$x"; done`, "x local: whoever writes to its standard input"},
		{`menu() { ls; printf '1) one\n' >&2; }; menu; read -r x; eval "$x"`, "x caller: whoever writes to its standard input"},
		{`note() { echo a > b; }; note; read -r x; eval "$x"`, "x local: whoever writes to its standard input"},
		{`name() { y=$(echo a); }; name; read -r x; eval "$x"`, "x local: whoever writes to its standard input"},
		{`clear; read -r x; eval "$x"`, "x caller: whoever writes to its standard input"},
		{`while read -r old new ref; do eval "x $new"; done`, ""}, // a hash
		{`while read -r old new ref; do eval "x $ref"; done`, "ref local: whoever writes to its standard input"},
		{`while read -r local_ref local_sha remote_ref remote_sha; do eval "x $remote_sha"; done`, ""},
		{`while read -r local_ref local_sha remote_ref remote_sha; do eval "x $local_ref"; done`, "local_ref local: whoever writes to its standard input"},
		{`stty sane; read -r x; eval "$x"`, "x caller: whoever writes to its standard input"},
		{`while read -r x <&3; do eval "$x"; done`, ""},
		{`x=$(cat /proc/cmdline); eval "$x"`, "/proc/cmdline operator: whoever boots the machine"},
		{`eval "$(cat "/tmp/size-$n")"`, "/tmp/size-$n local: whoever can write /tmp/size-$n"},
		{`echo 1 > "/tmp/size-$m"; eval "$(cat "/tmp/size-$n")"`, ""}, // the program's own
		{`eval "$(cat /tmp/run.sh)"`, ""},                             // its own text
		{`echo "$FOO"; eval "$(keychain --eval)"; sh -c "ls $FOO"`, ""},
		{`sh -c "ls $FOO"; eval "$(keychain --eval)"`, "FOO caller: whoever runs the script"},
		{`eval "x $GITHUB_REPOSITORY $GITHUB_SHA"`, ""},
		{`eval "x $GITHUB_HEAD_REF"`, "GITHUB_HEAD_REF caller: whoever runs the script"},
		{`eval "$FOO"`, "FOO caller: whoever runs the script"},
		{"#!/bin/sh\nset_up() { :; }\nset_up\nf() { eval \"$FOO\"; }", ""}, // who sources it may give FOO
		{"#!/bin/sh\numask 077\ntype a || echo missing\nf() { eval \"$FOO\"; }", ""},
		{"#!/bin/sh\numask 077\nf() { eval \"$FOO\"; }\nls | f", "FOO caller: whoever runs the script"},
		{"#!/bin/sh\nf() { eval \"$FOO\"; }\nf", "FOO caller: whoever runs the script"},
		{"#!/bin/sh\nf() { eval \"$FOO\"; }\nf a\ng() { :; }", "FOO caller: whoever runs the script"},
	} {
		var lines []string
		for _, f := range Flows(script(tt.in)) {
			if f.Sink.Class == Eval || f.Sink.Class == ShellC {
				lines = append(lines, fmt.Sprintf("%s %s: %s", f.Source.Name, f.Source.Trust, f.Source.Who()))
			}
		}
		if got := strings.Join(lines, "; "); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
}

// TestAcrossFiles: what a Dockerfile and scripts hand each other.
func TestAcrossFiles(t *testing.T) {
	for _, tt := range []struct{ name, files, want string }{
		{"operator's arguments", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh /
ENTRYPOINT ["/a.sh", "fixed"]
-- a.sh --
#!/bin/sh
eval "$1"
eval "$2"
`, "2 operator > a.sh:3"},
		{"shell form fixes them", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh /
ENTRYPOINT /a.sh fixed
-- a.sh --
#!/bin/sh
eval "$1"
eval "$2"
`, ""},
		{"a file of all, but in a build", `
-- Dockerfile --
FROM alpine:3.20
COPY b.sh /tmp
RUN eval "$(cat /tmp/env)"
RUN /tmp/b.sh
-- b.sh --
#!/bin/sh
eval "$(cat /tmp/env)"
`, ""},
		{"a file of all, for a script that is started", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh /
ENTRYPOINT ["/a.sh"]
-- a.sh --
#!/bin/sh
eval "$(cat /tmp/env)"
`, "/tmp/env local > a.sh:2"},
		{"a file of all that another program of the image writes", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh b.sh /
ENTRYPOINT ["/a.sh"]
-- a.sh --
#!/bin/sh
env > "/tmp/env"; env > /tmp/environ
exec /b.sh
-- b.sh --
#!/bin/sh
eval "$(cat /tmp/env)"
`, ""},
		{"a file of all that another program of the image reads", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh b.sh /
ENTRYPOINT ["/a.sh"]
-- a.sh --
#!/bin/sh
cat /tmp/env; env > /tmp/environ
exec /b.sh
-- b.sh --
#!/bin/sh
eval "$(cat /tmp/env)"
`, "/tmp/env local > b.sh:2"},
		{"build argument to a script", `
-- Dockerfile --
FROM alpine:3.20
ARG V
COPY a.sh /
RUN /a.sh "$V" fixed
-- a.sh --
#!/bin/sh
eval "x$2"
eval "y$1"
`, "V builder > a.sh:3"},
		{"every caller", `
-- Dockerfile --
FROM alpine:3.20
ARG V
COPY a.sh /
RUN /a.sh fixed
RUN sh /a.sh "$V"
-- a.sh --
#!/bin/sh
eval "$1"
`, "V builder > a.sh:2"},
		{"script to script, by argument and by environment", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh b.sh /
ENTRYPOINT ["/a.sh"]
-- a.sh --
#!/bin/sh
export X="$2"
y="$3"
exec /b.sh "$1"
-- b.sh --
#!/bin/sh
eval "$1"
eval "$X"
eval "$y"
`, "1 operator > b.sh:2; 2 operator > b.sh:3"},
		{"sourced, in both directions", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh lib.sh /
ENTRYPOINT ["/a.sh"]
-- a.sh --
#!/bin/sh
x="$1"
. /lib.sh
eval "$made"
run "$2"
-- lib.sh --
made="do $x"
run() { eval "$1"; }
`, "1 operator > a.sh:4; 2 operator > lib.sh:2"},
		{"a name of ENV, in CMD, HEALTHCHECK and a script", `
-- Dockerfile --
FROM alpine:3.20
ENV probe=true opts=-x
COPY a.sh /
HEALTHCHECK CMD eval "$probe"
CMD eval "run $opts"
-- a.sh --
`, "probe operator > Dockerfile:4; opts operator > Dockerfile:5"},
		{"a name of ENV, and one that a file of settings gives", `
-- Dockerfile --
FROM alpine:3.20
ENV probe=true
COPY a.sh b.sh /
CMD /a.sh && /b.sh
-- a.sh --
#!/bin/sh
. /run/site.env
eval "$probe"
-- b.sh --
#!/bin/sh
. /run/functions
eval "$probe"
`, "probe operator > b.sh:3"},
		{"a script of CMD, and a name of ENV in it", `
-- Dockerfile --
FROM alpine:3.20
ENV opts=-x
COPY a.sh /
CMD ["/a.sh", "fixed"]
-- a.sh --
#!/bin/sh
eval "$1"
eval "$opts"
`, "opts operator > a.sh:3"},
		{"a script of HEALTHCHECK", `
-- Dockerfile --
FROM alpine:3.20
ENV probe=true
COPY a.sh /
HEALTHCHECK CMD ["/a.sh", "fixed"]
CMD ["true"]
-- a.sh --
#!/bin/sh
eval "$1"
eval "$probe"
`, "probe operator > a.sh:3"},
		{"ONBUILD, in the stage on top", `
-- Dockerfile --
FROM alpine:3.20 AS base
ONBUILD ARG V
ONBUILD COPY a.sh /
ONBUILD RUN eval "$V"
ONBUILD RUN /a.sh "$V"
FROM base AS next
RUN true
FROM next
-- a.sh --
#!/bin/sh
eval "$1"
`, "V builder > Dockerfile:4; V builder > Dockerfile:4; V builder > a.sh:2"}, // for images elsewhere, and for the stage
		{"ONBUILD, for images elsewhere", `
-- Dockerfile --
FROM alpine:3.20
ARG V
ENV fixed=a
ONBUILD ARG W
ONBUILD ENV X=$W
ONBUILD RUN eval "$V $W $fixed"
ONBUILD RUN eval "$X"
`, "W builder > Dockerfile:6; W builder > Dockerfile:7"},
		{"an ARG that becomes an ENV", `
-- Dockerfile --
FROM alpine:3.20
ARG V
ENV W=${V:-a} X=a
ENV Y=$W
RUN eval "x$W"; eval "x$X"
RUN eval "y$Y"
`, "V builder > Dockerfile:5; V builder > Dockerfile:6"},
		{"a handler of inotifyd", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh h.sh /
ENTRYPOINT ["/a.sh"]
-- a.sh --
#!/bin/sh
exec inotifyd /h.sh "$1:n"
-- h.sh --
#!/bin/sh
eval "$1"
eval "$2"
eval "$3"
`, "3 local > h.sh:4"},
		{"a handler of udhcpc6", `
-- Dockerfile --
FROM alpine:3.20
COPY h.sh /
CMD udhcpc6 -q -s /h.sh
-- h.sh --
#!/bin/sh
eval "$1"
eval "$ipv6prefix"
eval "$tz_name"
`, "tz_name remote > h.sh:4"},
		{"a hook of ifupdown", `
-- Dockerfile --
FROM alpine:3.20
COPY up /etc/network/if-up.d/up
RUN chmod +x /etc/network/if-up.d/up
CMD /etc/network/if-up.d/up
-- up --
#!/bin/sh
[ "$PHASE" = pre-up ] || eval "$MODE"
eval "$IF_VPN"
eval "$IFACE"
`, "IF_VPN operator > up:3; IFACE operator > up:4"},
		{"a file of settings that the image does not have", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh known.env /
CMD ["/a.sh"]
-- a.sh --
#!/bin/sh
. /known.env
eval "$(cat /data/x.env)"
-- known.env --
A=b
`, "/data/x.env operator > a.sh:3"},
		{"sourced from its own folder", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh lib.sh /opt/
ENTRYPOINT ["/opt/a.sh"]
-- a.sh --
#!/bin/sh
. "$(dirname "$0")/lib.sh"
run "$1"
-- lib.sh --
run() { eval "$1"; }
`, "1 operator > lib.sh:1"},
		{"sourced from its own folder, by a name", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh lib.sh /opt/
COPY sub /opt/sub
ENTRYPOINT ["/opt/a.sh"]
-- a.sh --
#!/bin/sh
DIR="$(cd "$(dirname "$0")" && pwd)"
. "$DIR/lib.sh"
. "${DIR}/sub/lib.sh"
run "$1"
under "$2"
-- lib.sh --
run() { eval "$1"; }
-- sub/lib.sh --
under() { eval "$1"; }
`, "1 operator > lib.sh:1; 2 operator > lib.sh:1"},
		{"a name of its own folder that is set again", `
-- Dockerfile --
FROM alpine:3.20
COPY a.sh lib.sh /opt/
ENTRYPOINT ["/opt/a.sh"]
-- a.sh --
#!/bin/sh
DIR=$(dirname "$0")
[ -d /srv/lib ] && DIR=/srv/lib
. "$DIR/lib.sh"
run "$1"
-- lib.sh --
run() { eval "$1"; }
`, ""},
	} {
		fs := sourcetest.New(nil)
		for _, f := range txtar.Parse([]byte(tt.files)).Files {
			fs.Write("/work/"+f.Name, string(f.Data))
		}
		cache := &source.Cache{FS: fs}
		f, err := cache.File(filepath.FromSlash("/work/Dockerfile"))
		if err != nil {
			t.Fatal(err)
		}
		b := image.New(dockerfile.Parse(f), image.OpenContext(cache, filepath.FromSlash("/work"), f.Path), image.Options{})
		var lines []string
		for _, f := range FlowsOf(b.Runs) {
			if f.Sink.Class == Eval {
				lines = append(lines, fmt.Sprintf("%s %s > %s:%d", f.Source.Name, f.Source.Trust, filepath.Base(f.Sink.Span.File.Path), f.Sink.Span.From().Line))
			}
		}
		if got := strings.Join(lines, "; "); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}
