package image

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// dockerLines reads the docker command lines of a script and writes what it made of
// the last one.
func dockerOf(t *testing.T, script string) (Docker, bool) {
	t.Helper()
	run := Alone(source.NewFile("/x.sh", []byte(script+"\n")), Options{})
	var d Docker
	var ok bool
	for _, c := range run.Program.Named(DockerNames...) {
		d, ok = run.Docker(c)
	}
	return d, ok
}

func TestDockerImage(t *testing.T) {
	for line, want := range map[string]string{
		"docker run --rm -it -v /a:/b alpine:3.20 sh":         "alpine:3.20",
		"docker run -d -p80:80 --name=x --network host nginx": "nginx",
		"podman pull -q docker.io/library/alpine":             "docker.io/library/alpine",
		"nerdctl create alpine":                               "alpine",
		"docker container run -- busybox":                     "busybox",
		"sudo docker run -e A=1 alpine":                       "alpine",
		"docker run $IMAGE":                                   "",
		"docker run --rm":                                     "",
		"docker ps alpine":                                    "",
		"docker run -it \"$@\" alpine":                        "",
		"docker run --frobnicate alpine":                      "",
		"docker run --frobnicate --rm alpine":                 "alpine",
		"I=alpine:3.9; docker run $I":                         "alpine:3.9",
		"docker build -t own . && docker run own":             "",
		"docker buildx build --tag=own . && docker run own":   "",
		"docker commit -m 'a b' x own:1 && docker run own:1":  "",
		"docker() { :; }; docker run alpine":                  "",
	} {
		got := ""
		if d, ok := dockerOf(t, line); ok {
			if use, ok := d.Use(); ok {
				got = use.Ref.Name
			}
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
}

func TestDocker(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"docker run --rm -v /a:/b alpine sh -c 'x'", "run rm volume=/a:/b | alpine sh -c x"},
		{"docker run -itv/a:/b -p=80:80 alpine -p 1", "run interactive tty volume=/a:/b publish=80:80 | alpine -p 1"},
		{"docker -H tcp://a --debug run -P --privileged=false alpine", "run publish-all privileged=false | alpine"},
		{"docker --context remote container create -e A=1 alpine", "create env=A=1 | alpine"},
		{"podman --remote image pull -a alpine", "pull all-tags | alpine"},
		{"nerdctl -n k8s.io exec -it web sh -c ls", "exec interactive tty | web sh -c ls"},
		{"docker build . -t a -f x/Dockerfile --no-cache", "build tag=a file=x/Dockerfile no-cache | ."},
		{"docker buildx --builder b build --push --output=type=registry .", "build push output=type=registry | ."},
		{"docker-buildx build -t a .", "build tag=a | ."},
		{"buildah bud -t a .", "build tag=a | ."},
		{"buildah run $c -- ls", ""},
		{"docker compose run web", ""},
		{"docker", ""},
		{"docker --version", ""},
		{`O="--rm --cap-add ALL"; docker run $O alpine`, "run rm cap-add=ALL | alpine"},
		{`docker run --name "$n" -e "A=$a" "$IMAGE" --privileged`, "run name=${n} env=A=${a} | ${IMAGE} --privileged"},
		{"docker run --net $net -v $PWD:/x $REPO/a:1 -P", "run net=${net} volume=${PWD}:/x | ${REPO}/a:1 -P"},
		{"docker run --rm $OPTS --privileged alpine", "run rm | ?"},
		{`docker run "${args[@]}" --privileged alpine`, "run | ?"},
		{"docker run --frob --rm alpine", "run frob rm | alpine"},
		{"docker run --frob x --privileged alpine", "run frob | ?"},
		{"docker run -X x alpine", "run X | ?"},
		{"docker build $ARGS -t a .", "build tag=a | . ?"},
		{"docker run -v", "run | ?"},
		{"for i in a b; do docker pull $i; done", "pull | a"},
	} {
		got := ""
		if d, ok := dockerOf(t, tt.line); ok {
			got = d.Verb
			for _, o := range d.Options {
				got += " " + o.Name
				if len(o.Values) > 0 {
					got += "=" + strings.Join(o.Values, ",")
				}
			}
			got += " |"
			for _, o := range d.Operands {
				got += " " + o.Value
			}
			if !d.Sure {
				got += " ?"
			}
		}
		if got != tt.want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.line, got, tt.want)
		}
	}
}

// What a command line says about nothing must not stop anything.
func FuzzDocker(f *testing.F) {
	f.Add(`docker run -itv/a:/b "$@" -- --x= -`)
	f.Add(`docker -H build --output --push -t= . -`)
	f.Add(`docker run 'a\b' "$@"`)
	f.Fuzz(func(t *testing.T, line string) {
		run := Alone(source.NewFile("/x.sh", []byte(line)), Options{})
		for _, c := range run.Program.Named(DockerNames...) {
			if d, ok := run.Docker(c); ok {
				d.Use()
				for _, o := range d.Options {
					if o.Name == "" && !strings.Contains(line, "-") {
						t.Error(fmt.Sprint("an option out of nothing: ", o))
					}
				}
			}
		}
	})
}
