package image

import (
	"path"
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
	// To are the paths, as given, under which it is kept; none when the command
	// does not say.
	To []string
	// Run and Command are the curl or wget; nil for ADD.
	Run     *Run
	Command *shell.Command
}

// Reading is what a word may stand for, several values in a loop. Variables
// whose value is not known are left as written, so it is for looking for traces
// in, not to be taken for the value. It has at least one element.
func (r *Run) Reading(c *shell.Command, w shell.Word) []string {
	if v, ok := w.Literal(); ok {
		return []string{v}
	}
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

// notFetched are the options of curl and wget whose value may be an address that
// is not fetched: proxies, referers, headers.
var notFetched = map[string]bool{
	"-x": true, "--proxy": true, "-e": true, "--referer": true, "-H": true, "--header": true, "-A": true, "--user-agent": true, "-U": true,
	"-d": true, "--data": true,
}

// kept are the options that name the file to write: curl's -o, wget's -O. Curl's
// own -O takes no value.
var kept = map[string]map[string]bool{
	"curl": {"-o": true, "--output": true},
	"wget": {"-O": true, "--output-document": true},
}

// Downloads are what a command fetches; none for others than curl and wget.
func (r *Run) Downloads(c *shell.Command) []Download {
	output := kept[c.Name]
	if output == nil {
		return nil
	}
	var out []Download
	var to []string
	for i := 0; i < len(c.Args); i++ {
		written := c.Args[i].Source()
		if notFetched[written] {
			i++
			continue
		}
		if takesOutput(written, output) && i+1 < len(c.Args) {
			i++
			to = append(to, r.Reading(c, c.Args[i])...)
			continue
		}
		urls := r.Reading(c, c.Args[i])
		if !strings.HasPrefix(written, "-") && strings.Contains(urls[0], "://") {
			out = append(out, Download{Span: c.Args[i].Span(), URLs: urls, Run: r, Command: c})
		}
	}
	for i := range out {
		out[i].To = to
	}
	return out
}

// takesOutput tells whether the next word is the file to write: -o, or a cluster
// that ends in it such as -sSLo.
func takesOutput(option string, output map[string]bool) bool {
	if output[option] {
		return true
	}
	return len(option) > 2 && option[0] == '-' && option[1] != '-' && output["-"+option[len(option)-1:]]
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
			out = append(out, Download{Span: w.Span(), URLs: []string{url}, To: []string{expand(in.Args[last].Value())}})
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
