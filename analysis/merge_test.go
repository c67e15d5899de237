package analysis

import (
	"strings"
	"testing"
)

const shipped = `
-- old/Dockerfile --
FROM alpine:3.23
COPY run.sh /
CMD ["/run.sh"]
-- old/run.sh --
#!/bin/sh
bad
-- new/Dockerfile --
FROM alpine:edge
COPY old/run.sh /usr/bin/start
RUN start
-- other.sh --
bad
`

// TestMerge: a script in two images is one finding with the evidence of both and
// the higher severity.
func TestMerge(t *testing.T) {
	expect(t, check(t, newTree(shipped), Settings{}, "/work"),
		`old/run.sh:2 ALP990 "bad" error on edge, on 3.23`,
		`other.sh:1 ALP990 "bad" warning on unknown`)
}

// TestNamedAlone: a file that is named gets the findings that it has in its
// folder, and no others are reported.
func TestNamedAlone(t *testing.T) {
	expect(t, check(t, newTree(shipped), Settings{}, "/work/old/run.sh"),
		`old/run.sh:2 ALP990 "bad" error on edge, on 3.23`)
	expect(t, check(t, newTree(shipped), Settings{}, "/work/other.sh"),
		`other.sh:1 ALP990 "bad" warning on unknown`)
	expect(t, check(t, newTree(shipped), Settings{}, "/work/new/Dockerfile"))
}

func TestConfiguredLevels(t *testing.T) {
	const bad = "-- x.sh --\nbad\n"
	const config = bad + "-- .crampon.yaml --\n"
	tests := []struct {
		name, files string
		settings    Settings
		want        []string
	}{
		{"severity", config + "rules:\n  ALP990: error\n", Settings{}, []string{"ALP990 error"}},
		{"opt-in on", config + "rules:\n  ALP991: on\n", Settings{}, []string{"ALP990 warning", "ALP991 warning"}},
		{"opt-in by severity", config + "rules:\n  ALP991: info\n", Settings{}, []string{"ALP990 warning", "ALP991 info"}},
		{"extend", bad, Settings{ExtendSelect: []string{"alp991"}}, []string{"ALP990 warning", "ALP991 warning"}},
		{"nearest config", "-- d/x.sh --\nbad\n-- d/.crampon.yaml --\nrules: {}\n-- .crampon.yaml --\nrules:\n  ALP990: off\n", Settings{}, []string{"ALP990 warning"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range check(t, newTree(tt.files), tt.settings, "/work") {
				words := strings.Fields(l)
				got = append(got, words[1]+" "+words[3])
			}
			expect(t, got, tt.want...)
		})
	}
}
