package rules

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

var _ = register(&analysis.Rule{
	ID: "ALP304", Name: "glibc-download", Since: "0.1.0",
	Summary:    "a download whose name says that it is linked with glibc",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{439},
	Doc: `## What it flags

A download by curl, wget, aria2c or ADD in an Alpine stage whose address has ` + "`linux-gnu`, `gnueabihf` or `-glibc`" + ` in its file name. Names with musl, alpine or static are left alone, and so is plain linux-amd64, under which mostly static programs go; a stage that only hands on to images which are not Alpine; glibc's own packages (ALP301), and what is told by its own name: Conda, Node.js, JDKs, the AWS tools (ALP803 to ALP810). Where the stage installs gcompat or libc6-compat it is an information.

## Why

The program asks for glibc's loader, which Alpine does not have, and fails with "not found", though the file is there; with a shim it may start, and fail later where glibc and musl differ. Measured on Alpine 3.20 with programs built on Debian 12.

## What to do

Most projects that name glibc in the file publish another one for ` + "`linux-musl`" + `: take that.
`,
	Bad: `FROM alpine:3.24
ADD --checksum=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be https://example.org/tool-1.0-x86_64-unknown-linux-gnu.tar.gz /tmp/
USER nobody
`,
	Good: `FROM alpine:3.24
ADD --checksum=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be https://example.org/tool-1.0-x86_64-unknown-linux-musl.tar.gz /tmp/
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, d := range p.Fetches() {
			state := d.State()
			if state.IsAlpine() != alpine.Yes || handsOn(state.Stage) || !slices.ContainsFunc(d.URLs, saysGlibc) {
				continue
			}
			f := analysis.Finding{
				Span:    d.Span,
				Message: "the name of this download says that it is linked with glibc, which Alpine does not have",
				Help:    "take the file for linux-musl, or a base with glibc",
			}
			if _, shim := state.Stage.Final.Packages.Any(func(x alpine.Package) bool { return x.GlibcShim }); shim == alpine.Yes {
				f.Severity = analysis.Info
			}
			p.Report(f)
		}
	},
})

// handsOn tells whether what the stage makes is only for stages that are known not
// to be Alpine.
func handsOn(s *image.Stage) bool {
	if s.Build == nil || s.Instruction == nil || s.IsTarget() {
		return false
	}
	takers := s.TakenBy()
	return len(takers) > 0 && !slices.ContainsFunc(takers, func(o *image.Stage) bool {
		return o.Final.IsAlpine() != alpine.No
	})
}

// saysGlibc looks at the last part of an address.
func saysGlibc(url string) bool {
	name, _, _ := strings.Cut(url, "?")
	name = strings.ToLower(name[strings.LastIndexByte(strings.TrimRight(name, "/"), '/')+1:])
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
	}
	return has("linux-gnu", "gnueabihf", "-glibc") &&
		!has("musl", "alpine", "static", "src", "source", "sha256", ".asc", ".sig", ".md5", "glibc-2.", "glibc-bin", "glibc-i18n", ".apk", "node-v", "jdk", "jre", "java", "conda", "linux-gnueabi-gcc", "arm-none", "toolchain", "cross")
}
