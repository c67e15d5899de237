package rules

import (
	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP701", Name: "root-user", Since: "0.2.0",
	Summary:    "the image runs as root",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Aliases:    []string{"DL3002"},
	AliasNote:  "told at warning where DL3002 is, a USER root that is the last; at info for an image without USER",
	CWE:        []int{250},
	Doc: `## What it flags

An image that starts as root:

- warning: the last USER of the stage that is built is root or 0, most often left from an installation in the middle of the file;
- info: there is no USER, the base image is known to have none, and the Dockerfile says what is started.

One severity less (info, hint) where that may be meant so: what is started goes on as another user (su-exec, gosu, setpriv, su), is a supervisor (s6, supervisord) or a server that begins as root by design (nginx, sshd, crond, …), in the ENTRYPOINT or CMD or a script that they run; the image is one to build or test in, by its name; it starts a shell or an interpreter alone.

Silent: a base image of which it is not known whether it has a USER, one that has (gcr.io/distroless with nonroot, nginxinc/nginx-unprivileged, bitnami), a USER by a variable without a known value, images that start nothing, and other stages than the one that is built.

## Why

Whoever breaks into the service is root in the container: can write its programs, bind any port, use what capabilities the engine leaves, and stands in front of the kernel with the same number as root of the host unless user namespaces are on.

Why an image without USER is told at info: of 3,210 Dockerfiles in 111 repositories 10 end in USER root, and some 660 have no USER on a base that is known to be root. Of 60 of the latter that were looked at more than half are tools of the command line, images of languages, samples and tests. A warning that nearly everybody has is soon switched off with all the others.

## What to do

On Alpine ` + "`RUN adduser -S -D -H app`, then `USER app`" + ` behind the last instruction that needs root; in scratch and distroless a number, ` + "`USER 65532:65532`" + `, which needs no /etc/passwd and which Kubernetes can check (runAsNonRoot). Give what the service writes to that user by ` + "`COPY --chown`" + `.
`,
	Bad: `FROM alpine:3.24
RUN adduser -S -D -H app
USER app
WORKDIR /srv
USER root
COPY app /srv/
ENTRYPOINT ["/srv/app"]
`,
	Good: `FROM alpine:3.24
RUN adduser -S -D -H app
USER app
WORKDIR /srv
USER root
COPY app /srv/
USER app
ENTRYPOINT ["/srv/app"]
`,
	Run: func(p *analysis.Pass) {
		root, ok := p.RootUser()
		if !ok {
			return
		}
		f := analysis.Finding{Span: root.Span, Severity: analysis.Info, Message: "no USER is set, so this starts as root", Help: "add a USER"}
		if root.Written {
			f.Severity, f.Message = analysis.Warning, "the image is left to start as root"
		}
		switch {
		case root.Excuse != "":
			f.Severity--
			f.Notes = []string{root.Excuse}
		case root.Settle != nil:
			f.Help = "end with USER " + root.Who
			f.Fixes = []analysis.Fix{{Title: "Start as " + root.Who, Edits: root.Settle}}
		}
		p.Report(f)
	},
})
