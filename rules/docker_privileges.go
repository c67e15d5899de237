package rules

import (
	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP703", Name: "docker-privileges", Since: "0.2.0",
	Summary:    "a container is started with power over its host",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{250, 269},
	Doc: `## What it flags

In the ` + "`run`, `create` and `exec`" + ` of docker, podman and nerdctl:

- error, what is enough to take the host over: ` + "`--privileged`, `--cap-add` of ALL, SYS_ADMIN, SYS_MODULE, SYS_RAWIO or DAC_READ_SEARCH, SYS_PTRACE with `--pid=host`, `-v /:/…` and `--device /dev/mem`" + `;
- warning, what reaches beyond the container: the namespaces of the host (` + "`--pid`, `--ipc`, `--uts`, `--userns` and `--network=host`), `-v /var/run/docker.sock`, `-v /:/…:ro`, and `--security-opt` with seccomp or apparmor unconfined, label=disable or no-new-privileges=false" + `;
- info: NET_ADMIN and SYS_PTRACE in the container's own namespaces, where they end.

Silent: what registers binary formats (multiarch/qemu-user-static, tonistiigi/binfmt), container engines (docker:dind, kindest/node, moby/buildkit), command lines inside texts such as ` + "`echo`" + `, and options behind a word that cannot be read, which may be the container's own.

## Why

root in a container is held by what these options take away: capabilities, namespaces, the filters of seccomp and AppArmor. With SYS_ADMIN it mounts the host's disk, with DAC_READ_SEARCH it opens any file by its handle, with the socket of the engine it starts a privileged container of its own. What then breaks into the service has the machine. This page was not tried on an engine; the options are those of the references of docker 28, podman 5 and nerdctl 2.

## What to do

Name what is needed and no more: ` + "`--cap-drop=ALL` with one `--cap-add`, `--device` of one device, `--security-opt seccomp=profile.json`, a proxy in front of the socket that lets a few calls through" + `, a rootless engine. Where a test or an installer must have it, say so in an ignore comment.
`,
	Bad: `-- start.sh --
#!/bin/sh
docker run -d --privileged -v /srv/backup:/backup registry.example.org/backup:3
`,
	Good: `-- start.sh --
#!/bin/sh
docker run -d --cap-drop=ALL --cap-add=CHOWN -v /srv/backup:/backup registry.example.org/backup:3
`,
	Run: func(p *analysis.Pass) {
		severities := map[analysis.Power]analysis.Severity{analysis.Within: analysis.Info, analysis.Beyond: analysis.Warning, analysis.Host: analysis.Error}
		for _, x := range p.Privileges() {
			p.Report(analysis.Finding{
				Span:     x.Span,
				Severity: severities[x.Power],
				Message:  "the container " + x.Grants,
				Help:     "give it what it needs and no more",
			})
		}
	},
})
