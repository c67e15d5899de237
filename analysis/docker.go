package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Dockers are the command lines of docker, podman, nerdctl and buildah in programs,
// those with the given verbs.
func (u *Unit) Dockers(verbs ...string) []image.Docker {
	var out []image.Docker
	for _, d := range u.dockers.of(u.findDockers) {
		if slices.Contains(verbs, d.Verb) {
			out = append(out, d)
		}
	}
	return out
}

func (u *Unit) findDockers() []image.Docker {
	var out []image.Docker
	for run, c := range u.Commands(image.DockerNames...) {
		if d, ok := run.Docker(c); ok {
			out = append(out, d)
		}
	}
	return out
}

// Unattested are the options of a `docker build` by which it says nothing of how its
// image was made or of what (--provenance=false, --sbom=false), where it pushes the
// image or a `docker push` of the same program does.
func (u *Unit) Unattested() []source.Span {
	var out []source.Span
	for _, d := range u.Dockers("build") {
		if !pushes(d) && !pushedLater(d) {
			continue
		}
		for _, o := range d.Options {
			value := strings.Join(o.Values, " ")
			if (o.Name == "provenance" || o.Name == "sbom") && value == "false" || o.Name == "attest" && strings.Contains(value, "disabled=true") {
				out = append(out, o.Word.Span())
			}
		}
	}
	return out
}

// PushedUnlisted are the builds that push their image without a list of what is in it, and
// whose program signs nothing and makes no list in another way.
func (u *Unit) PushedUnlisted() []source.Span {
	var out []source.Span
	for _, d := range u.Dockers("build") {
		asks := slices.ContainsFunc(d.Options, func(o image.Option) bool {
			return o.Name == "sbom" || o.Name == "attest" && strings.Contains(strings.Join(o.Values, " "), "sbom")
		})
		if d.Sure && pushes(d) && !asks && len(d.Run.Program.Named("cosign", "notation", "syft", "trivy", "cdxgen")) == 0 {
			out = append(out, d.Command.Word.Span().Cover(d.VerbWord.Span()))
		}
	}
	return out
}

// pushes tells whether a build sends what it makes to a registry.
func pushes(d image.Docker) bool {
	return d.On("push") || slices.ContainsFunc(d.Options, func(o image.Option) bool {
		value := strings.Join(o.Values, " ")
		return o.Name == "output" && (strings.Contains(value, "type=registry") || strings.Contains(value, "push=true"))
	})
}

// pushedLater tells whether the program pushes an image by a name that a build gives it.
func pushedLater(build image.Docker) bool {
	for _, c := range build.Run.Program.Named(image.DockerNames...) {
		if n := len(c.Args); n > 1 && c.Arg(0) == "push" {
			name := build.Run.Reading(c, c.Args[n-1])[0]
			if slices.ContainsFunc(build.Options, func(o image.Option) bool { return o.Name == "tag" && slices.Contains(o.Values, name) }) {
				return true
			}
		}
	}
	return false
}
