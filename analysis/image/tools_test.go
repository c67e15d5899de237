package image

import "testing"

// TestTools: which commands of a build surely run BusyBox's applet (A), and which are
// surely not there (L). The command asked for is the last of its name.
func TestTools(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"grep", "FROM alpine:3.24\nRUN grep -P x f", "A"},
		{"grep", "FROM alpine:3.24\nRUN env LC_ALL=C nice grep x | xargs grep x", "A"},
		{"grep", "FROM alpine:3.24\nRUN /bin/grep x f", "A"},
		{"grep", "FROM alpine:3.24\nRUN /opt/bin/grep x f", ""},
		{"grep", "FROM alpine:3.24\nRUN chroot /mnt grep x f", ""},
		{"grep", "FROM alpine:3.24\nRUN grep() { :; }; grep x f", ""},
		{"grep", "FROM alpine:3.24\nRUN grep() { :; }; command grep x f", "A"},
		{"grep", "FROM alpine:3.24\nRUN alias grep=rg; grep x f", ""},
		{"grep", "FROM alpine:3.24\nRUN apk add grep && grep x f", ""},
		{"grep", "FROM alpine:3.24\nRUN apk add grep && busybox grep x f", "A"},
		{"grep", "FROM alpine:3.24\nRUN apk add $PKGS && grep x f", ""},
		{"grep", "FROM alpine:3.24\nRUN apk add sed && grep x f", "A"},
		{"grep", "FROM alpine:3.24 AS a\nRUN apk add grep\nFROM a\nRUN grep x f", ""},
		{"grep", "FROM alpine:3.24\nCOPY --from=x /usr/bin/grep /usr/local/bin/\nRUN grep x f", ""},
		{"grep", "FROM alpine:3.24\nENV PATH=/opt/gnu/bin:$PATH\nRUN grep x f", ""},
		{"grep", "FROM alpine:3.24\nRUN PATH=/opt/coreutils/bin:$PATH; grep x f", ""},
		{"grep", "FROM debian:13\nRUN grep x f", ""},
		{"grep", "FROM example.com/ours\nRUN grep x f", ""},
		{"grep", "FROM alpine:3.24\nRUN wget -O- https://example.com/i | sh\nRUN grep x f", ""},
		{"printf", "FROM alpine:3.24\nRUN printf x", "A"},
		{"curl", "FROM alpine:3.24\nRUN curl x", "L"},
		{"curl", "FROM alpine:3.24\nRUN timeout 5 curl x", "L"},
		{"curl", "FROM alpine:3.24\nRUN apk add curl && curl x", ""},
		{"curl", "FROM alpine:3.24\nRUN apk add --virtual .t curl && apk del .t && curl x", ""},
		{"curl", "FROM alpine:3.24\nRUN curl x; apk add curl", ""},
		{"curl", "FROM alpine:3.24\nRUN command -v curl; curl x", ""},
		{"curl", "FROM alpine:3.24\nCOPY curl /usr/bin/\nRUN curl x", ""},
		{"curl", "FROM alpine:3.24\nCOPY usr /usr\nRUN curl x", "L"},
		{"curl", "FROM alpine:3.24\nCOPY --from=curlimages/curl /usr/ /usr/\nRUN curl x", ""},
		{"curl", "FROM alpine:3.24\nRUN tar xf a.tar -C /\nRUN curl x", ""},
		{"curl", "FROM alpine:3.24\nRUN make install\nRUN curl x", ""},
		{"curl", "FROM php:8-alpine\nRUN curl x", ""},
		{"curl", "FROM golang:1.26-alpine\nRUN curl x", "L"},
		{"curl", "FROM someone/alpine\nRUN curl x", ""},
		{"curl", "FROM alpine:3.24\nRUN busybox curl x", ""},
	} {
		b := open(t, "-- Dockerfile --\n"+tt.text+"\n", Options{})
		got := ""
		for _, r := range b.Runs {
			for _, c := range r.Program.Named(tt.name) {
				switch got = ""; {
				case r.Lacks(c):
					got = "L"
				case tt.name != "curl" && r.Applet(c): // to be asked of applets only
					got = "A"
				}
			}
		}
		if got != tt.want {
			t.Errorf("%s in %q: %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
}
