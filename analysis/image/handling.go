package image

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// language is how the command line of an interpreter is read.
type language struct {
	code   string // letters of options that bring the program themselves, or want none
	values string // letters that take another value
}

// languages are interpreters other than shells, by the manual pages of python 3.11, perl 5.36, ruby 3.1, node 18, php 8.2 and lua 5.4.
var languages = map[string]language{
	"python": {code: "cmVh", values: "WX"},
	"perl":   {code: "eEnpvVh", values: "I"},
	"ruby":   {code: "enpvh", values: "Ir"},
	"node":   {code: "epcvh", values: "r"},
	"nodejs": {code: "epcvh", values: "r"},
	"php":    {code: "rBRFivhmla", values: "dcz"},
	"lua":    {code: "ev", values: "l"},
}

func languageOf(name string) (language, bool) {
	if strings.HasPrefix(name, "python") || strings.HasPrefix(name, "php") || strings.HasPrefix(name, "lua") {
		name = strings.TrimRight(name, "0123456789.")
	}
	l, ok := languages[name]
	return l, ok
}

func isInterpreter(name string) bool {
	_, ok := languageOf(name)
	return ok || isShell(name)
}

// takesCode tells whether the word behind that option is a program.
func takesCode(name, option string) bool {
	if len(option) < 2 || option[0] != '-' || option[1] == '-' {
		return option == "--eval" && name == "node"
	}
	switch last := option[len(option)-1]; {
	case isShell(name), strings.HasPrefix(name, "python"):
		return last == 'c'
	case strings.HasPrefix(name, "php"):
		return last == 'r'
	default:
		return last == 'e' || last == 'E'
	}
}

// interprets is the index of the argument that names the file of which an interpreter
// takes its program, -1 for none, and whether it takes it from its standard input.
// Neither for commands that are no interpreters, and for programs on the command line.
func interprets(c *shell.Command) (script int, stdin bool) {
	l, other := languageOf(c.Name)
	switch {
	case other:
		script, stdin = l.program(c)
	case isShell(c.Name):
		call := c.Invocation()
		if call.Code {
			return -1, false
		}
		script, stdin = call.Operand, call.Stdin
	case c.Name == "java":
		jar := slices.IndexFunc(c.Args, func(w shell.Word) bool { return w.Source() == "-jar" })
		if jar < 0 || jar+1 == len(c.Args) {
			return -1, false
		}
		return jar + 1, false
	default:
		return -1, false
	}
	if stdin || script >= 0 && isStdin(c.Args[script].Source()) {
		return -1, true
	}
	return script, false
}

// isStdin tells whether the name of a program's file is that of standard input.
func isStdin(name string) bool {
	return name == "-" || name == "/dev/stdin" || name == "/proc/self/fd/0"
}

// program reads the command line of an interpreter other than a shell: the index of
// the first operand, -1 for none, and whether the program is read from standard input.
func (l language) program(c *shell.Command) (script int, stdin bool) {
	for i := 0; i < len(c.Args); i++ {
		s := c.Args[i].Source()
		switch {
		case s == "--": // arguments of the program
			return -1, true
		case !strings.HasPrefix(s, "-") || s == "-":
			return i, false
		case s == "--version" || s == "--help" || s == "--eval" || s == "--print" || s == "--run":
			return -1, false
		case strings.HasPrefix(s, "--"):
		case strings.ContainsAny(s, l.code):
			return -1, false
		case strings.IndexByte(l.values, s[len(s)-1]) >= 0:
			i++
		}
	}
	return -1, true
}

// unpackers are the programs that make files of an archive, and how one tells that
// they do: nil where they always do.
var unpackers = map[string]func(letters string) bool{
	"tar":    func(s string) bool { return strings.Contains(s, "x") },
	"bsdtar": func(s string) bool { return strings.Contains(s, "x") },
	"gtar":   func(s string) bool { return strings.Contains(s, "x") },
	"cpio":   func(s string) bool { return strings.Contains(s, "i") },
	"jar":    func(s string) bool { return strings.Contains(s, "x") },
	"unzip":  nil, "7z": nil, "7za": nil, "7zr": nil, "unrar": nil,
}

// unpacking tells whether the command makes files of an archive.
func (r *Run) unpacking(c *shell.Command) bool {
	is, ok := unpackers[c.Name]
	if !ok || c.Program.Defines(c.Name) {
		return false
	}
	if is == nil {
		return !slices.ContainsFunc(c.Args, func(w shell.Word) bool { return w.Source() == "-l" || w.Source() == "-v" || w.Source() == "l" })
	}
	for i, w := range c.Args {
		s := r.Reading(c, w)[0]
		switch {
		case s == "--extract" || s == "--get":
			return true
		case strings.HasPrefix(s, "--"):
		case strings.HasPrefix(s, "-") && is(s), i == 0 && !strings.HasPrefix(s, "-") && is(s):
			return true
		}
		if i == 0 && !strings.HasPrefix(s, "-") {
			return false
		}
	}
	return false
}

// unpackDir is the folder that an archive is unpacked into, "" where it is not
// known, and where it is the root without the command saying so: archives have a
// folder of their own then.
func (r *Run) unpackDir(c *shell.Command) string {
	for i, w := range c.Args {
		s := r.Reading(c, w)[0]
		for _, long := range []string{"--directory=", "-C", "-d"} {
			if v, ok := strings.CutPrefix(s, long); ok && v != "" && (long != "-d" || c.Name == "unzip") {
				return r.place(c, v).path
			}
		}
		if i+1 < len(c.Args) && (s == "--directory" || strings.HasPrefix(s, "-") && !strings.HasPrefix(s, "--") && strings.HasSuffix(s, "C") && c.Name != "unzip" || s == "-d" && c.Name == "unzip") {
			return r.place(c, r.Reading(c, c.Args[i+1])[0]).path
		}
	}
	return strings.TrimSuffix(r.folder(c), "/")
}

// installs tells whether the command is a package manager that takes files, and
// does not check their signature: apk does, unless it is told not to.
func installs(r *Run, c *shell.Command) bool {
	verb := func(verbs ...string) bool {
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool { return slices.Contains(verbs, w.Source()) })
	}
	switch c.Name {
	case "apk":
		return r.Apk(c).Has("allow-untrusted")
	case "dpkg":
		return verb("-i", "--install")
	case "apt", "apt-get", "yum", "dnf", "microdnf", "pip", "pip3", "npm", "gem":
		return verb("install", "localinstall")
	case "rpm":
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool {
			s := w.Source()
			return len(s) > 1 && s[0] == '-' && s[1] != '-' && strings.ContainsAny(s, "iU") && !strings.Contains(s, "q")
		})
	}
	return false
}

// takesKey tells whether the command makes a key of what it reads.
func takesKey(c *shell.Command) bool {
	switch c.Name {
	case "apt-key":
		return c.Arg(0) == "add"
	case "gpg", "gpg2":
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool { return w.Source() == "--import" || w.Source() == "--dearmor" })
	case "rpm":
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool { return w.Source() == "--import" })
	}
	return false
}
