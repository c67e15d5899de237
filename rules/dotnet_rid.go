package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/source"
)

var _ = register(&analysis.Rule{
	ID: "ALP806", Name: "dotnet-rid", Since: "0.2.0",
	Summary:    "a .NET program for glibc comes to Alpine",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{439},
	Doc: `## What it flags

A ` + "`dotnet publish`" + ` for ` + "`linux-x64`" + `, ` + "`linux-arm64`" + ` and their like that makes a program of its own, of which a COPY --from brings the folder into an Alpine stage: with ` + "`--self-contained`" + `, ` + "`-p:PublishAot=true`" + `, ` + "`-p:PublishSingleFile=true`" + `, or with an SDK before .NET 8, where the identifier alone said so. Also an SDK or runtime of .NET for glibc that an Alpine stage downloads.

Silent: ` + "`linux-musl-*`" + `; a publish that leaves the runtime to the image; one of which only the project tells, since project files are not read; identifiers that are not known. With gcompat or libc6-compat it is an information.

## Why

.NET has two runtimes for Linux, and a program that brings its own brings one of them. That for ` + "`linux-x64`" + ` asks for the loader of glibc, which Alpine does not have, and the container ends with "not found" or "no such file or directory". That a program with this interpreter does not start was measured on Alpine 3.20; which runtime an identifier means is Microsoft's catalogue of them.

## What to do

Publish for ` + "`linux-musl-x64`" + `. Name the same one for ` + "`dotnet restore`" + ` where publish has --no-restore.
`,
	Bad: `FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -r linux-x64 --self-contained true -o /out
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine3.24
COPY --from=build /out /app
USER app
ENTRYPOINT ["/app/server"]
`,
	Good: `FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -c Release -r linux-musl-x64 --self-contained true -o /out
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine3.24
COPY --from=build /out /app
USER app
ENTRYPOINT ["/app/server"]
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.GlibcBuilds(alpine.DotNet) {
			if g.Product == nil {
				p.Report(glibcFinding(g, "this build of .NET is linked with glibc and does not start on Alpine", "take the file for linux-musl"))
				continue
			}
			rid := g.Product.Target
			musl := "linux-musl-" + strings.TrimPrefix(rid, "linux-")
			f := glibcFinding(g, "what is published for "+rid+" is linked with glibc and does not start on Alpine", "publish for "+musl)
			f.Span = g.Product.Span
			f.Related = []analysis.Related{{Span: g.Span, Message: "it comes to Alpine here"}}
			if f.Span.Text() == rid {
				f.Fixes = []analysis.Fix{{
					Title: "Publish for " + musl, Safe: !g.Product.Tied && p.OnlyToAlpine(g.Product),
					Edits: []source.Edit{{Span: f.Span, New: musl}},
				}}
			}
			p.Report(f)
		}
	},
})
