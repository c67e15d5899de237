package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP803", Name: "conda-glibc", Since: "0.2.0",
	Summary:    "Conda on Alpine",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{439},
	Doc: `## What it flags

The installers of Miniconda, Anaconda, Miniforge and Mambaforge in an Alpine stage: their download by curl, wget, aria2c or ADD, and a COPY of them.

Silent: micromamba, which is one static program; stages that get a glibc (ALP301 tells of it), that only hand on to other distributions, or of which it is not known that they are Alpine. With gcompat or libc6-compat it is an information.

## Why

What Conda installs is built against glibc, Python first: there is no channel for musl. The installer unpacks a Python that asks for ` + "`/lib64/ld-linux-x86-64.so.2`" + `, which Alpine does not have, and stops with "not found". That a program with this interpreter does not start was measured on Alpine 3.20; of Conda it is the word of its file names and of its users.

## What to do

Take a base with glibc: debian-slim, or an image of Conda's own. For Python alone: ` + "`python:3.14-alpine3.24`" + ` with pip and its musllinux wheels.
`,
	Bad: `FROM alpine:3.24
ADD --checksum=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be https://repo.anaconda.com/miniconda/Miniconda3-py313_25.1.1-2-Linux-x86_64.sh /tmp/conda.sh
RUN sh /tmp/conda.sh -b -p /opt/conda
USER nobody
`,
	Good: `FROM debian:13-slim
ADD --checksum=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be https://repo.anaconda.com/miniconda/Miniconda3-py313_25.1.1-2-Linux-x86_64.sh /tmp/conda.sh
RUN sh /tmp/conda.sh -b -p /opt/conda
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.GlibcBuilds(alpine.Conda) {
			p.Report(glibcFinding(g, "Conda is built against glibc and does not run on Alpine", "take a base with glibc such as debian-slim, or Python of Alpine with pip"))
		}
	},
})
