package analysis

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/build"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Blinding is a place that takes the database of packages out of the image, or
// leaves it behind.
type Blinding struct {
	Span    source.Span
	Removed bool // else files of Alpine are copied without it
}

// apkDatabase are the folders and the file in which apk notes what is installed, from
// Alpine 3.23 on below /usr too.
var apkDatabase = []string{"/lib/apk", "/lib/apk/db", "/lib/apk/db/installed", "/usr/lib/apk", "/usr/lib/apk/db", "/usr/lib/apk/db/installed"}

// Blindings are those of the image that is built.
func (u *Unit) Blindings() []Blinding {
	if u.Build == nil || u.Build.Target == nil {
		return nil
	}
	var out []Blinding
	for run, c := range u.Commands("rm") {
		if run.When != image.AtBuild || run.State.IsAlpine() != alpine.Yes || !ships(u.Build.Target, run.State.Stage) {
			continue
		}
		for _, w := range c.Args {
			v := run.Reading(c, w)[0]
			if strings.HasPrefix(v, "/") && slices.Contains(apkDatabase, path.Clean(strings.TrimSuffix(v, "*"))) {
				out = append(out, Blinding{Span: w.Span(), Removed: true})
			}
		}
	}
	if span, ok := bareCopy(u.Build.Target); ok {
		out = append(out, Blinding{Span: span})
	}
	return out
}

// ships tells whether the files of the stage are the target's: it is the target or
// what that begins with.
func ships(target, s *image.Stage) bool {
	for t := target; t != nil; t = t.Base {
		if t == s {
			return true
		}
	}
	return false
}

// bareCopy is the first copy of whole system folders of Alpine into scratch, when
// no copy brings /etc or os-release.
func bareCopy(s *image.Stage) (source.Span, bool) {
	if !s.From.IsScratch() {
		return source.Span{}, false
	}
	var first source.Span
	for _, step := range s.Steps {
		c := step.Copy
		if c == nil || c.Image == nil {
			if c != nil {
				return source.Span{}, false // the context may bring them
			}
			continue
		}
		img := c.Image.Image()
		if c.From != nil {
			img = c.From.Image
		}
		for _, src := range c.Sources {
			switch path.Clean("/" + src) {
			case "/", "/etc", "/etc/os-release", "/usr/lib/os-release", "/lib/apk":
				return source.Span{}, false
			case "/bin", "/lib", "/usr", "/sbin":
				if first.IsZero() && img.Distro == alpine.Alpine {
					first = step.Args[0].Span()
				}
			}
		}
	}
	return first, !first.IsZero()
}

// sbomWords are what a Dockerfile says that makes a list of what a program is made of,
// or has BuildKit make one of a stage.
var sbomWords = []string{"syft", "trivy", "cdxgen", "cyclonedx", "CycloneDX", "spdx", "SPDX", "sbom", "SBOM", "auditable"}

// Unlisted are the static programs of C and Rust that come into an image without
// packages, with nothing that lists their parts. Go's programs list them themselves.
func (u *Unit) Unlisted() []build.Delivery {
	if u.Build == nil || u.Build.Target == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(u.Deliveries()), func(d build.Delivery) bool {
		distro := d.Step.Stage.Image.Distro
		return !d.Linkage.IsStatic() || d.By == "go build" || distro != alpine.Scratch && distro != alpine.Distroless ||
			!ships(u.Build.Target, d.Step.Stage) || slices.ContainsFunc(u.Stages(), func(s *image.Stage) bool { return slices.ContainsFunc(sbomWords, s.Says) })
	})
}
