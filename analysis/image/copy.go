package image

import (
	"path"
	"strings"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Copy is what a COPY or ADD brings into the image.
type Copy struct {
	Step *Step
	// From is the stage that a --from names; nil for the context and for images.
	From *Stage
	// Image is the image that a --from names when it names no stage.
	Image *Ref
	// Sources are as written, with variables resolved; those with unknown ones and
	// addresses are left out.
	Sources []string
	// Dest is an absolute path of the image, "" when it is not known. IsDir: it is
	// written as a folder, with a slash at its end.
	Dest  string
	IsDir bool
	Chmod string // the value of --chmod; "" for none
	// Inline are the here-documents among the sources.
	Inline []*dockerfile.Heredoc

	// alias is a path of the image that a RUN moved, copied or linked to Dest.
	alias string
}

// Origin is where a file of the image came from: the context, or a
// here-document of the Dockerfile.
type Origin struct {
	Rel    string // path in the context
	Inline *dockerfile.Heredoc
	Copy   *Copy // the last copy on its way
}

// copySources are the sources of a COPY or ADD as written.
func copySources(in *dockerfile.Instruction) []string {
	var out []string
	for i := 0; i+1 < len(in.Args); i++ {
		if v := in.Args[i].Value(); !strings.HasPrefix(v, "<<") {
			out = append(out, v)
		}
	}
	return out
}

func (b *Build) copyOf(step *Step) *Copy {
	in, s := step.Instruction, step.Before
	if len(in.Args) < 2 {
		return nil
	}
	c := &Copy{Step: step}
	for _, f := range in.Flags {
		switch f.Name {
		case "from":
			if use, ok := step.useOf(f.Value); ok {
				c.From = use.Stage
				c.Image = &use.Ref
			}
		case "chmod":
			c.Chmod, _ = b.expand(f.Value.Value(), s.Vars)
		}
	}
	for _, raw := range copySources(in) {
		if src, known := b.expand(raw, s.Vars); known && !isRemote(src) {
			c.Sources = append(c.Sources, src)
		}
	}
	for i := range in.Heredocs {
		c.Inline = append(c.Inline, &in.Heredocs[i])
	}
	if dest, known := b.expand(in.Args[len(in.Args)-1].Value(), s.Vars); known {
		c.IsDir = strings.HasSuffix(dest, "/") || path.Base(dest) == "."
		switch {
		case strings.HasPrefix(dest, "/"):
			c.Dest = path.Clean(dest)
		case s.Workdir != "":
			c.Dest = path.Join(s.Workdir, dest)
		}
	}
	return c
}

// Files are the files of the image that the Dockerfile brought: a list with the
// newest first, of which states share the tail.
type Files struct{ head *layer }

type layer struct {
	copy *Copy
	prev *layer
}

func (f Files) with(c *Copy) Files { return Files{&layer{c, f.head}} }

// mayHold tells whether a copy or move could have put a file into that folder: it
// spares looking up every command's name in every folder of PATH.
func (f Files) mayHold(dir string) bool {
	for l := f.head; l != nil; l = l.prev {
		if c := l.copy; c.Dest == dir || c.Dest == "/" || path.Dir(c.Dest) == dir || strings.HasPrefix(dir, c.Dest+"/") && c.Dest != "" {
			return true
		}
	}
	return false
}

// maxHops bounds how often a file is followed through stages and moves.
const maxHops = 16

// Lookup finds where the file of that absolute path came from. Not finding it
// says nothing: the base image or a command may have made it.
func (f Files) Lookup(p string, ctx *Context) (Origin, bool) { return f.lookup(p, ctx, maxHops) }

func (f Files) lookup(p string, ctx *Context, hops int) (Origin, bool) {
	if hops == 0 {
		return Origin{}, false
	}
	for l := f.head; l != nil; l = l.prev {
		if l.copy.alias != "" {
			if p == l.copy.Dest {
				return Files{l.prev}.lookup(l.copy.alias, ctx, hops-1)
			}
			continue
		}
		for _, candidate := range l.copy.candidates(p) {
			if o, ok := l.copy.at(candidate, ctx, hops); ok {
				return o, true
			}
		}
		for _, doc := range l.copy.Inline {
			if p == l.copy.Dest && !l.copy.IsDir || p == path.Join(l.copy.Dest, doc.Name) {
				return Origin{Inline: doc, Copy: l.copy}, true
			}
		}
	}
	return Origin{}, false
}

// candidates are the paths, in the context or the other stage, whose file would
// be at p of the image after the copy: whether a source is a file or a folder is
// for who looks them up.
func (c *Copy) candidates(p string) []string {
	if c.Dest == "" || c.Image != nil && c.From == nil {
		return nil
	}
	rel, below := cutDir(p, c.Dest)
	if !below && p != c.Dest {
		return nil
	}
	var out []string
	for _, src := range c.Sources {
		switch {
		case !below:
			if !c.IsDir {
				out = append(out, src)
			}
		case strings.ContainsAny(src, "*?["):
			// The first part of what is below stands for what the wildcard matched.
			if ok, err := path.Match(path.Base(src), firstPart(rel)); err == nil && ok {
				out = append(out, path.Join(path.Dir(src), rel))
			}
		case rel == path.Base(src):
			out = append(out, src, path.Join(src, rel))
		default:
			out = append(out, path.Join(src, rel))
		}
	}
	return out
}

func (c *Copy) at(candidate string, ctx *Context, hops int) (Origin, bool) {
	if c.From != nil {
		return c.From.Final.Files.lookup(path.Clean("/"+candidate), ctx, hops-1)
	}
	if ctx == nil {
		return Origin{}, false
	}
	for _, rel := range ctx.Match(candidate) {
		if _, ok := ctx.File(rel); ok {
			return Origin{Rel: rel, Copy: c}, true
		}
	}
	return Origin{}, false
}

// cutDir is what of p lies below dir.
func cutDir(p, dir string) (string, bool) {
	if dir == "/" {
		return strings.TrimPrefix(p, "/"), p != "/"
	}
	return strings.CutPrefix(p, dir+"/")
}

func firstPart(p string) string {
	first, _, _ := strings.Cut(p, "/")
	return first
}

// Use is a place of a Dockerfile or script that names an image.
type Use struct {
	Kind UseKind
	Ref  Ref
	// Also are the later places of a script that name the same image.
	Also []Ref
	// Stage is the stage that the name means; nil for an image.
	Stage *Stage
	// Step is the instruction; nil for a FROM and for a script alone.
	Step *Step
}

// UseKind tells what an image is named for.
type UseKind int8

// What an image is named for.
const (
	UseFrom   UseKind = iota // FROM
	UseCopy                  // COPY --from=
	UseMount                 // RUN --mount=from=
	UseDocker                // docker run and its like, in a script
)

// Uses are the images and stages that the step's flags name.
func (s *Step) Uses() []Use {
	var out []Use
	for _, f := range s.Flags {
		switch f.Name {
		case "from":
			// COPY --from takes no variables; see findFaults.
			if u, ok := s.useOf(f.Value); ok && !strings.Contains(f.Value.Value(), "$") {
				u.Kind = UseCopy
				out = append(out, u)
			}
		case "mount":
			if w, ok := f.Field("from"); ok {
				if u, ok := s.useOf(w); ok {
					u.Kind = UseMount
					out = append(out, u)
				}
			}
		}
	}
	return out
}

// useOf reads the image or stage of a --from or a mount: a stage by name or
// number, of the whole file, else an image.
func (s *Step) useOf(w dockerfile.Word) (Use, bool) {
	b := s.Stage.Build
	if w.Text == nil || w.Value() == "" {
		return Use{}, false
	}
	r := b.ref(w.Text, s.Before.Vars)
	u := Use{Ref: r, Step: s}
	if r.Known {
		u.Stage = b.stage(r.Name, len(b.Stages))
	}
	return u, true
}

// Uses are all images that the Dockerfile names, FROMs of earlier stages and
// scratch left out.
func (b *Build) Uses() []Use {
	var out []Use
	for _, s := range b.Stages {
		if s.Base == nil && s.From.Known && !s.From.IsScratch() {
			out = append(out, Use{Kind: UseFrom, Ref: s.From})
		}
		for _, step := range s.Steps {
			for _, u := range step.Uses() {
				if u.Stage == nil && u.Ref.Known && !u.Ref.IsScratch() {
					out = append(out, u)
				}
			}
		}
	}
	return out
}

// StageName is a place of a Dockerfile that names a stage: behind AS, or where it is
// begun with, copied from or mounted, there by its number too.
type StageName struct {
	Stage *Stage
	Span  source.Span
}

// StageNames are all of them, in the order of the file.
func (b *Build) StageNames() []StageName {
	var out []StageName
	for _, s := range b.Stages {
		if s.Base != nil {
			out = append(out, StageName{s.Base, s.From.Span})
		}
		if s.Name != "" {
			out = append(out, StageName{s, s.Instruction.Args[2].Span()})
		}
		for _, step := range s.Steps {
			for _, u := range step.Uses() {
				if u.Stage != nil {
					out = append(out, StageName{u.Stage, u.Span()})
				}
			}
		}
	}
	return out
}

// Span is the place of the reference.
func (u Use) Span() source.Span { return u.Ref.Span }
