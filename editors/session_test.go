package editors

import (
	"path/filepath"
	"testing"
)

// The folder that is edited. What is before the findings on their lines takes
// another number of bytes than of UTF-16 units and of characters: a position that
// is counted in the wrong unit is under the wrong text.
func workspace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "Dockerfile"), `FROM alpine:3.24
RUN apk update
RUN echo "😀" && apk add curl~8
RUN echo "é😀" && apk add --no-cache vips>=8.15
COPY run.sh /run.sh
USER nobody
ENTRYPOINT ["/run.sh"]
`)
	write(t, filepath.Join(dir, ".crampon.yaml"), quiet)
	write(t, filepath.Join(dir, "run.sh"), `#!/bin/sh
queue=$1
exec sh -c "echo é😀 $queue"
`)
	return dir
}

// quiet turns off a rule that has something to say of the same lines as ALP214.
const quiet = "rules:\n  ALP226: off\n"

// page is where a rule's page is, but for the rule.
const page = "https://github.com/crampon-lint/crampon/blob/main/rules/README.md#"

// session is what a person does in every editor.
func session() []step {
	const (
		stale    = `3 warning ALP214 "add" ` + page + "alp214"
		unquoted = `4 error ALP219 "vips>=8.15" ` + page + "alp219"
		open     = `4 info ALP205 "'vips>=8.15'" ` + page + "alp205"
		wildcard = `5 error ALP204 "tini=0.19.*" ` + page + "alp204"
		injected = `3 warning ALP508 "$queue" ` + page + "alp508"
	)
	const file = "Dockerfile"
	return []step{
		{Do: "open", File: file, Codes: []string{"ALP214", "ALP219"}, Want: []string{stale, unquoted}},
		{Do: "hover", File: file, At: "add curl", Want: []string{"**[ALP214](" + page + "alp214) stale-index** (warning)"}},
		{Do: "hover", File: file, At: "alpine:3.24", Want: []string{"**alpine:3.24**"}},
		{Do: "actions", File: file, At: "vips", Want: []string{
			"quickfix: Quote vips>=8.15 (preferred)",
			"quickfix: Ignore ALP219 on this line",
			"quickfix: Ignore ALP219 in this file",
			"source.fixAll.crampon: Make all safe fixes in this file",
		}},
		{Do: "apply", File: file, At: "vips", Text: "Quote vips>=8.15", Codes: []string{"ALP214", "ALP205"}, Want: []string{stale, open}},
		{Do: "insert", File: file, At: "COPY", Text: "RUN apk add --no-cache tini=0.19.*\n", Codes: []string{"ALP214", "ALP205", "ALP204"}, Want: []string{stale, open, wildcard}},
		{Do: "fix all", File: file, Codes: []string{"ALP205", "ALP204"}, Want: []string{open, wildcard}},
		{Do: "line", File: file, At: "apk add --no-cache curl", Want: []string{`RUN echo "😀" && apk add --no-cache curl~8`}},
		{Do: "configure", File: file, Text: quiet + "  ALP204: off\n", Codes: []string{"ALP205"}, Want: []string{open}},
		{Do: "restart", File: file, Codes: []string{"ALP205"}, Want: []string{open}},
		{Do: "open", File: "run.sh", Codes: []string{"ALP508"}, Want: []string{injected}},
	}
}
