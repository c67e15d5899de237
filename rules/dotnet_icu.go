package rules

import (
	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP807", Name: "dotnet-icu", Since: "0.2.0",
	Summary:    ".NET is to know languages and regions, without the library for it",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	Doc: `## What it flags

` + "`DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false`" + ` (or 0) at the end of an Alpine stage that is shipped, when nothing brings ICU: the base is one of Microsoft's runtimes for Alpine, or an image whose packages are known, and no package of ICU is added.

Silent: icu-libs or icu-data-full added, here or in a stage below; the SDK and the images with -extra, which have it; a stage that speaks of ICU in another way (a COPY of libicu, an own build); other base images, of which it is not known.

## Why

Microsoft's images for Alpine leave ICU out and set the variable to true, so that .NET does without. Set to false, every program that does not itself say InvariantGlobalization ends at its start: "Couldn't find a valid ICU package installed on the system". Read in the Dockerfiles of dotnet-docker for .NET 8 to 11 on Alpine 3.23 and 3.24; the message is the runtime's. No CWE: the container does not start.

## What to do

` + "`apk add icu-libs icu-data-full`" + `, as Microsoft's own example has it (from Alpine 3.16 on icu-libs alone knows English only), or an image with ` + "`-extra`" + ` in its tag. Or leave the variable alone.
`,
	Bad: `FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine3.24
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false
COPY out /app
USER app
ENTRYPOINT ["dotnet", "/app/server.dll"]
`,
	Good: `FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine3.24
RUN apk add --no-cache icu-libs~78 icu-data-full~78
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false
COPY out /app
USER app
ENTRYPOINT ["dotnet", "/app/server.dll"]
`,
	Run: func(p *analysis.Pass) {
		for _, v := range p.ICUMissing() {
			p.Report(analysis.Finding{
				Span:    v.Span,
				Message: "with this .NET looks for ICU, which is not in the image, and does not start",
				Help:    "add icu-libs and icu-data-full with apk, or take an image with -extra in its tag",
			})
		}
	},
})
