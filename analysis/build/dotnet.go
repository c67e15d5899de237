package build

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// glibcRID are the runtime identifiers of .NET for Linux with glibc; for musl they are
// linux-musl-x64 and so on.
var glibcRID = regexp.MustCompile(`^linux-(x64|x86|arm64|arm)$`)

// publish is a `dotnet publish`, as far as it was read.
type publish struct {
	rid       string
	ridSpan   source.Span // the identifier, within its word
	output    string
	contained alpine.Answer // it makes a program of its own, and no library for the dotnet command
	restored  bool          // --no-restore: an earlier command names the target too
}

// dotnetProducts are the folders that `dotnet publish` fills with a program for a target
// with glibc: one that brings its runtime, is compiled ahead of time, or is put
// into one file. What needs the dotnet command is started by that of the image.
func dotnetProducts(runs []*image.Run) []*Product {
	all := &programs{runs: runs}
	var out []*Product
	for _, run := range runs {
		if !inStage(run) {
			continue
		}
		for _, c := range run.Program.Named("dotnet") {
			if c.Arg(0) != "publish" {
				continue
			}
			p := readPublish(run, c)
			if !glibcRID.MatchString(p.rid) || p.contained != alpine.Yes || p.output == "" {
				continue
			}
			if !strings.HasPrefix(p.output, "/") {
				dir := all.at(run, c).folder()
				if dir == "" {
					continue
				}
				p.output = path.Join(dir, p.output)
			}
			stage := run.State.Stage
			for _, file := range append(asked(stage, path.Clean(p.output)), path.Join(p.output, "*")) {
				out = append(out, &Product{
					Stage: stage, Path: file, Linkage: Dynamic, Libc: alpine.Glibc, By: "dotnet publish",
					Span: p.ridSpan, Sure: true, Of: alpine.DotNet, Target: p.rid, Tied: p.restored,
				})
			}
		}
	}
	return out
}

func readPublish(run *image.Run, c *shell.Command) publish {
	var p publish
	lookup := run.Lookup(c)
	value := func(w shell.Word) string {
		if vs, ok := w.Values(lookup); ok && len(vs) == 1 {
			return vs[0]
		}
		return ""
	}
	implied := impliesContained(run.State.Stage)
	for i := 1; i < len(c.Args); i++ {
		w := c.Args[i]
		name, val, has := cutOption(value(w))
		takes := func() {
			if !has && i+1 < len(c.Args) {
				i++
				w, val = c.Args[i], value(c.Args[i])
			}
		}
		switch strings.ToLower(name) {
		case "-r", "--runtime", "-p:runtimeidentifier", "/p:runtimeidentifier", "--property:runtimeidentifier":
			takes()
			p.rid, p.ridSpan = val, w.Span()
			if at := strings.LastIndex(w.Span().Text(), val); at >= 0 {
				span := w.Span()
				p.ridSpan = span.File.Span(span.Start+at, span.Start+at+len(val))
			}
			if p.contained == alpine.Unknown {
				p.contained = implied
			}
		case "-o", "--output", "-p:publishdir", "/p:publishdir":
			takes()
			p.output = val
		case "--no-self-contained":
			p.contained = alpine.No
		case "--self-contained", "--sc", "-p:selfcontained", "/p:selfcontained", "--property:selfcontained":
			if !has && i+1 < len(c.Args) && (c.Arg(i+1) == "true" || c.Arg(i+1) == "false") {
				takes()
			}
			p.contained = alpine.AnswerOf(!strings.EqualFold(val, "false"))
		case "-p:publishaot", "/p:publishaot", "-p:publishsinglefile", "/p:publishsinglefile":
			if strings.EqualFold(val, "true") {
				p.contained = alpine.Yes
			}
		case "--no-restore":
			p.restored = true
		}
	}
	return p
}

// cutOption splits --name=value, -r:value and -p:Name=value.
func cutOption(s string) (name, value string, has bool) {
	if name, value, has = strings.Cut(s, "="); has || strings.HasPrefix(s, "-p:") || strings.HasPrefix(s, "/p:") {
		return name, value, has
	}
	if strings.HasPrefix(s, "-") {
		return cutColon(s)
	}
	return s, "", false
}

func cutColon(s string) (name, value string, has bool) { return strings.Cut(s, ":") }

// impliesContained tells whether a runtime identifier alone makes the program bring
// its runtime: it did up to the SDK of .NET 7.
func impliesContained(s *image.Stage) alpine.Answer {
	for s.Base != nil {
		s = s.Base
	}
	if !strings.Contains(s.Image.Name, "dotnet") {
		return alpine.Unknown
	}
	number, _, _ := strings.Cut(s.From.Tag, ".")
	major, err := strconv.Atoi(number)
	switch {
	case err != nil:
		return alpine.Unknown
	case major < 8:
		return alpine.Yes
	}
	return alpine.Unknown // the project may say so
}
