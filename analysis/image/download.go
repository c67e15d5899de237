package image

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Download is something that is fetched from an address.
type Download struct {
	Span source.Span // the word that names the address
	// URLs are the addresses that the word may stand for: several in a loop. Parts
	// whose value is not known are as written.
	URLs []string
	// To are the paths, as given, under which the command keeps it; none when it
	// writes to its output.
	To []string
	// Run and Command are the curl, wget or aria2c; nil for ADD.
	Run     *Run
	Command *shell.Command
	// Step is the ADD; nil for commands.
	Step *Step
}

// Reading is what a word may stand for, several values in a loop. Variables
// whose value is not known are left as written, so it is for looking for traces
// in, not to be taken for the value. It has at least one element.
func (r *Run) Reading(c *shell.Command, w shell.Word) []string {
	if v, ok := w.Literal(); ok {
		return []string{v}
	}
	return r.readings.of(reading{c, w}, func() []string { return r.read(c, w) })
}

// reading is a word at a command.
type reading struct {
	command *shell.Command
	word    shell.Word
}

func (r *Run) read(c *shell.Command, w shell.Word) []string {
	asWritten := func(l shell.Lookup) shell.Lookup {
		return func(name string) ([]string, bool) {
			if values, ok := l(name); ok {
				return values, true
			}
			return []string{"${" + name + "}"}, true
		}
	}
	if values, ok := w.Values(asWritten(c.Lookup(asWritten(r.State.Vars.Lookup)))); ok && len(values) > 0 {
		return values
	}
	return []string{w.Source()}
}

// Downloads are what a command fetches; none for others than curl, wget and
// aria2c.
func (r *Run) Downloads(c *shell.Command) []Download {
	f, ok := r.fetching(c)
	if !ok {
		return nil
	}
	var out []Download
	for i, a := range f.addresses {
		if urls := a.readings(r, c); len(urls) > 0 {
			out = append(out, Download{Span: a.word.Span(), URLs: urls, To: f.to(r, c, i, urls), Run: r, Command: c})
		}
	}
	return out
}

// Downloads are the addresses that an ADD fetches.
func (s *Step) Downloads() []Download {
	in := s.Instruction
	if in.Name != "ADD" || len(in.Args) < 2 {
		return nil
	}
	expand := func(raw string) string {
		if v, known := s.Stage.Build.expand(raw, s.Before.Vars); known {
			return v
		}
		return raw
	}
	var out []Download
	last := len(in.Args) - 1
	for _, w := range in.Args[:last] {
		if url := expand(w.Value()); isRemote(url) {
			out = append(out, Download{Span: w.Span(), URLs: []string{url}, To: []string{expand(in.Args[last].Value())}, Step: s})
		}
	}
	return out
}

// Names are the file names that the download may have: those under which it is
// kept, and the last parts of its addresses.
func (d Download) Names() []string {
	var names []string
	for _, p := range append(append([]string{}, d.To...), d.URLs...) {
		p, _, _ = strings.Cut(p, "?")
		names = append(names, path.Base(p))
	}
	return names
}

// Web tells whether the address lies on a host of the network that can be told:
// not this machine, no file, no name that is all variable.
func (d Download) Web() bool {
	a := d.address()
	host := a.Host()
	return host != "" && host != "localhost" && !strings.HasPrefix(host, "127.") && host != "::1" && (strings.Contains(host, ".") || strings.Contains(d.URLs[0], "://"))
}

// Plain tells whether it comes without TLS: curl and wget take an address
// without a scheme for http.
func (d Download) Plain() bool {
	return strings.HasPrefix(d.address().URL, "http://") || strings.HasPrefix(d.URLs[0], "ftp://")
}

// Private tells whether the host cannot be one of the internet.
func (d Download) Private() bool { return d.address().Private() }

// address is the first address, with its scheme.
func (d Download) address() Repository {
	url := d.URLs[0]
	switch {
	case strings.HasPrefix(url, "git@"), strings.HasPrefix(url, "file:"), strings.HasPrefix(url, "$"), strings.HasPrefix(url, "/"):
		url = ""
	case !strings.Contains(url, "://"):
		url = "http://" + url
	}
	return Repository{URL: url}
}

// Host is the name of the host, "" where a variable stands in it.
func (d Download) Host() string { return d.address().Host() }

// IsGit tells whether ADD takes the address for a git repository, by BuildKit's
// rules.
func (d Download) IsGit() bool {
	url, _, _ := strings.Cut(d.URLs[0], "#")
	return strings.HasPrefix(url, "git@") || strings.HasPrefix(url, "git://") || strings.HasPrefix(url, "ssh://") || strings.HasSuffix(url, ".git")
}

// Frozen tells whether it is a commit of a git repository.
func (d Download) Frozen() bool {
	_, ref, _ := strings.Cut(d.URLs[0], "#")
	commit, _, _ := strings.Cut(ref, ":")
	return d.IsGit() && isCommit(commit)
}

// namesCommit tells whether all addresses have a whole commit among their parts:
// a forge serves the same under them for ever.
func (d Download) namesCommit() bool {
	for _, url := range d.URLs {
		if !strings.HasPrefix(url, "https://") || !slices.ContainsFunc(strings.FieldsFunc(url, func(r rune) bool { return r == '/' || r == '.' }), isCommit) {
			return false
		}
	}
	return true
}

func isCommit(s string) bool { return len(s) == 40 && strings.Trim(s, "0123456789abcdef") == "" }

// Local tells whether it is an address of this machine itself.
func (d Download) Local() bool {
	host := d.address().Host()
	return host == "localhost" || strings.HasPrefix(host, "127.") || host == "::1" || host == "0.0.0.0" || strings.HasPrefix(d.URLs[0], "file:")
}
