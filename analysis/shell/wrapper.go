package shell

import "strings"

// wrapper says how a program that runs another one reads its words: options,
// then operands of its own, then the command. None of them permutes: options
// end at the first operand.
type wrapper struct {
	// short are the letters of options that take a value, attached or as the
	// next word; letters not named take none.
	short string
	// long are the options of two dashes whose value is the next word when there
	// is no "=".
	long string
	// skip is the number of operands in front of the command.
	skip int
	// assigns: operands of the form NAME=value in front of the command are
	// variables for it.
	assigns bool
	// not are letters that make it run no command.
	not string
	// notLong are long options of the same effect.
	notLong string
}

// wrappers are the programs seen through. Sources: BusyBox 1.37 usage texts and
// the manual pages of GNU coreutils 9.1, util-linux 2.38, sudo 1.9, runit,
// s6; su-exec, gosu, tini and dumb-init: their README files. Read-only.
var wrappers = map[string]wrapper{
	// environment and user
	"env":              {short: "uCP", long: " unset chdir block-signal ", assigns: true}, // -S: inner.go
	"sudo":             {short: "CDghpRrTtUu", long: " close-from chdir group host prompt chroot role command-timeout type other-user user ", assigns: true, not: "lveVK", notLong: " list validate edit version remove-timestamp "},
	"doas":             {short: "aCu", not: "L"},
	"su-exec":          {skip: 1},
	"gosu":             {skip: 1, notLong: " version help "},
	"setpriv":          {long: " ambient-caps inh-caps bounding-set ruid euid rgid egid reuid regid groups securebits selinux-label apparmor-profile pdeathsig landlock-access landlock-rule ", not: "dhV", notLong: " dump list-caps help version "},
	"setuser":          {skip: 1},
	"runuser":          {short: "ugGsTwc", long: " user group supp-group shell command whitelist-environment "},
	"chroot":           {long: " userspec groups ", skip: 1},
	"fakeroot":         {short: "lsibu", long: " lib faked "},
	"s6-setuidgid":     {skip: 1},
	"s6-envuidgid":     {skip: 1, short: "uget"},
	"s6-envdir":        {skip: 1, short: "nlLf"},
	"s6-softlimit":     {short: "madsflcoprtS"},
	"chpst":            {short: "uUbe/nlLmdofcprt"},
	"setuidgid":        {skip: 1},
	"envuidgid":        {skip: 1},
	"envdir":           {skip: 1},
	"softlimit":        {short: "adfmopcrslt"},
	"with-contenv":     {},
	"catchsegv":        {},
	"linux32":          {},
	"linux64":          {},
	"unbuffer":         {},
	"dbus-run-session": {},

	// scheduling and time
	"nice":    {short: "n", long: " adjustment "},
	"ionice":  {short: "cnpPu", long: " class classdata pid pgid uid ", not: "pPu"},
	"chrt":    {short: "TPDp", long: " sched-runtime sched-period sched-deadline ", skip: 1, not: "pm"},
	"taskset": {short: "p", skip: 1, not: "p"},
	"nohup":   {},
	"time":    {short: "fo", long: " format output "},
	"timeout": {short: "sk", long: " signal kill-after ", skip: 1}, // -t SECS before BusyBox 1.30: below
	"setsid":  {},
	"stdbuf":  {short: "ioe", long: " input output error "},

	// namespaces
	"unshare": {short: "RwSGl", long: " root wd setuid setgid propagation map-user map-group setgroups "},
	"nsenter": {short: "tSG", long: " target setuid setgid "},

	// builtins
	"command": {not: "vV"},
	"builtin": {},
	"exec":    {short: "a"},

	// first processes of containers
	"tini":        {short: "pe", not: "hl", notLong: " version "},
	"tini-static": {short: "pe", not: "hl", notLong: " version "},
	"dumb-init":   {short: "r", long: " rewrite ", not: "hV", notLong: " help version "},
	"catatonit":   {},

	// runners
	"busybox": {not: "h", notLong: " list list-full list-long install help show "},
	"xargs":   {short: "aEdInLPs", long: " arg-file delimiter max-args max-chars max-procs process-slot-var "},
	"flock":   {short: "wEc", long: " timeout wait conflict-exit-code command ", skip: 1},
}

// maxVia bounds chains of wrappers; the longest seen in real files is 4.
const maxVia = 16

// through makes the commands that a wrapper runs, and theirs.
func (w *walker) through(c *Command, depth int) {
	if c.Name == "" || depth >= maxVia {
		return
	}
	if c.Name == "find" {
		w.throughFind(c, depth)
		return
	}
	g, ok := wrappers[c.Name]
	if !ok || len(c.Args) == 0 {
		return
	}
	at, assigns, ok := g.command(c)
	if ok && at < len(c.Args) {
		w.run(c, at, len(c.Args), assigns, depth)
	}
}

// command finds the first word of the command, and the assignments in front.
// False where the wrapper runs none.
func (g wrapper) command(c *Command) (int, []Assign, bool) {
	at, ok := g.options(c)
	if !ok {
		return 0, nil, false
	}
	var assigns []Assign
	for g.assigns && at < len(c.Args) {
		a, ok := assignWord(c.Args[at])
		if !ok {
			break
		}
		assigns = append(assigns, a)
		at++
	}
	at += g.skip
	if c.Name == "timeout" && oldTimeout(c) {
		at -= g.skip
	}
	if c.Name == "flock" && at < len(c.Args) {
		if s := c.Arg(at); s == "-c" || s == "--command" {
			return 0, nil, false // a text: inner.go
		}
	}
	if at < len(c.Args) && c.Arg(at) == "--" {
		at++ // su-exec and others that hand their words on
	}
	return at, assigns, true
}

// oldTimeout tells whether timeout is called as before BusyBox 1.30:
// timeout -t SECS command.
func oldTimeout(c *Command) bool { return strings.HasPrefix(c.Arg(0), "-t") }

// options is the index of the first operand.
func (g wrapper) options(c *Command) (int, bool) {
	at := 0
	for at < len(c.Args) {
		s, ok := c.Args[at].Literal()
		if !ok {
			// --x="$y" is an option whatever it holds; any other expansion is
			// taken for an operand.
			if src := c.Args[at].Source(); !strings.HasPrefix(src, "--") || !strings.Contains(src, "=") {
				if !g.attached(src) {
					return at, true
				}
			}
			at++
			continue
		}
		switch {
		case s == "--":
			return at + 1, true
		case s == "-":
			if c.Name != "env" {
				return at, true
			}
			at++
		case strings.HasPrefix(s, "--"):
			name, _, has := strings.Cut(s[2:], "=")
			if strings.Contains(g.notLong, " "+name+" ") {
				return 0, false
			}
			at++
			if !has && strings.Contains(g.long, " "+name+" ") {
				at++
			}
		case strings.HasPrefix(s, "-"):
			at++
			for i := 1; i < len(s); i++ {
				if strings.IndexByte(g.not, s[i]) >= 0 {
					return 0, false
				}
				if takes := strings.IndexByte(g.short, s[i]) >= 0 || c.Name == "timeout" && s[i] == 't'; takes {
					if i == len(s)-1 {
						at++
					}
					break
				}
			}
		default:
			return at, true
		}
	}
	return at, true
}

// attached tells whether a word with an expansion is a short option with its
// value attached: -u"$user".
func (g wrapper) attached(src string) bool {
	return len(src) > 2 && src[0] == '-' && strings.IndexByte(g.short, src[1]) >= 0
}

// run adds the command that stands in c.Args[from:to].
func (w *walker) run(c *Command, from, to int, assigns []Assign, depth int) {
	in := w.inherit(c)
	in.Word, in.Args = c.Args[from], c.Args[from+1:to:to]
	in.Assigns = assigns
	in.Name = programName(in.Word)
	in.start, in.end = int(in.Word.from), int(c.Args[to-1].to)
	if c.Via == nil && to == len(c.Args) {
		in.end = max(in.end, c.end)
	}
	c.Runs = append(c.Runs, in)
	w.add(in)
	w.through(in, depth+1)
}

// inherit makes a command with all that a wrapper hands on.
func (w *walker) inherit(c *Command) *Command {
	in := w.newCommand()
	in.Program, in.Via, in.Redirects = c.Program, c, c.Redirects
	in.Func, in.Subst, in.Negated, in.InCondition = c.Func, c.Subst, c.Negated, c.InCondition
	in.BeforeOr, in.Background, in.Then, in.frame = c.BeforeOr, c.Background, c.Then, c.frame
	return in
}

// throughFind makes a command of each -exec and its like, up to ; or {} +.
func (w *walker) throughFind(c *Command, depth int) {
	for i := 0; i < len(c.Args); i++ {
		switch c.Arg(i) {
		case "-exec", "-execdir", "-ok", "-okdir":
		default:
			continue
		}
		from := i + 1
		end := from
		for end < len(c.Args) {
			s := c.Arg(end)
			if s == ";" || s == "+" && end > from && c.Arg(end-1) == "{}" {
				break
			}
			end++
		}
		if from < end {
			w.run(c, from, end, nil, depth)
		}
		i = end
	}
}
