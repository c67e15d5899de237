package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP712", Name: "unconfined-run", Since: "0.2.0",
	Summary:    "an Alpine container without the confinements that cost nothing",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	Optional:   true,
	CWE:        []int{250},
	Doc: `## What it flags

A docker, podman or nerdctl ` + "`run` or `create`" + ` of an image that is Alpine by its name, without ` + "`--read-only`, `--cap-drop` or `--security-opt no-new-privileges`" + `; the finding tells which of the three are missing.

Silent: command lines that cannot be read to the image, images of which the name tells nothing, and containers with --privileged, of which ALP703 tells.

## Why

With a file system that cannot be written an intruder leaves nothing behind, without capabilities root in the container is nearly a user, and with no-new-privileges setuid programs do not help. Alpine's image has no setuid file and writes nowhere by itself, so that a service on it often needs nothing more than a ` + "`--tmpfs /run`" + `. This page was not tried on an engine.

## What to do

` + "`--read-only --tmpfs /tmp --cap-drop=ALL --security-opt no-new-privileges`" + `, and add what the service turns out to need.
`,
	Bad:  "-- start.sh --\n#!/bin/sh\ndocker run -d alpine:3.24 crond -f\n",
	Good: "-- start.sh --\n#!/bin/sh\ndocker run -d --read-only --cap-drop=ALL --security-opt no-new-privileges alpine:3.24 crond -f\n",
	Run: func(p *analysis.Pass) {
		for _, d := range p.Dockers("run", "create") {
			use, ok := d.Use()
			if !ok || use.Ref.Image().Distro != alpine.Alpine || d.On("privileged") {
				continue
			}
			if missing := analysis.MissingConfinements(d); len(missing) > 0 {
				p.Report(analysis.Finding{
					Span:    use.Span(),
					Message: "the container runs without " + strings.Join(missing, ", "),
					Help:    "add them, and what the service then turns out to need",
				})
			}
		}
	},
})
