package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP704", Name: "publish-all", Since: "0.2.0",
	Summary:    "all ports of a container are opened on all addresses of the host",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{1327},
	Doc: `## What it flags

` + "`-P` and `--publish-all`" + ` of a docker, podman or nerdctl ` + "`run` or `create`" + `. An address that is all addresses, ` + "`-p 0.0.0.0:80:80`" + `, is told at info; a ` + "`-p 80:80`" + ` that says none is not told.

## Why

Whatever the image's EXPOSE lists, today and in its next version, is opened on every interface of the host under a port that the kernel picks: the port for debugging and that for metrics too. Docker writes its own rules of the firewall in front of the host's, so that ufw and its like do not keep them shut.

## What to do

Name the ports, and the address where one is enough: ` + "`-p 127.0.0.1:8080:80`" + `.
`,
	Bad:  "-- start.sh --\n#!/bin/sh\ndocker run -d -P registry.example.org/web:3\n",
	Good: "-- start.sh --\n#!/bin/sh\ndocker run -d -p 127.0.0.1:8080:80 registry.example.org/web:3\n",
	Run: func(p *analysis.Pass) {
		for _, port := range p.PublishedPorts() {
			f := analysis.Finding{
				Span:    port.Span,
				Message: "all ports that the image exposes are opened on all addresses of the host",
				Help:    "name the ports: -p 127.0.0.1:8080:80",
			}
			if !port.All {
				f.Severity = analysis.Info
				f.Message = "the port is opened on " + port.Address + ", which is every address of the host"
				f.Help = "name the address that is meant, 127.0.0.1 for the host alone"
			}
			p.Report(f)
		}
	},
})
