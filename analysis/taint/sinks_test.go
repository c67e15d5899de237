package taint

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

var classNames = [...]string{
	Eval: "eval", ShellC: "sh-c", RunsString: "string", Piped: "piped", Generated: "generated", Sourced: "sourced",
	Deferred: "deferred", CommandWord: "word", Names: "names", Program: "program", Format: "format", Option: "option",
	Test: "test", Pattern: "pattern", Arithmetic: "arithmetic", WrittenPath: "path", ConfigText: "config",
}

// TestUses: what of a command the table takes for more than text.
func TestUses(t *testing.T) {
	tests := []struct{ script, want string }{
		{`eval "a=$x"`, `eval:eval("a=$x")`},
		{`eval a=1`, ``},
		{`eval "$(cat t)"; eval 'b=$x'`, `eval:eval("$(cat t)")`},
		{`bash -ec "ls $x"`, `sh-c:bash -c("ls $x")`},
		{`find . -exec sh -c 'ls {}' \;`, `sh-c:find -exec sh -c('ls {}')`},
		{`ls | xargs -I% su app -c 'ls %'`, `sh-c:xargs su -c('ls %')`},
		{`flock /l -c "ls $x"; watch -n 2 ls "$x"`, `string:flock -c("ls $x") string:watch(ls "$x")`},
		{`ssh -i key host ls "$x" now`, `string:ssh(ls "$x" now)`},
		{`ssh "$h" ls`, `option:ssh("$h")`},
		{`vi -c "$x" f; sendmail "-H$x"`, `string:vi -c("$x") string:sendmail -H("-H$x")`},
		{`echo "$x" | sh; echo "$x" | sh -s a; sh f < "$x"`, `piped:sh() piped:sh() generated:sh(f)`},
		{`sh ./gen.sh; sh "$x"`, `generated:sh(./gen.sh) generated:sh("$x") sourced:sh("$x")`},
		{`./gen.sh "$x"`, `generated:./gen.sh(./gen.sh)`},
		{`. ./.env; . "$x"`, `sourced:.(./.env) sourced:.("$x") sourced:.("$x")`},
		{`trap "rm $x" EXIT; alias l="ls $x"`, `deferred:trap("rm $x") deferred:alias(l="ls $x")`},
		{`crontab t; echo "$x" | crontab -u a -`, `deferred:crontab(t) deferred:crontab()`},
		{`export "$kv" "A_$n=1" B="$x" "$n=1"`, `names:export("$kv") names:export("$n=1")`},
		{`read -r "$n"; read -p "$x" y`, `names:read("$n")`},
		{`awk -F: "{print $x}" f; awk -v a="$x" '{print a}'; awk -f "$x"`, `program:awk("{print $x}")`},
		{`awk "/$x/ {print} /$y$x/"; awk '/a/ || $1 ~ /'"$x"'/ {print 4 / 2}' f`, `program:awk("/$x/ {print} /$y$x/") program:awk('/a/ || $1 ~ /'"$x"'/ {print 4 / 2}')`},
		{`awk -v a="$x" -v b="$y" 'BEGIN { system("ls " a) }'`, `program:awk system()(a="$x")`},
		{`echo "$x" | awk '{ print "x" | ("mail " $1) }'`, `program:awk system()()`},
		{`echo "$x" | awk '{ print "a|b" $1 }'`, ``},
		{`echo "$x" | awk '{ c = "ls"; for (i = 1; i < NF; i++) c = c " " $i; system(c) }'`, `program:awk system()()`},
		{`echo "$x" | awk '{ system("kill " int($1) " " $1 + 1); system("ls " NR) }'`, ``},
		{`echo "$x" | awk '{ if ("ls " $1 | getline y) print y }'`, `program:awk system()()`},
		{`echo "$x" | awk '/a/ || $1 { my_system(1); print "|", $1 || 0; system "x" $1 }'`, ``},
		{`sed -e "s|a|$x|" -n -e p f; sed "$x" f; sed -f "$x" g`, `program:sed("s|a|$x|") program:sed("$x")`},
		{`printf "$x"; printf '%s' "$x"; printf -- "a$x" b`, `format:printf("$x") format:printf("a$x")`},
		{`echo "	up ip r add $x" >> /etc/network/interfaces`, `deferred:/etc/network/interfaces("	up ip r add $x")`},
		{`printf 'auto %s\n up r %s\n' "$a" "$x" > /etc/network/interfaces`, `deferred:/etc/network/interfaces('auto %s\n up r %s\n' "$a" "$x")`},
		{`echo "auto $x" >> /etc/network/interfaces`, `deferred:/etc/network/interfaces(/etc/network/interfaces)`},
		{`find "$d" -name "$x"; find ./"$d"; find -- "$d"`, `option:find("$d")`},
		{`find . -name $x; find . -type f $x; find . -exec cat $x {} \; $y`, `option:find($x) option:find($x) option:find($y)`},
		{`find . -name "$x" "$y" -o -name a`, `option:find("$y")`},
		{`set $x; set -- $x; dd if=/dev/null "$x"`, `option:set($x) path:dd("$x")`},
		{`C="$x" awk 'BEGIN { system("ls " ENVIRON["C"]) }'; awk 'BEGIN { print ENVIRON["C"] }'`, `program:awk system()()`},
		{`exec "/opt/x.sh"`, `generated:"/opt/x.sh"("/opt/x.sh")`},
		{`echo "$x" | sh -; echo "$x" | su - bob; echo "$x" | sh - file`, `piped:sh() piped:su() generated:sh(file)`},
		{`unzip -oq "$f" -d "$d"; unzip "$f" a.txt; unzip $f`, `path:unzip("$d") option:unzip("$f") option:unzip($f)`},
		{`wget -O "$f" "$u" "$v"; wget -q -- "$u" "$v"; curl -H "$h" https://"$u"`, `option:wget("$u" "$v") path:wget("$f")`},
		{`wget -O- "$u"; wget -O- $u; curl -o f "$u"; curl "$u" "$v"`, `option:wget($u) option:curl("$u" "$v")`},
		{`curl "${h[@]}" "$u"; curl "${h[@]}" "$u" "$v"; curl "${h[0]}" "$w"`, `option:curl("${h[@]}") option:curl("${h[@]}" "$u" "$v") option:curl("${h[0]}" "$w")`},
		{`o=-s; curl $o -C - "$u"; o=--silent; curl $o --continue-at - "$u"; curl "$u" --write-out %{http_code}; curl $p "$u"`, `option:curl($o) option:curl($o) option:curl($p "$u")`},
		{`ssh "$h"; git clone "$u"; git clone "$u" "$d"; git fetch "$u"`, `option:git("$u" "$d") option:git("$u")`},
		{`lua a.lua -e "$x"; lua -l m -e "$x"; perl -lne "$x" -e "$y" f; perl f -e "$x"`, `program:lua -e("$x") program:perl -e("$x") program:perl -e("$y")`},
		{`python -m m -c "$x"; python -W i -c "$x" -c "$y"; php -d a=b -r "$x"`, `program:python -c("$x") program:php -r("$x")`},
		{`rm -f *; rm ./*; rm -- *; cp "$a" "/b/$c"`, `option:rm(*) option:cp("$a") path:cp("/b/$c")`},
		{`rm -f "$a"; rm "$@"; rm "$a" b; chmod 600 "$a"; chmod 600 $a`, `path:rm("$a") option:rm("$@") path:rm("$@") option:rm("$a") path:rm("$a") path:chmod("$a") option:chmod($a) path:chmod($a)`},
		{`cp "$a" "$a.old"; cp "$a" "$b"; mv "$a" x`, `path:cp("$a.old") option:cp("$a" "$b") path:cp("$b") option:mv("$a")`},
		{`git clone --depth 1 "$u" d; git commit "$m"`, `option:git("$u")`},
		{`"$x" a; exec $CMD; exec "$@"; cmd_$x; busybox "$x"; "/opt/$x/run"`, `word:the command("$x") word:exec($CMD) word:busybox("$x") word:the command("/opt/$x/run")`},
		{`dd if="$a" of="/tmp/$b"`, `path:dd(of="/tmp/$b")`},
		{`echo "$x" >> /etc/passwd; echo "$x" | tee /etc/crontabs/root; echo > /etc/motd`, `config:/etc/passwd(/etc/passwd) deferred:/etc/crontabs/root(/etc/crontabs/root)`},
		{`date -d "$x"; date --date "$x" +%s; date --date="$x"; date "$x"`, `option:date("$x")`},
		{`grep "$x" f; ls "$x"; echo "$x"`, `option:grep("$x")`},
	}
	for _, tt := range tests {
		p := shell.Parse(source.Whole(source.NewFile("x.sh", []byte(tt.script))), shell.Ash)
		var got []string
		for _, c := range p.Commands {
			for _, u := range appendUses(nil, c) {
				var words []string
				for _, w := range u.words {
					words = append(words, w.Source())
				}
				got = append(got, fmt.Sprintf("%s:%s(%s)", classNames[u.class], u.as, strings.Join(words, " ")))
				if u.harm == "" || u.hurts == 0 {
					t.Errorf("%s: the use by %s does not say what it harms", tt.script, u.as)
				}
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.script, s, tt.want)
		}
	}
}

// TestTableFrom: every row says how it is known.
func TestTableFrom(t *testing.T) {
	for _, s := range sinks {
		if s.from == "" || s.harm == "" {
			t.Errorf("the row of %s says neither what it harms nor how that is known", s.names)
		}
	}
	for k, s := range constructs {
		if s.from == "" || s.harm == "" {
			t.Errorf("the row of the construct %d says neither what it harms nor how that is known", k)
		}
	}
	for name, w := range writers {
		if w.from == "" || w.harm == "" {
			t.Errorf("the row of what %s writes says neither what it harms nor how that is known", name)
		}
	}
	for _, f := range configs {
		if f.from == "" || f.harm == "" {
			t.Errorf("the row of %s says neither what it harms nor how that is known", f.path)
		}
	}
	for _, g := range guards {
		if g.from == "" {
			t.Errorf("the row of the checks %s does not say how that is known", g.names)
		}
	}
	for _, p := range passers {
		if p.from == "" {
			t.Errorf("the row of what %s passes on does not say how that is known", p.names)
		}
	}
	for _, r := range rows {
		if r.origin == "" {
			t.Errorf("the row of the names %s does not say how that is known", r.names)
		}
	}
	for _, o := range options {
		if o.from == "" || o.harm == "" {
			t.Errorf("the row of the options of %s says neither what they harm nor how that is known", o.names)
		}
	}
}

// TestHurtsAt: what hurts depends on the quotes of the code.
func TestHurtsAt(t *testing.T) {
	script := `sh -c "a $x; b '$y' \"$z\""`
	p := shell.Parse(source.Whole(source.NewFile("x.sh", []byte(script))), shell.Ash)
	u := appendUses(nil, p.Commands[0])[0]
	want := []Props{Code, Single, Double | Expand}
	for i, s := range u.text.Splices {
		if got := u.hurtsAt(s.From); got != want[i] {
			t.Errorf("at %s: %v, want %v", s.Expansion.Span.Text(), got, want[i])
		}
	}
}
