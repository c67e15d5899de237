package analysis

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// UncheckedPipe is a pipe whose head downloads or checks something, and whose
// status is not the head's.
type UncheckedPipe struct {
	Run  *image.Run
	Head *shell.Command
	Last string // the last command of the pipe
	// Notices: the last command fails by itself on what is empty or cut off.
	Notices bool
	// Edits make the shell fail with any part of a pipe: for the rest of the stage, or
	// of the script. None where a shell is asked for that is not known to do so.
	Edits []source.Edit
}

// UncheckedPipes are the pipes whose head may fail unseen: those of conditions and
// substitutions left out, those behind which || stands, and those under pipefail.
func (u *Unit) UncheckedPipes() []UncheckedPipe {
	var out []UncheckedPipe
	for run, c := range u.Commands("wget", "curl", "gpg", "gpgv", "cosign", "minisign", "sha256sum", "sha512sum", "sha1sum", "md5sum") {
		if c.Pipeline == nil || c.Stage != 0 || c.Subst || c.InCondition || c.BeforeOr || c.Negated || !mayFailUnseen(c) {
			continue
		}
		switch run.Dialect(c.Program) {
		case shell.Ash, shell.Bash, shell.Dash:
		default:
			continue
		}
		last := c.Pipeline.Commands[len(c.Pipeline.Commands)-1]
		if last == nil || last.Name == "" || verifies(last) || pipefail(run, c.Program) {
			continue
		}
		out = append(out, UncheckedPipe{Run: run, Head: c, Last: last.Name, Notices: noticesCut(last.Name)})
	}
	type reach struct {
		stage  *image.Stage
		script *image.Script
	}
	first := map[reach][]source.Edit{} // which mends the others too
	for i := range out {
		x := &out[i]
		r := reach{script: x.Run.Script}
		if r.script == nil {
			r.stage = x.Run.State.Stage
		}
		if x.Edits = first[r]; x.Edits == nil {
			x.Edits = x.pipefail()
			first[r] = x.Edits
		}
	}
	return out
}

// pipefailShell is SHELL as Docker's documentation has it for Alpine.
const pipefailShell = `SHELL ["/bin/ash", "-eo", "pipefail", "-c"]`

// pipefail are the edits.
func (x *UncheckedPipe) pipefail() []source.Edit {
	run := x.Run
	dialect := run.Dialect(x.Head.Program)
	switch {
	case run.Script != nil && !run.Script.Sourced && (dialect == shell.Ash || dialect == shell.Bash):
		return []source.Edit{run.Program.InFront("set -o pipefail")}
	case run.Script == nil && run.When == image.AtBuild && dialect == shell.Ash && run.State.Shell.Span.IsZero() && run.Step != nil:
		return []source.Edit{run.Step.Above(pipefailShell)}
	}
	return nil
}

// mayFailUnseen tells whether the head is a download, or a check of something.
func mayFailUnseen(c *shell.Command) bool {
	switch c.Name {
	case "wget", "curl":
		return len(c.Args) != 1 || !shell.TellsOfItself(c.Arg(0))
	}
	return image.Checks(c) == alpine.Yes
}

// verifies tells whether a command fails when what it reads is not what it should be.
func verifies(c *shell.Command) bool {
	switch c.Name {
	case "gpg", "gpg2", "apt-key", "grep", "egrep", "fgrep":
		return true
	}
	return image.Checks(c) == alpine.Yes
}

// noticesCut tells whether the program notices the end of an archive that is cut off.
func noticesCut(name string) bool {
	switch name {
	case "tar", "gunzip", "gzip", "zcat", "xz", "unxz", "bunzip2", "bzip2", "zstd", "unzip", "bsdtar":
		return true
	}
	return false
}

// pipefail tells whether the shell of a program fails with any part of a pipe: by
// SHELL, by set anywhere in it or in a program around it, or by an option of the
// shell that runs it.
func pipefail(run *image.Run, p *shell.Program) bool {
	if run.Script == nil && strings.Contains(strings.Join(run.State.Shell.Words, " "), "pipefail") {
		return true
	}
	for ; ; p = p.Outer.Program {
		for _, c := range p.Named("set") {
			for i := range c.Args {
				if c.Arg(i) == "pipefail" {
					return true
				}
			}
		}
		if p.Shebang != nil && strings.Contains(strings.Join(p.Shebang.Args, " "), "pipefail") {
			return true
		}
		if p.Outer == nil {
			return false
		}
		for i := range p.Outer.Args {
			if p.Outer.Arg(i) == "pipefail" {
				return true
			}
		}
	}
}
