package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP709", Name: "host-tampering", Since: "0.2.0",
	Summary:    "the container engine is gone round",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{250},
	Doc: `## What it flags

- A command that writes into the folder which ` + "`docker inspect`" + ` names as UpperDir or MergedDir of a container;
- ` + "`nsenter -t 1` with `--mount`, `-m` or `--all`" + `, by which a container with the host's processes runs commands on the host.

Silent: reading in these folders, and an nsenter into the network or the processes of a container alone, by which one looks for faults.

## Why

The folders are the engine's: what is written past it is in no layer and no log, is gone with the container, and with overlayfs its effect on a container that runs is not defined (kernel documentation, "Changes to underlying filesystems"). A path out of a container's metadata, followed by root of the host, leads where a link in the container points. And nsenter into process 1 is the end of the container: its root is the host's.

## What to do

` + "`docker cp` and `docker exec`" + ` for a container that runs, another image for what is to stay. What has to work on the host should not pretend to be a container.
`,
	Bad: `-- patch.sh --
#!/bin/sh
set -e
dir=$(docker inspect -f '{{ .GraphDriver.Data.MergedDir }}' web)
cp app.conf "$dir/etc/app.conf"
`,
	Good: `-- patch.sh --
#!/bin/sh
set -e
docker cp app.conf web:/etc/app.conf
`,
	Run: func(p *analysis.Pass) {
		for _, t := range p.HostTamperings() {
			f := analysis.Finding{
				Span:    t.Span,
				Message: "this runs on the host, as its root",
				Help:    "run on the host what has to work on the host",
			}
			if t.Writes {
				f.Message = "this writes into a container's layers behind the engine's back"
				f.Help = "use docker cp, or docker exec"
			}
			p.Report(f)
		}
	},
})
