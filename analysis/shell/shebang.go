package shell

import "strings"

// Shebang is the first line of a script as the kernel and the programs named in
// it read it.
type Shebang struct {
	// Interpreter is the shell in the end: "/bin/sh", "bash" behind env,
	// "busybox sh". The program named first is First.
	Interpreter string
	First       string
	// Args are the words behind the interpreter ("-e").
	Args    []string
	Dialect Dialect
	// Len is the length of the line in bytes, without its line end.
	Len int
}

// maxShebang bounds the line in bytes. The kernel reads 256; what is longer is no line
// that a person wrote.
const maxShebang = 4096

// ParseShebang reads the first line, and copies no more than that. It tells false where
// there is none: no "#!" in the first two bytes, or nothing behind it. A byte order mark
// in front makes it no shebang, as the kernel has it.
func ParseShebang[T []byte | string](content T) (Shebang, bool) {
	if len(content) < 2 || content[0] != '#' || content[1] != '!' {
		return Shebang{}, false
	}
	end := 2
	for end < min(len(content), maxShebang) && content[end] != '\n' {
		end++
	}
	line, next := strings.TrimSuffix(string(content[:end]), "\r"), string(content[end:min(end+4, len(content))])
	words := strings.Fields(line[2:])
	if len(words) == 0 {
		return Shebang{}, false
	}
	s := Shebang{First: words[0], Len: len(line)}
	words = behindLaunchers(words)
	if len(words) == 0 {
		s.Dialect = Foreign
		s.Interpreter = s.First
		return s, true
	}
	s.Interpreter, s.Args = words[0], words[1:]
	if b := baseName(s.Interpreter); (b == "busybox" || b == "busybox.static") && len(s.Args) > 0 {
		s.Interpreter, s.Args = s.Interpreter+" "+s.Args[0], s.Args[1:]
	}
	switch baseName(s.Interpreter) {
	case "haserl":
		if s.Dialect = Foreign; isPage(s.Interpreter, s.Args) {
			s.Dialect = Sh
		}
	case "openrc-run", "runscript":
		// OpenRC's wrapper sources the script with /bin/sh.
		s.Dialect = Sh
	default:
		s.Dialect = DialectOf(s.Interpreter)
	}
	if next == "\n'''" || next == "\n"+`"""` {
		// A Python program that a shell starts to find its interpreter, as pip
		// writes them: the shell reads one line of it.
		s.Dialect = Foreign
	}
	return s, true
}

// behindLaunchers drops programs that start the interpreter named behind them:
// env, and with-contenv of s6-overlay.
func behindLaunchers(words []string) []string {
	for len(words) > 0 {
		switch baseName(words[0]) {
		case "env":
			words = behindEnv(words[1:])
		case "with-contenv", "tini", "dumb-init":
			words = words[1:]
			for len(words) > 0 && strings.HasPrefix(words[0], "-") {
				words = words[1:]
			}
		default:
			return words
		}
	}
	return nil
}

func behindEnv(words []string) []string {
	for len(words) > 0 {
		w := words[0]
		switch {
		case w == "-u" || w == "-C" || w == "--unset" || w == "--chdir":
			words = words[min(2, len(words)):]
		case w == "-S" || w == "--split-string":
			words = words[1:]
		case strings.HasPrefix(w, "-S"):
			words = append([]string{w[2:]}, words[1:]...)
		case strings.HasPrefix(w, "-") || strings.Contains(w, "="):
			words = words[1:]
		default:
			return words
		}
	}
	return nil
}
