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

~~~console
$ mkdir in out; echo "taken over" > note
$ (cd in; echo ../note | cpio -o -H newc > ../archive 2> /dev/null); rm note
$ (cd out; cpio -i < ../archive 2> /dev/null)
$ cat note
taken over
$ rm note; (cd out; cpio -t < ../archive 2> /dev/null | grep -q '\.\.' || cpio -i < ../archive)
$ ls note
ls: note: No such file or directory
~~~

## What to do

Check what was downloaded before it is unpacked (` + "`echo \"$SHA256  app.tgz\" | sha256sum -c`" + `, or ` + "`ADD --checksum`" + `), or unpack it as a user without rights.
`,
	Bad: `FROM alpine:3.24
RUN wget -qO- https://example.org/app.tgz | tar xz -C /opt
USER nobody
`,
	Good: `FROM alpine:3.24
ARG SHA256=0000000000000000000000000000000000000000000000000000000000000000
RUN wget -q https://example.org/app.tgz && echo "$SHA256  app.tgz" | sha256sum -c && tar xzf app.tgz -C /opt
USER nobody
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
