package image

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// makesImage tells whether the program makes an image of that name itself: by
// `docker build -t` (also with buildx, podman, nerdctl, buildah), `docker tag`,
// `docker import` or `docker commit`. Such a name says nothing of a registry.
// Where in the program it is made does not matter.
func (r *Run) makesImage(name string) bool {
	for _, c := range r.Program.Named("docker", "podman", "nerdctl", "buildah") {
		for _, made := range r.madeBy(c) {
			if withTag(made) == withTag(name) {
				return true
			}
		}
	}
	return false
}

// withTag is the name as docker completes it.
func withTag(name string) string {
	if strings.LastIndexByte(name, ':') > strings.LastIndexByte(name, '/') || strings.Contains(name, "@") {
		return name
	}
	return name + ":latest"
}

// madeBy are the names that the command gives to images, as far as they are known.
func (r *Run) madeBy(c *shell.Command) []string {
	words := make([]string, 0, len(c.Args))
	for _, w := range c.Args {
		v, _ := r.value(c, w)
		words = append(words, v)
	}
	for len(words) > 0 && (words[0] == "buildx" || words[0] == "image" || words[0] == "container" || words[0] == "builder") {
		words = words[1:]
	}
	if len(words) == 0 {
		return nil
	}
	switch verb, rest := words[0], words[1:]; verb {
	case "build", "bud", "build-using-dockerfile":
		return tagOptions(rest)
	case "tag", "commit", "import":
		if len(rest) > 1 {
			return rest[len(rest)-1:] // the last operand is the new name
		}
	}
	return nil
}

// tagOptions are the values of -t and --tag.
func tagOptions(words []string) []string {
	var out []string
	for i, w := range words {
		switch {
		case (w == "-t" || w == "--tag") && i+1 < len(words):
			out = append(out, words[i+1])
		case strings.HasPrefix(w, "--tag="):
			out = append(out, strings.TrimPrefix(w, "--tag="))
		case strings.HasPrefix(w, "-t") && len(w) > 2:
			out = append(out, strings.TrimPrefix(w[2:], "="))
		}
	}
	return out
}
