package image

import (
	"bytes"
	"path"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/shell"
)

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
		s := startedBy(c)
		next, isNew := f.script(r, c, s)
		if next == nil {
			continue
		}
		r.Calls = append(r.Calls, Call{Command: c, Run: next, At: s.args, Sourced: s.sourced})
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
func (f *follower) script(r *Run, c *shell.Command, by start) (next *Run, isNew bool) {
	name, ok := r.value(c, by.word)
	if !ok || name == "" {
		return nil, false
	}
	for _, p := range r.paths(c, name, by.sourced || by.handed()) {
		o, ok := f.lookup(r.State.Files, p)
		if !ok {
			continue
		}
		s := &Script{Path: p, Caller: by.word.Span(), Copy: o.Copy, Sourced: by.sourced, Handed: by.handed()}
		head, ok := f.open(s, o)
		if !ok {
			return nil, false
		}
		d := f.dialect(r, c, head, name, by)
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
func (f *follower) dialect(r *Run, c *shell.Command, head []byte, name string, by start) shell.Dialect {
	switch {
	case by.sourced:
		return r.Dialect(c.Program)
	case by.handed():
		return r.State.Shell.resolve(by.dialect)
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

// start is a program that a command starts or sources.
type start struct {
	word    shell.Word    // that names it; zero where there is none
	args    int           // index among the command's arguments of the first that it gets
	dialect shell.Dialect // of the shell that it is given to; Unknown when it is started by itself
	sourced bool
}

// handed tells whether the program is given to a shell.
func (s start) handed() bool { return s.dialect != shell.Unknown }

// startedBy is what the command starts. Wrappers have commands of their own.
func startedBy(c *shell.Command) start {
	switch c.Name {
	case ".", "source":
		if len(c.Args) == 0 {
			return start{}
		}
		return start{word: c.Args[0], args: 1, sourced: true}
	case "inotifyd", "udhcpc", "udhcpc6":
		return start{word: handler(c), args: len(c.Args)}
	}
	switch {
	case builtins[c.Name]:
		return start{}
	case !isShell(c.Name):
		return start{word: c.Word}
	}
	at, _ := interprets(c)
	if at < 0 {
		return start{}
	}
	return start{word: c.Args[at], args: at + 1, dialect: shell.DialectOf(c.Name)}
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
