package analysis

import (
	"slices"
	"testing"
)

// TestOutside: nothing outside of the context is read because a Dockerfile names
// it, and nothing that .dockerignore leaves out.
func TestOutside(t *testing.T) {
	fs := newTree(`
-- app/Dockerfile --
FROM alpine:3.24
COPY . dir/x.sh ../secret.sh /abs.sh /bin/
RUN link.sh; x.sh; secret.sh; abs.sh; hidden.sh; . /bin/link.sh
-- app/.dockerignore --
hidden.sh
-- app/hidden.sh --
bad
-- secret.sh --
bad
`)
	fs.Write("/abs.sh", "bad\n")
	fs.Write("/etc/x.sh", "bad\n")
	fs.Link("/work/app/link.sh", "/etc/x.sh")
	fs.Link("/work/app/dir", "/etc")
	expect(t, check(t, fs, Settings{Context: "/work/app"}, "/work/app/Dockerfile"), `app/Dockerfile:2 ALP001 "../secret.sh" error`)
	expectRead := []string{"/work/app/.dockerignore", "/work/app/Dockerfile"}
	if got := fs.Read(); !slices.Equal(got, expectRead) {
		t.Errorf("read %q, want %q", got, expectRead)
	}
}

// TestUnreadable: what cannot be linted is a finding, and the rest goes on.
func TestUnreadable(t *testing.T) {
	fs := newTree("-- x.sh --\nbad\n-- Dockerfile.j2 --\nFROM {{ x }}\n")
	fs.Write("/work/a/Dockerfile", "\x00\x01\x02\x03\x04")
	fs.Write("/work/b/Dockerfile/README", "")
	fs.Write("/work/c.sh", "#!/bin/sh\r\ntrue\r\n")
	fs.Link("/work/loop.sh", "loop.sh")
	expect(t, check(t, fs, Settings{}, "/work", "/work/none"),
		`Dockerfile.j2:1 ALP003 "FROM {{ x }}" info`,
		`a/Dockerfile:1 ALP004 "\x00" error`,
		`b/Dockerfile:1 ALP004 "" warning`,
		`c.sh:1 ALP005 "\r" warning 2 of 2 lines`,
		`loop.sh:1 ALP004 "" error`,
		`none:1 ALP004 "" error`,
		`x.sh:1 ALP990 "bad" warning on unknown`)
}
