package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
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
	for _, f := range u.Fetches() {
		if slices.ContainsFunc(f.Fates, image.Fate.ForApk) {
			out = append(out, NetworkKey{f.Span, f.URLs[0], f.Checked == alpine.Yes})
		}
	}
	return out
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
		if add.Run.ChecksAnything() == alpine.Yes {
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

// fetched is the address that a package file came from, in the same program or by an
// ADD of the stage.
func (u *Unit) fetched(add ApkCall, file string) (url string, ok bool) {
	name := file[strings.LastIndexByte(file, '/')+1:]
	for _, f := range u.Fetches() {
		here := f.Run == add.Run && f.Command != nil || f.Step != nil && f.Step.Stage == add.Run.State.Stage && !f.Step.HasFlag("checksum")
		if here && slices.Contains(f.Names(), name) {
			return f.URLs[0], true
		}
	}
	return "", false
}
