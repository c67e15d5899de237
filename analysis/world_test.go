package analysis

import (
	"fmt"
	"slices"
	"testing"
)

func TestWorld(t *testing.T) {
	const text = `-- Dockerfile --
FROM alpine:3.24 AS base
RUN apk add -t .deps gcc make && apk add git jq
RUN apk del .deps && apk add -p /r tcpdump
FROM base AS next
COPY x.sh /
RUN apk add nmap && apk del nmap jq && /x.sh
FROM alpine:3.24 AS other
RUN apk add gdb && apk del $X
-- x.sh --
#!/bin/sh
apk add curl
`
	got := map[string][]string{}
	e := &Engine{FS: newTree(text), Rules: []*Rule{{ID: "ALP999", Name: "x", Severity: Info, Run: func(p *Pass) {
		for _, s := range p.Stages() {
			for _, w := range p.World(s) {
				got[s.Name] = append(got[s.Name], fmt.Sprintf("%s%s gone=%v late=%v", w.Group, w.Operand.Constraint.Name, w.Gone, w.Late()))
			}
		}
	}}}}
	targets, err := e.Find(t.Context(), []string{"/work/Dockerfile"})
	if err != nil {
		t.Fatal(err)
	}
	e.Analyze(t.Context(), targets)
	base := []string{".depsgcc gone=yes late=true", ".depsmake gone=yes late=true", "git gone=no late=false", "jq gone=no late=false"}
	for name, want := range map[string][]string{
		"base":  base,
		"next":  append(slices.Clone(base[:3]), "jq gone=yes late=true", "nmap gone=yes late=false", "curl gone=no late=false"),
		"other": {"gdb gone=unknown late=false"},
	} {
		if !slices.Equal(got[name], want) {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
}
