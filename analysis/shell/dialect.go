package shell

import "strings"

// Dialect is the shell that will run a text.
type Dialect int8

const (
	// Unknown is the zero value: nothing is known of the shell.
	Unknown Dialect = iota
	// Sh is some /bin/sh, not known which.
	Sh
	// Ash is BusyBox ash, /bin/sh of Alpine.
	Ash
	Bash
	Dash
	Ksh
	Zsh
	// Foreign is no shell of this family (PowerShell, cmd.exe, Python, ...).
	// Its text is not parsed.
	Foreign
)

// String is the name in lower case, "unknown" for the zero value.
func (d Dialect) String() string {
	switch d {
	case Sh:
		return "sh"
	case Ash:
		return "ash"
	case Bash:
		return "bash"
	case Dash:
		return "dash"
	case Ksh:
		return "ksh"
	case Zsh:
		return "zsh"
	case Foreign:
		return "foreign"
	}
	return "unknown"
}

// maybeAsh tells whether BusyBox ash may be the shell that runs the text, so
// that what ash accepts is no error.
func (d Dialect) maybeAsh() bool { return d == Unknown || d == Sh || d == Ash }

// DialectOf is the dialect that an interpreter reads: "/bin/bash", "sh",
// "busybox sh", "pwsh". A program that is no shell of the family is Foreign;
// the empty name is Unknown.
func DialectOf(interpreter string) Dialect {
	var words [2]string // of more the rest does not matter
	n := 0
	for w := range strings.FieldsSeq(interpreter) {
		if words[n] = w; n == 1 {
			break
		}
		n++
	}
	if words[0] == "" {
		return Unknown
	}
	name := baseName(words[0])
	if name == "busybox" || name == "busybox.static" || name == "bash-static" {
		switch {
		case name == "bash-static":
			return Bash
		case words[1] == "":
			return Unknown
		}
		if name = baseName(words[1]); name == "sh" || name == "hush" {
			return Ash
		}
	}
	// A name may carry a version (bash5, ksh93) or, on Windows, a suffix.
	name = strings.TrimRight(strings.TrimSuffix(strings.ToLower(name), ".exe"), "0123456789.-")
	switch name {
	case "sh":
		return Sh
	case "ash":
		return Ash
	case "bash", "rbash":
		return Bash
	case "dash":
		return Dash
	case "ksh", "mksh", "pdksh", "oksh", "lksh", "rksh":
		return Ksh
	case "zsh", "rzsh":
		return Zsh
	}
	return Foreign
}

// baseName is what follows the last slash (or backslash, for Windows' paths).
func baseName(path string) string {
	if i := strings.LastIndexAny(path, `/\`); i >= 0 {
		return path[i+1:]
	}
	return path
}
