package rules

import (
	"path"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

var _ = register(&analysis.Rule{
	ID: "ALP308", Name: "glibc-libs-copied", Since: "0.1.0",
	Summary:    "glibc's libraries are copied into Alpine",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{1357, 758},
	Doc: `## What it flags

A COPY or ADD into an Alpine stage of glibc's loader (` + "`ld-linux-x86-64.so.2`" + `), of its ` + "`libc.so.6`" + ` and its neighbours (libm.so.6, libpthread.so.0, libdl.so.2), of Debian's library folders (` + "`/lib/x86_64-linux-gnu`" + `) or files in them, or of ` + "`/usr/glibc-compat`" + `. A copy into a folder of its own that is named as another system's root (rootfs, sysroot, chroot) is left alone, and so is what comes out of an Alpine image.

## Why

As with glibc installed over musl (ALP301): two C libraries that disagree on types, threads and memory, in one image. Copied files are worse than packages: no package manager and no scanner knows of them, so that no fix of glibc ever reaches them.

## What to do

Use a musl build of the program, or a base with glibc: debian-slim, distroless, Wolfi.
`,
	Bad: `FROM debian:13-slim AS glibc
FROM alpine:3.24
COPY --from=glibc /lib/x86_64-linux-gnu/libc.so.6 /lib64/ld-linux-x86-64.so.2 /lib64/
USER nobody
`,
	Good: "FROM debian:13-slim\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, stage := range p.Stages() {
			for _, step := range stage.Steps {
				c := step.Copy
				if c == nil || step.Before.IsAlpine() != alpine.Yes || otherRoot(c.Dest) || fromAlpine(c) {
					continue
				}
				for _, src := range c.Sources {
					if isGlibcLib(src) {
						p.Report(analysis.Finding{
							Span:    c.Operand(src),
							Message: "libraries of glibc are copied into Alpine, " + path.Clean(src),
							Help:    "use a musl build of the program, or a base with glibc such as debian-slim or Wolfi",
						})
						break
					}
				}
			}
		}
	},
})

// fromAlpine tells whether a copy is out of an image that is Alpine, without glibc
// over it.
func fromAlpine(c *image.Copy) bool {
	img := alpine.Image{}
	switch {
	case c.From != nil:
		img = c.From.Image
	case c.Image != nil:
		img = c.Image.Image()
	}
	return img.Distro == alpine.Alpine && !img.GlibcOnAlpine
}

func otherRoot(dest string) bool {
	for _, word := range []string{"rootfs", "sysroot", "chroot", "toolchain"} {
		if strings.Contains(dest, word) {
			return true
		}
	}
	return false
}

// glibcFiles are files of glibc itself by the start of their names; musl has none
// of them.
var glibcFiles = []string{"ld-linux", "ld-2.", "libc.so.6", "libc-2.", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libnss_", "libresolv.so.2"}

func isGlibcLib(src string) bool {
	parts := strings.Split(path.Clean("/"+src), "/")
	for i, part := range parts {
		if part == "glibc-compat" || strings.HasSuffix(part, "-linux-gnu") && i > 0 && (parts[i-1] == "lib" || parts[i-1] == "lib64") {
			return true
		}
	}
	for _, name := range glibcFiles {
		if strings.HasPrefix(parts[len(parts)-1], name) {
			return true
		}
	}
	return false
}
