package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP521", Name: "busybox-untar", Since: "0.1.0",
	Summary:    "root unpacks a download with BusyBox, unchecked",
	Severity:   analysis.Info,
	Confidence: analysis.Medium,
	CWE:        []int{22, 494},
	Doc: `## What it flags

` + "`tar x`, `unzip` or `cpio -i`" + ` of BusyBox, as root, on an archive that the same instruction or script downloads and nothing checks.

Silent: another user, a checksum or signature in the same instruction, the packages tar, unzip or cpio, and bases that are not known to be Alpine.

## Why

The applets trust the names in an archive more than the packages do: cpio leaves the folder by ` + "`../`" + ` (CVE-2023-39810; the protection that BusyBox 1.38 has is off by default), and tar has followed links out of it. Whoever answers the download then writes any file of the image.

Here wget is a function that plays whoever answers.

~~~console
$ mkdir in out; echo "taken over" > note
$ (cd in; echo ../note | cpio -o -H newc > ../answer 2> /dev/null); rm note
$ wget() { cp ../answer app.cpio; }
$ (cd out; . ../bad/install.sh 2> /dev/null); cat note
taken over
$ rm note
$ (cd out; . ../good/install.sh 2> /dev/null); cat note
app.cpio: FAILED
cat: can't open 'note': No such file or directory
~~~

## What to do

Check what was downloaded before it is unpacked (` + "`echo \"$SHA256  app.tgz\" | sha256sum -c`" + `, or ` + "`ADD --checksum`" + `), or unpack it as a user without rights.
`,
	Bad: `-- Dockerfile --
FROM alpine:3.24
COPY install.sh /
RUN wget -qO- https://example.org/app.tgz | tar xz -C /opt && sh /install.sh
USER nobody
-- install.sh --
#!/bin/sh
wget -q https://example.org/app.cpio
cpio -i < app.cpio
`,
	Good: `-- Dockerfile --
FROM alpine:3.24
COPY install.sh /
ARG SHA256=0000000000000000000000000000000000000000000000000000000000000000
RUN wget -q https://example.org/app.tgz && echo "$SHA256  app.tgz" | sha256sum -c && tar xzf app.tgz -C /opt && sh /install.sh
USER nobody
-- install.sh --
#!/bin/sh
wget -q https://example.org/app.cpio
echo "0000000000000000000000000000000000000000000000000000000000000000  app.cpio" | sha256sum -c && cpio -i < app.cpio
`,
	Run: func(p *analysis.Pass) {
		for _, x := range p.Unpackings() {
			p.Report(analysis.Finding{
				Span:    x.Command.Word.Span(),
				Message: "root unpacks a download that nothing checks with BusyBox's " + x.Command.Name + ", so whoever answers it can write any file",
				Help:    "check the archive by a checksum first, or unpack it as another user",
				Related: []analysis.Related{{Span: x.Download.Span, Message: "downloaded here"}},
			})
		}
	},
})
