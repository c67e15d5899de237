package analysis

import (
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

// Unpackings are the archives that a build as root on Alpine downloads and
// unpacks by an applet, in the same instruction or script, without any check.
func (u *Unit) Unpackings() []Unpacking {
	var out []Unpacking
	for _, f := range u.Fetches() {
		for _, x := range f.Fates {
			r, c := x.Run, x.Command
			if x.Kind != image.Unpacked || r != f.Run || r.When != image.AtBuild || r.State.IsAlpine() != alpine.Yes || r.State.Root() == alpine.No {
				continue
			}
			if brought := unpackers[c.Name]; brought != "" && !brings(r, brought) && r.ChecksAnything() == alpine.No {
				out = append(out, Unpacking{r, c, f.Download})
			}
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
