package lsp_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestEditsLikeFresh: whatever the server keeps from one edit to the next, after each
// of many it has told what a server tells that has seen nothing but the texts.
func TestEditsLikeFresh(t *testing.T) {
	c := newClient(t, t.TempDir())
	c.initialize(push)
	texts := map[string]string{
		"Dockerfile": "FROM golang:1.26-alpine AS build\nARG V=1\nENV A=b\nRUN go build -o /out/x . && \\\n    strip /out/x\n" +
			"FROM alpine:3.18\nCOPY entrypoint.sh setup.sh /usr/local/bin/\nRUN apk add --no-cache \\\n      curl \\\n      # why\n      bash~5\n" +
			"RUN setup.sh\nRUN <<EOF\necho [[ a ]]\nEOF\nCOPY --from=build /out/x /usr/bin/\nENTRYPOINT [\"entrypoint.sh\"]\n",
		"entrypoint.sh": "#!/bin/sh\nset -eu\n. /usr/local/bin/setup.sh\nif [[ $1 == x* ]]; then\n\teval \"$QUERY\"\nfi\nexec \"$@\"\n",
		"setup.sh":      "#!/bin/sh\napk add git\nfor f in a b; do\n\techo -e \"$f\" | sed 's/a/b/'\ndone\n",
	}
	names := []string{"Dockerfile", "Dockerfile", "entrypoint.sh", "setup.sh"}
	for _, name := range names[1:] {
		c.open(name, texts[name])
	}
	pieces := []string{
		"\n", " ", "\\\n", "\\", "\"", "'", "$", "#", "x", "é", "😀", "\r\n", "<<EOF\n", "EOF\n", "RUN ", "FROM alpine:latest\n", "FROM build\n", "USER root\n",
		"COPY setup.sh /usr/local/bin/\n", "ENV A=c\n", "SHELL [\"/bin/bash\", \"-c\"]\n", "# crampon ignore=ALP201 why\n", "RUN apk add jq\n",
		"eval \"$A\"\n", "[[ a == b ]]", "if ", "fi\n", "| sh", "setup.sh\n", "local x=$1\n", "f() { ", "}\n", "\ufeff", "ONBUILD ", "{{ x }}",
	}
	random := rand.New(rand.NewPCG(3, 5))
	many := 1000
	if testing.Short() {
		many = 100
	}
	for n := range many {
		name := names[random.IntN(len(names))]
		text := c.texts[name].text
		switch at := random.IntN(len(text) + 1); {
		case n%25 == 24: // what was spoilt is mended
			c.edit(name, 0, len(text), texts[name])
		case random.IntN(3) > 0:
			at = boundary(text, at)
			c.edit(name, at, at, pieces[random.IntN(len(pieces))])
		case random.IntN(2) > 0:
			at = boundary(text, at)
			c.edit(name, at, boundary(text, min(at+random.IntN(4), len(text))), "")
		default: // a line goes to another place
			lines := strings.SplitAfter(text, "\n")
			from := random.IntN(len(lines))
			before := strings.Join(lines[:from], "")
			c.edit(name, len(before), len(before)+len(lines[from]), "")
			c.edit(name, 0, 0, lines[from])
		}
		c.settle()
		for name, want := range c.server.Fresh() {
			if got := c.told(name); got != want {
				t.Fatalf("after edit %d, of %s, %s has\n%s\nand fresh\n%s\n%s", n, name, name, got, want, c.texts[c.name(name)].text)
			}
		}
	}
}

// boundary is the nearest place before at that no character lies over.
func boundary(text string, at int) int {
	for at > 0 && at < len(text) && text[at]&0xC0 == 0x80 {
		at--
	}
	return at
}

// told are the diagnostics that the client was last told of for a document.
func (c *client) told(uri string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range slices.Backward(c.heard) {
		var p struct {
			URI         string
			Diagnostics json.RawMessage
		}
		if m.Method == "textDocument/publishDiagnostics" {
			if decode(c.TB, m.Params, &p); p.URI == uri {
				return string(p.Diagnostics)
			}
		}
	}
	return ""
}
