package shell

import (
	"slices"
	"strings"
)

// A function that runs the words that it is given is a wrapper that the program has
// made itself: run() { echo "+ $*"; "$@"; }. What its callers write behind its name is
// a command, as behind sudo.

// dispatcher is such a function: which of its words the command begins at, and the
// "$@" that runs it.
type dispatcher struct {
	skip   int
	handed *Command
}

// dispatch makes the commands that calls of such functions run. One may hand its words
// to another, so that each round may bring further ones.
func (w *walker) dispatch() {
	for done := 0; len(w.handed) > done; {
		by := w.dispatchers()
		done = len(w.handed)
		for i := 0; i < len(w.p.Commands); i++ { // of retry 3 as_root ls each one
			c := w.p.Commands[i]
			if d, ok := by[c.Name]; ok && len(c.Runs) == 0 && c.ByShell() && c.vias() < maxVia && d.skip < len(c.Args) && isCommandWord(c.Args[d.skip]) {
				w.hand(c, d)
			}
		}
	}
}

// dispatchers are the functions by name. One of which two definitions take different
// words for the command, or whose words are not counted, is none.
func (w *walker) dispatchers() map[string]dispatcher {
	by := map[string]dispatcher{}
	for _, c := range w.handed {
		skip, ok := w.shifted(c)
		if d, has := by[c.Func]; !ok || has && d.skip != skip {
			skip = maxSkip
		}
		by[c.Func] = dispatcher{skip, c}
	}
	return by
}

// maxSkip is more words than any call has.
const maxSkip = 1 << 30

// shifted is how many words of its call a function has put aside where a command
// stands; false where that depends on the call.
func (w *walker) shifted(at *Command) (int, bool) {
	n := 0
	for _, c := range w.p.Commands {
		if c.start >= at.start || c.frame.function() != at.frame.function() {
			continue
		}
		switch {
		case c.Name == "set" && slices.ContainsFunc(c.Args, func(a Word) bool { return a.Source() == "--" }):
			return 0, false
		case c.Name != "shift":
		case !at.frame.within(c.frame) || c.frame.repeats():
			return 0, false
		case len(c.Args) == 0:
			n++
		default:
			s := c.Arg(0)
			if len(s) != 1 || s[0] < '0' || s[0] > '9' {
				return 0, false
			}
			n += int(s[0] - '0')
		}
	}
	return n, true
}

// repeats tells whether a frame stands in a loop of its function, or in a subshell,
// behind which nothing is left of what it does.
func (f *frame) repeats() bool {
	for ; f != nil && f.kind != funcFrame; f = f.parent {
		if f.kind == loopFrame || f.kind == subshellFrame {
			return true
		}
	}
	return false
}

// noteHanded keeps a command whose word is the "$@" of a function. Find and xargs put
// words of their own behind it.
func (w *walker) noteHanded(c *Command) {
	if src := c.Word.Source(); src != `"$@"` && src != `"${@}"` || c.frame.function() == nil {
		return
	}
	for via := c.Via; via != nil; via = via.Via {
		if via.Name == "find" || via.Name == "xargs" {
			return
		}
	}
	w.handed = append(w.handed, c)
}

// ByShell tells whether the shell itself runs the command, so that its name may be that
// of a function or a builtin.
func (c *Command) ByShell() bool { return c.Via == nil || c.Handed != nil && c.Handed.Via == nil }

// isCommandWord tells whether a word of a call may be that of a command, and neither an
// option of the function nor a message.
func isCommandWord(word Word) bool {
	s, ok := word.Literal()
	return !ok || s != "" && s[0] != '-' && s[0] != '+' && !strings.ContainsAny(s, " \t\n=")
}

// vias is how many wrappers stand around a command.
func (c *Command) vias() int {
	n := 0
	for v := c.Via; v != nil; v = v.Via {
		n++
	}
	return n
}

// hand makes the command that a call has a function run. What the function makes of
// its status is what becomes of it.
func (w *walker) hand(c *Command, d dispatcher) {
	n := len(w.p.Commands)
	w.run(c, d.skip, len(c.Args), nil, c.vias())
	for _, in := range w.p.Commands[n:] {
		in.Handed = d.handed
		in.Pipeline, in.Stage = c.Pipeline, c.Stage
		in.Negated = in.Negated != d.handed.Negated
		in.Background = in.Background || d.handed.Background
		if d.handed.Then != ThenStatus {
			in.Then = ThenAsked
		}
	}
}
