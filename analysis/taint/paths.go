package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// writer is a command that writes, makes or removes the files that its words name,
// with the options that take a value; and which operands these are.
type writer struct {
	letters string
	last    bool // only the last operand, and the value of -t
	option  string
	harm    string
	from    string // as in the table of sinks
}

// writers are they by name.
var writers = map[string]writer{
	"tee":      {harm: writesFiles, from: "PoC"},
	"touch":    {letters: "drt", harm: "make files", from: "POSIX touch"},
	"mkdir":    {letters: "m", harm: "make folders", from: "POSIX mkdir"},
	"rm":       {harm: "remove files", from: "POSIX rm"},
	"rmdir":    {harm: "remove folders", from: "POSIX rmdir"},
	"truncate": {letters: "sr", harm: writesFiles, from: "truncate(1)"},
	"cp":       {letters: "tS", last: true, option: "t", harm: writesFiles, from: "POSIX cp; -t by PoC"},
	"mv":       {letters: "tS", last: true, option: "t", harm: writesFiles, from: "POSIX mv; -t as cp has it"},
	"ln":       {letters: "tS", last: true, option: "t", harm: "make links", from: "POSIX ln"},
	"install":  {letters: "tSmog", last: true, option: "t", harm: writesFiles, from: "install(1)"},
	"wget":     {letters: "OoPYUTt", option: "OPo", harm: writesFiles, from: "PoC, wget of BusyBox"},
	"curl":     {letters: image.CurlValues, option: "oDc", harm: writesFiles, from: "curl(1)"},
	"tar":      {letters: "bCfgHIKLNTVX", option: "C", harm: writesFiles, from: "BusyBox 1.37 usage"},
	"unzip":    {letters: "xdP", option: "d", harm: writesFiles, from: "BusyBox 1.37 usage"},
	"sort":     {letters: "kotST", option: "o", harm: writesFiles, from: "PoC"},
	"dd":       {harm: writesFiles, from: "PoC"},
	"chmod":    {harm: "change the mode of files", from: "POSIX chmod"},
	"chown":    {harm: "change the owner of files", from: "POSIX chown"},
}

// appendUses appends the words that name files which the command writes: with a slash
// in the value they are others than meant.
func (row *writer) appendUses(uses []use, c *shell.Command) []use {
	if row.takesLines(c) {
		return append(uses, use{class: WrittenPath, as: "xargs " + c.Name, hurts: Blank | Newline, harm: row.harm, taken: takesInput})
	}
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
		return uses
	}
	return append(uses, use{class: WrittenPath, as: c.Name, words: words, hurts: Slash, harm: row.harm, makesFolders: makesParents(c)})
}

// takesLines tells whether xargs gives the command its operands, and takes what it reads
// apart at each blank: a name with a blank in it is then two, of which the second may be
// that of any file.
func (row *writer) takesLines(c *shell.Command) bool {
	v := c.Via
	return v != nil && v.Name == "xargs" && !row.last && row.option == "" && xargsMark(v) == "" && !keepsNames(v, c)
}

// keepsNames tells whether xargs has an option by which a blank ends no name.
func keepsNames(xargs, runs *shell.Command) bool {
	for _, w := range xargs.Args {
		switch s := w.Source(); {
		case w.Span() == runs.Word.Span():
			return false
		case isFlag(s, "0d"), s == "--null", strings.HasPrefix(s, "--delimiter"):
			return true
		}
	}
	return false
}

// makesParents tells whether a command is mkdir -p.
func makesParents(c *shell.Command) bool {
	return c.Name == "mkdir" && slices.ContainsFunc(c.Args, func(w shell.Word) bool {
		return w.Source() == "--parents" || isFlag(w.Source(), "p")
	})
}

// config is a file whose lines or fields mean more than text.
type config struct {
	path  string // a * stands for the rest of it
	class Class
	hurts Props
	harm  string
	from  string // as in the table of sinks
	// lines are the uses of single lines of what a command writes there, where these
	// tell more than the whole does; nil for none.
	lines func(c *shell.Command, path string) []use
}

// configs are they. The first that fits holds.
var configs = []config{
	{path: "/etc/crontabs/*", class: Deferred, hurts: Newline | Code | Percent, harm: runsCommands, from: "PoC by crond"},
	{path: "/var/spool/cron/*", class: Deferred, hurts: Newline | Code | Percent, harm: runsCommands, from: "crond(8)"},
	{path: "/etc/cron.d/*", class: Deferred, hurts: Newline | Code | Percent, harm: runsCommands, from: "crond(8) of cronie"},
	{path: "/etc/crontab", class: Deferred, hurts: Newline | Code | Percent, harm: runsCommands, from: "crond(8) of cronie"},
	{path: "/etc/periodic/*", class: Deferred, hurts: Code, harm: runsCommands, from: "the crontab of Alpine: run-parts"},
	{path: "/etc/local.d/*", class: Deferred, hurts: Code, harm: runsCommands, from: "the service local of OpenRC"},
	{path: "/etc/profile.d/*", class: Deferred, hurts: Code, harm: runsCommands, from: "/etc/profile of Alpine"},
	{path: "/etc/inittab", class: Deferred, hurts: Newline | Code, harm: runsCommands, from: "BusyBox init/init.c"},
	{path: "/etc/mdev.conf", class: Deferred, hurts: Newline | Code, harm: runsCommands, from: "BusyBox docs/mdev.txt: @, $ and * run commands"},
	{path: "/etc/network/interfaces", class: Deferred, hurts: Newline, harm: "run commands (up, down)", from: "BusyBox networking/ifupdown.c", lines: hookUses},
	{path: "/etc/network/interfaces.d/*", class: Deferred, hurts: Newline, harm: "run commands (up, down)", from: "BusyBox networking/ifupdown.c: source-directory", lines: hookUses},
	{path: "/etc/network/if-*", class: Deferred, hurts: Code, harm: runsCommands, from: "BusyBox networking/ifupdown.c: run-parts"},
	{path: "/etc/passwd", class: ConfigText, hurts: Newline | Colon, harm: "add a user of any id", from: "PoC; passwd(5)"},
	{path: "/etc/shadow", class: ConfigText, hurts: Newline | Colon, harm: "add or change users", from: "shadow(5)"},
	{path: "/etc/group", class: ConfigText, hurts: Newline | Colon, harm: "add members to groups", from: "group(5)"},
	{path: "/etc/sudoers", class: ConfigText, hurts: Newline | Blank, harm: "give themselves rights", from: "sudoers(5)"},
	{path: "/etc/sudoers.d/*", class: ConfigText, hurts: Newline | Blank, harm: "give themselves rights", from: "sudoers(5)"},
	{path: "/etc/doas.conf", class: ConfigText, hurts: Newline | Blank, harm: "give themselves rights", from: "doas.conf(5)"},
	{path: "/etc/doas.d/*", class: ConfigText, hurts: Newline | Blank, harm: "give themselves rights", from: "doas.conf(5)"},
	{path: "/etc/hosts", class: ConfigText, hurts: Blank, harm: "add host names", from: "hosts(5): a line without a blank names no host"},
	{path: "/etc/resolv.conf", class: ConfigText, hurts: Newline, harm: "name another server", from: "resolv.conf(5)"},
	{path: "/etc/apk/repositories", class: ConfigText, hurts: Newline, harm: "add a repository", from: "apk-repositories(5)"},
	{path: "/etc/apk/world", class: ConfigText, hurts: Newline | Blank, harm: "add packages", from: "apk-world(5)"},
	{path: "/etc/ssh/sshd_config", class: ConfigText, hurts: Newline, harm: "add directives", from: "sshd_config(5)"},
	{path: "/etc/nginx/*", class: ConfigText, hurts: Newline | Meta | Other, harm: "add directives", from: "the manual of nginx"},
	{path: "/etc/lighttpd/*", class: ConfigText, hurts: Newline | Quote, harm: "add directives", from: "the manual of lighttpd"},
	{path: "/etc/apache2/*", class: ConfigText, hurts: Newline, harm: "add directives", from: "the manual of httpd"},
	{path: "/etc/ld.so.preload", class: ConfigText, hurts: Name, harm: "have a library loaded into every program", from: "ld.so(8) of glibc"},
}

// appendOutputUses appends the files with a meaning of their own to which a command's
// output goes.
func appendOutputUses(uses []use, c *shell.Command) []use {
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
	f := configOf(path)
	if f == nil {
		return uses
	}
	if f.lines != nil {
		if lines := f.lines(c, path); len(lines) > 0 {
			return append(uses, lines...)
		}
	}
	return append(uses, use{class: f.class, as: path, words: []shell.Word{target}, taken: takesOutput, hurts: f.hurts, harm: f.harm})
}

// configOf is the row of a file; nil for none.
func configOf(path string) *config {
	for i := range configs {
		dir, all := strings.CutSuffix(configs[i].path, "*")
		if path == configs[i].path || all && strings.HasPrefix(path, dir) {
			return &configs[i]
		}
	}
	return nil
}

// appendWordUses appends the command's own word: a program that a value names, and a
// file that was written before it is run.
func appendWordUses(uses []use, c *shell.Command) []use {
	if c.Word.IsZero() {
		return uses
	}
	src := c.Word.Source()
	if c.Name != "" {
		if strings.Contains(src, "/") && c.Word.Constant() {
			return append(uses, use{class: Generated, as: src, words: []shell.Word{c.Word}, taken: takesFile, hurts: Code, harm: runsCommands})
		}
		return uses
	}
	// Dash stands for what begins a word: a value behind "route add" names no
	// program.
	switch bare := strings.Trim(src, `"`); {
	case bare == "$@" || bare == "$*" || bare == "${@}":
		return uses // a wrapper: what it is given to run is what it is for
	case strings.HasPrefix(bare, "$") || strings.HasPrefix(bare, "`"):
		return append(uses, use{class: CommandWord, as: wordOf(c), words: []shell.Word{c.Word}, hurts: Dash, harm: "choose the program that is run"})
	case strings.Contains(bare, "/"):
		return append(uses, use{class: CommandWord, as: wordOf(c), words: []shell.Word{c.Word}, hurts: Slash, harm: "choose the program that is run"})
	}
	return uses // cmd_$1 is a function of the script
}

func wordOf(c *shell.Command) string {
	if c.Via != nil && c.Via.Name != "" {
		return c.Via.Name
	}
	return "the command"
}
