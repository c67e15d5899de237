package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Unattested are the options of a `docker build` that pushes its image by which it
// says nothing of how it was made or of what: --provenance=false, --sbom=false.
func (u *Unit) Unattested() []source.Span {
	var out []source.Span
	for run, c := range u.Commands("docker", "nerdctl", "buildx", "docker-buildx") {
		words := make([]string, len(c.Args))
		pushes := false
		for i, w := range c.Args {
			words[i] = run.Reading(c, w)[0]
			pushes = pushes || words[i] == "--push" || strings.Contains(words[i], "type=registry") || strings.Contains(words[i], "push=true")
		}
		if !pushes || !slices.Contains(words[:min(2, len(words))], "build") {
			continue
		}
		for i, w := range words {
			name, value, has := strings.Cut(w, "=")
			if !has && i+1 < len(words) {
				value = words[i+1]
			}
			if (name == "--provenance" || name == "--sbom") && value == "false" || name == "--attest" && strings.Contains(w+value, "disabled=true") {
				out = append(out, c.Args[i].Span())
			}
		}
	}
	return out
}
