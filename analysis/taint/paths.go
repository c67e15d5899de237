package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// writer is a command that writes, makes or removes the files that its words name,
// with the options that take a value; and which operands these are.
type writer struct {
	letters string
	last    bool // only the last operand, and the value of -t
	option  string
	harm    string
}

// writers are they by name.
var writers = map[string]writer{
	"tee":      {harm: writesFiles},
	"touch":    {letters: "drt", harm: "make files"},
	"mkdir":    {letters: "m", harm: "make folders"},
	"rm":       {harm: "remove files"},
	"rmdir":    {harm: "remove folders"},
	"truncate": {letters: "sr", harm: writesFiles},
	"cp":       {letters: "tS", last: true, option: "t", harm: writesFiles},
	"mv":       {letters: "tS", last: true, option: "t", harm: writesFiles},
	"ln":       {letters: "tS", last: true, option: "t", harm: "make links"},
	"install":  {letters: "tSmog", last: true, option: "t", harm: writesFiles},
	"wget":     {letters: "OoPYUTt", option: "OPo", harm: writesFiles},
	"curl":     {letters: "AbcCdDeEFHhKmoPQrtTuUwxXyYz", option: "oDc", harm: writesFiles},
	"tar":      {letters: "bCfgHIKLNTVX", option: "C", harm: writesFiles},
	"unzip":    {letters: "xdP", option: "d", harm: writesFiles},
	"sort":     {letters: "kotST", option: "o", harm: writesFiles},
	"dd":       {harm: writesFiles},
	"chmod":    {harm: "change the mode of files"},
	"chown":    {harm: "change the owner of files"},
}

// uses are the words that name files which the command writes: with a slash in the
// value they are others than meant.
func (row *writer) uses(c *shell.Command) []use {
	p := apart(c, row.letters, "", false)
	var words []shell.Word
	for _, v := range p.values {
		if row.option != "" && strings.Contains(row.option, v.name) {
			words = append(words, v.word)
		}
	}
	operands := p.operands
	switch {
	case row.last && len(operands) > 1:
		operands = operands[len(operands)-1:]
	case row.last, row.option != "":
		operands = nil
	case c.Name == "dd": // a value may be such an operand itself
		operands = slices.DeleteFunc(slices.Clone(operands), func(w shell.Word) bool {
			return !strings.HasPrefix(strings.TrimLeft(w.Source(), `"`), "of=") && !mayBegin(w)
		})
	case c.Name == "chmod" || c.Name == "chown":
		operands = operands[min(1, len(operands)):]
	}
	words = slices.DeleteFunc(append(words, operands...), shell.Word.Constant)
	if len(words) == 0 {
		return nil
	}
	return []use{{class: WrittenPath, as: c.Name, words: words, hurts: Slash, harm: row.harm, makesFolders: makesParents(c)}}
}

// makesParents tells whether a command is mkdir -p.
func makesParents(c *shell.Command) bool {
	return c.Name == "mkdir" && slices.ContainsFunc(c.Args, func(w shell.Word) bool {
		option, ok := strings.CutPrefix(w.Source(), "-")
		return ok && (option == "-parents" || strings.IndexByte(option, '-') != 0 && strings.Contains(option, "p"))
	})
}

// configs are files whose lines or fields mean more than text, by the start of
// their path; a * stands for the rest of it.
var configs = []struct {
	path  string
	class Class
	hurts Props
	harm  string
}{
	{"/etc/crontabs/*", Deferred, Newline | Code | Percent, runsCommands},
	{"/var/spool/cron/*", Deferred, Newline | Code | Percent, runsCommands},
	{"/etc/cron.d/*", Deferred, Newline | Code | Percent, runsCommands},
	{"/etc/crontab", Deferred, Newline | Code | Percent, runsCommands},
	{"/etc/periodic/*", Deferred, Code, runsCommands},
	{"/etc/local.d/*", Deferred, Code, runsCommands},
	{"/etc/profile.d/*", Deferred, Code, runsCommands},
	{"/etc/inittab", Deferred, Newline | Code, runsCommands},
	{"/etc/mdev.conf", Deferred, Newline | Code, runsCommands},
	{"/etc/network/interfaces", Deferred, Newline, "run commands (up, down)"},
	{"/etc/network/interfaces.d/*", Deferred, Newline, "run commands (up, down)"},
	{"/etc/network/if-*", Deferred, Code, runsCommands},
	{"/etc/passwd", ConfigText, Newline | Colon, "add a user of any id"},
	{"/etc/shadow", ConfigText, Newline | Colon, "add or change users"},
	{"/etc/group", ConfigText, Newline | Colon, "add members to groups"},
	{"/etc/sudoers", ConfigText, Newline | Blank, "give themselves rights"},
	{"/etc/sudoers.d/*", ConfigText, Newline | Blank, "give themselves rights"},
	{"/etc/doas.conf", ConfigText, Newline | Blank, "give themselves rights"},
	{"/etc/doas.d/*", ConfigText, Newline | Blank, "give themselves rights"},
	{"/etc/hosts", ConfigText, Newline | Blank, "add host names"},
	{"/etc/resolv.conf", ConfigText, Newline, "name another server"},
	{"/etc/apk/repositories", ConfigText, Newline, "add a repository"},
	{"/etc/apk/world", ConfigText, Newline | Blank, "add packages"},
	{"/etc/ssh/sshd_config", ConfigText, Newline, "add directives"},
	{"/etc/nginx/*", ConfigText, Newline | Meta | Other, "add directives"},
	{"/etc/lighttpd/*", ConfigText, Newline | Quote, "add directives"},
	{"/etc/apache2/*", ConfigText, Newline, "add directives"},
	{"/etc/ld.so.preload", ConfigText, Name, "have a library loaded into every program"},
}

// outputUses are the files with a meaning of their own to which a command's
// output goes.
func outputUses(c *shell.Command) []use {
	var uses []use
	for _, r := range c.Redirects {
		if strings.HasPrefix(r.Op, ">") && (r.FD == "" || r.FD == "1") {
			uses = appendConfig(uses, c, r.Target)
		}
	}
	if c.Name == "tee" {
		for _, w := range apart(c, "", "", false).operands {
			uses = appendConfig(uses, c, w)
		}
	}
	return uses
}

func appendConfig(uses []use, c *shell.Command, target shell.Word) []use {
	path, ok := target.Literal()
	if !ok || !strings.HasPrefix(path, "/") {
		return uses
	}
	if strings.HasPrefix(path, "/etc/network/interfaces") {
		if hooks := hookUses(c, path); len(hooks) > 0 {
			return append(uses, hooks...)
		}
	}
	for _, f := range configs {
		dir, all := strings.CutSuffix(f.path, "*")
		if path == f.path || all && strings.HasPrefix(path, dir) {
			return append(uses, use{class: f.class, as: path, words: []shell.Word{target}, taken: takesOutput, hurts: f.hurts, harm: f.harm})
		}
	}
	return uses
}

// wordUses are the command's own word: a program that a value names, and a file
// that was written before it is run.
func wordUses(c *shell.Command) []use {
	if c.Word.IsZero() {
		return nil
	}
	src := c.Word.Source()
	if c.Name != "" {
		if strings.Contains(src, "/") && constant([]shell.Word{c.Word}) {
			return []use{{class: Generated, as: src, words: []shell.Word{c.Word}, taken: takesFile, hurts: Code, harm: runsCommands}}
		}
		return nil
	}
	// Dash stands for what begins a word: a value behind "route add" names no
	// program.
	switch bare := strings.Trim(src, `"`); {
	case bare == "$@" || bare == "$*" || bare == "${@}":
		return nil // a wrapper: what it is given to run is what it is for
	case strings.HasPrefix(bare, "$") || strings.HasPrefix(bare, "`"):
		return []use{{class: CommandWord, as: wordOf(c), words: []shell.Word{c.Word}, hurts: Dash, harm: "choose the program that is run"}}
	case strings.Contains(bare, "/"):
		return []use{{class: CommandWord, as: wordOf(c), words: []shell.Word{c.Word}, hurts: Slash, harm: "choose the program that is run"}}
	}
	return nil // cmd_$1 is a function of the script
}

func wordOf(c *shell.Command) string {
	if c.Via != nil && c.Via.Name != "" {
		return c.Via.Name
	}
	return "the command"
}
