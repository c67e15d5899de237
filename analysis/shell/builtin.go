package shell

import "strings"

// detector adds to a program's constructs those that are commands, options of
// builtins, and words that ash does not expand.
type detector struct {
	p    *Program
	text string
	list []construct
}

func (d *detector) add(c *Command, feature string, w Word) {
	if from, to := w.Range(); from < to && !w.IsZero() {
		d.list = append(d.list, construct{feature: feature, from: int32(from), to: int32(to), command: c})
	}
}

func (d *detector) command(c *Command) {
	for _, w := range c.Args {
		d.braces(c, w)
	}
	if c.Word.node != nil && strings.IndexByte(c.Word.Source(), '{') > 0 {
		d.word(c, c.Word)
	}
	if c.Via != nil && c.Via.Name != "command" || strings.Contains(c.Word.Source(), "/") || c.Name == "" {
		return
	}
	switch c.Name {
	case "[", "test":
		d.test(c)
		return
	}
	if d.p.Defines(c.Name) || handled(c) && !endsScript(c.Name) {
		return
	}
	switch c.Name {
	case "declare", "typeset", "shopt", "mapfile", "readarray", "pushd", "popd", "disown", "compgen":
		if !d.aliased(c.Name) {
			d.add(c, c.Name, c.Word)
		}
	case "dirs", "builtin", "enable", "caller", "suspend":
		// Other files and other packages have things of these names.
		if !d.aliased(c.Name) && len(d.p.Named(".", "source")) == 0 {
			d.add(c, c.Name, c.Word)
		}
	case "local":
		d.local(c)
	case "export":
		d.option(c, 'f', "export-function")
	case "read":
		d.read(c)
	case "printf":
		d.printf(c)
	case "set":
		d.set(c)
	case "trap":
		d.trap(c)
	case "unset":
		d.unset(c)
	case "exec":
		d.option(c, 'a', "exec-name")
		d.option(c, 'c', "exec-clear")
	case "type":
		d.option(c, 't', "type-kind")
	case "hash":
		d.option(c, 'd', "hash-delete")
	case "wait":
		d.option(c, 'n', "wait-next")
	case "eval":
		d.literal(c, "--", "eval-dashes")
	case "exit", "return":
		if s := c.Arg(0); len(s) > 1 && s[0] == '-' && strings.Trim(s[1:], "0123456789") == "" {
			d.add(c, c.Name+"-negative", c.Args[0])
		}
	}
}

// handled tells whether the program is ready for the command to fail, or hides
// what it says.
func handled(c *Command) bool {
	if c.BeforeOr || c.InCondition {
		return true
	}
	for _, r := range c.Redirects {
		if s := r.Target.Source(); s == "/dev/null" && (r.FD == "2" || strings.HasPrefix(r.Op, "&")) {
			return true
		}
	}
	return false
}

// endsScript tells whether ash ends the script at an error of the builtin, whatever
// stands behind it: || true does not help.
func endsScript(name string) bool {
	switch name {
	case "local", "export", "unset", "exec", "return":
		return true
	}
	return false
}

// aliased tells whether the program makes an alias of the name.
func (d *detector) aliased(name string) bool { return d.p.Alias(name) != "" }

// Alias is the word by which the program makes a name an alias, as it is written:
// name='text'. It is "" where it does not.
func (p *Program) Alias(name string) string {
	for _, a := range p.Named("alias") {
		for _, w := range a.Args {
			if strings.HasPrefix(w.Source(), name+"=") {
				return w.Source()
			}
		}
	}
	return ""
}

// literal adds the first argument when it is that text.
func (d *detector) literal(c *Command, text, feature string) {
	if c.Arg(0) == text {
		d.add(c, feature, c.Args[0])
	}
}

// option adds the first word of options that has the letter.
func (d *detector) option(c *Command, letter byte, feature string) {
	for i := range c.Args {
		s := c.Arg(i)
		if len(s) < 2 || s[0] != '-' || s == "--" {
			return
		}
		if strings.IndexByte(s, letter) > 0 {
			d.add(c, feature, c.Args[i])
			return
		}
	}
}

func (d *detector) local(c *Command) {
	s := c.Arg(0)
	if len(s) < 2 || s[0] != '-' {
		return
	}
	feature := "local-options"
	switch {
	case strings.ContainsAny(s, "aA"):
		feature = "local-array"
	case strings.Contains(s, "n"):
		feature = "local-reference"
	}
	d.add(c, feature, c.Args[0])
}

// read goes through the options of read, of which p, t, n, d, u, N and i take a
// value, and a a name.
func (d *detector) read(c *Command) {
	for i := 0; i < len(c.Args); i++ {
		s := c.Arg(i)
		if len(s) < 2 || s[0] != '-' || s == "--" {
			return
		}
	letters:
		for j := 1; j < len(s); j++ {
			switch s[j] {
			case 'a':
				d.add(c, "read-array", c.Args[i])
				return
			case 'N':
				d.add(c, "read-exactly", c.Args[i])
				return
			case 'e':
				d.add(c, "read-edit", c.Args[i])
				return
			case 'i':
				d.add(c, "read-initial", c.Args[i])
				return
			case 'd':
				d.add(c, "read-delimiter", c.Args[i])
				fallthrough
			case 'p', 't', 'n', 'u':
				if j == len(s)-1 {
					i++ // the value is the next word
				}
				break letters
			}
		}
	}
}

func (d *detector) printf(c *Command) {
	if c.Arg(0) == "-v" {
		d.add(c, "printf-variable", c.Args[0])
		return
	}
	args := c.Args
	if c.Arg(0) == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return
	}
	switch format := strings.ReplaceAll(args[0].Source(), "%%", ""); {
	case strings.Contains(format, "%q"):
		d.add(c, "printf-quote", args[0])
	case strings.Contains(format, "%("):
		d.add(c, "printf-time", args[0])
	}
}

func (d *detector) set(c *Command) {
	for i := 0; i < len(c.Args); i++ {
		s := c.Arg(i)
		if len(s) < 2 || s[0] != '-' && s[0] != '+' || s == "--" {
			return
		}
		for _, letter := range s[1:] {
			switch letter {
			case 'o':
				i++
				d.setName(c, i)
			case 'E':
				d.add(c, "set-errtrace", c.Args[i])
			case 'T':
				d.add(c, "set-functrace", c.Args[i])
			case 'B':
				d.add(c, "set-braces", c.Args[i])
			case 'H':
				d.add(c, "set-hash", c.Args[i])
			}
			if i >= len(c.Args) {
				return
			}
		}
	}
}

func (d *detector) setName(c *Command, i int) {
	switch c.Arg(i) {
	case "pipefail":
		d.add(c, "set-pipefail", c.Args[i])
	case "errtrace":
		d.add(c, "set-errtrace", c.Args[i])
	case "posix":
		d.add(c, "set-posix", c.Args[i])
	case "history", "histexpand", "functrace", "braceexpand", "hashall", "emacs", "physical", "privileged", "onecmd", "keyword":
		d.add(c, "set-history", c.Args[i])
	}
}

func (d *detector) trap(c *Command) {
	if c.Arg(0) == "-p" {
		d.add(c, "trap-print", c.Args[0])
		return
	}
	for i := 1; i < len(c.Args); i++ {
		switch s := strings.ToLower(c.Arg(i)); s {
		case "err", "debug", "return":
			d.add(c, "trap-"+s, c.Args[i])
		}
	}
}

func (d *detector) unset(c *Command) {
	if strings.HasPrefix(c.Arg(0), "-") {
		return
	}
	for i, w := range c.Args {
		s := w.Source()
		switch {
		case strings.HasSuffix(strings.Trim(s, `'"`), "]") && strings.Contains(s, "["):
			d.add(c, "unset-element", w)
		case d.p.Defines(c.Arg(i)) && !d.p.assigns(c.Arg(i)):
			d.add(c, "unset-function", w)
		}
	}
}

// assigns tells whether the name gets a value anywhere: unset is no value.
func (p *Program) assigns(name string) bool {
	for _, i := range p.bindingsOf(name) {
		if p.bindings[i].known {
			return true
		}
	}
	return false
}

// test goes through the words of [ ] and test.
func (d *detector) test(c *Command) {
	args := c.Args
	if n := len(args); c.Name == "[" && n > 0 && c.Arg(n-1) == "]" {
		args = args[:n-1]
	}
	if len(args) > 0 {
		if s, ok := args[0].Literal(); ok && s == "!" {
			args = args[1:]
		}
	}
	if len(args) == 2 {
		switch s, _ := args[0].Literal(); s {
		case "-v":
			d.add(c, "test-v", args[0])
		case "-o":
			d.add(c, "test-option", args[0])
		case "-N":
			d.add(c, "test-new", args[0])
		}
	}
	for _, w := range args {
		if w.Source() == "=~" {
			d.add(c, "test-regex", w)
		}
	}
	if len(args) != 1 || len(c.Args) != 2 {
		return
	}
	// [ a < b ]: the redirection stands before the ].
	for _, r := range c.Redirects {
		end, _ := c.Args[len(c.Args)-1].Range()
		at, _ := r.Target.Range()
		if (r.Op == "<" || r.Op == ">") && r.FD == "" && at < end {
			op := strings.LastIndex(d.text[:at], r.Op)
			d.list = append(d.list, construct{feature: "test-redirect", from: int32(op), to: int32(op + len(r.Op)), command: c})
		}
	}
}

// braces adds {a,b} and the like in an argument.
func (d *detector) braces(c *Command, w Word) {
	if w.node == nil || w.from == w.to {
		return
	}
	switch s := d.text[w.from:w.to]; {
	case s[0] == '~' && len(s) > 1 && (s[1] == '+' || s[1] == '-') && (len(s) == 2 || s[2] == '/'):
		d.add(c, "tilde-pwd", w)
	case strings.HasPrefix(s, "**/") && d.globstar():
		d.add(c, "globstar", w)
	case strings.IndexByte(s, '{') >= 0 && !bracesItself(c):
		d.word(c, w)
	}
}

// globstar tells whether the program asks for ** to go into all folders.
func (d *detector) globstar() bool {
	for _, c := range d.p.Named("shopt") {
		for i := range c.Args {
			if c.Arg(i) == "globstar" {
				return true
			}
		}
	}
	return false
}

// bracesItself tells whether the program makes something of braces, so that they
// are meant to reach it.
func bracesItself(c *Command) bool {
	if c == nil {
		return false
	}
	switch c.Name {
	case "curl", "jq", "yq", "helm", "kubectl", "oc", "docker", "podman", "grep", "egrep", "sed", "awk", "gawk", "perl", "expr", "find",
		"eslint", "prettier", "stylelint", "mocha", "jest", "tsc", "nyc", "rimraf", "copyfiles", "cpx", "tslint", "npx", "ag", "rg", "git", "terraform", "gcloud", "aws":
		return true
	}
	return false
}

// word adds a word with a brace expansion: {a,b} or {1..3}, unquoted.
func (d *detector) word(c *Command, w Word) {
	if w.node == nil || len(d.p.Splices) > 0 && d.p.spliced(int(w.from)) {
		return
	}
	open, comma, dots, depth := -1, false, 0, 0
	found := false
	w.pieces(func(pc piece) bool {
		if pc.quoted || pc.part != nil {
			return true
		}
		for i := range len(pc.lit) {
			switch pc.lit[i] {
			case '{':
				if open < 0 {
					open, comma, dots = pc.from+i, false, -1
				}
				depth++
			case ',':
				comma = comma || depth == 1
			case '.':
				if i+1 < len(pc.lit) && pc.lit[i+1] == '.' && depth == 1 && dots < 0 {
					dots = pc.from + i
				}
			case '}':
				if depth--; depth == 0 {
					inside := ""
					if end := pc.from + i; open >= 0 && end <= len(d.text) {
						inside = d.text[open+1 : end]
					}
					found = found || comma && !quantifier(inside) || dots >= 0 && sequence(inside)
					open = -1
				}
				depth = max(depth, 0)
			}
		}
		return !found
	})
	if found {
		d.add(c, "braces", w)
	}
}

// quantifier tells whether {2,3} and {2,} are of a regular expression.
func quantifier(s string) bool { return strings.Trim(s, "0123456789,") == "" }

// sequence tells whether a..b and 1..9..2 make several words.
func sequence(s string) bool {
	parts := strings.Split(s, "..")
	if len(parts) != 2 && len(parts) != 3 {
		return false
	}
	number := func(s string) bool {
		s = strings.TrimLeft(s, "+-")
		return s != "" && strings.Trim(s, "0123456789") == ""
	}
	letter := func(s string) bool {
		return len(s) == 1 && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z')
	}
	a, b := parts[0], parts[1]
	return number(a) && number(b) || letter(a) && letter(b) || strings.Contains(a+b, "$") && a != "" && b != ""
}
