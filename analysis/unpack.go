package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// Unpacking is an archive that root unpacks with BusyBox just as the network
// gave it.
type Unpacking struct {
	Run      *image.Run
	Command  *shell.Command // the tar, unzip or cpio
	Download image.Download
}

// unpackers are BusyBox's applets that make files of an archive, and the package
// that brings another program of the name.
var unpackers = map[string]string{"tar": "tar", "unzip": "unzip", "cpio": "cpio"}

// verifiers are the programs by which people check what they downloaded.
var verifiers = []string{
	"sha256sum", "sha512sum", "sha1sum", "sha384sum", "sha224sum", "sha3sum", "md5sum", "b2sum", "shasum", "gpg", "gpg2", "gpgv",
	"minisign", "signify", "cosign", "openssl", "gh",
}

// Unpackings are the archives that a build as root on Alpine downloads and
// unpacks by an applet, in the same instruction or script, without any check.
func (u *Unit) Unpackings() []Unpacking {
	var out []Unpacking
	for r, c := range u.Commands("tar", "unzip", "cpio") {
		if !unpacks(c) || r.When != image.AtBuild || r.State.IsAlpine() != alpine.Yes || r.State.Root() == alpine.No || brings(r, unpackers[c.Name]) {
			continue
		}
		if d, ok := downloaded(r, c); ok && len(r.Program.Named(verifiers...)) == 0 {
			out = append(out, Unpacking{r, c, d})
		}
	}
	return out
}

// brings tells whether a package may be there when the run's command comes.
func brings(r *image.Run, name string) bool {
	if r.State.Packages.Has(name) != alpine.No {
		return true
	}
	for _, c := range r.Program.Named("apk") {
		for _, o := range r.Apk(c).Operands {
			if o.Constraint.Name == name || !o.Known {
				return true
			}
		}
	}
	return false
}

// unpacks tells whether a tar or its like makes files.
func unpacks(c *shell.Command) bool {
	switch c.Name {
	case "tar":
		first := c.Arg(0)
		if first != "" && first[0] != '-' {
			return strings.Contains(first, "x") // tar xzf
		}
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool {
			s := w.Source()
			return s == "--extract" || len(s) > 1 && s[0] == '-' && s[1] != '-' && strings.Contains(s, "x")
		})
	case "cpio":
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool {
			s := w.Source()
			return len(s) > 1 && s[0] == '-' && s[1] != '-' && strings.Contains(s, "i")
		})
	}
	return c.Name == "unzip" && c.Arg(0) != "-l"
}

// downloaded is the download that a command unpacks: out of a pipe, or the file
// of that name.
func downloaded(r *image.Run, c *shell.Command) (image.Download, bool) {
	if c.Pipeline != nil {
		for _, from := range c.Pipeline.Commands[:c.Stage] {
			if from == nil {
				continue
			}
			if list := r.Downloads(from); len(list) > 0 {
				return list[0], true
			}
		}
	}
	for _, from := range r.Program.Named("curl", "wget") {
		for _, d := range r.Downloads(from) {
			names := d.Names()
			for _, w := range c.Args {
				for _, v := range r.Reading(c, w) {
					if v != "-" && slices.Contains(names, v[strings.LastIndexByte(v, '/')+1:]) && len(v) > 2 {
						return d, true
					}
				}
			}
		}
	}
	return image.Download{}, false
}
