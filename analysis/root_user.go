package analysis

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// RootUser is how the image that is built comes to start as root.
type RootUser struct {
	// Span is the user of the last USER or, where there is none, what is started: the
	// keyword of ENTRYPOINT or CMD.
	Span source.Span
	// Written: a USER says root.
	Written bool
	// Excuse is a clause that says why it may be meant so: "su-exec goes on as another
	// user"; "" for nothing known.
	Excuse string
	// Settle makes the image start as a user; Who is that user. None where the image's
	// way to add one is not known.
	Settle []source.Edit
	Who    string
}

// RootUser is how the built image comes to start as root; false where it does not, or
// that cannot be told, and for an image that starts nothing: what is built on it
// decides.
func (u *Unit) RootUser() (RootUser, bool) {
	if u.Build == nil || u.Build.Target == nil {
		return RootUser{}, false
	}
	final := u.Build.Target.Final
	if final.Root() != alpine.Yes {
		return RootUser{}, false
	}
	var root RootUser
	switch {
	case final.UserStep != nil:
		root.Span, root.Written = final.UserStep.Args[0].Span(), true
	case final.Entrypoint != nil:
		root.Span = final.Entrypoint.Keyword
	case final.Cmd != nil:
		root.Span = final.Cmd.Keyword
	default:
		return RootUser{}, false
	}
	root.Excuse = u.whyRoot()
	root.Settle, root.Who = settle(u.Build.Target)
	return root, true
}

// settle puts a USER behind the last step that changes files, above the one that
// follows: the user that the stage had before, or one made for it.
func settle(s *image.Stage) (edits []source.Edit, who string) {
	var next *image.Step
	for _, step := range s.Steps {
		switch step.Name {
		case "RUN", "COPY", "ADD", "WORKDIR", "USER":
			next = nil
		default:
			if next == nil {
				next = step
			}
		}
		if u := step.Before; u.Root() == alpine.No && u.User != "" {
			who = u.User
		}
	}
	if next == nil {
		return nil, ""
	}
	add := func(line string) {
		file := next.Span.File
		edits = append(edits, source.Above(file, file.Position(next.Span.Start).Line, line))
	}
	switch {
	case who != "":
	case s.Final.IsAlpine() == alpine.Yes:
		who = "app"
		add("RUN adduser -S -D -H app")
	case s.Final.Distro() == alpine.Scratch:
		who = "65532:65532"
	default:
		return nil, ""
	}
	add("USER " + who)
	return edits, who
}

// steppers start a program as another user: as root alone can.
var steppers = map[string]bool{
	"su-exec": true, "gosu": true, "setpriv": true, "chpst": true, "setuidgid": true, "s6-setuidgid": true, "s6-applyuidgid": true,
	"su": true, "runuser": true, "sudo": true, "doas": true, "start-stop-daemon": true, "capsh": true, "setuser": true, "fixuid": true, "pidproxy": true,
}

// supervisors start services, each as the user that its own configuration names.
var supervisors = map[string]bool{
	"s6-svscan": true, "supervisord": true, "runsvdir": true, "runit": true, "runit-init": true, "init": true, "my_init": true, "openrc": true, "systemd": true,
}

// rootDaemons begin as root by design and go on, or start what they serve, as others.
var rootDaemons = map[string]bool{
	"nginx": true, "httpd": true, "apache2": true, "apachectl": true, "httpd-foreground": true, "apache2-foreground": true, "php-fpm": true,
	"crond": true, "cron": true, "sshd": true, "postfix": true, "dovecot": true, "vsftpd": true, "smbd": true, "nmbd": true, "samba": true,
	"dnsmasq": true, "named": true, "unbound": true, "dhcpd": true, "chronyd": true, "ntpd": true, "rsyslogd": true, "syslogd": true, "syslog-ng": true,
	"dockerd": true, "containerd": true, "openvpn": true, "wg-quick": true, "charon": true, "ipsec": true, "keepalived": true, "haproxy": true,
	"fail2ban-server": true, "iptables": true, "rpcbind": true, "slapd": true, "mysqld": true, "saslauthd": true,
}

// whyRoot says why the image may be meant to start as root.
func (u *Unit) whyRoot() string {
	if u.ForBuilding() {
		return "it is an image to build, test or develop in"
	}
	why := ""
	commands := 0
	for _, run := range u.Runs {
		if run.When != image.AtStart || run.State.Stage == nil || !run.State.Stage.Ships() {
			continue
		}
		for c := range run.Program.All() {
			// A script that is started with the name of a server goes on to it: exec "$@".
			why = cmp.Or(why, startsAsRoot(c.Name))
			for _, w := range startedWith(run, c) {
				why = cmp.Or(why, startsAsRoot(path.Base(w.Source())))
			}
			if commands++; !interactive(c) {
				commands = 2
			}
		}
	}
	if why == "" && commands == 1 {
		return "it starts a shell or an interpreter alone, as an image does that others are built on"
	}
	return why
}

// startedWith are the words behind a command that is an ENTRYPOINT or CMD itself.
func startedWith(run *image.Run, c *shell.Command) []shell.Word {
	if !run.Exec || c.Program != run.Program {
		return nil
	}
	return c.Args
}

func startsAsRoot(name string) string {
	switch {
	case steppers[name]:
		return name + " goes on as another user"
	case supervisors[name]:
		return name + " starts services, each as a user of its own"
	case rootDaemons[name]:
		return name + " begins as root"
	}
	return ""
}

// interactive tells whether the command is a shell or an interpreter that is not told
// what to run.
func interactive(c *shell.Command) bool {
	name := strings.TrimRight(c.Name, "0123456789.")
	return len(c.Args) == 0 && (slices.Contains(shells, name) || slices.Contains([]string{"python", "node", "irb", "php", "perl", "jshell", "iex", "erl", "R"}, name))
}
