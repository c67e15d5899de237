package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// own are names that the shell, the kernel or the runtime gives a value, or that
// mean the same everywhere: nobody reaches for them to slip in code, and scripts
// that use them are many. OPTARG is not among them: it is the caller's word.
var own = words(`
	PATH HOME PWD OLDPWD SHELL TERM USER LOGNAME MAIL HOSTNAME HOSTTYPE OSTYPE MACHTYPE
	UID EUID GID GROUPS PPID SHLVL RANDOM LINENO SECONDS COLUMNS LINES _
	IFS PS1 PS2 PS4 OPTIND OPTERR ENV FUNCNAME PIPESTATUS EPOCHSECONDS
	LANG LANGUAGE TZ TMPDIR TMP TEMP EDITOR PAGER DISPLAY XAUTHORITY NO_COLOR
	XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR XDG_STATE_HOME
	# ARGs that BuildKit sets itself, from --platform
	TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT
	BUILDPLATFORM BUILDOS BUILDARCH BUILDVARIANT
`)

// ownPrefixes are families of such names.
var ownPrefixes = []string{"LC_", "BASH", "COMP_", "RC_" /* OpenRC */}

func isOwn(name string) bool {
	if own[name] {
		return true
	}
	return slices.ContainsFunc(ownPrefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}

// commandWords are the words of names, at the end (or alone), by which people
// document that the value is a command to be run.
var commandWords = []string{"CMD", "CMDS", "COMMAND", "COMMANDS", "HOOK", "HOOKS", "EXEC", "SCRIPT", "SCRIPTS", "CALLBACK", "RELOAD", "RESTART", "EVAL"}

// meant tells whether a name says that its value is a command: PRE_CMD, RELOADCMD,
// command, CMD_AFTER.
func meant(name string) bool {
	name = strings.ToUpper(name)
	first, _, _ := strings.Cut(name, "_")
	return slices.Contains(commandWords, first) || slices.ContainsFunc(commandWords, func(w string) bool { return strings.HasSuffix(name, w) })
}

// environmental tells whether a name is in the form that the environment of
// containers has: capitals. Lower-case names that a script does not set are left
// over, or come from a file that it sources.
func environmental(name string) bool {
	return len(name) > 1 && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" && strings.Trim(name, "0123456789_") != ""
}

// fromOutside is what a name holds when the program of the run starts; false
// where nobody from outside controls it.
func fromOutside(run *image.Run, name string) (Source, bool) {
	switch {
	case sourcedByOthers(run):
		return Source{}, false
	case isPositional(name):
		return positional(run, name)
	case isOwn(name):
		return Source{}, false
	}
	s := Source{Name: name, Meant: meant(name)}
	v, declared := run.State.Vars.Get(name)
	if declared {
		s.Declared = v.Span
	}
	switch run.When {
	case image.AtBuild, image.OnBuild:
		s.Kind, s.Trust = BuildArg, Builder
		return s, declared && v.Kind == image.Arg && !v.Given
	case image.AtStart, image.AtHealth:
		s.Kind, s.Trust = Environment, Operator
		return s, declared && v.Kind == image.Env || environmental(name)
	}
	s.Kind, s.Trust = Environment, Caller
	return s, environmental(name)
}

// sourcedByOthers tells whether a script that stands alone is a part of others,
// from which its names may come: it has no shebang, or returns outside of any
// function.
func sourcedByOthers(run *image.Run) bool {
	if run.When != image.OnItsOwn {
		return false
	}
	returns := func(c *shell.Command) bool { return c.Func == "" && c.Program == run.Program }
	return run.Program.Shebang == nil || slices.ContainsFunc(run.Program.Named("return"), returns)
}

// declared tells whether an ENV or ARG of the Dockerfile has the name.
func declared(run *image.Run, name string) bool {
	_, ok := run.State.Vars.Get(name)
	return ok
}

// positional is what $1 and its like hold. The text of an instruction has none;
// a script that is run in a build or by HEALTHCHECK gets what the Dockerfile's
// author wrote there.
func positional(run *image.Run, name string) (Source, bool) {
	s := Source{Kind: Positional, Name: name, Trust: Caller}
	switch {
	case run.Script == nil:
		return Source{}, false
	case run.When == image.AtStart:
		s.Trust = Operator
	case run.When != image.OnItsOwn:
		return Source{}, false
	}
	return s, true
}

// stdin is the standard input of the run's program; builds have none.
func stdin(run *image.Run, name string) (Source, bool) {
	return Source{Kind: Read, Name: name, Trust: Local}, run.When == image.AtStart || run.When == image.OnItsOwn && !sourcedByOthers(run)
}

// isPositional tells whether the name is $1 and its like; $* is "@" here.
func isPositional(name string) bool {
	return name == "@" || name != "" && name != "0" && strings.Trim(name, "0123456789") == ""
}

// words is the set of the words of a table. Lines that begin with # are comments.
func words(table string) map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(table) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for w := range strings.FieldsSeq(line) {
			set[w] = true
		}
	}
	return set
}
