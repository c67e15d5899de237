package rules

import (
	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP801", Name: "pip-source-build", Since: "0.2.0",
	Summary:    "pip builds what it takes, and compares it with nothing",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	CWE:        []int{829},
	Doc: `## What it flags

A ` + "`pip install`" + ` or ` + "`pip wheel`" + ` with ` + "`-r`" + ` in an Alpine stage that has a C compiler at that point, when the file of requirements is in the context and has no hashes, and nothing keeps pip to wheels.

Silent: ` + "`--require-hashes`" + `, ` + "`--hash=`" + ` in the file, ` + "`--only-binary`" + `, ` + "`--no-index`" + `, their variables; files that cannot be read; stages without a compiler, where what has no wheel fails.

## Why

On musl fewer packages have a wheel, so more is built, and a source distribution is a program: its setup.py or build backend runs as the user of the build, with the network. Without hashes it is whatever the index answers that day. The compiler tells that it was meant to be so.

## What to do

Write the hashes (` + "`pip-compile --generate-hashes`" + `, ` + "`uv pip compile --generate-hashes`" + `) and say ` + "`--require-hashes`" + `. Build the wheels in a stage of their own, and install them with ` + "`--no-index`" + ` where nothing can be built.
`,
	Bad: `-- Dockerfile --
FROM python:3.14-alpine3.24
RUN apk add --no-cache build-base~0.5
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
USER nobody
-- requirements.txt --
numpy==2.3.5
`,
	Good: `-- Dockerfile --
FROM python:3.14-alpine3.24
RUN apk add --no-cache build-base~0.5
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
USER nobody
-- requirements.txt --
numpy==2.3.5 --hash=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be
`,
	Run: func(p *analysis.Pass) {
		for _, b := range p.PipBuilds() {
			p.Report(analysis.Finding{
				Span:    b.Span,
				Message: b.Text + " has no hashes, and pip builds and runs what has no wheel for musl",
				Help:    "write the hashes into it and say --require-hashes, or keep pip to wheels with --only-binary=:all:",
			})
		}
	},
})
