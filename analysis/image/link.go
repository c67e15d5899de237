package image

import (
	"path"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Link is a file that a command puts under another name: by a link, or as a copy.
type Link struct {
	// From and To are the names without folders, with unknown variables as written.
	From, To string
	Span     source.Span // the word that gives the new name
}

// Link is what a ln, cp, mv or install of one file does; false for others.
func (r *Run) Link(c *shell.Command) (Link, bool) {
	m, ok := r.moving(c)
	if !ok || len(m.sources) != 1 {
		return Link{}, false
	}
	from, to := r.Reading(c, m.sources[0]), r.Reading(c, m.to)
	if len(from) != 1 || len(to) != 1 {
		return Link{}, false
	}
	return Link{From: path.Base(from[0]), To: path.Base(m.target(r, c, from[0], to[0])), Span: m.to.Span()}, true
}

// Interpreter is the program loader, without folders, that a patchelf gives to a
// program, and the word that names it.
func (r *Run) Interpreter(c *shell.Command) (string, source.Span, bool) {
	for i, w := range c.Args {
		if w.Source() == "--set-interpreter" && i+1 < len(c.Args) {
			next := c.Args[i+1]
			return path.Base(r.Reading(c, next)[0]), next.Span(), true
		}
	}
	return "", source.Span{}, false
}
