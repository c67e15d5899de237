package shell

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// maxDepth bounds programs inside programs.
const maxDepth = 8

// inner makes the programs that stand in words and here-documents.
func (p *Program) inner() {
	if p.depth >= maxDepth {
		return
	}
	for _, c := range p.Commands {
		switch c.Name {
		case "":
		case "sh", "ash", "bash", "dash", "ksh", "mksh", "zsh", "hush":
			c.shell()
		case "su", "runuser":
			c.su()
		case "eval":
			args := c.Args
			if c.Arg(0) == "--" {
				args = args[1:]
			}
			c.add(args, ByEval, p.Dialect)
		case "trap":
			c.trap()
		case "watch":
			c.watch()
		case "flock", "script":
			c.optionText("-c", "--command", p.inherited())
		case "env":
			c.envSplit()
		}
	}
}

// inherited is the dialect of a /bin/sh that the program starts: that of the
// program itself if it is one.
func (p *Program) inherited() Dialect {
	if p.Dialect == Ash || p.Dialect == Dash {
		return p.Dialect
	}
	return Sh
}

// shellDialect is the dialect of the shell that a command starts.
func (c *Command) shellDialect() Dialect {
	d := DialectOf(c.Name)
	if c.Via != nil && c.Via.Name == "busybox" || c.Name == "hush" {
		return Ash
	}
	if d == Sh {
		return c.Program.inherited()
	}
	return d
}

// shell reads sh -c 'text' and sh <<EOF.
func (c *Command) shell() {
	switch call := c.Invocation(); {
	case call.Code && call.Operand >= 0:
		c.add(c.Args[call.Operand:call.Operand+1], ByOption, c.shellDialect())
	case call.Stdin:
		c.stdin(c.shellDialect())
	}
}

// Invocation is how the words of a shell's command line are read.
type Invocation struct {
	Operand int  // index of the first argument that is no option, -1 for none
	Code    bool // by -c the operand is the text of the program; else it names its file
	Stdin   bool // the program is read from standard input
}

// Invocation reads the arguments of a command that is a shell. Options may be clustered
// (-ec), may follow -c, and end at the first operand; - and -- end them too.
func (c *Command) Invocation() Invocation {
	call := Invocation{Operand: -1}
	at := 0
options:
	for at < len(c.Args) {
		s, ok := c.Args[at].Literal()
		switch {
		case ok && (s == "-" || s == "--"):
			at++
			break options
		case !ok || len(s) < 2 || s[0] != '-' && s[0] != '+':
			break options
		case s == "--version" || s == "--help":
			return call
		case s == "--rcfile" || s == "--init-file":
			at++ // the next word is its file
		case !strings.HasPrefix(s, "--"):
			call.Code = call.Code || s[0] == '-' && strings.Contains(s, "c")
			call.Stdin = call.Stdin || strings.Contains(s, "s")
			at += strings.Count(s, "o") + strings.Count(s, "O") // each takes the next word
		}
		at++
	}
	if at < len(c.Args) {
		call.Operand = at
	}
	call.Stdin = !call.Code && (call.Stdin || call.Operand < 0)
	return call
}

// su reads su [-] user -c 'text' (options may stand behind the user) and
// su - user <<EOF.
func (c *Command) su() {
	d := c.Program.inherited()
	if s := c.optionValue("-s", "--shell"); s != "" {
		if d = DialectOf(s); d == Sh {
			d = c.Program.inherited()
		}
	}
	if c.optionText("-c", "--command", d) {
		return
	}
	operands := 0
	for i := 0; i < len(c.Args); i++ {
		switch s, _ := c.Args[i].Literal(); {
		case s == "-s" || s == "--shell" || s == "-g" || s == "-G" || s == "-w":
			i++
		case strings.HasPrefix(s, "-"):
		default:
			operands++
		}
	}
	if operands <= 1 && c.Name == "su" {
		c.stdin(d)
	}
}

// optionText reads the text that stands behind a short option (perhaps the last
// of a cluster, or attached) or a long one, wherever it stands.
func (c *Command) optionText(short, long string, d Dialect) bool {
	for i := 0; i < len(c.Args); i++ {
		src := c.Args[i].Source()
		if strings.HasPrefix(src, long+"=") {
			c.add([]Word{c.Args[i].after(len(long) + 1)}, ByOption, d)
			return true
		}
		// Attached: su -c"text". Without quotes a word such as -command is more
		// likely another option.
		if len(src) > 2 && strings.HasPrefix(src, short) && strings.IndexByte(`"'$`, src[2]) >= 0 {
			c.add([]Word{c.Args[i].after(len(short))}, ByOption, d)
			return true
		}
		s, ok := c.Args[i].Literal()
		if !ok {
			continue
		}
		if s == "--" {
			return false
		}
		if s == long || len(s) > 1 && s[0] == '-' && s[1] != '-' && s[len(s)-1] == short[1] {
			if i+1 < len(c.Args) {
				c.add(c.Args[i+1:i+2], ByOption, d)
			}
			return true
		}
	}
	return false
}

// optionValue is the literal value of an option given as a word of its own or
// with "=".
func (c *Command) optionValue(short, long string) string {
	for i := range c.Args {
		switch s := c.Arg(i); {
		case s == short || s == long:
			return c.Arg(i + 1)
		case strings.HasPrefix(s, long+"="):
			return s[len(long)+1:]
		}
	}
	return ""
}

// trap reads trap 'text' SIGNAL...; trap - SIGNAL and trap SIGNAL reset.
func (c *Command) trap() {
	args := c.Args
	if c.Arg(0) == "--" {
		args = args[1:]
	}
	if len(args) < 2 {
		return
	}
	if s, ok := args[0].Literal(); ok && (s == "" || s[0] == '-' || strings.Trim(s, "0123456789") == "") {
		return
	}
	c.add(args[:1], ByTrap, c.Program.Dialect)
}

// watch joins its words by blanks and gives them to sh -c; -x does not.
func (c *Command) watch() {
	at, ok := wrapper{short: "nq", long: " interval equexit ", not: "xhv", notLong: " exec help version "}.options(c)
	if ok && at < len(c.Args) {
		c.add(c.Args[at:], ByCommand, c.Program.inherited())
	}
}

// envSplit reads env -S 'command words': not a program, but read as one its
// words are the same.
func (c *Command) envSplit() {
	for i := range c.Args {
		s, ok := c.Args[i].Literal()
		if ok && !strings.HasPrefix(s, "-") {
			return
		}
		switch {
		case s == "-S" || s == "--split-string":
			if i+1 < len(c.Args) {
				c.add(c.Args[i+1:i+2], ByOption, c.Program.inherited())
			}
			return
		case strings.HasPrefix(s, "-S"):
			c.add([]Word{c.Args[i].after(2)}, ByOption, c.Program.inherited())
			return
		}
	}
}

// stdin reads the program that a shell is given as a here-document, its own or
// that of a cat in front of it in the pipe.
func (c *Command) stdin(d Dialect) {
	body := lastHeredoc(c.Redirects)
	if body == nil && c.Pipeline != nil && c.Stage > 0 {
		if from := c.Pipeline.Commands[c.Stage-1]; from != nil && from.Name == "cat" {
			for i := range from.Args {
				if s := from.Arg(i); s != "-" {
					return
				}
			}
			body = lastHeredoc(from.Redirects)
		}
	}
	if body == nil {
		return
	}
	text, splices := body.heredoc()
	c.program(text, splices, ByStdin, d)
}

// lastHeredoc is the here-document that a command's standard input is in the
// end: the last redirection of it.
func lastHeredoc(list []Redirect) *Redirect {
	for i := len(list) - 1; i >= 0; i-- {
		r := &list[i]
		if r.FD != "" && r.FD != "0" {
			continue
		}
		switch {
		case r.IsHeredoc() && !r.Body.IsZero():
			return r
		case strings.HasPrefix(r.Op, "<"):
			return nil
		}
	}
	return nil
}

// add makes the program of words that are joined by blanks.
func (c *Command) add(words []Word, how How, d Dialect) {
	if len(words) == 0 {
		return
	}
	b := source.Builder{File: c.Program.Text.File}
	var splices []Splice
	for i, w := range words {
		if i > 0 {
			b.ReplaceText(" ", c.Program.Text, int(words[i-1].to), int(w.from))
		}
		splices = w.appendTo(&b, splices)
	}
	c.program(b.Text(), splices, how, d)
}

func (c *Command) program(text *source.Text, splices []Splice, how How, d Dialect) {
	if text.Len() == 0 {
		return
	}
	in := parse(text, d, &Program{
		Spliced: len(splices) > 0,
		Splices: splices,
		Outer:   c,
		How:     how,
		depth:   c.Program.depth + 1,
	})
	c.Inner = append(c.Inner, in)
	c.Program.inside = append(c.Program.inside, in)
}
