package analysis

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// OpenAccount is an account that whoever knows the image can become.
type OpenAccount struct {
	User string // "root"; "" where it is no certain one
	Span source.Span
	How  AccountFault
}

// AccountFault is what is wrong with an account.
type AccountFault int8

// What is wrong with an account.
const (
	KnownPassword AccountFault = iota // it stands in the Dockerfile or script
	NoPassword
	RootWithout // it becomes root without a password, by sudo or doas
)

// OpenAccounts are the accounts that programs open so: chpasswd, passwd -d, lines of
// shadow, sudoers and doas.conf.
func (u *Unit) OpenAccounts() []OpenAccount {
	var out []OpenAccount
	add := func(run *image.Run, user string, span source.Span, how AccountFault) {
		if run.Ships() {
			out = append(out, OpenAccount{user, span, how})
		}
	}
	for run, c := range u.Commands("passwd") {
		if user, ok := withoutPassword(run, c); ok {
			add(run, user, c.Span(), NoPassword)
		}
	}
	if u.mentions("/etc/shadow") {
		for run, c := range u.Commands("sed") {
			if w, ok := blanksRoot(run, c); ok {
				add(run, "root", w.Span(), NoPassword)
			}
		}
	}
	if !u.mentions("chpasswd") && !u.mentions("/etc/sudoers") && !u.mentions("/etc/doas") && !u.mentions("/etc/shadow") {
		return out
	}
	for run, c := range u.Commands("echo", "printf", "cat", "tee", "chpasswd") {
		for _, l := range run.Lines(c) {
			if user, how, ok := opens(l); ok {
				add(run, user, l.Span, how)
			}
		}
	}
	return out
}

// withoutPassword is whose password a passwd takes away.
func withoutPassword(run *image.Run, c *shell.Command) (string, bool) {
	deletes, user := false, ""
	for _, w := range c.Args {
		switch v := run.Reading(c, w)[0]; {
		case v == "-d" || v == "--delete":
			deletes = true
		case !strings.HasPrefix(v, "-"):
			user = v
		}
	}
	return user, deletes && user != ""
}

// blanksRoot is the program of a sed that empties root's password.
func blanksRoot(run *image.Run, c *shell.Command) (shell.Word, bool) {
	if !slices.ContainsFunc(c.Args, func(w shell.Word) bool { return strings.HasSuffix(run.Reading(c, w)[0], "/etc/shadow") }) {
		return shell.Word{}, false
	}
	i := slices.IndexFunc(c.Args, func(w shell.Word) bool { return blanking.MatchString(run.Reading(c, w)[0]) })
	if i < 0 {
		return shell.Word{}, false
	}
	return c.Args[i], true
}

// blanking is a substitution that puts root with an empty password.
var blanking = regexp.MustCompile(`^s(.).*root.*(?:[/,|#@!;])root::`)

var (
	sudoAll  = regexp.MustCompile(`\bNOPASSWD:(?:\s*[A-Z]+:)*\s*ALL\b`)
	doasAll  = regexp.MustCompile(`^permit\b.*\bnopass\b`)
	doasOnly = regexp.MustCompile(`\bcmd\s`)
)

// opens tells which account a line opens, and how.
func opens(l image.Line) (user string, how AccountFault, ok bool) {
	for _, reader := range l.Readers {
		if reader.Name == "chpasswd" {
			return givesPassword(l.Text, reader)
		}
	}
	for _, f := range l.Files {
		switch {
		case strings.HasSuffix(f, "/etc/sudoers") || strings.Contains(f, "/etc/sudoers.d/"):
			return "", RootWithout, sudoAll.MatchString(l.Text) && !strings.HasPrefix(l.Text, "#")
		case strings.HasSuffix(f, "/etc/doas.conf") || strings.Contains(f, "/etc/doas.d/"):
			return "", RootWithout, doasAll.MatchString(l.Text) && !doasOnly.MatchString(l.Text)
		case strings.HasSuffix(f, "/etc/shadow") || strings.HasSuffix(f, "/etc/passwd"):
			name, rest, _ := strings.Cut(l.Text, ":")
			return name, NoPassword, strings.HasPrefix(rest, ":") && strings.Count(rest, ":") >= 3
		}
	}
	return "", 0, false
}

// givesPassword reads a line that chpasswd gets. Hashes and passwords that are made
// up when the program runs are none that anybody knows.
func givesPassword(line string, chpasswd *shell.Command) (user string, how AccountFault, ok bool) {
	for _, w := range chpasswd.Args {
		if s := w.Source(); s == "-e" || s == "--encrypted" {
			return "", 0, false
		}
	}
	user, password, ok := strings.Cut(line, ":")
	switch {
	case !ok || strings.ContainsAny(password, "$`%") || strings.ContainsAny(user, " %"):
		return "", 0, false
	case password == "":
		return user, NoPassword, true
	}
	return user, KnownPassword, true
}
