package apk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// words makes args of a line: blanks separate, a word with $ is not known.
func words(line string) []Arg {
	var args []Arg
	for w := range strings.FieldsSeq(line) {
		prefix, _, expands := strings.Cut(w, "$")
		if expands {
			args = append(args, Arg{Value: w, Prefix: prefix})
		} else {
			args = append(args, Arg{Value: w, Known: true})
		}
	}
	return args
}

// show renders what was parsed: applet, options with index and value, operands
// with index and kind.
func show(i Invocation) string {
	s := i.Applet
	for _, o := range i.Options {
		s += fmt.Sprintf(" --%s", o.Name)
		switch {
		case o.ValueIndex < 0:
		case o.Known:
			s += fmt.Sprintf("=%s@%d", o.Value, o.ValueIndex)
		default:
			s += fmt.Sprintf("=?@%d", o.ValueIndex)
		}
	}
	for _, o := range i.Operands {
		s += fmt.Sprintf(" %d:%s", o.Index, o.Raw)
		if o.Kind != Package {
			s += "/" + [...]string{"unresolved", "", "file", "provides", "url"}[o.Kind]
		}
		if o.Err != nil {
			s += "/err"
		}
	}
	if !i.Sure {
		s += " unsure"
	}
	return strings.TrimSpace(s)
}

func TestParse(t *testing.T) {
	tests := []struct{ line, want string }{
		{"add curl", "add 1:curl"},
		{"--no-cache add curl", "add --no-cache 2:curl"},
		{"add --no-cache curl bash", "add --no-cache 2:curl 3:bash"},
		{"add curl --no-cache", "add --no-cache 1:curl"},
		{"--update add curl", "add --update-cache 2:curl"},
		{"add --update curl", "add --update-cache 2:curl"},
		{"-U add curl", "add --update-cache 2:curl"},
		{"add -Uuv curl", "add --update-cache --upgrade --verbose 2:curl"},
		{"add -t .deps gcc", "add --virtual=.deps@2 3:gcc"},
		{"add --virtual .deps gcc", "add --virtual=.deps@2 3:gcc"},
		{"add --virtual=.deps gcc", "add --virtual=.deps@1 2:gcc"},
		{"--virtual .deps add gcc", "add --virtual=.deps@1 3:gcc"},
		{"add --virt .deps gcc", "add --virtual=.deps@2 3:gcc"},
		{"add -t.deps gcc", "add --virtual=.deps@1 2:gcc"},
		{"add -Ut .deps gcc", "add --update-cache --virtual=.deps@2 3:gcc"},
		{"add -tU gcc", "add --virtual=U@1 2:gcc"},
		{"add gcc -t .deps", "add --virtual=.deps@3 1:gcc"},
		{"add -X https://x/y curl", "add --repository=https://x/y@2 3:curl"},
		{"add --repository https://x/y curl", "add --repository=https://x/y@2 3:curl"},
		{"--repository=https://x/y add curl", "add --repository=https://x/y@0 2:curl"},
		{"-X https://x/y -p /rootfs --initdb add curl", "add --repository=https://x/y@1 --root=/rootfs@3 --initdb 6:curl"},
		{"add --arch x86_64 --keys-dir /k --repositories-file /r curl",
			"add --arch=x86_64@2 --keys-dir=/k@4 --repositories-file=/r@6 7:curl"},
		{"add --cache-dir=/c --cache-max-age 5 --wait 3 --timeout 9 --progress-fd 1 curl",
			"add --cache-dir=/c@1 --cache-max-age=5@3 --wait=3@5 --timeout=9@7 --progress-fd=1@9 10:curl"},
		{"add --allow-untrusted ./x.apk /tmp/y.apk pkgs/z.apk", "add --allow-untrusted 2:./x.apk/file 3:/tmp/y.apk/file 4:pkgs/z.apk/file"},
		{"add so:libz.so.1 cmd:bash pc:x /bin/sh https://x/y.apk", "add 1:so:libz.so.1/provides 2:cmd:bash/provides 3:pc:x/provides 4:/bin/sh/provides 5:https://x/y.apk/url"},
		{"add -- curl -x", "add 2:curl 3:-x/err"},
		{"add - curl", "add 1:-/err 2:curl"},
		{"add curl=latest", "add 1:curl=latest/err"},
		{"add !curl", "add 1:!curl"},
		// apk 3
		{"add --cache=no curl", "add --no-cache=no@1 2:curl"},
		{"add --check-certificate=no curl", "add --no-check-certificate=no@1 2:curl"},
		{"add --no-check-certificate curl", "add --no-check-certificate 2:curl"},
		{"add --no-interactive --no-scripts --simulate curl", "add --no-interactive --no-scripts --simulate 4:curl"},
		{"add --preupgrade-depends x curl", "add --preupgrade-depends=x@2 3:curl"},
		// what a letter means goes by the applet
		{"del -r curl", "del --rdepends 2:curl"},
		{"del --purge .deps", "del --purge 2:.deps"},
		{"fetch -s --output /o curl", "fetch --stdout --output=/o@3 4:curl"},
		{"version -t 1.2 1.3", "version --test 2:1.2 3:1.3"},
		{"upgrade -U --available", "upgrade --update-cache --available"},
		{"update", "update"},
		{"search php8-*", "search 1:php8-*"},
		// variables
		{"add $PHPIZE_DEPS curl", "add 1:$PHPIZE_DEPS/unresolved 2:curl"},
		{"add curl=$V", "add 1:curl=$V"},
		{"add php$V-x", "add 1:php$V-x/unresolved"},
		{"add /tmp/$x.apk", "add 1:/tmp/$x.apk/unresolved"},
		{"add --virtual=$N gcc", "add --virtual=?@1 2:gcc"},
		{"add -t $N gcc", "add --virtual=?@2 3:gcc"},
		{"add -t$N gcc", "add --virtual=?@1 2:gcc"},
		{"$OPTS add curl", "add 0:$OPTS/unresolved 2:curl"},
		// in doubt
		{"add --no-verify curl", "add --no-verify 2:curl unsure"},
		{"add -Z curl", "add --Z 2:curl unsure"},
		{"add --re x", "add --re 2:x unsure"}, // repository, repositories-file
		{"add --$O curl", "add --$O 2:curl unsure"},
		{"add -$O curl", "add 2:curl unsure"},
		{"add -U$O curl", "add --update-cache 2:curl unsure"},
		{"add curl -t", "add --virtual 1:curl unsure"},
		{"add --quiet=yes curl", "add --quiet=yes@1 2:curl unsure"},
		{"$CMD curl", "0:$CMD/unresolved 1:curl unsure"},
		{"install curl", "0:install 1:curl unsure"},
		{"", "unsure"},
		{"--version", "--version unsure"},
	}
	for _, tt := range tests {
		if got := show(Parse(words(tt.line))); got != tt.want {
			t.Errorf("apk %s\n got %s\nwant %s", tt.line, got, tt.want)
		}
	}
}

func TestVariableVersion(t *testing.T) {
	tests := []struct {
		in     string
		kind   OperandKind
		want   Constraint
		pinned bool
	}{
		{"curl=$V", Package, Constraint{Name: "curl", Op: "=", Variable: true}, true},
		{"curl~$V", Package, Constraint{Name: "curl", Op: "~", Variable: true}, true},
		{"curl=8.9.$P-r0", Package, Constraint{Name: "curl", Op: "=", Version: "8.9.", Variable: true}, true},
		{"curl>=$V", Package, Constraint{Name: "curl", Op: ">=", Variable: true}, false},
		{"curl@$T", Unresolved, Constraint{}, false},
		{"$P=1.2", Unresolved, Constraint{}, false},
		{"cmd:node~$V", Provides, Constraint{Name: "cmd:node", Op: "~", Variable: true}, true},
		{"!curl=$V", Package, Constraint{Name: "curl", Conflict: true, Op: "=", Variable: true}, true},
	}
	for _, tt := range tests {
		o := Parse(words("add " + tt.in)).Operands[0]
		if o.Kind != tt.kind || o.Constraint != tt.want || o.Constraint.Pinned() != tt.pinned || o.Known {
			t.Errorf("%s: %+v", tt.in, o)
		}
		if o.Constraint.ExactWithoutRevision() {
			t.Errorf("%s: the variable may hold a revision", tt.in)
		}
	}
}

func TestHas(t *testing.T) {
	i := Parse(words("--wait 1 add --wait 2 --cache=no -U curl"))
	if o, ok := i.Option("wait"); !ok || o.Value != "2" || o.Index != 3 || o.ValueIndex != 4 {
		t.Errorf("wait: %+v, %v", o, ok)
	}
	if !i.Has("no-cache") || !i.Has("update-cache") || i.Has("cache") || i.Has("virtual") {
		t.Errorf("options: %+v", i.Options)
	}
	if i := Parse(nil); i.Sure || i.Applet != "" || i.Has("") {
		t.Errorf("nothing: %+v", i)
	}
}

// Every option of the tables must be found by its own name and letters, or the
// tables contradict each other.
func TestOptionTables(t *testing.T) {
	for applet := range applets {
		letters := map[byte]string{}
		for o := range eachOption(applet) {
			if found, ok := longOption(applet, o.long); !ok || found.long != o.long {
				t.Errorf("%s --%s finds %+v", applet, o.long, found)
			}
			for i := range len(o.short) {
				if _, ok := letters[o.short[i]]; !ok {
					letters[o.short[i]] = o.long
				}
				if found, ok := shortOption(applet, o.short[i]); !ok || found.long != letters[o.short[i]] {
					t.Errorf("%s -%c finds %+v", applet, o.short[i], found)
				}
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, line := range []string{"add -Ut .deps --no-cache curl=8 $X", "--repository=x add -- -a", "-X", "add --re x", "add -t$N !a", "del"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		args := words(line)
		i := Parse(args)
		var seen []int
		for _, o := range i.Operands {
			if o.Index < 0 || o.Index >= len(args) || o.Raw != args[o.Index].Value {
				t.Fatalf("%q: operand %+v", line, o)
			}
			seen = append(seen, o.Index)
		}
		for _, o := range i.Options {
			if o.Index < 0 || o.Index >= len(args) || o.ValueIndex >= len(args) {
				t.Fatalf("%q: option %+v", line, o)
			}
			if slices.Contains(seen, o.Index) || slices.Contains(seen, o.ValueIndex) {
				t.Fatalf("%q: %+v is an operand too", line, o)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	args := words("add --no-cache --virtual .build-deps gcc musl-dev=1.2.5-r0 python3~3.12 curl@edge $MORE")
	for b.Loop() {
		Parse(args)
	}
}
