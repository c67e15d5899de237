package image

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/source/sourcetest"
)

// open understands the file Dockerfile of an archive that lies in /work, which is
// also the context.
func open(t *testing.T, archive string, opts Options) *Build {
	t.Helper()
	fs := sourcetest.New(nil)
	for _, f := range txtar.Parse([]byte(archive)).Files {
		fs.Write("/work/"+f.Name, string(f.Data))
	}
	return openFS(t, fs, opts)
}

func openFS(t *testing.T, fs source.FS, opts Options) *Build {
	t.Helper()
	cache := &source.Cache{FS: fs}
	f, err := cache.File(filepath.FromSlash("/work/Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	return New(dockerfile.Parse(f), OpenContext(cache, filepath.FromSlash("/work"), f.Path), opts)
}

func TestStages(t *testing.T) {
	for _, tt := range []struct {
		name, file, want string
		opts             Options
	}{
		{"tag and digest", "FROM alpine:3.20@sha256:abc\n",
			"0 alpine:3.20@sha256:abc repo=alpine tag=3.20 at=3.20 Alpine 3.20", Options{}},
		{"port is no tag", "FROM localhost:5000/tool\n",
			"0 localhost:5000/tool repo=localhost:5000/tool tag= at= unknown", Options{}},
		{"default of an ARG", "ARG V=3.19\nFROM alpine:${V} AS one\nFROM one\n",
			"0 alpine:3.19 repo=alpine tag=3.19 at= Alpine 3.19; 1 one repo=one tag= at= Alpine 3.19 base=0", Options{}},
		{"default in quotes", "ARG V=\"3.19\" \nFROM alpine:$V\n",
			"0 alpine:3.19 repo=alpine tag=3.19 at= Alpine 3.19", Options{}},
		{"no default", "ARG V\nFROM alpine:$V\n", "0 unresolved unknown", Options{}},
		{"build argument", "ARG V\nFROM alpine:$V\n",
			"0 alpine:3.21 repo=alpine tag=3.21 at= Alpine 3.21", Options{BuildArgs: map[string]string{"V": "3.21"}}},
		{"stage by name in any case, by number", "FROM alpine:3.20 AS Base\nFROM bAsE\nFROM 0\n",
			"0 alpine:3.20 repo=alpine tag=3.20 at=3.20 Alpine 3.20; 1 bAsE repo=bAsE tag= at= Alpine 3.20 base=0; 2 0 repo=0 tag= at= Alpine 3.20 base=0", Options{}},
		{"a stage cannot begin with itself or a later one", "FROM b AS a\nFROM a AS b\nFROM c AS c\n",
			"0 b repo=b tag= at= unknown; 1 a repo=a tag= at= unknown base=0; 2 c repo=c tag= at= unknown", Options{}},
		{"platform", "FROM --platform=linux/arm64 alpine:3.20\nFROM --platform=$BUILDPLATFORM alpine:3.20\n",
			"0 alpine:3.20 repo=alpine tag=3.20 at=3.20 Alpine 3.20 on linux/arm64; 1 alpine:3.20 repo=alpine tag=3.20 at=3.20 Alpine 3.20", Options{}},
		{"mirror", "FROM reg.example.com/hub/alpine:3.20\n",
			"0 docker.io/library/alpine:3.20 repo=docker.io/library/alpine tag=3.20 at=3.20 Alpine 3.20",
			Options{Unmirror: func(s string) string { return strings.Replace(s, "reg.example.com/hub", "docker.io/library", 1) }}},
		{"an ARG of a stage is none of FROM's", "FROM alpine:3.20\nARG V=3.9\nFROM alpine:$V\n",
			"0 alpine:3.20 repo=alpine tag=3.20 at=3.20 Alpine 3.20; 1 unresolved unknown", Options{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := open(t, "-- Dockerfile --\n"+tt.file, tt.opts)
			var got []string
			for _, s := range b.Stages {
				d := "unresolved"
				if r := s.From; r.Known {
					d = fmt.Sprintf("%s repo=%s tag=%s at=%s", r.Name, r.Repository, r.Tag, r.TagSpan.Text())
				}
				d = fmt.Sprintf("%d %s %s", s.Index, d, s.Image.Distro)
				if r := s.Image.Release; r.Known() {
					d += " " + r.String()
				}
				if s.Base != nil {
					d += fmt.Sprint(" base=", s.Base.Index)
				}
				if s.Platform != "" {
					d += " on " + s.Platform
				}
				got = append(got, d)
			}
			if g := strings.Join(got, "; "); !strings.EqualFold(g, tt.want) {
				t.Errorf("got  %s\nwant %s", g, tt.want)
			}
		})
	}
}

func TestBecauseNamesTheVariablesThatAreUsed(t *testing.T) {
	b := open(t, "-- Dockerfile --\nARG V=3\nARG V_X=20\nARG X=alpine\nFROM ${X}:3.$V_X\n", Options{})
	var got []string
	for _, e := range b.Stages[0].From.Because {
		got = append(got, e.Text)
	}
	if !slices.Equal(got, []string{"V_X is 20", "X is alpine"}) {
		t.Errorf("because %q", got)
	}
}

func TestTargetAndNeeded(t *testing.T) {
	const file = `-- Dockerfile --
FROM alpine:3.20 AS base
FROM base AS build
FROM alpine:3.20 AS unused
FROM alpine:3.20 AS mounted
FROM alpine:3.20 AS last
COPY --from=build /a /a
RUN --mount=type=bind,from=mounted,source=/,target=/m true
`
	needed := func(b *Build) (out []string) {
		for _, s := range b.Stages {
			if s.Needed() {
				out = append(out, s.Name)
			}
		}
		return out
	}
	if got := needed(open(t, file, Options{})); !slices.Equal(got, []string{"base", "build", "mounted", "last"}) {
		t.Errorf("needed: %v", got)
	}
	b := open(t, file, Options{Target: "Build"})
	if b.Target.Name != "build" || !slices.Equal(needed(b), []string{"base", "build"}) {
		t.Errorf("target %s needs %v", b.Target.Name, needed(b))
	}
}

func TestState(t *testing.T) {
	b := open(t, `-- Dockerfile --
ARG GLOBAL=g
FROM alpine:3.20 AS one
ARG GLOBAL
ARG OWN=a$GLOBAL
ENV A=1 B=$OWN
ENV C $A-$UNKNOWN
WORKDIR /srv
WORKDIR app
USER 1000
RUN apk add --no-cache -t .deps gcc make && apk add jq~1.7 $MORE
RUN apk del .deps
SHELL ["/bin/bash", "-c"]
FROM one
RUN ln -sf /bin/bash /bin/sh
RUN true
FROM debian:12
RUN true
FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
RUN dir
`, Options{})
	one := b.Stages[0].Final
	for name, want := range map[string]string{"GLOBAL": "g", "OWN": "ag", "A": "1", "B": "ag", "C": "?"} {
		v, ok := one.Vars.Get(name)
		got := v.Value
		if !v.Known {
			got = "?"
		}
		if !ok || got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if one.Workdir != "/srv/app" || one.User != "1000" {
		t.Errorf("workdir %q, user %q", one.Workdir, one.User)
	}
	del := b.Stages[0].Steps[8].Before
	for _, tt := range []struct {
		state State
		name  string
		want  string
	}{{del, "gcc", "yes"}, {one, "gcc", "unknown"}, {one, "jq", "yes"}} {
		if got := tt.state.Packages.Has(tt.name).String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	if _, ok := b.Stages[1].Steps[0].Before.Vars.Get("OWN"); ok {
		t.Error("an ARG outlives its stage")
	}
	if v, _ := b.Stages[1].Steps[0].Before.Vars.Get("B"); v.Value != "ag" {
		t.Error("an ENV does not reach the stage that begins with its stage")
	}
	for i, want := range map[int][2]shell.Dialect{
		0: {shell.Bash, shell.Ash}, 1: {shell.Bash, shell.Bash}, 2: {shell.Dash, shell.Dash}, 3: {shell.Foreign, shell.Foreign},
	} {
		if got := b.Stages[i].Final.Shell; got.Dialect != want[0] || got.Sh != want[1] {
			t.Errorf("stage %d: shell %s, /bin/sh %s; want %v", i, got.Dialect, got.Sh, want)
		}
	}
}

func TestPackagesOfABareBase(t *testing.T) {
	b := open(t, "-- Dockerfile --\nFROM alpine:3.20\nRUN apk add --no-cache bash\nFROM golang:1.22-alpine\nRUN true\nFROM php:8-alpine\nRUN true\nFROM ruby:3-alpine\nRUN true\n", Options{})
	for i, want := range []string{"no", "no", "no", "unknown"} {
		if got := b.Stages[i].Final.Packages.Has("gcc").String(); got != want {
			t.Errorf("stage %d: gcc %s, want %s", i, got, want)
		}
	}
}

// TestScripts shows which scripts are found, in which dialect, and when they run.
func TestScripts(t *testing.T) {
	names := map[When]string{AtBuild: "build", AtStart: "start", AtHealth: "health", OnBuild: "onbuild"}
	for _, tt := range []struct{ name, archive, want string }{
		{"copied to a folder, run by path", `-- Dockerfile --
FROM alpine:3.20
COPY a.sh b.sh /opt/
RUN /opt/a.sh && /opt/c.sh
-- a.sh --
#!/bin/sh
-- b.sh --
`, "a.sh as /opt/a.sh ash build"},
		{"renamed, made the entrypoint, found in PATH", `-- Dockerfile --
FROM alpine:3.20
COPY scripts/entry.sh /usr/local/bin/start
ENTRYPOINT ["start"]
-- scripts/entry.sh --
#!/bin/bash
`, "scripts/entry.sh as /usr/local/bin/start bash start"},
		{"COPY . into WORKDIR, relative, given to a shell", `-- Dockerfile --
FROM alpine:3.20
WORKDIR /app
COPY . .
CMD sh ./bin/run.sh
HEALTHCHECK CMD ["/bin/ash", "-e", "bin/health"]
-- bin/run.sh --
#!/bin/bash
-- bin/health --
true
`, "bin/run.sh as /app/bin/run.sh ash start; bin/health as /app/bin/health ash health"},
		{"sourced, and run by a script", `-- Dockerfile --
FROM alpine:3.20
COPY lib /lib/mine
COPY entry.sh /
ENTRYPOINT ["/sbin/tini", "--", "/entry.sh"]
-- entry.sh --
#!/bin/sh
. /lib/mine/functions
exec /lib/mine/next.sh
-- lib/functions --
f() { :; }
-- lib/next.sh --
#!/bin/sh
`, "entry.sh as /entry.sh ash start; lib/functions as /lib/mine/functions ash start sourced; lib/next.sh as /lib/mine/next.sh ash start"},
		{"through a stage", `-- Dockerfile --
FROM alpine:3.20 AS files
WORKDIR /src
COPY x.sh y.sh ./
FROM debian:12
COPY --from=files /src/x.sh /usr/bin/x
COPY --from=files /src /all
RUN x && /all/y.sh
-- x.sh --
#!/bin/sh
-- y.sh --
#!/bin/sh
`, "x.sh as /usr/bin/x dash build; y.sh as /all/y.sh dash build"},
		{"moved by a command", `-- Dockerfile --
FROM alpine:3.20
ADD x.sh /tmp/
RUN chmod +x /tmp/x.sh && mv /tmp/x.sh /usr/local/bin/
CMD ["x.sh"]
-- x.sh --
#!/bin/sh
`, "x.sh as /usr/local/bin/x.sh ash start"},
		{"wildcards and JSON", `-- Dockerfile --
FROM alpine:3.20
COPY ["s*/*.sh", "/in/"]
RUN cd /in && ./a.sh
-- scripts/a.sh --
#!/bin/sh
`, "scripts/a.sh as /in/a.sh ash build"},
		{"a here-document", `-- Dockerfile --
FROM alpine:3.20
COPY <<EOF /made.sh
#!/bin/sh
echo made
EOF
CMD ["/made.sh"]
`, "Dockerfile as /made.sh ash start"},
		{"ENTRYPOINT that waits for CMD's text", `-- Dockerfile --
FROM alpine:3.20
COPY x.sh /x.sh
ENTRYPOINT ["sh", "-c"]
CMD ["/x.sh \"$A\""]
-- x.sh --
#!/bin/sh
`, "x.sh as /x.sh ash start"},
		{"no shell script, not in the context, ignored", `-- Dockerfile --
FROM alpine:3.20
COPY . /app/
RUN /app/x.py && /app/binary && /app/no.sh && /app/out.sh && ../../etc/passwd
-- .dockerignore --
out.sh
-- x.py --
#!/usr/bin/env python3
-- binary --
ELF
-- out.sh --
#!/bin/sh
`, ""},
		{"for the image that comes", `-- Dockerfile --
FROM alpine:3.20
COPY x.sh /
ONBUILD RUN sh /x.sh
-- x.sh --
true
`, "x.sh as /x.sh ash onbuild"},
		{"once a setting", `-- Dockerfile --
FROM alpine:3.20 AS a
COPY x.sh /
RUN sh /x.sh && sh /x.sh && bash /x.sh
FROM alpine:3.21
COPY x.sh /
RUN sh /x.sh
-- x.sh --
true
`, "x.sh as /x.sh ash build; x.sh as /x.sh bash build; x.sh as /x.sh ash build"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range open(t, tt.archive, Options{}).Runs {
				if s := r.Script; s != nil {
					rel, _ := filepath.Rel(filepath.FromSlash("/work"), s.File.Path)
					d := fmt.Sprintf("%s as %s %s %s", filepath.ToSlash(rel), s.Path, r.Program.Dialect, names[r.When])
					if s.Sourced {
						d += " sourced"
					}
					got = append(got, d)
				}
			}
			if g := strings.Join(got, "; "); g != tt.want {
				t.Errorf("got  %s\nwant %s", g, tt.want)
			}
		})
	}
}

// TestContextKeepsInside shows that no path, link or wildcard of a Dockerfile
// leads out of the context.
func TestContextKeepsInside(t *testing.T) {
	fs := sourcetest.New(map[string]string{
		"/work/Dockerfile": "FROM alpine:3.20\nCOPY ../secret.sh /a.sh\nCOPY link.sh /b.sh\nCOPY dir/secret.sh /c.sh\nCOPY /secret.sh /d.sh\nRUN /a.sh; /b.sh; /c.sh; /d.sh\n",
		"/secret.sh":       "#!/bin/sh\n",
		"/other/secret.sh": "#!/bin/sh\n",
	})
	fs.Link("/work/link.sh", "../secret.sh")
	fs.Link("/work/dir", "/other")
	b := openFS(t, fs, Options{})
	if len(b.Shipped) > 0 {
		t.Errorf("shipped: %v", b.Shipped)
	}
	for _, name := range fs.Read() {
		if !strings.HasPrefix(filepath.ToSlash(name), "/work/") {
			t.Errorf("%s was read", name)
		}
	}
}

func TestFindContext(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"its own folder", "COPY own.sh /\n", "/repo/docker/app"},
		{"the root", "COPY cmd/main.go docker/app/own.sh /\n", "/repo"},
		{"a parent", "COPY shared.sh /\n", "/repo/docker"},
		{"nowhere", "COPY gone.sh /\n", "/repo/docker/app"},
		{"the root, where most are", "COPY made/app cmd/main.go docker/app/own.sh /\n", "/repo"},
		{"its own folder, where one is", "COPY cmd/main.go docker/app/own.sh own.sh /\n", "/repo/docker/app"},
		{"nothing to go by", "COPY . /src\nCOPY --from=x /a /b\nADD https://example.com/x /x\nCOPY $X /\n", "/repo/docker/app"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fs := sourcetest.New(map[string]string{
				"/repo/.git/HEAD": "", "/repo/cmd/main.go": "", "/repo/docker/shared.sh": "", "/repo/docker/app/own.sh": "",
				"/repo/docker/app/Dockerfile": "FROM alpine:3.20\n" + tt.file, "/gone.sh": "",
			})
			cache := &source.Cache{FS: fs}
			f, err := cache.File(filepath.FromSlash("/repo/docker/app/Dockerfile"))
			if err != nil {
				t.Fatal(err)
			}
			if got := FindContext(cache, dockerfile.Parse(f), filepath.FromSlash("/repo")).Root; filepath.ToSlash(got) != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestUses(t *testing.T) {
	b := open(t, `-- Dockerfile --
ARG TOOL=tool:1
FROM alpine:3.20 AS build
FROM scratch
COPY --from=build /a /
COPY --from=0 /a /
COPY --from=busybox:1.36 /bin/busybox /
RUN --mount=type=bind,from=golang:1.22,target=/go --mount=type=cache,target=/c true
COPY --from=$TOOL /x /
COPY --from=late /x /
FROM alpine:3.19 AS late
`, Options{})
	var got []string
	for _, u := range b.Uses() {
		got = append(got, fmt.Sprintf("%d %s %q", u.Kind, u.Ref.Name, u.Span().Text()))
	}
	want := []string{`0 alpine:3.20 "alpine:3.20"`, `1 busybox:1.36 "busybox:1.36"`, `2 golang:1.22 "golang:1.22"`, `0 alpine:3.19 "alpine:3.19"`}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		want       []string
	}{
		{"a circle through a later stage", "FROM alpine:3.20 AS one\nCOPY --from=two /x /x\nFROM one AS two\n",
			[]string{`one: circular dependency: stage two is made from stage one, and that from this one`}},
		{"a stage that copies from itself", "FROM alpine:3.20 AS one\nCOPY --from=one /x /x\nCOPY --from=0 /y /y\n",
			[]string{`one: circular dependency: stage one is made from itself`,
				`0: circular dependency: stage one is made from itself`}},
		{"an image of the stage's name is none", "FROM alpine AS alpine\nFROM alpine\nCOPY --from=alpine /a /a\n", nil},
		{"no such number, a variable", "ARG V=1\nFROM alpine:3.20\nCOPY --from=3 /x /x\nCOPY --from=tool:$V /x /x\n",
			[]string{"3: there is no stage 3: the file has 1",
				"tool:$V: variables are not put in for --from; give the image a FROM of its own and name that stage"}},
		{"out of the context", "FROM alpine:3.20\nCOPY a/../../b ../Dockerfile a/../c /etc/x /d/\nADD https://example.com/../x /\nCOPY --from=busybox:1 ../bin/x /\n",
			[]string{"a/../../b: a/../../b leads out of the build context; a build takes b of the context's root instead",
				"../Dockerfile: ../Dockerfile leads out of the build context; a build takes Dockerfile of the context's root instead (builds)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range open(t, "-- Dockerfile --\n"+tt.file, Options{}).Faults {
				d := f.Span.Text() + ": " + f.Message
				if f.Builds {
					d += " (builds)"
				}
				got = append(got, d)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
