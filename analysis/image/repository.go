package image

import (
	"net/netip"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Repository is one repository of packages that a command or a file gives to apk.
type Repository struct {
	// URL is as written, up to the first blank or quote; variables may stand in it.
	// Of a sed that rewrites the list it is what is put in: a whole address or a part.
	URL string
	// Value is URL with variables resolved as far as they are known.
	Value string
	// Tag is the name behind an at sign before the address; packages come from a
	// tagged repository only where they ask for it.
	Tag  string
	Span source.Span
	// Command is the one that gives it: apk with -X, or what writes the file. It is
	// nil for a file that a COPY brings.
	Command *shell.Command
	// File is the place of the line in a file of the context; zero for others. Span is
	// then the COPY's.
	File source.Span
	// Option: it is given to one call of apk only. Elsewhere: it is for another system
	// than the one that the command runs in.
	Option, Elsewhere bool
}

// Repositories are those that the run's commands give to apk, by option and by
// writing /etc/apk/repositories with echo, printf, cat, tee or sed.
func (r *Run) Repositories() []Repository {
	var out []Repository
	add := func(c *shell.Command, list []Repository, option, elsewhere bool) {
		for _, repo := range withoutComments(list) {
			repo.Command, repo.Option, repo.Elsewhere = c, option, elsewhere
			repo.Value = r.resolve(c, repo.URL)
			out = append(out, repo)
		}
	}
	for _, c := range r.Program.Named("apk") {
		inv := r.Apk(c)
		for _, o := range inv.Options {
			if o.Name == "repository" && o.ValueIndex >= 0 {
				from, to := c.Args[o.ValueIndex].Range()
				add(c, addresses(c.Program.Text, from, to), true, Elsewhere(inv))
			}
		}
	}
	for _, w := range r.WritesTo(isRepositories) {
		list := addresses(w.Command.Program.Text, w.From, w.To)
		if len(list) == 0 && w.Rewrites {
			list = w.branch()
		}
		add(w.Command, list, false, !strings.HasPrefix(w.File, "/etc/apk/"))
	}
	return out
}

// branch is the branch that a sed puts into an address.
func (w Written) branch() []Repository {
	text := w.Command.Program.Text
	put := text.String()[w.From:w.To]
	m := branchWord.FindStringSubmatchIndex(put)
	if m == nil {
		return nil
	}
	return []Repository{{URL: put, Value: put, Span: text.Span(w.From+m[2], w.From+m[3])}}
}

var branchWord = regexp.MustCompile(`(?:^|[/\\])(edge|latest-stable|v\d+\.\d+)(?:[/\\]|$)`)

func isRepositories(name string) bool {
	return strings.HasSuffix(name, "/etc/apk/repositories") || strings.Contains(name, "/etc/apk/repositories.d/")
}

// resolve puts the values of variables into an address, all or none.
func (r *Run) resolve(c *shell.Command, url string) string {
	if !strings.Contains(url, "$") {
		return url
	}
	lookup := r.Lookup(c)
	value, unresolved, err := dockerfile.Expand(url, '\\', func(name string) (string, bool) {
		if values, ok := lookup(name); ok && len(values) == 1 {
			return values[0], true
		}
		return "", false
	})
	if err != nil || len(unresolved) > 0 {
		return url
	}
	return value
}

// addresses are the URLs between two bytes of a text, each with its place in the file.
func addresses(t *source.Text, from, to int) []Repository {
	text := t.String()[from:to]
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
		out = append(out, Repository{
			URL: text[start:end], Value: text[start:end], Tag: tagBefore(t.String()[:from+start]), Span: t.Span(from+start, from+end),
		})
		at = end
	}
}

// tagBefore is the tag at the end of a text: the word before an address, when that
// begins with an at sign.
func tagBefore(text string) string {
	text = strings.TrimRight(text, " \t\"'")
	at := strings.LastIndexAny(text, " \t\n\"'\\") + 1
	if at > 0 && text[at-1] == '\\' && strings.HasPrefix(text[at:], "n@") {
		at++ // the n of a \n that printf reads
	}
	tag, ok := strings.CutPrefix(text[at:], "@")
	if !ok {
		return ""
	}
	return tag
}

// CopiedRepositories are those of a list that a COPY or ADD of the stage brings, out
// of the context or a here-document.
func (s *Stage) CopiedRepositories() []Repository {
	var out []Repository
	o, ok := s.Final.Files.Lookup("/etc/apk/repositories", s.Build.Context)
	if !ok || o.Copy.Step == nil || o.Copy.Step.Stage != s {
		return nil
	}
	if o.Inline != nil {
		body := o.Inline.Body
		return withoutComments(addresses(body, 0, body.Len()))
	}
	file, ok := s.Build.Context.File(o.Rel)
	if !ok {
		return nil
	}
	at := o.Copy.Step.Args[0].Span()
	for _, w := range o.Copy.Step.Args[:len(o.Copy.Step.Args)-1] {
		if path.Base(w.Value()) == path.Base(o.Rel) {
			at = w.Span()
		}
	}
	text := source.Whole(file)
	for _, repo := range withoutComments(addresses(text, 0, text.Len())) {
		repo.File, repo.Span = repo.Span, at
		out = append(out, repo)
	}
	return out
}

// withoutComments leaves out addresses in comments.
func withoutComments(list []Repository) []Repository {
	return slices.DeleteFunc(list, func(r Repository) bool {
		before := string(r.Span.File.Content[:r.Span.Start])
		line := strings.TrimSpace(before[strings.LastIndexByte(before, '\n')+1:])
		return strings.HasPrefix(line, "#")
	})
}

// Branch is the branch of Alpine's mirrors that the address leads to ("edge",
// "latest-stable", "v3.24"), and the repository in it ("main"); "" for addresses of
// another shape. Of a part that a sed puts in there is no more than the branch.
func (r Repository) Branch() (branch, name string) {
	parts := strings.FieldsFunc(r.Value, func(c rune) bool { return c == '/' || c == '\\' })
	for i, part := range parts {
		if !branchName.MatchString(part) {
			continue
		}
		if i+1 < len(parts) && (parts[i+1] == "main" || parts[i+1] == "community" || parts[i+1] == "testing") {
			return part, parts[i+1]
		}
		if !strings.Contains(r.Value, "://") {
			return part, ""
		}
	}
	return "", ""
}

var branchName = regexp.MustCompile(`^(edge|latest-stable|v\d+\.\d+)$`)

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

// OfAlpine tells whether the address is one of Alpine's own mirrors.
func (r Repository) OfAlpine() bool {
	host := r.Host()
	return host == "alpinelinux.org" || strings.HasSuffix(host, ".alpinelinux.org") || !strings.Contains(r.Value, "://")
}
