package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
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
	# sudo(8) and doas(1): who called them, as the system knows them
	SUDO_USER SUDO_UID SUDO_GID DOAS_USER
	# kernel packages of Debian hand their hooks the words of dpkg by it, quoted for eval
	DEB_MAINT_PARAMS
	# what GitHub's runner sets of repositories, hashes and numbers; the names of branches
	# and of what an event brings are others' (docs.github.com, variables reference)
	GITHUB_REPOSITORY GITHUB_REPOSITORY_OWNER GITHUB_ACTION_REPOSITORY GITHUB_SHA
	GITHUB_RUN_ID GITHUB_RUN_NUMBER GITHUB_RUN_ATTEMPT
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

// setting is what a program is run by, as far as its look tells.
type setting int8

const (
	anywhere setting = iota
	cgi              // a web server, for a request
	haserl           // haserl: a page with a program in it
	dhcp             // udhcpc or udhcpc6
	hotplug          // mdev or uevent
	ifupdown         // ifup and ifdown: a script of /etc/network/if-*.d
	watching         // inotifyd
	early            // an initramfs
)

// row says that a name holds something from outside where nothing in the program
// sets it.
type row struct {
	names  string // blank-separated; a name that ends with * is a prefix
	where  setting
	kind   SourceKind
	trust  Trust
	props  Props
	origin string // of the row: what was read or run
}

// rows are the names that mean something of their own. The first that fits holds.
// Names of capitals that are in no row are the container's environment.
var rows = []row{
	{
		names: "QUERY_STRING REQUEST_URI PATH_INFO PATH_TRANSLATED HTTP_USER_AGENT HTTP_COOKIE HTTP_HOST HTTP_REFERER HTTP_ACCEPT HTTP_X_FORWARDED_FOR HTTP_AUTHORIZATION",
		kind:  Request, trust: Remote, props: Any &^ Newline,
		origin: "BusyBox networking/httpd.c sets them from the request line and its headers; run through a real httpd on 1.35 (E02). A header ends at a line end",
	},
	{
		names: "CONTENT_TYPE REMOTE_USER REMOTE_HOST REMOTE_IDENT", where: cgi,
		kind: Request, trust: Remote, props: Any &^ Newline,
		origin: "RFC 3875 4.1. Elsewhere the far end of a tunnel or a backup, as who starts the container sets it",
	},
	{
		names: "CONTENT_LENGTH HTTP_CONTENT_LENGTH", where: cgi,
		kind: Request, trust: Remote, props: 0,
		origin: "BusyBox networking/httpd.c: read as a number, and written as one; RFC 9110 8.6: a request with another one is refused, whatever the server calls the header",
	},
	{
		names: "REMOTE_ADDR REMOTE_PORT SERVER_ADDR SERVER_PORT", where: cgi,
		kind: Request, trust: Remote, props: Dot | Colon | Name | Glob | Percent,
		origin: "BusyBox networking/httpd.c: what the kernel says of the connection, as numbers; RFC 3875 4.1.8. Brackets and a zone of IPv6 with it",
	},
	{
		names: "HTTP_*", where: cgi,
		kind: Request, trust: Remote, props: Any &^ Newline,
		origin: "RFC 3875 4.1.18: every header becomes one. HTTP_PORT and its like are container settings elsewhere",
	},
	{
		names: "FORM_*", where: cgi,
		kind: Request, trust: Remote, props: Any,
		origin: "haserl(1), proccgi: fields of the form, decoded. Pages of haserl run and source scripts in which they are set",
	},
	{
		names: "GET_* POST_* COOKIE_*", where: haserl,
		kind: Request, trust: Remote, props: Any,
		origin: "haserl(1): fields of the form, decoded",
	},
	{
		names: "TCPREMOTEHOST TCPREMOTEINFO",
		kind:  Request, trust: Remote, props: Any &^ (Newline | Blank),
		origin: "BusyBox networking/tcpudp.c: the name that DNS gives for the peer",
	},
	{
		names: "hostname domain nisdomain tftp sname", where: dhcp,
		kind: Lease, trust: Remote, props: Name | Dash | Dot,
		origin: "BusyBox networking/udhcp/dhcpc.c good_hostname(): letters, digits, dashes, dots and underscores only",
	},
	{
		names: "ip subnet mask router dns wins ntpsrv timesrv namesrv logsrv siaddr serverid broadcast mtu lease ipttl", where: dhcp,
		kind: Lease, trust: Remote, props: Dot | Blank,
		origin: "BusyBox networking/udhcp/dhcpc.c: numbers and addresses are printed by udhcpc itself",
	},
	{
		names: "staticroutes msstaticroutes", where: dhcp,
		kind: Lease, trust: Remote, props: Dot | Blank | Slash,
		origin: "BusyBox networking/udhcp/dhcpc.c xmalloc_optname_optval(): networks with their length, and addresses",
	},
	{
		names: "rootpath bootfile boot_file message vendor pcode tcode wpad search vlanid vlanpriority userclass bootfile_url bootfile_param fqdn tzstr tzdbstr tz tz_name opt*", where: dhcp,
		kind: Lease, trust: Remote, props: Any,
		origin: "BusyBox networking/udhcp: string options are exported as received; d6_dhcpc.c filters nothing up to 1.38.0",
	},
	{
		names: "ipv6 ipv6prefix ipv6prefix_lease", where: dhcp,
		kind: Lease, trust: Remote, props: Colon | Name | Slash,
		origin: "BusyBox networking/udhcp/d6_dhcpc.c: numbers and addresses are printed by udhcpc6 itself",
	},
	{
		names: "MODE PHASE ADDRFAM METHOD", where: ifupdown,
		kind: Interface, trust: Operator, props: 0,
		origin: "BusyBox networking/ifupdown.c: words of ifupdown's own: start, pre-up, inet, dhcp",
	},
	{
		names: "IFACE LOGICAL", where: ifupdown,
		kind: Interface, trust: Operator, props: Any &^ (Blank | Newline),
		origin: "BusyBox networking/ifupdown.c: a word of /etc/network/interfaces or of the command line",
	},
	{
		names: "IF_*", where: ifupdown,
		kind: Interface, trust: Operator, props: Any &^ Newline,
		origin: "BusyBox networking/ifupdown.c: an option of the interface, the rest of its line as it stands",
	},
	{
		names: "MDEV DEVNAME DEVPATH DEVTYPE SUBSYSTEM MODALIAS PRODUCT ACTION DEVICENAME INTERFACE SEQNUM MAJOR MINOR", where: hotplug,
		kind: Device, trust: Local, props: 0,
		origin: "BusyBox util-linux/mdev.c: the environment of the kernel's uevent. The kernel makes these names itself, of its drivers' words and of numbers: who plugs in a device chooses among them",
	},
	{
		names: "ID_FS_LABEL ID_MODEL ID_VENDOR", where: hotplug,
		kind: Device, trust: Local, props: Any &^ Newline,
		origin: "udev and blkid: texts that are stored in the device",
	},
}

// rowsByName is the table by name; rowPrefixes are those names that are prefixes.
var rowsByName, rowPrefixes = func() (names, prefixes map[string]*row) {
	names, prefixes = map[string]*row{}, map[string]*row{}
	for i := range rows {
		for n := range strings.FieldsSeq(rows[i].names) {
			if p, ok := strings.CutSuffix(n, "*"); ok {
				prefixes[p] = &rows[i]
			} else {
				names[n] = &rows[i]
			}
		}
	}
	return names, prefixes
}()

// rowOf is the row that tells what a name is in a setting; nil for none.
func rowOf(name string, where setting) *row {
	holds := func(r *row) bool { return r.where == where || r.where == cgi && where == haserl }
	if r := rowsByName[name]; r != nil && (r.where == anywhere || holds(r)) {
		return r
	}
	if where == anywhere || name == "HTTP_PROXY" {
		return nil
	}
	for p, r := range rowPrefixes {
		if holds(r) && strings.HasPrefix(name, p) {
			return r
		}
	}
	return nil
}

// settingsByCaller are the settings of what a command starts.
var settingsByCaller = map[string]setting{"udhcpc": dhcp, "udhcpc6": dhcp, "inotifyd": watching}

// settingOf is the setting of a run: by the command that starts it, else by its looks.
func (u *unit) settingOf(run *image.Run) setting {
	if run.Script == nil {
		return anywhere
	}
	for _, r := range u.runs {
		for _, c := range r.Calls {
			if s := settingsByCaller[c.Command.Name]; c.Run == run && s != anywhere {
				return s
			}
		}
	}
	return settingByLooks(run)
}

// settingByLooks is the setting that a script's names and what it has in it tell of.
func settingByLooks(run *image.Run) setting {
	name, has, first := run.Script.Path+" "+run.Script.File.Path, run.Script.File.Mentions, firstLine(run.Script.File)
	switch {
	case strings.HasPrefix(first, "#!") && strings.Contains(first, "haserl"):
		return haserl
	case strings.Contains(name, "/cgi-bin/") || strings.HasSuffix(name, ".cgi"):
		return cgi
	case has("REQUEST_METHOD") || has("QUERY_STRING") || has("CONTENT_LENGTH"):
		return cgi
	case strings.Contains(name, "udhcpc") || has("deconfig") && has("bound") && has("renew"):
		return dhcp
	case strings.Contains(name, "/network/if-") || has("IFACE") && has("PHASE"):
		return ifupdown
	case strings.Contains(name, "inotify") && len(run.Program.Named("inotifyd")) == 0 && !has("inotifywait"):
		return watching
	case strings.Contains(name, "mdev") || strings.Contains(name, "hotplug") || has("$MDEV") || has("${MDEV"):
		return hotplug
	case isEarly(run.Program) || strings.Contains(name, "/initrd/") || strings.Contains(name, "/initramfs/"):
		return early
	}
	return anywhere
}

// firstLine is that of a file, up to its first 200 bytes.
func firstLine(f *source.File) string {
	line, _, _ := strings.Cut(string(f.Content[:min(len(f.Content), 200)]), "\n")
	return line
}

// earlyParts are the functions that dracut, initramfs-tools and mkinitcpio give the
// programs of their initramfs.
var earlyParts = []string{"/dracut-lib.sh", "/scripts/functions", "/init_functions"}

// isEarly tells whether a program runs in an initramfs: it sources the functions that
// are there, or leaves for the root file system.
func isEarly(p *shell.Program) bool {
	sourcesPart := func(c *shell.Command) bool {
		return slices.ContainsFunc(earlyParts, func(part string) bool { return strings.HasSuffix(c.Arg(0), part) })
	}
	return len(p.Named("switch_root", "run-init")) > 0 || slices.ContainsFunc(p.Named(".", "source"), sourcesPart)
}

// commandWords are the words of names, at the end (or alone), by which people
// document that the value is a command to be run.
var commandWords = []string{"CMD", "CMDS", "COMMAND", "COMMANDS", "COMMANDLINE", "HOOK", "HOOKS", "EXEC", "SCRIPT", "SCRIPTS", "CALLBACK", "RELOAD", "RESTART", "STARTUP", "EVAL", "SHELL_STRING"}

// occasions are what things are run before, at and after, as their names say: PRE_UP,
// POST_CONNECT, COMMAND_START. POST_DATA is no such name.
var occasions = []string{"UP", "DOWN", "START", "STOP", "FINISH", "FAILURE", "SUCCESS", "CONNECT", "RECONNECT", "DISCONNECT", "INSTALL", "BUILD", "RUN", "INIT", "BACKUP", "RESTORE", "DEPLOY"}

// programs are names by which make, configure and the scripts in their manner let one
// choose the program that does a job, with options behind it: GREP="ggrep -E". They
// are run where they stand, so that eval adds nothing to what who sets them can do.
var programs = words(`
	CC CXX CPP LD AR AS NM RANLIB STRIP STRIP_KMOD OBJCOPY MAKE INSTALL LN_S MKDIR_P
	# the start of the names of them all: arm-linux-
	CROSS_COMPILE
	AWK GREP EGREP FGREP SED TAR CMP DIFF PERL PYTHON RUBY NODE
	CURL WGET SSH SCP RSYNC GIT SUDO DOCKER PODMAN KUBECTL
`)

// programWords are those of them that are such a program at the end of a longer name, too:
// HOST_CC, ALIAS_SUDO. INSTALL and NODE there are something else.
var programWords = words(`CC CXX SUDO`)

// meant tells whether a name says that its value is a command: PRE_CMD, RELOADCMD,
// command, CMD_AFTER, NOTIFY_COMMAND_START, PRE_UP, RESTY_EVAL_PRE_CONFIGURE, GREP.
// CRONTAB is all of the lines of one; that of a job, BACKUP_CRONTAB, is when it runs.
func meant(name string) bool {
	if programs[name] {
		return true
	}
	name = strings.ToUpper(name)
	if strings.Contains(name, "_EVAL_") || name == "CRONTAB" {
		return true
	}
	if at := strings.LastIndexByte(name, '_'); at >= 0 && programWords[name[at+1:]] {
		return true
	}
	first, _, _ := strings.Cut(name, "_")
	isHook := false
	if at := strings.LastIndexByte(name, '_'); at >= 0 && slices.Contains(occasions, name[at+1:]) {
		name = name[:at]
		when := name[strings.LastIndexByte(name, '_')+1:]
		isHook = when == "PRE" || when == "POST"
	}
	return isHook || slices.Contains(commandWords, first) || slices.ContainsFunc(commandWords, func(w string) bool { return strings.HasSuffix(name, w) })
}

// patternWords are the words of names, at the end, that say that the value is a pattern.
var patternWords = []string{"GLOB", "PATTERN", "WILDCARD"}

func saysPattern(name string) bool {
	name = strings.TrimSuffix(strings.ToUpper(name), "S")
	return slices.ContainsFunc(patternWords, func(w string) bool { return strings.HasSuffix(name, w) })
}

// isCommandLine tells whether a value that is declared is one of several commands, so
// that others in its place are meant to be code, too. URLs and lists have such signs
// without the blanks.
func isCommandLine(value string) bool {
	return slices.ContainsFunc([]string{" | ", " && ", " || ", "$("}, func(sign string) bool { return strings.Contains(value, sign) })
}

// environmental tells whether a name is in the form that the environment of
// containers has: capitals. Lower-case names that a script does not set are left
// over, or come from a file that it sources.
func environmental(name string) bool {
	return len(name) > 1 && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" && strings.Trim(name, "0123456789_") != ""
}

// fromOutside is what a name holds when a program of the run starts, and what it
// may contain; false where nobody from outside controls it.
func (u *unit) fromOutside(run *image.Run, where setting, name string) (Source, Props, bool) {
	if isOwn(name) {
		return Source{}, 0, false
	}
	s := Source{Name: name, Meant: meant(name)}
	v, declared := run.State.Vars.Get(name)
	if declared {
		s.Declared = v.Span
		s.Meant = s.Meant || v.Known && isCommandLine(v.Value)
	}
	if isBuild(run) {
		s.Kind, s.Trust = BuildArg, Builder
		if v.From != nil {
			s.Name, s.Declared = v.From.Name, v.From.Span
		}
		return s, referenced(run.State.Stage, s.Name), declared && (v.From != nil || v.Kind == image.Arg && !v.Given)
	}
	if r := rowOf(name, where); r != nil {
		s.Kind, s.Trust = r.kind, r.trust
		return s, r.props, true
	}
	if u.sourcedByOthers(run) {
		return Source{}, 0, false
	}
	s.Kind, s.Trust = Environment, starter(run)
	if s.Trust == Operator {
		return s, Any, declared && v.Kind == image.Env || environmental(name)
	}
	return s, Any, environmental(name)
}

// sourcedByOthers tells whether a script that stands alone is a part of others,
// from which its names may come: it has no shebang, or returns outside of any
// function, or sets up the shell at which someone types.
func (u *unit) sourcedByOthers(run *image.Run) bool {
	if run.When != image.OnItsOwn {
		return false
	}
	is, asked := u.parts[run]
	if !asked {
		is = isPartOfOthers(run)
		u.parts[run] = is
	}
	return is
}

func isPartOfOthers(run *image.Run) bool {
	returns := func(c *shell.Command) bool { return c.Func == "" && c.Program == run.Program }
	return run.Program.Shebang == nil || isLibrary(run.Program) || slices.ContainsFunc(run.Program.Named("return"), returns) || setsUpShell(run)
}

// setsUpShell tells whether a script sets aliases that it does not use itself. Bash expands
// none in a script, and who writes one for zsh has functions for that.
func setsUpShell(run *image.Run) bool {
	p := run.Program
	switch run.Dialect(p) {
	case shell.Bash, shell.Zsh:
	default:
		return false
	}
	forOthers := func(w shell.Word) bool {
		name, _, ok := strings.Cut(w.Source(), "=")
		return ok && len(p.Named(name)) == 0
	}
	return slices.ContainsFunc(p.Named("alias"), func(c *shell.Command) bool {
		return c.Func == "" && c.Program == p && slices.ContainsFunc(c.Args, forOthers)
	})
}

// isLibrary tells whether a program is there to define functions: it runs nothing behind
// the last of them. What stands in front gets ready what they need, and one of them that
// is called there is given nothing: a program calls its main behind them.
func isLibrary(p *shell.Program) bool {
	if len(p.Functions) == 0 {
		return false
	}
	last := p.Functions[len(p.Functions)-1].Span
	for _, c := range p.Commands {
		ready := c.Span().Start < last.Start && (len(c.Args) == 0 || !p.Defines(c.Name))
		if c.Func != "" || c.Subst || ready {
			continue
		}
		switch c.Name {
		case ":", "true", "set", "shopt", "export", "readonly", "declare", "typeset", "[", "test", ".", "source", "alias", "unset":
			continue
		}
		return false
	}
	return true
}

// declared tells whether an ENV or ARG of the Dockerfile has the name.
func declared(run *image.Run, name string) bool {
	_, ok := run.State.Vars.Get(name)
	return ok
}

// archivers print names that the maker of an archive chose; labelers print names
// that the maker of a volume chose.
var (
	archivers = words(`unzip tar cpio`)
	labelers  = words(`blkid lsblk`)
)

// openFiles are places in which others than the program's user put files or text.
var openFiles = []struct {
	prefix string
	trust  Trust
	props  Props
	origin string
}{
	{"/proc/cmdline", Operator, Any &^ Newline, "proc(5): what the boot loader was given; who gives it may as well say init=/bin/sh"},
	{"/tmp/", Local, Any, "anyone may make files there"},
	{"/var/tmp/", Local, Any, "anyone may make files there"},
	{"/dev/shm/", Local, Any, "anyone may make files there"},
	{"/run/secrets/", Operator, Any, "E24: who starts the container gives it the text, as they give it the environment"},
	{"/var/run/secrets/", Operator, Any, "the same by the link that /var/run is"},
}

// testbedFiles are what a testbed puts into an open folder for its tests, before anybody
// else is there: autopkgtest's README.package-tests.
var testbedFiles = words(`/tmp/autopkgtest-reboot /tmp/autopkgtest-reboot-prepare`)

// isSettings tells whether a file is one of settings by its name, NAME=value in each
// line: docker run --env-file, Compose and systemd read such a file as text.
func isSettings(name string) bool { return strings.HasSuffix(name, ".env") }

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

// namesFile tells whether the value is the name of a file that is there.
func (s Source) namesFile() bool { return s.Kind == FileName || s.Kind == Operand }
