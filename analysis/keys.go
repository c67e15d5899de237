package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// NetworkKey is a key that is fetched to where apk looks for those it trusts.
type NetworkKey struct {
	Span source.Span // of the address
	URL  string
	// Checked: its checksum or signature is compared in the same place.
	Checked bool
}

// NetworkKeys are those that ADD, curl and wget fetch.
func (u *Unit) NetworkKeys() []NetworkKey {
	var out []NetworkKey
	for _, stage := range u.Stages() {
		for _, step := range stage.Steps {
			for _, d := range step.Downloads() {
				if slices.ContainsFunc(d.To, trusted) {
					out = append(out, NetworkKey{d.Span, d.URLs[0], hasFlag(step, "checksum")})
				}
			}
		}
	}
	for run, c := range u.Commands("curl", "wget") {
		for _, d := range run.Downloads(c) {
			if slices.ContainsFunc(run.Landings(c, d), trusted) {
				out = append(out, NetworkKey{d.Span, d.URLs[0], names(run, run.Landings(c, d))})
			}
		}
	}
	return out
}

// trusted tells whether a file of the path is a key that apk trusts: from apk 2.14 on
// /usr/share/apk/keys is no more than the store that /etc/apk/keys links to.
func trusted(path string) bool {
	return strings.HasPrefix(path, "/etc/apk/keys") || strings.HasPrefix(path, "/usr/share/apk/keys") || strings.HasPrefix(path, "/lib/apk/keys")
}

func hasFlag(step *image.Step, name string) bool {
	for _, f := range step.Flags {
		if f.Name == name {
			return true
		}
	}
	return false
}

// names tells whether a check in the program names one of the files, or is handed a line
// that does.
func names(r *image.Run, files []string) bool {
	for _, c := range r.Program.Named(verifiers...) {
		if !checks(c) {
			continue
		}
		said := c.Span().Text()
		if c.Pipeline != nil && c.Stage > 0 && c.Pipeline.Commands[0] != nil {
			said += c.Pipeline.Commands[0].Span().Text()
		}
		if slices.ContainsFunc(files, func(f string) bool { return strings.Contains(said, f[strings.LastIndexByte(f, '/')+1:]) }) {
			return true
		}
	}
	return false
}

// checkedIn tells whether the program compares something with a checksum or signature.
func checkedIn(r *image.Run) bool {
	return slices.ContainsFunc(r.Program.Named(verifiers...), checks)
}

// FetchedPackage is a package file that apk is given straight from the network.
type FetchedPackage struct {
	Call ApkCall
	Span source.Span // of the operand
	Name string
	// From is the download's address; "" where the operand is one.
	From string
}

// FetchedPackages are the package files that are added and were downloaded, in the
// same program or by an ADD of the stage, with nothing compared.
func (u *Unit) FetchedPackages() []FetchedPackage {
	var out []FetchedPackage
	for _, add := range u.Adds() {
		if checkedIn(add.Run) {
			continue
		}
		for _, o := range add.Operands {
			switch {
			case strings.Contains(o.Raw, "://"):
				out = append(out, FetchedPackage{Call: add, Span: add.Span(o), Name: o.Raw})
			case strings.HasSuffix(o.Raw, ".apk"):
				if url, ok := u.fetched(add, o.Raw); ok {
					out = append(out, FetchedPackage{Call: add, Span: add.Span(o), Name: o.Raw, From: url})
				}
			}
		}
	}
	return out
}

// fetched is the address that a package file came from.
func (u *Unit) fetched(add ApkCall, file string) (url string, ok bool) {
	name := file[strings.LastIndexByte(file, '/')+1:]
	of := func(d image.Download) bool { return slices.Contains(d.Names(), name) }
	for _, c := range add.Run.Program.Named("curl", "wget") {
		for _, d := range add.Run.Downloads(c) {
			if of(d) {
				return d.URLs[0], true
			}
		}
	}
	for _, step := range add.Run.State.Stage.Steps {
		for _, d := range step.Downloads() {
			if of(d) && !hasFlag(step, "checksum") {
				return d.URLs[0], true
			}
		}
	}
	return "", false
}
