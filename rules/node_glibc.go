package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP804", Name: "node-glibc", Since: "0.2.0",
	Summary:    "a Node.js for glibc on Alpine",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{439},
	Doc: `## What it flags

A Node.js of nodejs.org (` + "`node-v22.1.0-linux-x64.tar.xz`" + `) in an Alpine stage, downloaded or copied, and the installer of Volta.

Silent: sources, headers and sums; builds whose name says musl, of unofficial-builds.nodejs.org, and those of that host whose name ends in a variable; stages that get a glibc (ALP301 tells of it) or only hand on to other distributions. nvm is not flagged: of late it asks for a build for musl and else compiles. With gcompat or libc6-compat it is an information.

## Why

The project builds for glibc. Its program asks for ` + "`/lib64/ld-linux-x86-64.so.2`" + `, which Alpine does not have, so the shell says "not found" though the file is there; with gcompat it stops at a missing symbol (` + "`fcntl64`" + `, by the reports of users). That a program with this interpreter does not start was measured on Alpine 3.20.

## What to do

` + "`node:24-alpine3.24`" + `, which takes the build for musl and checks its sum, or ` + "`apk add nodejs`" + `.
`,
	Bad: `FROM alpine:3.24
ADD --checksum=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be https://nodejs.org/dist/v24.1.0/node-v24.1.0-linux-x64.tar.xz /tmp/
RUN tar -xJf /tmp/node-v24.1.0-linux-x64.tar.xz -C /usr/local --strip-components=1
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache nodejs~24
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.GlibcBuilds(alpine.NodeJS) {
			p.Report(glibcFinding(g, "this build of Node.js is linked with glibc and does not start on Alpine", "take node:*-alpine as the base, apk add nodejs, or the build with -musl of unofficial-builds.nodejs.org"))
		}
	},
})
