package build

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/source/sourcetest"
)

// built understands a Dockerfile; further files are those of its context.
func built(t testing.TB, text string) *image.Build {
	t.Helper()
	files := map[string]string{}
	archive := txtar.Parse([]byte(text))
	for _, f := range archive.Files {
		files["/c/"+f.Name] = string(f.Data)
	}
	f := source.NewFile("/c/Dockerfile", archive.Comment)
	cache := &source.Cache{FS: sourcetest.New(files)}
	doc := dockerfile.Parse(f)
	return image.New(doc, image.OpenContext(cache, "/c", f.Path), image.Options{})
}

// place writes a span as line and text.
func where(s source.Span) string {
	if s.IsZero() {
		return "nowhere"
	}
	return fmt.Sprintf("%d %q", s.From().Line, s.Text())
}

func TestGos(t *testing.T) {
	const debian, alpineGcc = "FROM golang:1.26\n", "FROM golang:1.26-alpine3.24\nRUN apk add gcc musl-dev\n"
	tests := []struct {
		name, dockerfile string
		want             []string // words, cgo, its last reason, compiler
	}{
		{"debian", debian + "RUN go build .", []string{`2 "go build" yes, CGO_ENABLED is not set, and Go turns cgo on where there is a C compiler: gcc known-off`}},
		{"not a build", debian + "RUN go version && go test ./... && go mod download && go run . && go", nil},
		{"other times", debian + "CMD go build .\nONBUILD RUN go build .", nil},
		{"change folder", debian + "RUN go -C /src build ./...", []string{`2 "go -C /src build" yes, CGO_ENABLED is not set, and Go turns cgo on where there is a C compiler: gcc known-off`}},
		{"exec form", debian + `RUN ["go", "install", "./..."]`, []string{`2 "go\", \"install" yes, CGO_ENABLED is not set, and Go turns cgo on where there is a C compiler: gcc known-off`}},
		{"prefix over ENV", debian + "ENV CGO_ENABLED=1\nRUN CGO_ENABLED=0 go build .", []string{`3 "go build" no, CGO_ENABLED=0 by the command line at 3 "CGO_ENABLED=0": gcc known-off`}},
		{"export over ENV", debian + "ENV CGO_ENABLED=1\nRUN export CGO_ENABLED=0; go build .", []string{`3 "go build" no, CGO_ENABLED=0 by an export at 3 "CGO_ENABLED=0": gcc known-off`}},
		{"ENV over go env -w", debian + "ENV CGO_ENABLED=1\nRUN go env -w CGO_ENABLED=0\nRUN go build .", []string{`4 "go build" yes, CGO_ENABLED=1 by ENV at 2 "CGO_ENABLED=1": gcc known-off`}},
		{"go env -w", debian + "RUN go env -w GOPROXY=direct CGO_ENABLED=0\nRUN go build .", []string{`3 "go build" no, CGO_ENABLED=0 by go env -w at 2 "CGO_ENABLED=0": gcc known-off`}},
		{"no export", debian + "RUN CGO_ENABLED=0; go build .", []string{`2 "go build" yes, CGO_ENABLED is not set, and Go turns cgo on where there is a C compiler: gcc known-off`}},
		{"two values", debian + "RUN if x; then export CGO_ENABLED=0; else export CGO_ENABLED=1; fi; go build .", []string{`2 "go build" unknown: gcc known-off`}},
		{"read", debian + "RUN export CGO_ENABLED; read CGO_ENABLED; go build .", []string{`2 "go build" unknown: gcc known-off`}},
		{"sourced", debian + "RUN . ./env && go build .", []string{`2 "go build" unknown: the C compiler that CC names unknown`}},
		{"ARG", debian + "ARG CGO_ENABLED=0\nRUN go build .", []string{`3 "go build" no, CGO_ENABLED=0 by ARG at 2 "CGO_ENABLED=0": gcc known-off`}},
		{"ARG of an earlier stage", debian + "ARG CGO_ENABLED=0\nFROM golang:1.26\nRUN go build .", []string{`4 "go build" yes, CGO_ENABLED is not set, and Go turns cgo on where there is a C compiler: gcc known-off`}},
		{"ENV of a base stage", "FROM golang:1.26 AS base\nENV CGO_ENABLED=0\nFROM base\nRUN go build .", []string{`4 "go build" no, CGO_ENABLED=0 by ENV at 2 "CGO_ENABLED=0": gcc known-off`}},
		{"other system", debian + "RUN GOOS=darwin go build .", nil},
		{"perhaps another system", debian + "ARG TARGETOS\nRUN GOOS=$TARGETOS go build .", []string{`3 "go build" unknown: gcc known-off`}},
		{"other machine", "FROM --platform=linux/amd64 golang:1.26\nRUN GOARCH=arm64 go build .", []string{`2 "go build" no, the stage is for amd64: gcc known-off`}},
		{"some machine", debian + "RUN GOARCH=arm64 go build .", []string{`2 "go build" unknown: gcc known-off`}},
		{"other machine with CC", "FROM --platform=linux/amd64 golang:1.26\nRUN CC=aarch64-linux-gnu-gcc GOARCH=arm64 go build .", []string{`2 "go build" no, the stage is for amd64: aarch64-linux-gnu-gcc known-off`}},
		{"alpine", "FROM golang:1.26-alpine3.24\nRUN go build .", []string{`2 "go build" no, golang:1.26-alpine3.24 brings no C compiler and none is added at 1 "golang:1.26-alpine3.24": gcc alpine`}},
		{"alpine before 1.20", "FROM golang:1.19-alpine3.16\nRUN go build .", []string{`2 "go build" unknown: gcc alpine`}},
		{"alpine with gcc", alpineGcc + "RUN go build .", []string{`3 "go build" unknown: gcc alpine`}},
		{"alpine's go", "FROM alpine:3.24\nRUN apk add go\nRUN go build .", []string{`3 "go build" unknown: gcc alpine`}},
		{"unknown image", "FROM example.org/x\nRUN go build . && CGO_ENABLED=1 go build .", []string{`2 "go build" unknown: gcc unknown`, `2 "go build" yes, CGO_ENABLED=1 by the command line at 2 "CGO_ENABLED=1": gcc unknown`}},
		{"through wrappers", debian + "RUN env CGO_ENABLED=0 nice go build . && CGO_ENABLED=0 sh -c 'cd x && go build .'", []string{
			`2 "go build" no, CGO_ENABLED=0 by the command line at 2 "CGO_ENABLED=0": gcc known-off`,
			`2 "go build" no, CGO_ENABLED=0 by the command line at 2 "CGO_ENABLED=0": gcc known-off`,
		}},
		{"script", debian + "COPY b.sh /\nRUN export CGO_ENABLED=0; sh /b.sh\n-- b.sh --\ngo build .\n", []string{`1 "go build" no, CGO_ENABLED=0 by an export at 3 "CGO_ENABLED=0": gcc known-off`}},
		{"old compilers", "FROM alpine:3.4\nRUN CGO_ENABLED=1 go build . && CC=clang go build .", []string{
			`2 "go build" yes, CGO_ENABLED=1 by the command line at 2 "CGO_ENABLED=1": gcc unknown`, `2 "go build" unknown: clang unknown`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, g := range Gos(built(t, test.dockerfile).Runs) {
				got = append(got, where(g.Words)+" "+reason(g.Cgo)+": "+g.Compiler.Name+orNone(g.Compiler)+" "+
					[...]string{"unknown", "alpine", "known-off"}[g.Compiler.Class])
			}
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func orNone(c Compiler) string {
	if c.Name == "" {
		return c.String()
	}
	return ""
}

func reason(f Fact) string {
	if len(f.Because) == 0 {
		return f.Answer.String()
	}
	last := f.Because[len(f.Because)-1]
	text := f.Answer.String() + ", " + last.Text
	if !last.Span.IsZero() {
		text += " at " + where(last.Span)
	}
	return text
}

func TestFlags(t *testing.T) {
	tests := []struct {
		name, dockerfile string
		want             string // state, and the place of the flag that decides
	}{
		{"none", "RUN go build .", `0 nowhere`},
		{"ENV", `ENV CGO_CFLAGS="-O2 -fstack-protector-strong"`, `4 2 "-fstack-protector-strong"`},
		{"ENV with a blank", `ENV CGO_CFLAGS -O2 -fstack-protector-strong -g`, `4 2 "-fstack-protector-strong"`},
		{"escaped blank", `ENV CGO_CFLAGS=-O2\ -fno-stack-protector`, `1 2 "-fno-stack-protector"`},
		{"continued", "ENV CGO_CFLAGS=\"-O2 \\\n  -fstack-protector-all\"", `5 3 "-fstack-protector-all"`},
		{"last wins", `ENV CGO_CFLAGS="-fstack-protector-strong -fno-stack-protector -fstack-protector"`, `3 2 "-fstack-protector"`},
		{"reference", "ENV A=-fstack-protector-strong\nENV CGO_CFLAGS=\"-g ${A} -O2\"", `4 2 "-fstack-protector-strong"`},
		{"itself", "ENV CGO_CFLAGS=-fstack-protector-strong\nENV CGO_CFLAGS=\"$CGO_CFLAGS -O2\"", `4 2 "-fstack-protector-strong"`},
		{"glued", "ENV A=strong\nENV CGO_CFLAGS=-fstack-protector-$A", `4 3 "-fstack-protector-$A"`},
		{"unknown word", "ENV CGO_CFLAGS=\"$OTHER -O2\"", `6 2 "$OTHER"`},
		{"unknown then known", "ENV CGO_CFLAGS=\"$OTHER -fstack-protector-strong\"", `4 2 "-fstack-protector-strong"`},
		{"unknown end", "ENV CGO_CFLAGS=-fstack-protector$OTHER", `6 2 "-fstack-protector$OTHER"`},
		{"unknown elsewhere", "ENV CGO_CFLAGS=-march=$OTHER", `0 nowhere`},
		{"CPPFLAGS before CFLAGS", "ENV CGO_CPPFLAGS=-fstack-protector-strong CGO_CFLAGS=-fno-stack-protector", `1 2 "-fno-stack-protector"`},
		{"CC", `ENV CC="ccache gcc -fstack-protector-strong"`, `4 2 "-fstack-protector-strong"`},
		{"hardened", `ENV CGO_CFLAGS=-fhardened`, `4 2 "-fhardened"`},
		{"other names", `ENV CFLAGS=-fstack-protector-strong`, `0 nowhere`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			gos := Gos(built(t, "FROM golang:1.26\n"+test.dockerfile+"\nRUN go build .").Runs)
			state, flag := gos[len(gos)-1].StackProtector()
			if got := fmt.Sprintf("%d %s", state, where(flag.Span)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestSources(t *testing.T) {
	const head = "FROM golang:1.26-alpine3.24\nRUN apk add gcc\n"
	tests := []struct{ name, dockerfile, want string }{
		{"the package that is built", head + "COPY . /s\nWORKDIR /s\nRUN go build ./a\n-- go.mod --\nmodule m\n-- a/a.go --\npackage a\n-- b/b.go --\npackage b\nimport \"C\"\n",
			"no, no package of the build uses cgo"},
		{"what it imports", head + "COPY . /s\nWORKDIR /s\nRUN go build ./a\n-- go.mod --\nmodule m.org/m\n-- a/a.go --\npackage a\nimport \"m.org/m/b\"\n-- b/b.go --\npackage b\nimport \"C\"\n",
			`yes, b/b.go imports "C" at 2 "\"C\""`},
		{"all of them", head + "COPY . /s\nRUN cd /s; go build ./...\n-- go.mod --\nmodule m\n-- a/a.go --\npackage a\n-- b/b.go --\npackage b\nimport \"os/user\"\n",
			`yes, b/b.go imports os/user at 2 "\"os/user\""`},
		{"a module of its own", head + "COPY . /s\nRUN cd /s; go build ./...\n-- go.mod --\nmodule m\n-- a.go --\npackage a\n-- b/go.mod --\nmodule b\n-- b/b.go --\npackage b\nimport \"C\"\n",
			"no, no package of the build uses cgo"},
		{"by import path", head + "COPY . /s\nRUN cd /s; go build m/a\n-- go.mod --\nmodule m\n-- a/a.go --\npackage a\nimport \"C\"\n",
			`yes, a/a.go imports "C" at 2 "\"C\""`},
		{"another module", head + "COPY . /s\nRUN cd /s; go install example.org/x@latest\n-- go.mod --\nmodule m\n-- a.go --\npackage a\nimport \"C\"\n", "unknown"},
		{"other modules", head + "COPY . /s\nRUN cd /s; go build\n-- go.mod --\nmodule m\n-- a.go --\npackage a\nimport \"example.org/x\"\n", "unknown"},
		{"known module", head + "COPY . /s\nRUN cd /s; go build\n-- go.mod --\nmodule m\n-- a.go --\npackage a\nimport _ \"github.com/mattn/go-sqlite3\"\n",
			`yes, a.go imports github.com/mattn/go-sqlite3, which needs cgo at 2 "\"github.com/mattn/go-sqlite3\""`},
		{"constraints", head + "COPY . /s\nRUN cd /s; go build -tags pure\n-- go.mod --\nmodule m\n-- a.go --\n//go:build !pure\n\npackage a\nimport \"C\"\n-- b_windows.go --\npackage a\nimport \"C\"\n-- c.go --\npackage a\n",
			"no, no package of the build uses cgo"},
		{"ignored", head + "COPY . /s\nRUN cd /s; go build\n-- .dockerignore --\nc.go\n-- go.mod --\nmodule m\n-- a.go --\npackage a\n-- c.go --\npackage a\nimport \"C\"\n",
			"no, no package of the build uses cgo"},
		{"netgo", head + "COPY . /s\nRUN cd /s; go build -tags=netgo,osusergo\n-- go.mod --\nmodule m\n-- a.go --\npackage a\nimport \"net/http\"\n",
			"no, no package of the build uses cgo"},
		{"on, but not used", head + "COPY . /s\nRUN cd /s; CGO_ENABLED=1 go build\n-- go.mod --\nmodule m\n-- a.go --\npackage a\n", "no, no package of the build uses cgo"},
		{"unknown words", head + "COPY . /s\nRUN cd /s; go build $(flags) -o x\n-- go.mod --\nmodule m\n-- a.go --\npackage a\n", "unknown"},
		{"unknown words, known module", head + "COPY . /s\nRUN cd /s; go build $(flags) -o x\n-- go.mod --\nmodule m\nrequire github.com/mattn/go-sqlite3 v1.14.24\n-- a.go --\npackage a\n",
			`yes, go.mod requires github.com/mattn/go-sqlite3, which needs cgo at 2 "github.com/mattn/go-sqlite3"`},
		{"no Go", head + "COPY . /s\nRUN cd /s; go build\n-- go.mod --\nmodule m\n-- a.go --\nnonsense\n", "unknown"},
		{"below the module", head + "COPY . /s\nWORKDIR /s/cmd/x\nRUN go build\n-- go.mod --\nmodule m\n-- cmd/x/a.go --\npackage a\nimport \"C\"\n",
			`yes, cmd/x/a.go imports "C" at 2 "\"C\""`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := reason(Gos(built(t, test.dockerfile).Runs)[0].Cgo); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestCgoLines: what the #cgo lines of a package ask for, as far as they hold on
// Linux, each with its place.
func TestCgoLines(t *testing.T) {
	const main = `package main

// #cgo CFLAGS: -DX -fno-stack-protector
// #cgo windows CFLAGS: -DWINDOWS
//#cgo linux,!arm64 darwin CPPFLAGS: "-DL"
// #cgo noescape f
// #cgo LDFLAGS: -L${SRCDIR}/lib -lz
// A sentence with #cgo CFLAGS: -DNO
import "C"

import "os"

/*
#cgo pure LDFLAGS: -static
  #cgo nonsense
*/
import "C"
`
	b := built(t, "FROM golang:1.26\nCOPY . /s\nWORKDIR /s\nRUN go build -tags pure\n-- go.mod --\nmodule m\n-- main.go --\n"+main)
	var got []string
	for _, p := range Gos(b.Runs)[0].Sources.Packages {
		for _, f := range append(append([]Flag{}, p.CFlags...), p.LDFlags...) {
			known := map[bool]string{false: " unknown"}[f.Known]
			got = append(got, p.Dir+" "+f.Value+known+" at "+where(f.Span))
		}
	}
	want := `. -DX at 3 "-DX"
. -fno-stack-protector at 3 "-fno-stack-protector"
. -DL at 5 "\"-DL\""
. -L unknown at 7 "-L${SRCDIR}/lib"
. -lz at 7 "-lz"
. -static at 14 "-static"`
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
}

// TestOddInput: what nobody writes is no reason to stop.
func TestOddInput(t *testing.T) {
	for _, text := range []string{
		"", "FROM x", "RUN go build", "FROM scratch\nRUN go", "FROM scratch\nRUN go -C", "FROM scratch\nRUN go build -o",
		"FROM x\nENV CGO_CFLAGS=$CGO_CFLAGS\nRUN CGO_CFLAGS=$CGO_CFLAGS go build $(x) \"$@\" -",
		"FROM x\nENV CFLAGS=\"-fno-stack-protector", "FROM x\nENV CFLAGS=-fno-stack-protector\\",
		"FROM x\nRUN A=$B; B=$A; CC=$A go build -ldflags", "FROM x\nRUN CC= go build; CC=ccache go build; CC='zig' go build; CC='${' go build; CC='$(' go build",
		"FROM x\nRUN gcc -z; gcc -Wl, execstack; gcc -Wl,-z; make CFLAGS= -z execstack; configure =norelro; LDFLAGS=-z\\ lazy",
		"FROM x\nENV CFLAGS=${ nopie\nENV LDFLAGS=` nopie\nENV CXXFLAGS=$ nopie\nENV LDFLAGS=$( nopie",
		"FROM x AS x\nFROM x\nCOPY --from=x / /\nWORKDIR $X\nRUN cd; cd a b; go build ../../..",
	} {
		b := built(t, text)
		for _, g := range Gos(b.Runs) {
			g.StackProtector()
			g.NeedsCompiler()
			g.PIE()
		}
		for _, l := range Lists(b, b.Runs, Gos(b.Runs)) {
			l.Weaknesses()
			l.Downgrade()
			_ = l.Compiler().String()
		}
	}
	Gos(nil)
	Lists(nil, nil, nil)
	ForAlpine(nil)
}
