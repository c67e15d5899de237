package dockerfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/crampon-lint/crampon/analysis/source"
)

// corpus calls f for each Dockerfile below the folder that CRAMPON_CORPUS names.
func corpus(tb testing.TB, f func(path string, content []byte)) {
	root := os.Getenv("CRAMPON_CORPUS")
	if root == "" {
		tb.Skip("CRAMPON_CORPUS names no folder of real Dockerfiles")
	}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := strings.ToLower(filepath.Base(path))
		if err != nil || !entry.Type().IsRegular() || !strings.Contains(name, "dockerfile") && !strings.Contains(name, "containerfile") {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil {
			f(path, content)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// TestCorpus reads real files. What disagrees with BuildKit panics in Parse.
func TestCorpus(t *testing.T) {
	files, whole, texts, words, templates, failed := 0, 0, 0, 0, 0, 0
	corpus(t, func(path string, content []byte) {
		files++
		f := source.NewFile(path, content)
		d := Parse(f)
		checkPlaces(t, d)
		half := strings.LastIndex(string(content[:len(content)/2]), "\n") + 1
		checkNext(t, string(content[half:]), string(content))
		checkNext(t, string(content), string(content[:half])+"# x\n"+string(content[half:]))
		if d.Template != "" {
			templates++
			t.Logf("template: %s: %s: %q", path, d.Template, d.TemplateSpan.Text())
		}
		if len(d.Errors) > 0 {
			failed++
			for _, e := range d.Errors {
				t.Logf("error: %s:%d: %s: %.80q", path, e.Span.From().Line, e.Message, e.Span.Text())
			}
		}
		if d.Template != "" || !utf8.Valid(content) {
			return
		}
		checkTexts(t, d)
		if len(d.Errors) == 0 {
			whole++
		}
		texts += len(d.Instructions)
		for _, i := range d.Instructions {
			words += len(i.Args) + 2*len(i.Vars) + len(i.Flags)
		}
	})
	t.Logf("%d files (%d templates, %d with errors); %d files without any fault, %d instructions, %d words equal to BuildKit's",
		files, templates, failed, whole, texts, words)
}

// checkTexts compares with BuildKit's own reading of the whole file, where it
// reads it.
func checkTexts(t *testing.T, d *Document) {
	t.Helper()
	result, err := parser.Parse(strings.NewReader(string(d.File.Content)))
	if err != nil {
		return
	}
	if len(result.AST.Children) != len(d.Instructions) {
		t.Errorf("%s: %d instructions, BuildKit reads %d", d.File.Path, len(d.Instructions), len(result.AST.Children))
		return
	}
	_, same := readable(d.File.Content)
	for n, node := range result.AST.Children {
		i := d.Instructions[n]
		if i.Text.String() != node.Original {
			t.Errorf("%s:%d: text is %q, BuildKit's %q", d.File.Path, node.StartLine, i.Text.String(), node.Original)
		}
		if i.Coarse || same && !i.agrees(node) {
			t.Errorf("%s:%d: the words are not BuildKit's: %q", d.File.Path, node.StartLine, node.Original)
		}
		if refusal := refusalOf(node, newLinter()); same && refusal != nil && !i.Refused {
			t.Errorf("%s:%d: BuildKit refuses %q: %v", d.File.Path, node.StartLine, node.Original, refusal)
		}
		if len(i.Heredocs) != len(node.Heredocs) {
			t.Errorf("%s:%d: %d here-documents, BuildKit reads %d", d.File.Path, node.StartLine, len(i.Heredocs), len(node.Heredocs))
			continue
		}
		for k, h := range node.Heredocs {
			content := h.Content
			if h.Chomp {
				content = parser.ChompHeredocContent(content)
			}
			if got := i.Heredocs[k]; got.Name != h.Name || got.Body.String() != content || got.Expand != h.Expand || got.Chomp != h.Chomp || got.FD != int(h.FileDescriptor) {
				t.Errorf("%s:%d: here-document %q is %q, BuildKit's %q is %q", d.File.Path, node.StartLine, got.Name, got.Body.String(), h.Name, content)
			}
		}
	}
}

// checkPlaces checks that every span lies in the file, and every part of an
// instruction in the instruction.
func checkPlaces(t *testing.T, d *Document) {
	t.Helper()
	inside := func(what string, s, outer source.Span) {
		t.Helper()
		if s.File != d.File || s.Start < outer.Start || s.End > outer.End || s.Start > s.End {
			t.Errorf("%s: %s: [%d, %d) is not inside [%d, %d)", d.File.Path, what, s.Start, s.End, outer.Start, outer.End)
		}
	}
	all := d.File.Span(0, len(d.File.Content))
	var check func(i *Instruction, outer source.Span)
	check = func(i *Instruction, outer source.Span) {
		inside(i.Name, i.Span, outer)
		inside(i.Name+" keyword", i.Keyword, i.Span)
		inside(i.Name+" text", i.Text.All(), outer)
		for _, f := range i.Flags {
			inside(f.Name, f.Span, i.Span)
			if f.HasValue {
				inside(f.Name+" value", f.Value.Span(), f.Span)
				for _, field := range f.Fields() {
					inside(f.Name+" "+field.Key, field.Value.Span(), f.Span)
				}
			}
		}
		for _, w := range i.Args {
			inside("word", w.Span(), i.Span)
		}
		for _, v := range i.Vars {
			inside("name", v.Name.Span(), i.Span)
			if v.HasValue {
				inside("value", v.Value.Span(), i.Span)
			}
		}
		for _, h := range i.Heredocs {
			inside("head", h.Head, outer)
			inside("body", h.Span, outer)
			inside("end", h.End, outer)
			inside("body text", h.Body.All(), all)
		}
		if text := i.ShellText(); text != nil {
			inside("shell text", text.All(), all)
		}
		if i.Child != nil {
			check(i.Child, i.Span)
		}
	}
	at := 0
	for _, i := range d.Instructions {
		if i.Span.Start < at {
			t.Errorf("%s: instruction at %d begins before %d, where the one before it ends", d.File.Path, i.Span.Start, at)
		}
		at = i.Span.End
		check(i, all)
	}
	for _, c := range d.Comments {
		inside("comment", c.Span, all)
	}
	for _, c := range d.Directives {
		inside("directive", c.Span, all)
	}
	for n, e := range d.Errors {
		inside("error "+e.Message, e.Span, all)
		if n > 0 && e.Span.Start < d.Errors[n-1].Span.Start {
			t.Errorf("%s: errors are not in order", d.File.Path)
		}
	}
	for _, i := range d.Instructions {
		if !i.Refused {
			continue
		}
		found := false
		for _, e := range d.Errors {
			found = found || e.Span.Start <= i.Span.End && e.Span.End >= i.Span.Start
		}
		if !found {
			t.Errorf("%s: %q is refused without an error", d.File.Path, i.Text.String())
		}
	}
}

func BenchmarkParse(b *testing.B) {
	var files []*source.File
	if os.Getenv("CRAMPON_CORPUS") == "" {
		files = append(files, source.NewFile("Dockerfile", []byte(typical)))
	} else {
		corpus(b, func(path string, content []byte) {
			if _, err := parser.Parse(strings.NewReader(string(content))); err == nil {
				files = append(files, source.NewFile(path, content))
			}
		})
	}
	b.Run("crampon", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, f := range files {
				Parse(f)
			}
		}
	})
	b.Run("buildkit", func(b *testing.B) {
		lint := newLinter()
		b.ReportAllocs()
		for b.Loop() {
			for _, f := range files {
				nodes, _ := buildkitParse(f.Content)
				for _, node := range nodes {
					_ = refusalOf(node, lint)
				}
			}
		}
	})
}

// typical is a Dockerfile of the usual size and making.
const typical = `# syntax=docker/dockerfile:1
FROM golang:1.22-alpine3.20 AS build
ARG VERSION=dev
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
# The linker takes the version from here.
RUN --mount=type=cache,target=/go/pkg/mod \
    CGO_ENABLED=0 go build -trimpath \
      -ldflags "-s -w -X main.version=${VERSION}" \
      -o /out/server ./cmd/server

FROM alpine:3.20
LABEL org.opencontainers.image.title="server" \
      org.opencontainers.image.source="https://example.org/server"
ENV PORT=8080 \
    LOG_LEVEL=info
RUN set -eux; \
    apk add --no-cache \
      ca-certificates \
      # for the health check
      curl=~8.9 \
      tzdata; \
    addgroup -S server; \
    adduser -S -G server server; \
    mkdir -p /var/lib/server; \
    chown server:server /var/lib/server
COPY --from=build --chown=server:server /out/server /usr/local/bin/server
COPY docker-entrypoint.sh /usr/local/bin/
USER server
VOLUME /var/lib/server
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s CMD curl -fsS http://localhost:${PORT}/healthz || exit 1
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["server", "--config", "/etc/server.yaml"]
`
