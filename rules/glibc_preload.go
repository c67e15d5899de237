package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP307", Name: "glibc-preload", Since: "0.1.0",
	Summary:    "LD_LIBRARY_PATH or LD_PRELOAD with glibc's folders or one that everybody writes to",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{426, 427},
	Doc: `## What it flags

LD_LIBRARY_PATH or LD_PRELOAD, by ENV, ARG, export or in front of a command, in an Alpine stage, with a folder of glibc (` + "`/usr/glibc-compat`" + `, ` + "`/lib/x86_64-linux-gnu`" + `, ` + "`/lib64`" + `) or one in which every user may write (/tmp, /var/tmp, /dev/shm). A library of Alpine's own that is preloaded (jemalloc, mimalloc) is left alone.

## Why

musl's loader looks there first, for every program of the image. With glibc's folders it loads libraries that were made for glibc into musl programs. From a folder that everybody writes to, it runs what any process of the container put there, with the rights of whoever starts a program next.

## What to do

Drop it. A program that needs libraries of its own gets a path of its own when it is linked (rpath), or a wrapper that sets the variable for it alone.
`,
	Bad:  "FROM alpine:3.24\nENV LD_LIBRARY_PATH=/usr/glibc-compat/lib\nUSER nobody\n",
	Good: "FROM alpine:3.24\nENV LD_LIBRARY_PATH=/usr/local/lib\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, v := range p.Given("LD_LIBRARY_PATH", "LD_PRELOAD") {
			if v.Stage == nil || v.Stage.Image.Distro != alpine.Alpine {
				continue
			}
			for part := range strings.FieldsFuncSeq(v.Value, func(r rune) bool { return r == ':' || r == ' ' }) {
				if message := badLibraryFolder(strings.TrimSuffix(part, "/")); message != "" {
					p.Report(analysis.Finding{
						Span:    v.Span,
						Message: v.Name + " has " + part + ", " + message,
						Help:    "drop it, or set it for the one program that needs it",
					})
					break
				}
			}
		}
	},
})

func badLibraryFolder(dir string) string {
	in := func(parent string) bool { return dir == parent || strings.HasPrefix(dir, parent+"/") }
	switch {
	case strings.Contains(dir, "/glibc-compat"), strings.HasSuffix(dir, "-linux-gnu"), strings.Contains(dir, "-linux-gnu/"), in("/lib64"):
		return "where glibc's libraries are"
	case in("/tmp"), in("/var/tmp"), in("/dev/shm"):
		return "to which every user may write"
	}
	return ""
}
