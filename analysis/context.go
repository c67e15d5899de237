package analysis

import (
	"slices"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/source"
)

// WholeContext is a COPY of the whole build context into the image that is built.
type WholeContext struct {
	Span source.Span
	// Brings are files of the context that belong in no image.
	Brings []string
}

// unwanted are files that a repository has and an image should not.
var unwanted = []string{".git", ".env", ".npmrc", ".netrc", "id_rsa"}

// WholeContexts are the copies of a context without ignore file, when it has one of
// these, into a target of Alpine or scratch.
func (u *Unit) WholeContexts() []WholeContext {
	if u.Build == nil || u.Build.Target == nil || u.Build.Context == nil {
		return nil
	}
	t := u.Build.Target
	if t.Image.Distro != alpine.Alpine && !t.From.IsScratch() {
		return nil
	}
	var out []WholeContext
	for _, step := range t.Steps {
		if c := step.Copy; c == nil || c.From != nil || c.Image != nil || !slices.ContainsFunc(c.Sources, func(s string) bool { return s == "." || s == "./" || s == "/" }) {
			continue
		}
		ctx := u.Build.Context
		if ctx.HasIgnoreFile() {
			return nil
		}
		w := WholeContext{Span: step.Args[0].Span()}
		for _, name := range unwanted {
			if _, is := ctx.File(name); is || ctx.IsDir(name) {
				w.Brings = append(w.Brings, name)
			}
		}
		if len(w.Brings) > 0 {
			out = append(out, w)
		}
	}
	return out
}
