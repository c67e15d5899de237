package image

import (
	"net/netip"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Repository is one repository of packages that a command gives to apk.
type Repository struct {
	// URL is as written, up to the first blank or quote; variables may stand in it.
	URL  string
	Span source.Span
	// Command is the one that gives it: apk with -X, or what writes the file.
	Command *shell.Command
}

// Repositories are those that the run's commands give to apk, by option and by
// writing /etc/apk/repositories with echo, printf, cat or tee.
func (r *Run) Repositories() []Repository {
	var out []Repository
	for _, c := range r.Program.Named("apk") {
		for _, o := range r.Apk(c).Options {
			if o.Name == "repository" && o.ValueIndex >= 0 {
				out = append(out, addresses(c, c.Args[o.ValueIndex])...)
			}
		}
	}
	for _, c := range r.Program.Named("echo", "printf", "cat", "tee") {
		if !writesRepositories(c) {
			continue
		}
		for _, w := range c.Args {
			out = append(out, addresses(c, w)...)
		}
		for _, red := range c.Redirects {
			if red.IsHeredoc() && !red.Body.IsZero() {
				out = append(out, addresses(c, red.Body)...)
			}
		}
	}
	return out
}

// writesRepositories tells whether the command's output becomes apk's list of
// repositories: by its own redirection, or by a tee or cat at the end of its pipe.
func writesRepositories(c *shell.Command) bool {
	if redirectsTo(c, isRepositories) || c.Name == "tee" && anyArg(c, isRepositories) {
		return true
	}
	if c.Pipeline == nil {
		return false
	}
	last := c.Pipeline.Commands[len(c.Pipeline.Commands)-1]
	if last == nil || last == c {
		return false
	}
	return last.Name == "tee" && anyArg(last, isRepositories) || redirectsTo(last, isRepositories)
}

func isRepositories(name string) bool {
	return strings.HasSuffix(name, "/etc/apk/repositories") || strings.Contains(name, "/etc/apk/repositories.d/")
}

func redirectsTo(c *shell.Command, is func(string) bool) bool {
	for _, red := range c.Redirects {
		if name, ok := red.Target.Literal(); ok && strings.HasPrefix(strings.TrimLeft(red.Op, "&"), ">") && is(name) {
			return true
		}
	}
	return false
}

func anyArg(c *shell.Command, is func(string) bool) bool {
	for i := range c.Args {
		if is(c.Arg(i)) {
			return true
		}
	}
	return false
}

// addresses are the URLs in a word, each with its place in the file.
func addresses(c *shell.Command, w shell.Word) []Repository {
	from, to := w.Range()
	text := c.Program.Text.String()[from:to]
	var out []Repository
	for at := 0; ; {
		i := strings.Index(text[at:], "://")
		if i < 0 {
			return out
		}
		start := at + i
		for start > 0 && text[start-1] >= 'a' && text[start-1] <= 'z' {
			start--
		}
		if start > 0 && text[start-1] == '\\' {
			start++ // the n of a \n that printf reads
		}
		end := start + strings.IndexAny(text[start:]+"\n", " \t\r\n\"'\\;")
		out = append(out, Repository{URL: text[start:end], Span: c.Program.Text.Span(from+start, from+end), Command: c})
		at = end
	}
}

// Plain tells whether the address is plain http.
func (r Repository) Plain() bool { return strings.HasPrefix(r.URL, "http://") }

// Host is the host's name, "" when a variable stands in it.
func (r Repository) Host() string {
	_, rest, _ := strings.Cut(r.URL, "://")
	host, _, _ := strings.Cut(rest, "/")
	if strings.ContainsAny(host, "$`{}%") {
		return ""
	}
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		host = host[at+1:]
	}
	host, _, _ = strings.Cut(host, ":")
	return strings.ToLower(host)
}

// Private tells whether the address cannot be one of the internet: this machine,
// a private network, a name without a dot, or one that is not known.
func (r Repository) Private() bool {
	host := r.Host()
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	for _, end := range []string{".local", ".internal", ".lan", ".localhost", ".test", ".home.arpa"} {
		if strings.HasSuffix(host, end) {
			return true
		}
	}
	return !strings.Contains(host, ".")
}
