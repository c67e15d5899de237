package build

import (
	"bytes"
	"go/ast"
	"go/build/constraint"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// CgoPackage is a package of the build that imports "C", and what its #cgo lines ask
// for. Go puts these flags behind those of CGO_CFLAGS and CGO_LDFLAGS, for this
// package's C code alone, and those of the linker for the program.
type CgoPackage struct {
	Dir     string // in the context
	CFlags  []Flag // of #cgo CPPFLAGS and CFLAGS
	LDFlags []Flag
}

// cgoLines takes the #cgo lines of a file that imports "C": those of the comment in
// front of the import.
func (r *reader) cgoLines(dir string, f *source.File, doc *ast.CommentGroup, offset func(token.Pos) int) {
	n := slices.IndexFunc(r.out.Packages, func(p CgoPackage) bool { return p.Dir == dir })
	if n < 0 {
		n = len(r.out.Packages)
		r.out.Packages = append(r.out.Packages, CgoPackage{Dir: dir})
	}
	if doc == nil {
		return
	}
	at := offset(doc.Pos())
	for line := range bytes.Lines(f.Content[at:max(at, offset(doc.End()))]) {
		r.cgoLine(&r.out.Packages[n], f, at, string(line))
		at += len(line)
	}
}

// cgoLine reads one line that begins at that byte: `#cgo linux,!arm64 CFLAGS: -O2`.
func (r *reader) cgoLine(p *CgoPackage, f *source.File, at int, line string) {
	head, flags, ok := strings.Cut(line, ":")
	words := strings.Fields(strings.TrimLeft(head, "/* \t"))
	if !ok || len(words) < 2 || words[0] != "#cgo" || !r.holds(words[1:len(words)-1]) {
		return
	}
	list := wordsOf(f, at+len(head)+len(":"), flags)
	switch words[len(words)-1] {
	case "CPPFLAGS", "CFLAGS":
		p.CFlags = append(p.CFlags, list...)
	case "LDFLAGS":
		p.LDFlags = append(p.LDFlags, list...)
	}
}

// holds evaluates the conditions of a #cgo line: any of them, of which each is tags
// with commas between.
func (r *reader) holds(conditions []string) bool {
	if len(conditions) == 0 {
		return true
	}
	expr, err := constraint.Parse("// +build " + strings.Join(conditions, " "))
	return err == nil && expr.Eval(func(tag string) bool {
		return tag == r.linux.GOOS || tag == r.linux.GOARCH || tag == r.linux.Compiler || tag == "unix" || tag == "cgo" || r.tags[tag] ||
			slices.Contains(r.linux.ReleaseTags, tag)
	})
}

// wordsOf are the flags of a text that begins at that byte of the file. Of one with
// ${SRCDIR} no more than its start is known.
func wordsOf(f *source.File, at int, text string) []Flag {
	var out []Flag
	for word := range strings.FieldsSeq(text) {
		i := strings.Index(text, word)
		at, text = at+i+len(word), text[i+len(word):]
		value, _, unknown := strings.Cut(strings.Trim(word, `"'`), "$")
		out = append(out, Flag{Value: value, Span: f.Span(at-len(word), at), Known: !unknown})
	}
	return out
}

// cgoLists are the flags of each package with #cgo lines as they come out, those of
// the build in front.
func (g *Go) cgoLists() []*List {
	var out []*List
	for _, p := range g.Sources.Packages {
		for _, part := range []struct {
			name  string
			flags []Flag
		}{{"CFLAGS", p.CFlags}, {"LDFLAGS", p.LDFlags}} {
			if len(part.flags) == 0 {
				continue
			}
			file := part.flags[0].Span.File
			out = append(out, &List{
				Run: g.Run, Stage: g.Run.State.Stage, Build: g, Go: true, Links: part.name == "LDFLAGS",
				Name: "#cgo " + part.name + " of " + path.Join(p.Dir, path.Base(file.Path)), Flags: part.flags,
				place: g.place, all: file.Span(0, len(file.Content)),
			})
		}
	}
	return out
}

// everyPackage tells whether the test holds for the flags with which each package
// that imports "C" is compiled, where all that the build is made of is known.
func (g *Go) everyPackage(test func(flags []Flag) bool) bool {
	return g.Sources.Complete && len(g.Sources.Packages) > 0 && !slices.ContainsFunc(g.Sources.Packages, func(p CgoPackage) bool {
		return !test(slices.Concat(g.Flags, p.CFlags))
	})
}

// linkFlags are the words that the #cgo lines add for the linker; known is false
// where one that may be any flag has no known value: a folder of libraries or a
// file below ${SRCDIR} is none.
func (g *Go) linkFlags() (words []string, known bool) {
	known = true
	for _, p := range g.Sources.Packages {
		for _, f := range p.LDFlags {
			words = append(words, f.Value)
			known = known && (f.Known || strings.HasPrefix(f.Value, "-L") || strings.HasPrefix(f.Value, "-Wl,-rpath") || f.Value == "")
		}
	}
	return words, known
}
