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
	var mode givenMode
	if c.Name == "chmod" {
		mode = m.readChmod(c)
	} else {
		mode = m.readMaker(c)
	}
	if mode.word.IsZero() {
		return m, false
	}
	m.Span = mode.word.Span()
	v, ok := r.value(c, mode.word)
	m.Gives, m.Exact = parseMode(v[min(mode.cut, len(v)):])
	return m, ok && m.Gives != 0
}

// givenMode is the word in which a mode stands, behind so many bytes of an option.
type givenMode struct {
	word shell.Word
	cut  int
}

// readChmod reads chmod -R MODE FILE...; a mode may begin with a dash.
func (m *ModeChange) readChmod(c *shell.Command) (mode givenMode) {
	for _, w := range c.Args {
		text := w.Source() // options are written out
		option := strings.HasPrefix(text, "-") && len(text) > 1
		switch {
		case text == "--":
		case mode.word.IsZero() && (!option || strings.Trim(text, "-rwxXst") == ""):
			mode.word = w
		case !option:
			m.operands = append(m.operands, w)
		case text == "--recursive" || !strings.HasPrefix(text, "--") && strings.Contains(text, "R"):
			m.Recursive = true
		}
	}
	return mode
}

// readMaker reads the command line of install or mkdir. Of what is installed only the
// last operand is an object of the mode, but for folders that are made.
func (m *ModeChange) readMaker(c *shell.Command) (mode givenMode) {
	folders := c.Name == "mkdir"
	for i := 0; i < len(c.Args); i++ {
		w := c.Args[i]
		text := w.Source()
		short := strings.HasPrefix(text, "-") && !strings.HasPrefix(text, "--") && len(text) > 1
		folders = folders || text == "--directory" || short && strings.Contains(text, "d")
		switch {
		case strings.HasPrefix(text, "--mode="):
			mode = givenMode{w, len("--mode=")}
		case text == "--mode" || short && strings.HasSuffix(text, "m"):
			if i++; i < len(c.Args) {
				mode = givenMode{word: c.Args[i]}
			}
		case strings.HasPrefix(text, "-m"):
			mode = givenMode{w, len("-m")}
		case c.Name == "install" && (text == "-o" || text == "-g"):
			i++
		case !strings.HasPrefix(text, "-") || text == "-":
			m.operands = append(m.operands, w)
		}
	}
	if n := len(m.operands); n > 1 && !folders {
		m.operands = m.operands[n-1:]
	}
	return mode
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
