package image

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// Landings are the paths of the image under which what a curl or wget fetches is
// kept: by its option, its redirection, a tee behind it, its folder, and a mv, cp or
// install of it later in the program. Those that are not known are left out.
func (r *Run) Landings(c *shell.Command, d Download) []string {
	dir := r.folder(c)
	var out []string
	add := func(p string) {
		switch {
		case p == "" || p == "-" || strings.Contains(p, "$"):
		case strings.HasPrefix(p, "/"):
			out = append(out, path.Clean(p))
		case dir != "":
			out = append(out, path.Join(dir, p))
		}
	}
	for _, to := range d.To {
		add(to)
	}
	for _, p := range r.outputs(c) {
		add(p)
	}
	if into, ok := r.downloadFolder(c); ok {
		for _, url := range d.URLs {
			url, _, _ = strings.Cut(url, "?")
			add(path.Join(into, path.Base(url)))
		}
	}
	names := d.Names()
	for _, mv := range r.Program.Named("mv", "cp", "install", "tee", "cat") {
		if mv.Program != c.Program || mv.Span().Start < c.Span().Start {
			continue
		}
		if mv.Name == "tee" || mv.Name == "cat" {
			if mv.Pipeline != nil && mv.Pipeline == c.Pipeline {
				for _, p := range r.outputs(mv) {
					add(p)
				}
			}
			continue
		}
		if n := len(mv.Args); n >= 2 && slices.ContainsFunc(mv.Args[:n-1], func(w shell.Word) bool { return slices.Contains(names, path.Base(r.Reading(mv, w)[0])) }) {
			add(r.Reading(mv, mv.Args[n-1])[0])
		}
	}
	return out
}

// downloadFolder is where a download is kept under the last part of its address:
// wget's own way, which -P leads elsewhere, and curl's -O. A relative one is in the
// command's folder.
func (r *Run) downloadFolder(c *shell.Command) (string, bool) {
	dir, keeps := "", c.Name == "wget"
	for i := range c.Args {
		a := c.Arg(i)
		switch {
		case a == "-P" || a == "--directory-prefix" || a == "--output-dir":
			if i+1 < len(c.Args) {
				dir = r.Reading(c, c.Args[i+1])[0]
			}
		case c.Name == "wget" && strings.HasPrefix(a, "-P"):
			dir = a[2:]
		case strings.HasPrefix(a, "--directory-prefix="):
			_, dir, _ = strings.Cut(a, "=")
		case c.Name == "wget" && (a == "-O" || strings.HasPrefix(a, "--output-document") || len(a) > 2 && a[0] == '-' && a[1] != '-' && strings.Contains(a, "O")):
			keeps = false
		case c.Name == "curl" && (a == "--remote-name" || len(a) > 1 && a[0] == '-' && a[1] != '-' && strings.Contains(a, "O")):
			keeps = true
		}
	}
	return dir, keeps
}
