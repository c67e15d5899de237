package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// UncheckedCd is a cd into a folder that a command printed, whose failure nobody
// sees, and the first command behind it that changes files of the working folder.
type UncheckedCd struct {
	Command *shell.Command
	Folder  shell.Word // the operand of cd
	From    shell.Word // the word with the substitution
	Then    *shell.Command
}

// UncheckedCds are those of the unit. Sourced scripts, and those that are handed to a
// shell with options, may run under their caller's set -e.
func (u *Unit) UncheckedCds() []UncheckedCd {
	var out []UncheckedCd
	for run, c := range u.Commands("cd") {
		if c.Then != shell.ThenNothing || len(c.Args) != 1 || c.Program.Errexit() || errexitFromOutside(run) {
			continue
		}
		from, ok := c.FromCommand(c.Args[0])
		if !ok {
			continue
		}
		for _, next := range c.After() {
			if changesHere(next) {
				out = append(out, UncheckedCd{Command: c, Folder: c.Args[0], From: from, Then: next})
				break
			}
		}
	}
	return out
}

// errexitFromOutside tells whether set -e may be in effect when the program starts:
// by the words of SHELL, or because another shell reads it.
func errexitFromOutside(run *image.Run) bool {
	if run.Script != nil {
		return run.Script.Sourced || run.Script.Handed
	}
	for _, w := range run.State.Shell.Words {
		if strings.HasPrefix(w, "-") && strings.Contains(w, "e") {
			return true
		}
	}
	return false
}

// Fixes stop where the folder is not reached. That cd succeeds with an empty word, ${x:?} prevents.
func (x UncheckedCd) Fixes() []Fix {
	span := x.Folder.Span()
	if span.Text() != x.Folder.Source() {
		return nil // the text stands in quotes of another program
	}
	edits := quote(x.Folder)
	if es := x.Folder.Expansions(); len(es) == 1 && es[0].Kind == shell.Param {
		word := `${` + es[0].Name + `:?}`
		if !es[0].Quoted {
			word = `"` + word + `"`
		}
		edits = []source.Edit{{Span: es[0].Span, New: word}}
	}
	end := source.Span{File: span.File, Start: span.End, End: span.End}
	return []Fix{{Title: "Stop where the folder is not reached", Edits: append(edits, source.Edit{Span: end, New: " || exit"})}}
}

// changesHere tells whether a command removes, makes or changes files by names below
// the working folder.
func changesHere(c *shell.Command) bool {
	for _, r := range c.Redirects {
		if strings.HasPrefix(r.Op, ">") && isBelow(r.Target) {
			return true
		}
	}
	switch c.Name {
	case "rm", "rmdir", "mv", "cp", "ln", "mkdir", "touch", "chmod", "chown", "chgrp", "tee", "truncate", "install":
		return slices.ContainsFunc(c.Args, isBelow)
	case "tar", "bsdtar", "unzip", "cpio", "wget", "curl", "git", "sed", "patch", "find":
		return isWriting(c)
	}
	return false
}

// isWriting goes by the options of commands that do not always write.
func isWriting(c *shell.Command) bool {
	has := func(options ...string) bool {
		for i := range c.Args {
			for _, o := range options {
				a := c.Arg(i)
				if a == o || len(o) == 2 && strings.HasPrefix(a, "-") && !strings.HasPrefix(a, "--") && strings.Contains(a, o[1:]) {
					return true
				}
			}
		}
		return false
	}
	switch c.Name {
	case "tar", "bsdtar":
		return (has("-x", "--extract") || strings.Contains(c.Arg(0), "x") && !strings.HasPrefix(c.Arg(0), "-")) && !has("-C", "--directory")
	case "unzip":
		return !has("-d", "-l", "-p")
	case "cpio":
		return has("-i", "--extract")
	case "curl":
		return has("-O", "--remote-name")
	case "wget":
		return !has("-O", "-P", "--spider", "--output-document", "--directory-prefix")
	case "git":
		return c.Arg(0) == "clean" || c.Arg(0) == "reset" || c.Arg(0) == "checkout" || c.Arg(0) == "clone"
	case "sed":
		return has("-i", "--in-place")
	case "find":
		return has("-delete") && (c.Arg(0) == "." || strings.HasPrefix(c.Arg(0), "-"))
	}
	return c.Name == "patch"
}

// isBelow tells whether a word certainly names something below the working folder.
func isBelow(w shell.Word) bool {
	src := strings.TrimLeft(w.Source(), `"'`)
	return src != "" && !strings.ContainsAny(src[:1], "/$`~-<>&+0123456789") && !strings.HasPrefix(src, "..")
}
