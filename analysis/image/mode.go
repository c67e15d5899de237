package image

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Mode is a set of permission bits as chmod(2) has them.
type Mode uint16

// The bits that rules ask for.
const (
	SetUID        Mode = 0o4000
	SetGID        Mode = 0o2000
	Sticky        Mode = 0o1000
	WorldWritable Mode = 0o002
	WorldRuns     Mode = 0o001
)

// ModeChange is a command or instruction that gives files a mode: chmod, install or
// mkdir with -m, COPY or ADD with --chmod.
type ModeChange struct {
	Run     *Run           // nil for instructions
	Command *shell.Command // nil for instructions
	Step    *Step          // the instruction, of a command the one it stands in; nil in a lone script
	// Gives are the bits that the files have then for certain; others may be there too.
	Gives Mode
	// Exact: Gives is the whole mode.
	Exact bool
	Span  source.Span // the mode
	// Recursive: what lies in the folders gets it too.
	Recursive bool

	operands []shell.Word
}

// ModePath is a file or folder that gets a mode.
type ModePath struct {
	// Path is absolute where the working folder is known; unknown variables are as written.
	Path string
	Span source.Span
}

// Paths are the files and folders that get the mode.
func (m *ModeChange) Paths() []ModePath {
	if m.Command == nil {
		return m.Step.copiedPaths()
	}
	var out []ModePath
	for _, w := range m.operands {
		for _, v := range m.Run.Reading(m.Command, w) {
			out = append(out, ModePath{m.Run.place(m.Command, v).path, w.Span()})
		}
	}
	return out
}

// copiedPaths are the files that a COPY brings and, of a folder whose files are copied,
// where they go to.
func (s *Step) copiedPaths() []ModePath {
	var out []ModePath
	at := s.Args[len(s.Args)-1].Span()
	for _, src := range s.Copy.Sources {
		to, ctx := s.Copy.Dest, s.Stage.Build.Context
		ofContext := s.Copy.From == nil && s.Copy.Image == nil && ctx != nil
		if s.Copy.IsDir && path.Base(src) != "." && !strings.HasSuffix(src, "/") && !(ofContext && ctx.IsDir(src)) {
			to = path.Join(to, path.Base(src))
		}
		out = append(out, ModePath{to, at})
	}
	return out
}

// State is what holds where the mode is given.
func (m *ModeChange) State() State {
	if m.Run != nil {
		return m.Run.State
	}
	return m.Step.Before
}

// ModeChangers are the commands of which Run.ModeChange reads the mode.
var ModeChangers = []string{"chmod", "install", "mkdir"}

// ModeChange reads the mode that a chmod, install or mkdir gives. It is not ok where
// there is none or it is not known.
func (r *Run) ModeChange(c *shell.Command) (ModeChange, bool) {
	m := ModeChange{Run: r, Command: c, Step: r.Step}
	var mode string
	found, folders := false, c.Name != "install"
	take := func(w shell.Word, cut int) {
		var v string
		v, found = r.value(c, w)
		mode, m.Span = v[min(cut, len(v)):], w.Span()
	}
	for i := 0; i < len(c.Args); i++ {
		w := c.Args[i]
		text := w.Source() // options are written out
		option := strings.HasPrefix(text, "-") && len(text) > 1
		folders = folders || text == "--directory" || option && text[1] != '-' && strings.Contains(text, "d")
		switch {
		case text == "--":
		case c.Name == "chmod" && m.Span.IsZero() && (!option || strings.Trim(text, "-rwxXst") == ""):
			take(w, 0)
		case c.Name == "chmod" && option:
			m.Recursive = m.Recursive || text == "--recursive" || !strings.HasPrefix(text, "--") && strings.Contains(text, "R")
		case c.Name != "chmod" && strings.HasPrefix(text, "--mode="):
			take(w, len("--mode="))
		case c.Name != "chmod" && (text == "--mode" || option && text[1] != '-' && strings.HasSuffix(text, "m")):
			if i++; i < len(c.Args) {
				take(c.Args[i], 0)
			}
		case c.Name != "chmod" && strings.HasPrefix(text, "-m"):
			take(w, len("-m"))
		case c.Name == "install" && (text == "-o" || text == "-g"):
			i++
		case !option:
			m.operands = append(m.operands, w)
		}
	}
	if n := len(m.operands); n > 1 && !folders {
		m.operands = m.operands[n-1:] // what is installed is not where it comes from
	}
	m.Gives, m.Exact = parseMode(mode)
	return m, found && m.Gives != 0
}

// ModeChange is the mode that a COPY or ADD gives by --chmod.
func (s *Step) ModeChange() (ModeChange, bool) {
	if s.Copy == nil || s.Copy.Chmod == "" {
		return ModeChange{}, false
	}
	m := ModeChange{Step: s}
	m.Gives, m.Exact = parseMode(s.Copy.Chmod)
	for _, f := range s.Flags {
		if f.Name == "chmod" {
			m.Span = f.Value.Span()
		}
	}
	return m, m.Gives != 0
}

// parseMode gives the bits that a mode sets for certain: of an octal one all, of a
// symbolic one what = and + name. A w without u, g, o or a goes by the umask, which
// keeps it from the world.
func parseMode(mode string) (gives Mode, exact bool) {
	if n, err := strconv.ParseUint(mode, 8, 12); err == nil {
		return Mode(n), true
	}
	for clause := range strings.SplitSeq(mode, ",") {
		at := strings.IndexAny(clause, "+-=")
		if at < 0 || strings.Trim(clause[:at], "ugoa") != "" {
			return 0, false
		}
		gives = symbolic(gives, clause[:at], clause[at:])
	}
	return gives, false
}

// symbolic is what the mode gives after the actions of one clause: "+rx-w" for who.
func symbolic(gives Mode, who, actions string) Mode {
	everyone := strings.Contains(who, "a")
	has := func(letter string) bool { return everyone || strings.Contains(who, letter) }
	var op byte
	for i := range len(actions) {
		var bits Mode
		switch actions[i] {
		case '+', '-', '=':
			if op = actions[i]; op != '=' {
				continue
			}
			if has("o") {
				gives &^= WorldWritable
			}
			if has("u") {
				gives &^= SetUID
			}
			continue
		case 'w':
			if has("o") {
				bits = WorldWritable
			}
			if has("u") || who == "" {
				bits |= 0o200
			}
		case 's':
			if has("u") || who == "" {
				bits |= SetUID
			}
			if has("g") || who == "" {
				bits |= SetGID
			}
		case 't':
			bits = Sticky
		case 'r':
			bits = 0o400
		case 'x':
			bits = 0o100
		}
		if op == '-' {
			gives &^= bits
		} else {
			gives |= bits
		}
	}
	return gives
}

// covers tells whether a folder is the path or, where the change is recursive, lies
// in it.
func (m *ModeChange) covers(p, dir string) bool {
	return p == dir || m.Recursive && (p == "/" || strings.HasPrefix(dir, p+"/"))
}

// System is what the system keeps in a path that gets the mode, as a clause behind
// "everybody can": "replace programs in PATH"; "" where that is nothing.
func (m *ModeChange) System(p string) string {
	dirs := m.State().search()
	switch {
	case m.Command != nil && slices.ContainsFunc(dirs, func(dir string) bool { return m.covers(p, dir) }):
		return "put programs into a folder of PATH"
	case slices.Contains(dirs, path.Dir(p)) || m.Command == nil && slices.Contains(dirs, p):
		return "replace a program in PATH"
	case p == "/etc" || strings.HasPrefix(p, "/etc/") || m.covers(p, "/etc"):
		return "change the system's configuration"
	}
	return ""
}
