package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// HostTampering is a command that goes round the container engine.
type HostTampering struct {
	Span source.Span
	// Writes: it writes into a container's layers on the host. Else it runs in the
	// host's own namespaces.
	Writes bool
}

// HostTamperings are the commands that enter the mounts of the host's first process by
// nsenter, and those that write into the folder of a container's layers that a `docker
// inspect` tells. To look there, or to enter a network alone, is a way to find faults.
func (u *Unit) HostTamperings() []HostTampering {
	var out []HostTampering
	for _, c := range u.Commands("nsenter") {
		if entersHost(c) {
			out = append(out, HostTampering{Span: c.Span()})
		}
	}
	if !u.mentions("UpperDir") && !u.mentions("MergedDir") {
		return out
	}
	for _, c := range u.Commands("cp", "mv", "rm", "tee", "touch", "mkdir", "ln", "install", "chmod", "chown", "sed", "tar", "rsync", "echo", "printf", "cat") {
		for _, w := range written(c) {
			if from, ok := c.FromCommand(w); ok && (strings.Contains(from.Source(), "UpperDir") || strings.Contains(from.Source(), "MergedDir")) {
				out = append(out, HostTampering{Span: w.Span(), Writes: true})
			}
		}
	}
	return out
}

// written are the words of a command that may name what it writes.
func written(c *shell.Command) []shell.Word {
	var out []shell.Word
	for _, r := range c.Redirects {
		if strings.HasPrefix(r.Op, ">") {
			out = append(out, r.Target)
		}
	}
	switch n := len(c.Args); {
	case c.Name == "echo" || c.Name == "printf" || c.Name == "cat" || n == 0:
		return out
	case c.Name == "cp" || c.Name == "install" || c.Name == "ln" || c.Name == "rsync":
		return append(out, c.Args[n-1])
	case (c.Name == "sed" || c.Name == "tar") && !slices.ContainsFunc(c.Args, func(w shell.Word) bool {
		return strings.HasPrefix(w.Source(), "-i") || strings.Contains(w.Source(), "x") && len(w.Source()) < 6
	}):
		return out
	}
	return append(out, c.Args...)
}

// entersHost tells whether a nsenter enters the mounts of process 1.
func entersHost(c *shell.Command) bool {
	first, mounts := false, false
	for i := 0; i < len(c.Args); i++ {
		v := c.Args[i].Source()
		switch {
		case v == "-t" || v == "--target":
			i++
			first = first || c.Arg(i) == "1"
		case v == "-t1" || v == "--target=1":
			first = true
		case v == "--mount" || v == "--all" || v == "-a":
			mounts = true
		case strings.HasPrefix(v, "--"):
		case strings.HasPrefix(v, "-"):
			mounts = mounts || strings.Contains(v, "m")
		default:
			return first && mounts
		}
	}
	return first && mounts
}
