package image

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Run is a shell program and the setting in which it runs.
type Run struct {
	Program *shell.Program
	// State is what holds when it runs. For what runs in the container (ENTRYPOINT,
	// CMD, HEALTHCHECK) that is the state at the end of the stage.
	State State
	When  When
	// Step is the instruction that it stands in or that leads to it; nil for a
	// script that no Dockerfile ships.
	Step *Step
	// Script is the file that it is; nil for text of the Dockerfile itself.
	Script *Script
	// Exec: the program was put together from the words of an exec form. No shell
	// reads it, so nothing in it is expanded.
	Exec bool
	// Calls are the commands of the program, and of programs inside it, that start
	// or source scripts of the image. A script that several places run in the same
	// setting is one Run, with a Call for each.
	Calls []Call

	apk      memo[*shell.Command, apk.Invocation]
	fetched  memo[*shell.Command, fetching]
	dockers  memo[*shell.Command, Docker]
	readings memo[reading, []string]

	begins   sync.Once
	packages Packages // when it begins, see packagesAt
}

// memo holds what was worked out so far: several rules ask the same of a command. It
// may be used by several goroutines.
type memo[K comparable, V any] struct {
	mu    sync.Mutex
	known map[K]V
}

// of is what is known, or else worked out now.
func (m *memo[K, V]) of(key K, work func() V) V {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.known[key]
	if !ok {
		if m.known == nil {
			m.known = map[K]V{}
		}
		v = work()
		m.known[key] = v
	}
	return v
}

// Call is a command that starts or sources a script.
type Call struct {
	Command *shell.Command
	Run     *Run
	// At is the index, among the command's words behind its name, of the first that
	// the script gets as an argument.
	At      int
	Sourced bool
}

// When tells when a program runs.
type When int8

// When a program runs.
const (
	AtBuild  When = iota // RUN
	AtStart              // ENTRYPOINT and CMD
	AtHealth             // HEALTHCHECK
	OnBuild              // ONBUILD: in the build of another image
	OnItsOwn             // a script that no Dockerfile is known to ship
)

// Script is a script of the context as it is in the image.
type Script struct {
	File *source.File
	Path string // in the image; "" for one that no Dockerfile ships
	// Caller is the word that runs or sources it.
	Caller source.Span
	Copy   *Copy
	// Sourced: it runs in the shell of its caller. Handed: it is given to a shell, so
	// that its shebang is a comment.
	Sourced, Handed bool
}

// Dialect is the dialect of a program of the run: its own, or one inside it such
// as that of `sh -c`. /bin/sh is what the image links it to.
func (r *Run) Dialect(p *shell.Program) shell.Dialect {
	if r.Script == nil && p.Dialect == shell.Unknown {
		return r.State.Shell.Dialect // of an image that may have a SHELL
	}
	return r.State.Shell.resolve(p.Dialect)
}

// Ships tells whether what the program does is done to the image that is shipped, when
// that is built or when it runs, or to the machine of a script that no image ships.
func (r *Run) Ships() bool { return r.When == OnItsOwn || r.State.Stage.Ships() }

// Lookup is what the variables may hold at a command.
func (r *Run) Lookup(c *shell.Command) shell.Lookup {
	if r.Exec && c.Program == r.Program {
		return func(string) ([]string, bool) { return nil, false }
	}
	return c.Lookup(r.State.Vars.Lookup)
}

// Alone is the run of a script of which no Dockerfile is known.
func Alone(f *source.File, opts Options) *Run {
	stage := &Stage{Build: &Build{Options: opts}}
	stage.Image.Shell = opts.ScriptShell
	state := stage.initial()
	state.Workdir = "" // where its caller stands
	d := shell.Sh
	if sb, ok := shell.ParseShebang(f.Content); ok {
		d = sb.Dialect
	} else if strings.HasSuffix(f.Path, ".bash") {
		d = shell.Bash
	} else if strings.HasSuffix(f.Path, ".ash") {
		d = shell.Ash
	}
	return &Run{
		Program: opts.program(f, state.Shell.resolve(d)),
		State:   state,
		When:    OnItsOwn,
		Script:  &Script{File: f},
	}
}

// addRuns gives the step the programs that stand in it.
func (b *Build) addRuns(step *Step) {
	in, when := step.Instruction, AtBuild
	if in.Name == "ONBUILD" && in.Child != nil {
		in, when = in.Child, OnBuild
	}
	switch in.Name {
	case "RUN":
	case "CMD", "ENTRYPOINT":
		when = max(when, AtStart)
	case "HEALTHCHECK":
		when = max(when, AtHealth)
	default:
		return
	}
	r := &Run{State: step.Before, When: when, Step: step}
	if when == OnBuild {
		r.State.Vars = step.Before.triggerVars()
	}
	if in.Exec {
		r.Exec = true
		r.Program = shell.Parse(execText(in.Args), step.Before.Shell.Sh)
	} else if text := in.ShellText(); text != nil {
		d := step.Before.Shell.Dialect
		if in.OnlyHeredoc() {
			if sb, ok := shell.ParseShebang([]byte(text.String())); ok {
				d = step.Before.Shell.resolve(sb.Dialect)
			}
		}
		r.Program = shell.Parse(text, d)
	} else {
		return
	}
	step.Runs = append(step.Runs, r)
}

// execText writes the words of an exec form as a shell would have them: each
// quoted where it needs to be. So `["sh", "-c", "..."]` is seen through by what
// sees through `sh -c '...'`.
func execText(words []dockerfile.Word) *source.Text {
	var b source.Builder
	for i, w := range words {
		span := w.Span()
		b.File = span.File
		if i > 0 {
			b.Replace(" ", span.Start, span.Start)
		}
		quoteInto(&b, w.Text)
	}
	return b.Text()
}

// builtins run in the shell itself, whatever files there are. The point and
// source, which read a file, are not among them.
var builtins = map[string]bool{
	":": true, "[": true, "alias": true, "bg": true, "break": true, "builtin": true, "cd": true, "command": true, "continue": true,
	"declare": true, "echo": true, "eval": true, "exec": true, "exit": true, "export": true, "false": true, "fg": true,
	"getopts": true, "hash": true, "jobs": true, "kill": true, "let": true, "local": true, "mapfile": true, "popd": true,
	"printf": true, "pushd": true, "pwd": true, "read": true, "readonly": true, "return": true, "set": true, "shift": true,
	"shopt": true, "test": true, "times": true, "trap": true, "true": true, "type": true, "typeset": true, "ulimit": true,
	"umask": true, "unalias": true, "unset": true, "wait": true,
}

const plainWord = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-"

func quoteInto(b *source.Builder, t *source.Text) {
	s := t.String()
	if s != "" && strings.Trim(s, plainWord) == "" {
		b.CopyText(t, 0, len(s))
		return
	}
	all := t.All()
	b.Replace("'", all.Start, all.Start)
	for from := 0; ; {
		quote := strings.IndexByte(s[from:], '\'')
		if quote < 0 {
			b.CopyText(t, from, len(s))
			break
		}
		b.CopyText(t, from, from+quote)
		b.ReplaceText(`'\''`, t, from+quote, from+quote+1)
		from += quote + 1
	}
	b.Replace("'", all.End, all.End)
}

// follow finds the scripts that the programs run, and those that these run.
func (b *Build) follow() {
	f := &follower{build: b, seen: map[setting]*Run{}, programs: map[parsed]*shell.Program{}, origins: map[place]*Origin{}}
	for _, stage := range b.Stages {
		for _, step := range stage.Steps {
			for _, r := range step.Runs {
				if fin := stage.Final; step == fin.Entrypoint || step == fin.Cmd || step == fin.Health {
					r.State = fin
				}
				b.joinCommand(r)
				f.add(r)
			}
		}
	}
}

// joinCommand gives a CMD to an ENTRYPOINT that waits for a program's text:
// ENTRYPOINT ["sh", "-c"] with the text in CMD.
func (b *Build) joinCommand(r *Run) {
	entry, cmd := r.State.Entrypoint, r.State.Cmd
	if r.Step != cmd || entry == nil || !entry.Exec || !cmd.Exec || len(entry.Args) < 2 {
		return
	}
	if last := entry.Args[len(entry.Args)-1].Value(); strings.HasPrefix(last, "-") && strings.HasSuffix(last, "c") {
		words := append(append([]dockerfile.Word{}, entry.Args...), cmd.Args...)
		r.Program = shell.Parse(execText(words), r.State.Shell.Sh)
	}
}

// follower walks from program to script. Each script is taken once for each
// setting that could make a difference.
type follower struct {
	build    *Build
	seen     map[setting]*Run
	programs map[parsed]*shell.Program
	origins  map[place]*Origin // nil where there is none
}

type setting struct {
	file    string
	inline  *dockerfile.Heredoc
	dialect shell.Dialect
	distro  alpine.Distro
	release alpine.Release
}

type parsed struct {
	file    string
	dialect shell.Dialect
}

// maxRuns bounds the programs of one Dockerfile; real ones have some dozens.
const maxRuns = 5000

func (f *follower) add(r *Run) {
	if len(f.build.Runs) >= maxRuns {
		return
	}
	f.build.Runs = append(f.build.Runs, r)
	if r.Program.Dialect == shell.Foreign || r.State.Files.head == nil {
		return
	}
	for c := range r.Program.All() {
		next, isNew := f.script(r, c)
		if next == nil {
			continue
		}
		at, sourced := argumentsAt(c)
		r.Calls = append(r.Calls, Call{Command: c, Run: next, At: at, Sourced: sourced})
		if isNew {
			f.add(next)
		}
	}
}

// lookup is Files.Lookup, once for each path: scripts start the same things over
// and over.
func (f *follower) lookup(files Files, path string) (Origin, bool) {
	key := place{files.head, path}
	o, ok := f.origins[key]
	if !ok {
		if found, is := files.Lookup(path, f.build.Context); is {
			o = &found
		}
		f.origins[key] = o
	}
	if o == nil {
		return Origin{}, false
	}
	return *o, true
}

type place struct {
	files *layer
	path  string
}

// script is the run of the script that a command starts or sources, nil for none,
// and whether it is the first to do so in this setting.
func (f *follower) script(r *Run, c *shell.Command) (next *Run, isNew bool) {
	if builtins[c.Name] {
		return nil, false
	}
	word, dialect, sourced := r.started(c)
	name, ok := r.value(c, word)
	if !ok || name == "" {
		return nil, false
	}
	for _, p := range r.paths(c, name, sourced || dialect != shell.Unknown) {
		o, ok := f.lookup(r.State.Files, p)
		if !ok {
			continue
		}
		s := &Script{Path: p, Caller: word.Span(), Copy: o.Copy, Sourced: sourced, Handed: dialect != shell.Unknown}
		head, ok := f.open(s, o)
		if !ok {
			return nil, false
		}
		d := f.dialect(r, c, head, name, dialect, sourced)
		key := setting{s.File.Path, o.Inline, d, r.State.Distro(), r.State.Release()}
		if d == shell.Foreign {
			return nil, false
		}
		if known := f.seen[key]; known != nil {
			return known, false
		}
		if o.Inline == nil {
			f.build.Shipped[s.File.Path] = s.File
		}
		next = &Run{Program: f.parse(s, o, d), State: r.State, When: r.When, Step: r.Step, Script: s}
		f.seen[key] = next
		return next, true
	}
	return nil, false
}

// argumentsAt is where a script's arguments begin among the words of the command
// that starts it, and whether it is sourced.
func argumentsAt(c *shell.Command) (at int, sourced bool) {
	switch c.Name {
	case ".", "source":
		return 1, true
	case "inotifyd", "udhcpc", "udhcpc6":
		return len(c.Args), false
	}
	if d := shell.DialectOf(c.Name); d == shell.Unknown || d == shell.Foreign {
		return 0, false
	}
	for i := range c.Args {
		if v, ok := c.Args[i].Literal(); !ok || !strings.HasPrefix(v, "-") && !strings.HasPrefix(v, "+") {
			return i + 1, false
		} else if !strings.HasPrefix(v, "--") && strings.HasSuffix(v, "o") {
			return i + 2, false
		}
	}
	return len(c.Args), false
}

// headSize is enough for a shebang, and to tell a program from a text.
const headSize = 512

// open finds the file that holds the script, and gives the script's first bytes.
// It is not ok for what is no text.
func (f *follower) open(s *Script, o Origin) (head []byte, ok bool) {
	if o.Inline != nil {
		s.File = o.Inline.Body.File
		body := o.Inline.Body.String()
		return []byte(body[:min(len(body), headSize)]), true
	}
	if s.File, ok = f.build.Context.File(o.Rel); !ok {
		return nil, false
	}
	head = s.File.Content[:min(len(s.File.Content), headSize)]
	return head, bytes.IndexByte(head, 0) < 0
}

// parse reads the script, once for each dialect.
func (f *follower) parse(s *Script, o Origin, d shell.Dialect) *shell.Program {
	if o.Inline != nil {
		return shell.Parse(o.Inline.Body, d)
	}
	key := parsed{s.File.Path, d}
	p, ok := f.programs[key]
	if !ok {
		p = f.build.Options.program(s.File, d)
		f.programs[key] = p
	}
	return p
}

// dialect is the dialect in which a script runs: that of the shell that sources
// it, that of the interpreter that it is given to, else that of its shebang.
// Foreign: it is no shell script.
func (f *follower) dialect(r *Run, c *shell.Command, head []byte, name string, given shell.Dialect, sourced bool) shell.Dialect {
	switch {
	case sourced:
		return r.Dialect(c.Program)
	case given != shell.Unknown:
		return r.State.Shell.resolve(given)
	}
	if sb, ok := shell.ParseShebang(head); ok {
		return r.State.Shell.resolve(sb.Dialect)
	}
	switch path.Ext(name) {
	case ".sh", ".ash", ".bash":
		return r.State.Shell.Sh // the kernel refuses it, and the caller's shell runs it
	}
	return shell.Foreign
}

// started is the word that names the program that the command starts, the
// dialect of the shell that it is given to (Unknown when it is started by
// itself), and whether it is sourced. Wrappers have commands of their own.
func (r *Run) started(c *shell.Command) (word shell.Word, d shell.Dialect, sourced bool) {
	switch c.Name {
	case "":
		return c.Word, shell.Unknown, false
	case ".", "source":
		if len(c.Args) > 0 {
			return c.Args[0], shell.Unknown, true
		}
		return shell.Word{}, shell.Unknown, false
	case "inotifyd", "udhcpc", "udhcpc6":
		return handler(c), shell.Unknown, false
	}
	d = shell.DialectOf(c.Name)
	if d == shell.Unknown || d == shell.Foreign {
		return c.Word, shell.Unknown, false
	}
	for i := 0; i < len(c.Args); i++ {
		v, ok := c.Args[i].Literal()
		switch {
		case !ok || !strings.HasPrefix(v, "-") && !strings.HasPrefix(v, "+"):
			return c.Args[i], d, false
		case strings.HasPrefix(v, "--"):
		case strings.Contains(v, "c") || strings.Contains(v, "s"):
			return shell.Word{}, shell.Unknown, false // a program's text, or standard input
		case strings.HasSuffix(v, "o"):
			i++
		}
	}
	return shell.Word{}, shell.Unknown, false
}

// handler is the program that a command runs when something happens: the first word
// of inotifyd, the value of udhcpc's -s.
func handler(c *shell.Command) shell.Word {
	for i := range c.Args {
		if c.Name == "inotifyd" {
			return c.Args[i]
		}
		if v := c.Arg(i); (v == "--script" || len(v) > 1 && v[0] == '-' && v[1] != '-' && v[len(v)-1] == 's') && i+1 < len(c.Args) {
			return c.Args[i+1]
		}
	}
	return shell.Word{}
}

// value is the one value of a word.
func (r *Run) value(c *shell.Command, w shell.Word) (string, bool) {
	if w.IsZero() {
		return "", false
	}
	if v, ok := w.Literal(); ok {
		return v, true
	}
	if v, ok := r.beside(c, w); ok {
		return v, true
	}
	vs, ok := w.Values(r.Lookup(c))
	if !ok || len(vs) != 1 {
		return "", false
	}
	return vs[0], true
}

// ownFolder are the ways in which a script names the folder that it stands in.
var ownFolder = []string{
	`$(dirname "$0")`, `$(dirname $0)`, `${0%/*}`, `$(dirname -- "$0")`,
	`$(dirname "$(readlink -f "$0")")`, `$(dirname $(readlink -f $0))`, `$(dirname "$(realpath "$0")")`,
	`$(cd "$(dirname "$0")" && pwd)`, `$(cd $(dirname $0) && pwd)`, `$(cd "$(dirname "$0")"; pwd)`, `$(cd -- "$(dirname -- "$0")" && pwd)`,
	`$(dirname "${BASH_SOURCE[0]}")`, `$(dirname "${BASH_SOURCE}")`,
	`$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)`, `$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)`,
}

// beside is a file that a word names as one in the script's own folder.
func (r *Run) beside(c *shell.Command, w shell.Word) (string, bool) {
	if r.Script == nil || r.Script.Path == "" || c.Program != r.Program {
		return "", false
	}
	src := strings.Trim(w.Source(), `"`)
	slash := strings.LastIndexByte(src, '/')
	if slash < 0 {
		return "", false
	}
	// "$(dirname "$0")"/x.sh has its quote in front of the slash. What follows may
	// have folders of its own.
	for ; slash > 0; slash = strings.LastIndexByte(src[:slash], '/') {
		rest := src[slash+1:]
		if rest == "" || strings.Trim(rest, plainWord) != "" {
			return "", false
		}
		if r.isOwnFolder(strings.TrimSuffix(src[:slash], `"`)) {
			return path.Join(path.Dir(r.Script.Path), rest), true
		}
	}
	return "", false
}

// isOwnFolder tells whether an expansion is the folder in which the script stands:
// one of those ways, or a name that is only ever set in one of them.
func (r *Run) isOwnFolder(src string) bool {
	if slices.Contains(ownFolder, src) {
		return true
	}
	name, ok := strings.CutPrefix(src, "$")
	if !ok {
		return false
	}
	if inner, ok := strings.CutPrefix(name, "{"); ok {
		name = strings.TrimSuffix(inner, "}")
	}
	words, whole := r.Program.Given(name)
	return whole && len(words) == 1 && slices.Contains(ownFolder, strings.Trim(words[0].Source(), `"`))
}

var defaultPath = []string{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}

// paths are the absolute paths that a command's name may mean, first match first.
func (r *Run) paths(c *shell.Command, name string, isFile bool) []string {
	if strings.HasPrefix(name, "/") {
		return []string{path.Clean(name)}
	}
	var out []string
	if strings.Contains(name, "/") || isFile {
		if dir := r.folder(c); dir != "" {
			out = append(out, path.Join(dir, name))
		}
		if strings.Contains(name, "/") {
			return out
		}
	} else if alpine.HasApplet(alpine.Edge, name) == alpine.Yes || c.Program.Defines(name) {
		// An applet may be shadowed by a script of its name; nobody does it, and
		// asking for every `mkdir` has its cost.
		return nil
	}
	for _, dir := range r.State.search() {
		if r.State.Files.mayHold(dir) {
			out = append(out, dir+"/"+name)
		}
	}
	return out
}

// search are the folders of PATH, without slashes at their ends.
func (s State) search() []string {
	v, ok := s.Vars.Get("PATH")
	if !ok || !v.Known {
		return defaultPath
	}
	var dirs []string
	for dir := range strings.SplitSeq(v.Value, ":") {
		if strings.HasPrefix(dir, "/") {
			dirs = append(dirs, path.Clean(dir))
		}
	}
	return dirs
}

func (r *Run) folder(c *shell.Command) string { return r.FolderAt(c.Program, c.Span()) }

// FolderAt is the working folder at a place of a program: that of the last cd before
// it there, else the stage's. "" when it is not known.
func (r *Run) FolderAt(p *shell.Program, at source.Span) string {
	dir := r.State.Workdir
	for _, cd := range r.Program.Named("cd") {
		if cd.Program != p || cd.Span().Start >= at.Start {
			continue
		}
		if len(cd.Args) != 1 {
			return ""
		}
		to, ok := r.value(cd, cd.Args[0])
		switch {
		case !ok:
			return ""
		case strings.HasPrefix(to, "/"):
			dir = path.Clean(to)
		case dir != "":
			dir = path.Join(dir, to)
		}
	}
	return dir
}

// File is the file of the context that lies under a path as a command is given it;
// false where its folder is not known or something else made it.
func (r *Run) File(c *shell.Command, name string) (*source.File, bool) {
	b := r.State.Stage.Build
	if b == nil || b.Context == nil {
		return nil, false
	}
	if !strings.HasPrefix(name, "/") {
		dir := r.folder(c)
		if dir == "" {
			return nil, false
		}
		name = path.Join(dir, name)
	}
	o, ok := r.State.Files.Lookup(path.Clean(name), b.Context)
	if !ok || o.Inline != nil {
		return nil, false
	}
	return b.Context.File(o.Rel)
}

// placed is where a mv, cp, ln or install of one file puts it, and which.
func (r *Run) placed(c *shell.Command) (to, from string, ok bool) {
	m, ok := r.moving(c)
	if !ok || len(m.sources) != 1 {
		return "", "", false
	}
	from, known := r.value(c, m.sources[0])
	dest, destKnown := r.value(c, m.to)
	dir := r.folder(c)
	if !known || !destKnown || dir == "" {
		return "", "", false
	}
	abs := func(p string) string {
		if strings.HasPrefix(p, "/") {
			return path.Clean(p)
		}
		return path.Join(dir, p)
	}
	to = abs(m.target(r, c, from, dest))
	if c.Name == "ln" && !strings.HasPrefix(from, "/") {
		return to, path.Join(path.Dir(to), from), true
	}
	return to, abs(from), true
}

// commonDirs are folders of every image: an operand of that name is one, though
// no slash tells.
var commonDirs = map[string]bool{
	"/": true, "/bin": true, "/sbin": true, "/usr/bin": true, "/usr/sbin": true, "/usr/local/bin": true,
	"/usr/local/sbin": true, "/etc": true, "/opt": true, "/tmp": true, "/root": true, "/usr/local": true,
	"/etc/apk/keys": true,
}
