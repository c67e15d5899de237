package image

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// tracker follows one download.
type tracker struct {
	fetch    *Fetch
	files    []kept
	programs []*Run // in which it was followed
	takers   takers
}

// takers are the commands of each run that do something with files they are given.
// They are few, and looked for once for all downloads that are followed.
type takers map[*Run][]taker

// taker is such a command, and what becomes of a download there.
type taker struct {
	command *shell.Command
	handle  handling
}

type handling func(*tracker, *Run, *shell.Command)

func (t takers) of(r *Run) []taker {
	found, asked := t[r]
	if !asked {
		for c := range r.Program.All() {
			if len(c.Args) == 0 {
				continue
			}
			if h := r.handlingOf(c); h != nil {
				found = append(found, taker{c, h})
			}
		}
		t[r] = found
	}
	return found
}

// handlingOf is what looks for a download among the files of a command; nil for one that
// does nothing with files.
func (r *Run) handlingOf(c *shell.Command) handling {
	if script, stdin := interprets(c); stdin || script >= 0 {
		return (*tracker).interpreted
	}
	switch c.Name {
	case ".", "source":
		return (*tracker).sourced
	case "chmod":
		return (*tracker).chmod
	case "mv", "cp", "install", "ln":
		return (*tracker).moved
	case "rm":
		return (*tracker).removed
	case "cat":
		return (*tracker).printed
	}
	if _, ok := r.takesOperand(c); ok {
		return (*tracker).operand
	}
	return nil
}

// kept is a name under which the download lies. Of a relative one the folder is not known.
type kept struct {
	path     string
	relative bool
}

func (t *tracker) laterSteps(step *Step) {
	for _, later := range step.Stage.Steps {
		if later.Index <= step.Index || later.Name != "RUN" {
			continue
		}
		t.files = slices.DeleteFunc(t.files, func(k kept) bool { return k.relative })
		if len(t.files) == 0 {
			return
		}
		for _, r := range later.Runs {
			t.follow(r, nil)
		}
	}
}

// keep notes a name under which the download lies from then on.
func (t *tracker) keep(r *Run, c *shell.Command, name string) {
	k := r.place(c, name)
	if !slices.Contains(t.files, k) {
		t.files = append(t.files, k)
	}
	if isKey(k.path) {
		t.fate(Trusted, r, c, k.path)
	}
}

// place is where a path, as given to a command, is.
func (r *Run) place(c *shell.Command, name string) kept {
	for _, start := range []string{"/", "~", "$"} {
		if strings.HasPrefix(name, start) {
			return kept{path: path.Clean(name)}
		}
	}
	if dir := r.folder(c); dir != "" {
		return kept{path: path.Join(dir, name)}
	}
	return kept{path: path.Clean(name), relative: true}
}

func (t *tracker) fate(kind FateKind, r *Run, c *shell.Command, to string) {
	span := c.Word.Span()
	t.fetch.Fates = append(t.fetch.Fates, Fate{Kind: kind, Run: r, Command: c, Span: span, To: to})
}

// is tells whether a word of a command names the download.
func (t *tracker) is(r *Run, c *shell.Command, w shell.Word) bool {
	return slices.ContainsFunc(r.Reading(c, w), func(v string) bool { return t.isNamed(r, c, v) })
}

func (t *tracker) isNamed(r *Run, c *shell.Command, v string) bool {
	if len(t.files) == 0 || v == "" || v == "." || v == "/" {
		return false
	}
	named := r.place(c, v)
	return slices.ContainsFunc(t.files, func(k kept) bool {
		if k.path == named.path {
			return true
		}
		if strings.ContainsAny(v, "*?[") && path.Dir(k.path) == path.Dir(named.path) {
			ok, err := path.Match(path.Base(named.path), path.Base(k.path))
			return ok && err == nil
		}
		return (k.relative || named.relative) && path.Base(k.path) == path.Base(named.path)
	})
}

// drop forgets names that are taken away.
func (t *tracker) drop(r *Run, c *shell.Command, w shell.Word) {
	for _, v := range r.Reading(c, w) {
		named := r.place(c, v)
		t.files = slices.DeleteFunc(t.files, func(k kept) bool { return k.path == named.path })
	}
}

// output follows what a command writes to its output: into a file, through a pipe,
// into the words of another command.
func (t *tracker) output(r *Run, c *shell.Command) {
	for c.Via != nil {
		c = c.Via
	}
	if t.redirected(r, c) {
		return
	}
	if c.Pipeline != nil {
		for _, next := range c.Pipeline.Commands[min(c.Stage+1, len(c.Pipeline.Commands)):] {
			if next == nil || !t.piped(r, next) {
				return
			}
			c = next
		}
	}
	if c.Subst {
		t.substituted(r, c)
	}
}

// redirected tells whether the command's output goes into a file.
func (t *tracker) redirected(r *Run, c *shell.Command) bool {
	for _, red := range c.Redirects {
		if (red.Op == ">" || red.Op == ">>" || red.Op == ">|") && (red.FD == "" || red.FD == "1") {
			for _, v := range r.Reading(c, red.Target) {
				t.keep(r, c, v)
			}
			return true
		}
	}
	return false
}

// passesOn are programs that write what they read, as it is or unpacked.
var passesOn = map[string]bool{
	"cat": true, "pv": true, "gunzip": true, "gzip": true, "zcat": true, "xz": true, "unxz": true, "xzcat": true, "bzip2": true, "bunzip2": true, "bzcat": true,
	"zstd": true, "unzstd": true, "base64": true, "sed": true, "tr": true, "dos2unix": true,
}

// piped tells whether what the command reads comes out of it again.
func (t *tracker) piped(r *Run, c *shell.Command) bool {
	for len(c.Runs) == 1 && c.Name != "xargs" {
		c = c.Runs[0]
	}
	switch _, stdin := interprets(c); {
	case stdin:
		t.fate(Interpreted, r, c, "")
		return false
	case r.unpacking(c):
		t.fate(Unpacked, r, c, r.unpackDir(c))
		return false
	case c.Name == "tee":
		for _, w := range c.Args {
			if v := r.Reading(c, w)[0]; !strings.HasPrefix(v, "-") {
				t.keep(r, c, v)
			}
		}
		return true
	case takesKey(c):
		t.fate(Trusted, r, c, "")
		return false
	case Checks(c) != alpine.No:
		t.fetch.Checked, t.fetch.Check = alpine.Unknown, c
		return true
	case c.Name == "dd":
		for _, w := range c.Args {
			if to, ok := strings.CutPrefix(r.Reading(c, w)[0], "of="); ok {
				t.keep(r, c, to)
			}
		}
		return false
	}
	return passesOn[c.Name] && !t.redirected(r, c)
}

// substituted follows output that becomes a word, or a file by <( ).
func (t *tracker) substituted(r *Run, inner *shell.Command) {
	at := inner.Span()
	for _, c := range inner.Program.Commands {
		if c == inner || c.Program != inner.Program {
			continue
		}
		for i, w := range c.Words() {
			for _, e := range w.Expansions() {
				if e.Span.Start > at.Start || at.End > e.Span.End || e.Kind != shell.CommandSubst && e.Kind != shell.Process {
					continue
				}
				if runsWord(c, i, w, e) {
					t.fate(Interpreted, r, c, "")
				}
				return
			}
		}
	}
}

// runsWord tells whether a command runs what an expansion in its word of that
// index (0 is its name) becomes.
func runsWord(c *shell.Command, i int, w shell.Word, e shell.Expansion) bool {
	if c.Name == "eval" {
		return e.Kind == shell.CommandSubst
	}
	script, _ := interprets(c)
	if e.Kind == shell.Process {
		return i > 0 && (script == i-1 || (c.Name == "." || c.Name == "source") && i == 1)
	}
	return i > 1 && isInterpreter(c.Name) && takesCode(c.Name, c.Arg(i-2)) && e.Span.Start-w.Span().Start <= 1
}

// follow looks for the download in the commands behind one, nil for all of them.
func (t *tracker) follow(r *Run, from *shell.Command) {
	t.programs = append(t.programs, r)
	if len(t.files) == 0 {
		return
	}
	after := -1
	if from != nil {
		after = from.Span().Start
	}
	for _, x := range t.takers.of(r) {
		if len(t.files) == 0 {
			return // taken away
		}
		if x.command.Span().Start > after {
			x.handle(t, r, x.command)
		}
	}
}

func (t *tracker) interpreted(r *Run, c *shell.Command) {
	script, stdin := interprets(c)
	if script >= 0 && t.is(r, c, c.Args[script]) || stdin && t.readBy(r, c) {
		t.fate(Interpreted, r, c, "")
	}
}

func (t *tracker) sourced(r *Run, c *shell.Command) {
	if t.is(r, c, c.Args[0]) {
		t.fate(Interpreted, r, c, "")
	}
}

func (t *tracker) removed(r *Run, c *shell.Command) {
	for _, w := range c.Args {
		t.drop(r, c, w)
	}
}

func (t *tracker) printed(r *Run, c *shell.Command) {
	if slices.ContainsFunc(c.Args, func(w shell.Word) bool { return t.is(r, c, w) }) {
		t.output(r, c)
	}
}

// readBy tells whether the download is the command's standard input.
func (t *tracker) readBy(r *Run, c *shell.Command) bool {
	return slices.ContainsFunc(c.Redirects, func(red shell.Redirect) bool { return red.Op == "<" && t.is(r, c, red.Target) })
}

func (t *tracker) chmod(r *Run, c *shell.Command) {
	mode := ""
	for _, w := range c.Args {
		v := r.Reading(c, w)[0]
		switch {
		case mode == "" && (!strings.HasPrefix(v, "-") || v == "-x"):
			mode = v
		case !executable(mode):
			return
		case t.is(r, c, w):
			t.fate(MadeExecutable, r, c, r.place(c, v).path)
			return
		}
	}
}

// executable tells whether a mode of chmod or install lets somebody execute.
func executable(mode string) bool {
	if strings.Trim(mode, "01234567") == "" {
		return strings.ContainsAny(mode[max(0, len(mode)-3):], "1357")
	}
	for part := range strings.SplitSeq(mode, ",") {
		if i := strings.IndexAny(part, "+="); i >= 0 && strings.ContainsAny(part[i:], "x") {
			return true
		}
	}
	return false
}

// moved follows the download to another name, and tells when that is in a folder
// of PATH or install makes it executable.
func (t *tracker) moved(r *Run, c *shell.Command) {
	m, ok := r.moving(c)
	if !ok {
		return
	}
	dest := r.Reading(c, m.to)[0]
	for _, w := range m.sources {
		if t.is(r, c, w) {
			t.movedTo(r, c, w, m.target(r, c, r.Reading(c, w)[0], dest), m.mode)
		}
	}
}

func (t *tracker) movedTo(r *Run, c *shell.Command, from shell.Word, to, mode string) {
	if c.Name == "mv" {
		t.drop(r, c, from)
	}
	t.keep(r, c, to)
	where := r.place(c, to).path
	if c.Name == "install" && executable(mode) || c.Name != "install" && slices.Contains(defaultPath, path.Dir(where)) {
		t.fate(MadeExecutable, r, c, where)
	}
}

// takesOperand tells what a command does with the files among its operands.
func (r *Run) takesOperand(c *shell.Command) (kind FateKind, ok bool) {
	switch {
	case r.unpacking(c):
		return Unpacked, true
	case installs(r, c):
		return Installed, true
	case takesKey(c):
		return Trusted, true
	}
	return 0, false
}

// operand looks at commands that take the download as one of their operands.
func (t *tracker) operand(r *Run, c *shell.Command) {
	kind, ok := r.takesOperand(c)
	if !ok {
		return
	}
	if !t.readBy(r, c) && !slices.ContainsFunc(c.Args, func(w shell.Word) bool { return t.is(r, c, w) }) {
		return
	}
	to := ""
	if kind == Unpacked {
		to = r.unpackDir(c)
	}
	t.fate(kind, r, c, to)
}
