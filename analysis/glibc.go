package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// GlibcOnAlpine is glibc in one stage that is Alpine, or in one script: the
// places in one file that install or use it.
type GlibcOnAlpine struct {
	Stage *image.Stage
	// Traces, the most telling kind first, each kind in order of place. At least one.
	Traces []GlibcTrace
}

// GlibcTrace is one of the places.
type GlibcTrace struct {
	Kind GlibcKind
	Span source.Span
	// Name is the package, the file or the address, with variables resolved as far
	// as they are known.
	Name string
}

// GlibcKind tells what is done with glibc.
type GlibcKind int8

// What is done with glibc, the most telling first.
const (
	GlibcAdd      GlibcKind = iota // apk add
	GlibcDownload                  // its packages are downloaded
	GlibcUse                       // something under /usr/glibc-compat is run, linked or moved
	GlibcKey                       // the key that signs its packages, and others of its author, is fetched
)

// GlibcOnAlpine are the stages and scripts that mix glibc into Alpine. Bases that
// are known not to be Alpine have none, and neither have stages whose image
// brings glibc over musl itself.
func (u *Unit) GlibcOnAlpine() []GlibcOnAlpine { return u.glibc.of(u.findGlibcOnAlpine) }

func (u *Unit) findGlibcOnAlpine() []GlibcOnAlpine {
	if !u.mentions("glibc") {
		return nil
	}
	f := glibcFinder{}
	for _, a := range u.Adds() {
		f.adds(a)
	}
	for _, stage := range u.Stages() {
		for _, step := range stage.Steps {
			for _, d := range step.Downloads() {
				f.download(stage, d)
			}
		}
	}
	for _, run := range u.Runs {
		for c := range run.Program.All() {
			for _, d := range run.Downloads(c) {
				f.download(run.State.Stage, d)
			}
			f.uses(run, c)
		}
	}
	return f.sorted()
}

// mentions tells whether the word is in one of the unit's files. What is put
// together of variables has its pieces there; no trace of glibc cuts the word.
func (u *Unit) mentions(word string) bool {
	return u.File.Mentions(word) || slices.ContainsFunc(u.Runs, func(r *image.Run) bool {
		return r.Script != nil && r.Script.File != u.File && r.Script.File.Mentions(word)
	})
}

type glibcFinder struct{ found []GlibcOnAlpine }

// add puts a trace to those of its stage and file.
func (f *glibcFinder) add(stage *image.Stage, t GlibcTrace) {
	if d := stage.Image.Distro; d != alpine.Alpine && d != alpine.DistroUnknown || stage.Image.GlibcOnAlpine {
		return
	}
	for i := range f.found {
		if g := &f.found[i]; g.Stage == stage && g.Traces[0].Span.File == t.Span.File {
			g.Traces = append(g.Traces, t)
			return
		}
	}
	f.found = append(f.found, GlibcOnAlpine{Stage: stage, Traces: []GlibcTrace{t}})
}

func (f *glibcFinder) adds(a ApkCall) {
	for _, o := range a.Operands {
		if o.Kind == apk.Package && alpine.IsGlibcPackage(o.Constraint.Name) && !o.Constraint.Conflict {
			// Wolfi's glibc has the same name, so an unknown base tells nothing.
			if a.Run.State.IsAlpine() == alpine.Yes {
				f.add(a.Run.State.Stage, GlibcTrace{GlibcAdd, a.Span(o), o.Constraint.Name})
			}
			continue
		}
		for _, v := range a.Run.Reading(a.Command, a.Command.Args[o.Index]) {
			if name := v[strings.LastIndexByte(v, '/')+1:]; alpine.IsGlibcFile(name) {
				f.add(a.Run.State.Stage, GlibcTrace{GlibcAdd, a.Span(o), name})
				break
			}
		}
	}
}

func (f *glibcFinder) download(stage *image.Stage, d image.Download) {
	t := GlibcTrace{Kind: GlibcDownload, Span: d.Span, Name: d.URLs[0]}
	names := d.Names()
	switch i := slices.IndexFunc(d.URLs, alpine.IsGlibcSource); {
	case slices.Contains(names, alpine.GlibcKey):
		t.Kind = GlibcKey
	case i >= 0:
		t.Name = d.URLs[i]
	case !slices.ContainsFunc(names, alpine.IsGlibcFile):
		return
	}
	f.add(stage, t)
}

// notUses are commands that talk of a file, look for it or take it away.
var notUses = []string{"echo", "printf", "test", "[", "[[", "rm", "grep", "ls", "find", "cat", "export", "apk"}

func (f *glibcFinder) uses(run *image.Run, c *shell.Command) {
	if slices.Contains(notUses, c.Name) {
		return
	}
	for _, w := range c.Words() {
		if !strings.Contains(w.Source(), alpine.GlibcPrefix[1:]) { // cheap, and it is never put together of pieces
			continue
		}
		f.add(run.State.Stage, GlibcTrace{GlibcUse, w.Span(), run.Reading(c, w)[0]})
		return
	}
}

// sorted puts the telling traces first. It drops a use alone where the stage
// below installs what is used, and the key alone, unless it comes from glibc's
// project: it signs other packages too.
func (f *glibcFinder) sorted() []GlibcOnAlpine {
	installs := map[*image.Stage]bool{}
	for _, g := range f.found {
		slices.SortStableFunc(g.Traces, func(a, b GlibcTrace) int { return int(a.Kind) - int(b.Kind) })
		installs[g.Stage] = installs[g.Stage] || g.Traces[0].Kind < GlibcUse
	}
	return slices.DeleteFunc(f.found, func(g GlibcOnAlpine) bool {
		switch first := g.Traces[0]; first.Kind {
		case GlibcKey:
			return !alpine.IsGlibcSource(first.Name)
		case GlibcUse:
			for s := g.Stage; s != nil; s = s.Base {
				if installs[s] {
					return true
				}
			}
		}
		return false
	})
}
