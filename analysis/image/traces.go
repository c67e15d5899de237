package image

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// mentions tells whether the name of a command stands in the stage, or in the
// command's own program, other than as a command: `command -v curl`, `-o
// /usr/local/bin/jq`, `apt-get install git`, `for tool in curl jq`. Who names it
// knows of it, or brings it. So does who unpacks or installs into the folders of
// PATH.
func (r *Run) mentions(c *shell.Command) bool {
	for p := c.Program; p != nil; {
		if mentioned(p, c.Name) {
			return true
		}
		if p.Outer == nil {
			break
		}
		p = p.Outer.Program
	}
	if mentioned(r.Program, c.Name) {
		return true
	}
	for stage := r.State.Stage; stage != nil; stage = stage.Base {
		for _, step := range stage.Steps {
			if stage == r.State.Stage && r.When == AtBuild && r.Step != nil && step.Index > r.Step.Index {
				break
			}
			if step.Copy != nil && slices.ContainsFunc(step.Args, func(w dockerfile.Word) bool { return path.Base(w.Value()) == c.Name }) {
				return true
			}
			for _, run := range append(slices.Clone(step.Runs), r.State.Stage.Build.ranAt(step)...) {
				if run.When == AtBuild && (mentioned(run.Program, c.Name) || unpacks(run)) {
					return true
				}
			}
		}
	}
	return false
}

// mentioned tells whether a word of the program is the name, or a path that ends
// in it, and is not the command's own word.
func mentioned(p *shell.Program, name string) bool {
	text := p.Text.String()
	if !strings.Contains(text, name) {
		return false
	}
	asCommand := 0
	for _, c := range p.Named(name) {
		if c.Program == p {
			asCommand++
		}
	}
	found := 0
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			break
		}
		from, to := at+i, at+i+len(name)
		at = to
		if (from == 0 || !strings.ContainsRune(nameLike, rune(text[from-1]))) && (to == len(text) || !strings.ContainsRune(nameLike+"/", rune(text[to]))) {
			found++
		}
	}
	return found > asCommand
}

// nameLike are the bytes that a name runs on with.
const nameLike = nameBytes + "-.+@:"

// unpacks tells whether a program puts files into the image that do not stand in
// it: an archive into a folder of programs, the installation of what was built.
func unpacks(r *Run) bool {
	for _, c := range r.Program.Named("tar", "unzip", "bsdtar", "make", "ninja", "cmake") {
		for i := range c.Args {
			switch v := strings.TrimSuffix(c.Arg(i), "/"); {
			case c.Name == "make" || c.Name == "ninja" || c.Name == "cmake":
				if v == "install" || v == "--install" {
					return true
				}
			case c.Arg(i) == "/" || v == "/usr" || v == "/usr/local" || v == "/usr/bin" || v == "/usr/local/bin" || v == "/bin",
				strings.HasPrefix(v, "-C/"), strings.HasPrefix(v, "--directory=/"):
				return true
			}
		}
	}
	return false
}
