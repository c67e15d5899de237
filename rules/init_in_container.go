package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP706", Name: "init-in-container", Since: "0.2.0",
	Summary:    "OpenRC in a container",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{1188},
	Doc: `## What it flags

In the Alpine image that is shipped: the package openrc, ` + "`rc-update`, `rc-service`, `service x start`" + ` and a ` + "`touch /run/openrc/softlevel`" + `. One finding for an image, at the first place; the others are listed with it.

Silent: images and scripts that set up a machine (` + "`setup-alpine`" + `), the supervisors that are made for containers (s6, runit, tini, dumb-init, supervisord), other distributions.

## Why

OpenRC starts what a machine needs: it mounts file systems and sets clocks, which takes capabilities that a container should not have. A service that it starts goes into the background: the container's first process is another, so that the engine sees neither its output nor its end, restarts nothing, and a ` + "`docker stop`" + ` does not reach it. The file softlevel is how one makes OpenRC believe that the machine has booted.

## What to do

Start the program itself, in the foreground: ` + "`CMD [\"crond\", \"-f\"]`, `CMD [\"nginx\", \"-g\", \"daemon off;\"]`" + `. For several programs take several containers, or s6.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache openrc~0.63 && rc-update add crond
USER nobody
CMD ["rc-service", "crond", "start"]
`,
	Good: `FROM alpine:3.24
USER nobody
CMD ["crond", "-f"]
`,
	Run: func(p *analysis.Pass) {
		places := p.OpenRC()
		if len(places) == 0 {
			return
		}
		f := analysis.Finding{
			Span:    places[0],
			Message: "OpenRC is made for machines: in a container it hides whether the service runs",
			Help:    "start the program itself, in the foreground",
		}
		for _, more := range places[1:] {
			f.Related = append(f.Related, analysis.Related{Span: more, Message: "and here"})
		}
		p.Report(f)
	},
})
