package image

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// dockerVerbs are the subcommands whose first operand is an image.
var dockerVerbs = map[string]bool{"run": true, "create": true, "pull": true}

// dockerSwitches are the options of docker, podman and nerdctl `run`, `create` and
// `pull` that take no value; every other one takes the next word. Short ones may
// be clustered (-it). From the reference of docker's command line, 28.
var dockerSwitches = map[string]bool{
	"-d": true, "--detach": true, "--disable-content-trust": true, "--help": true, "--init": true,
	"-i": true, "--interactive": true, "--no-healthcheck": true, "--oom-kill-disable": true, "--privileged": true,
	"-P": true, "--publish-all": true, "-q": true, "--quiet": true, "--read-only": true, "--rm": true,
	"--sig-proxy": true, "-t": true, "--tty": true, "--all-tags": true, "--use-api-socket": true,
	"--replace": true, "--rmi": true, "--no-hosts": true, "--http-proxy": true, "--tls-verify": true,
}

// DockerImage is the image that a `docker run`, `create` or `pull` names (podman
// and nerdctl alike, `docker container run` too). It is not ok where there is
// none, where the words before it cannot be read, and where the image is one that
// the same program makes.
func (r *Run) DockerImage(c *shell.Command) (Use, bool) {
	args := c.Args
	next := func() (string, bool) {
		if len(args) == 0 {
			return "", false
		}
		v, ok := r.value(c, args[0])
		return v, ok
	}
	verb, ok := next()
	if ok && (verb == "container" || verb == "image") {
		args = args[1:]
		verb, ok = next()
	}
	if !ok || !dockerVerbs[verb] {
		return Use{}, false
	}
	for args = args[1:]; ; args = args[1:] {
		v, ok := next()
		switch {
		case !ok:
			return Use{}, false
		case !strings.HasPrefix(v, "-"):
			ref := r.dockerRef(args[0], v)
			return Use{Kind: UseDocker, Ref: ref, Step: r.Step}, ref.Known && !ref.IsScratch() && !r.makesImage(v)
		case v != "--" && takesValue(v, verb):
			if len(args) == 1 {
				return Use{}, false
			}
			args = args[1:]
		}
	}
}

// dockerRef reads the word that names an image and has that value.
func (r *Run) dockerRef(w shell.Word, value string) Ref {
	b := r.State.Stage.Build
	if text, ok := w.Text(); ok && !strings.Contains(value, "$") {
		return b.ref(text, Vars{})
	}
	return b.ParseRef(value, w.Span())
}

func takesValue(option, verb string) bool {
	if strings.Contains(option, "=") || dockerSwitches[option] || verb == "pull" && option == "-a" {
		return false
	}
	if strings.HasPrefix(option, "--") || len(option) == 2 {
		return true
	}
	// A cluster takes a value when its last letter does; -p80:80 carries its own.
	for _, letter := range option[1 : len(option)-1] {
		if !dockerSwitches["-"+string(letter)] {
			return false
		}
	}
	return !dockerSwitches["-"+option[len(option)-1:]]
}
