package image

import "strings"

// makesImage tells whether the program makes an image of that name itself: by
// `docker build -t` (also with buildx, podman, nerdctl, buildah), `docker tag`,
// `docker import` or `docker commit`. Such a name says nothing of a registry.
// Where in the program it is made does not matter.
func (r *Run) makesImage(name string) bool {
	for _, c := range r.Program.Named(DockerNames...) {
		d, _ := r.Docker(c)
		for _, made := range d.makes() {
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

// makes are the names that the command gives to images.
func (d Docker) makes() []string {
	var out []string
	switch d.Verb {
	case "build":
		for _, o := range d.Options {
			if o.Name == "tag" {
				out = append(out, o.Values...)
			}
		}
	case "tag", "commit", "import":
		if n := len(d.Operands); n > 1 {
			out = append(out, d.Operands[n-1].Value) // the last operand is the new name
		}
	}
	return out
}
