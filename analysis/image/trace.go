package image

import (
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Moves are the files of the image that a RUN moved, copied or linked to another
// path, the newest first.
func (f Files) Moves() iter.Seq2[string, string] {
	return func(yield func(from, to string) bool) {
		for l := f.head; l != nil; l = l.prev {
			if l.copy.alias != "" && !yield(l.copy.alias, l.copy.Dest) {
				return
			}
		}
	}
}

// Brings tells where the copy puts the file of that absolute path of the stage or
// image it copies from, and the operand that names it: the file itself, a pattern
// that it matches, or the folder that it lies in. A file deeper in a folder that is
// copied whole is left out: that is a tree of which nobody chose the parts.
func (c *Copy) Brings(file string) (to string, operand source.Span, ok bool) {
	for _, src := range c.Sources {
		abs := path.Clean("/" + src)
		whole := abs == path.Dir(file)
		if matched, err := path.Match(abs, file); abs != file && !whole && (err != nil || !matched) {
			continue
		}
		switch {
		case c.Dest == "":
		case abs == file && !c.IsDir && len(c.Sources) == 1 && !commonDirs[c.Dest]:
			to = c.Dest
		default:
			to = path.Join(c.Dest, path.Base(file))
		}
		return to, c.operand(src), true
	}
	return "", source.Span{}, false
}

// operand is the word of a source.
func (c *Copy) operand(src string) source.Span {
	words := c.Step.Args[:max(0, len(c.Step.Args)-1)]
	for _, w := range words {
		if w.Value() == src {
			return w.Span()
		}
	}
	if i := slices.Index(c.Sources, src); len(words) == len(c.Sources) && i >= 0 {
		return words[i].Span()
	}
	return c.Step.Keyword
}

// Operand is the word of a source of the copy.
func (c *Copy) Operand(src string) source.Span { return c.operand(src) }

// On tells whether the stage is another or begins with it.
func (s *Stage) On(other *Stage) bool {
	for ; s != nil; s = s.Base {
		if s == other {
			return true
		}
	}
	return false
}

// Says tells whether an instruction of the stage, or of one that it begins with,
// has the word somewhere in its text.
func (s *Stage) Says(word string) bool {
	for ; s != nil; s = s.Base {
		for _, step := range s.Steps {
			if strings.Contains(step.Text.String(), word) {
				return true
			}
		}
	}
	return false
}

// TakenBy are the stages that begin with the stage or copy from it.
func (s *Stage) TakenBy() []*Stage {
	var out []*Stage
	for _, o := range s.Build.Stages {
		takes := o.Base == s
		for _, step := range o.Steps {
			for _, u := range step.Uses() {
				takes = takes || u.Stage == s
			}
		}
		if takes {
			out = append(out, o)
		}
	}
	return out
}

// State is what holds where the download is made.
func (d Download) State() State {
	if d.Step != nil {
		return d.Step.Before
	}
	return d.Run.State
}

// PackagesAt are the packages that apk has added when a command runs.
func (r *Run) PackagesAt(c *shell.Command) Packages { return r.packagesAt(c) }

// Named tells whether apk added a package of which the test accepts the name.
func (p Packages) Named(is func(string) bool) bool {
	for name := range p.added {
		if is(name) {
			return true
		}
	}
	return false
}

// ValueAfter is the value of a variable after a step, where it is known.
func (s *Stage) ValueAfter(step *Step, name string) (string, bool) {
	for i, x := range s.Steps {
		if x != step {
			continue
		}
		if i+1 < len(s.Steps) {
			return s.Steps[i+1].Before.Vars.Value(name)
		}
		return s.Final.Vars.Value(name)
	}
	return "", false
}
