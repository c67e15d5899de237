package analysis

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// ModeChanges are the commands and instructions that give files of the shipped image
// one of these permission bits. What scripts do that no image ships is not known to be
// done to an image.
func (u *Unit) ModeChanges(bits image.Mode) []image.ModeChange {
	if u.Build == nil {
		return nil
	}
	var out []image.ModeChange
	for _, stage := range u.Stages() {
		for _, step := range stage.Steps {
			if m, ok := step.ModeChange(); ok && m.Gives&bits != 0 && stage.Ships() {
				out = append(out, m)
			}
		}
	}
	for run, c := range u.Commands(image.ModeChangers...) {
		if m, ok := run.ModeChange(c); ok && m.Gives&bits != 0 && run.Ships() {
			out = append(out, m)
		}
	}
	return out
}

// Elevation is a program that is given power over who starts it: by a setuid or setgid
// bit, or a capability.
type Elevation struct {
	Path string
	Span source.Span // the path, as written
	// Bit is "setuid", "setgid", or the capability.
	Bit string
	// Shell: what it starts, or does, is whatever its user wants.
	Shell bool
	// Link: it is an applet's link, so that BusyBox itself is what gets the bit.
	Link bool
}

// Elevations are the programs that get such power, but for newuidmap and newgidmap,
// which are made for it, and those that only a group may start.
func (u *Unit) Elevations() []Elevation {
	var out []Elevation
	for _, m := range u.ModeChanges(image.SetUID | image.SetGID) {
		for _, p := range m.Paths() {
			if e, ok := elevation(m, p); ok {
				out = append(out, e)
			}
		}
	}
	for run, c := range u.Commands("setcap") {
		if u.Build != nil && run.Ships() {
			out = append(out, capabilities(run, c)...)
		}
	}
	return out
}

func elevation(m image.ModeChange, p image.ModePath) (Elevation, bool) {
	name := path.Base(p.Path)
	e := Elevation{Path: p.Path, Span: p.Span, Bit: "setuid", Shell: anything(name)}
	if m.Gives&image.SetUID == 0 {
		// On a folder the bit hands its group to new files, and does no harm.
		if e.Bit = "setgid"; m.Recursive || !slices.Contains(programFolders, path.Dir(p.Path)) {
			return Elevation{}, false
		}
	}
	if m.Command != nil && slices.Contains(programFolders, path.Dir(p.Path)) && name != "busybox" && m.State().IsAlpine() == alpine.Yes &&
		alpine.HasApplet(alpine.Edge, name) == alpine.Yes && m.Run.Provides(m.Command, name) == alpine.No {
		e.Link, e.Shell = true, false
	}
	return e, name != "newuidmap" && name != "newgidmap" && !(m.Exact && m.Gives&image.WorldRuns == 0)
}

var programFolders = []string{"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"}

// anything tells whether a program of that name does whatever its user wants: starts a
// command as root, runs a program text.
func anything(name string) bool {
	switch strings.TrimRight(name, "0123456789.") {
	case "su-exec", "gosu", "bash", "zsh", "mksh", "ksh", "python", "perl", "ruby", "node", "php", "lua":
		return true
	}
	return false
}

// powers are the capabilities that are as good as root, or nearly.
var powers = []string{
	"cap_sys_admin", "cap_sys_module", "cap_sys_rawio", "cap_sys_ptrace", "cap_dac_override", "cap_dac_read_search",
	"cap_setuid", "cap_setgid", "cap_setfcap", "cap_chown", "cap_fowner",
}

// capabilities reads a setcap: capabilities and a file, in pairs.
func capabilities(run *image.Run, c *shell.Command) []Elevation {
	var out []Elevation
	caps := ""
	for _, w := range c.Args {
		text := run.Reading(c, w)[0]
		switch {
		case text == "-q" || text == "-v" || text == "-n":
		case caps == "":
			caps = strings.ToLower(text)
		default:
			name := path.Base(text)
			if power := strongest(caps); power != "" && name != "newuidmap" && name != "newgidmap" {
				out = append(out, Elevation{Path: strings.Trim(text, `"`), Span: w.Span(), Bit: power, Shell: anything(name)})
			}
			caps = ""
		}
	}
	return out
}

// strongest is the first capability of a text such as "cap_chown,cap_kill+ep" that is
// among the powers; "" for none.
func strongest(caps string) string {
	for clause := range strings.FieldsSeq(caps) {
		at := strings.IndexAny(clause, "+=-")
		if at < 0 || clause[at] == '-' || !strings.ContainsAny(clause[at:], "pei") {
			continue
		}
		if clause[:at] == "" || clause[:at] == "all" {
			return "every capability"
		}
		for name := range strings.SplitSeq(clause[:at], ",") {
			if slices.Contains(powers, name) {
				return name
			}
		}
	}
	return ""
}

// Opened is a path of the system that everybody may write to.
type Opened struct {
	Path string
	Span source.Span
	Can  string // a clause behind "everybody can"
}

// OpenedPaths are the folders of PATH, the programs in them and what lies in /etc, as
// far as a mode makes them writable for everybody.
func (u *Unit) OpenedPaths() []Opened {
	var out []Opened
	for _, m := range u.ModeChanges(image.WorldWritable) {
		if m.Gives&image.Sticky != 0 {
			continue
		}
		for _, p := range m.Paths() {
			if can := m.System(p.Path); can != "" {
				out = append(out, Opened{p.Path, p.Span, can})
			}
		}
	}
	return out
}
