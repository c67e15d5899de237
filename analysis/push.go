package analysis

import (
	"iter"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// pushed is a `docker build` that pushes its image, with the readings of its words.
type pushed struct {
	run     *image.Run
	command *shell.Command
	words   []string
}

func (u *Unit) pushes() iter.Seq[pushed] {
	return func(yield func(pushed) bool) {
		for run, c := range u.Commands("docker", "nerdctl", "buildx", "docker-buildx") {
			p := pushed{run, c, make([]string, len(c.Args))}
			push := false
			for i, w := range c.Args {
				p.words[i] = run.Reading(c, w)[0]
				push = push || p.words[i] == "--push" || strings.Contains(p.words[i], "type=registry") || strings.Contains(p.words[i], "push=true")
			}
			if push && slices.Contains(p.words[:min(2, len(p.words))], "build") && !yield(p) {
				return
			}
		}
	}
}

// Unattested are the options of a `docker build` that pushes its image by which it
// says nothing of how it was made or of what: --provenance=false, --sbom=false.
func (u *Unit) Unattested() []source.Span {
	var out []source.Span
	for p := range u.pushes() {
		for i, w := range p.words {
			name, value, has := strings.Cut(w, "=")
			if !has && i+1 < len(p.words) {
				value = p.words[i+1]
			}
			if (name == "--provenance" || name == "--sbom") && value == "false" || name == "--attest" && strings.Contains(w+value, "disabled=true") {
				out = append(out, p.command.Args[i].Span())
			}
		}
	}
	return out
}

// PushedUnlisted are the builds that push their image without a list of what is in it, and
// whose program signs nothing and makes no list in another way.
func (u *Unit) PushedUnlisted() []source.Span {
	var out []source.Span
	for p := range u.pushes() {
		unread := slices.ContainsFunc(p.words, func(w string) bool { return strings.HasPrefix(w, "$") })
		asks := slices.ContainsFunc(p.words, func(w string) bool { return strings.Contains(w, "sbom") })
		if !unread && !asks && len(p.run.Program.Named("cosign", "notation", "syft", "trivy", "cdxgen")) == 0 {
			out = append(out, p.command.Word.Span().Cover(p.command.Args[slices.Index(p.words, "build")].Span()))
		}
	}
	return out
}
