package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP810", Name: "glibc-installers", Since: "0.2.0",
	Summary:    "a tool that comes with a glibc program of its own",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{439},
	Doc: `## What it flags

In an Alpine stage:

- the AWS CLI 2 (` + "`awscli-exe-linux-*.zip`" + `), downloaded or copied;
- ` + "`playwright install`" + `, by npx, yarn, pnpm, bunx and ` + "`python -m`" + ` too;
- an install of puppeteer by npm, yarn or pnpm, as an operand or in the dependencies of the package.json of its folder, when the Dockerfile speaks of no Chromium or Chrome and sets no variable of Puppeteer.

Silent: puppeteer-core; ` + "`PUPPETEER_SKIP_DOWNLOAD`" + `, ` + "`PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD`" + `, ` + "`--ignore-scripts`" + `; base images that may bring chromium; stages that get a glibc (ALP301) or only hand on to other distributions. The Google Cloud CLI is not flagged: Google's own image on Alpine 3.23 runs it with Alpine's Python. Electron is not either: what the context has it for cannot be told. With gcompat or libc6-compat it is an information.

## Why

They bring programs that are linked with glibc: the AWS CLI a Python, the others a browser. None starts on Alpine (aws/aws-cli issues 4685 and 4971; Playwright supports Debian and Ubuntu; Puppeteer's page on troubles has a chapter on Alpine). That a program with the interpreter of glibc does not start was measured on Alpine 3.20, these tools were not run.

## What to do

` + "`apk add aws-cli`" + `. For a browser ` + "`apk add chromium`" + `, with ` + "`PUPPETEER_SKIP_DOWNLOAD=true`" + ` and ` + "`PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium`" + `; for Playwright its image, which is Ubuntu.
`,
	Bad: `FROM alpine:3.24
ADD --checksum=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be https://awscli.amazonaws.com/awscli-exe-linux-x86_64-2.26.5.zip /tmp/awscli.zip
USER nobody
`,
	Good: `FROM alpine:3.24
RUN apk add --no-cache aws-cli~2
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.GlibcBuilds(alpine.Vendor) {
			f := glibcFinding(g, g.Name+" is linked with glibc and does not start on Alpine", "take Alpine's own package: apk add chromium, and tell the tool to skip its download")
			if strings.HasPrefix(g.Name, "awscli") {
				f.Help = "take Alpine's own package: apk add aws-cli"
			}
			p.Report(f)
		}
	},
})
