package image

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source/sourcetest"
)

// TestHooks: a hook is idle by its mode in the context, by --chmod, and not where a
// command behind it may make it executable.
func TestHooks(t *testing.T) {
	if filepath.Separator != '/' {
		t.Skip("files have no mode on Windows")
	}
	fs := sourcetest.New(map[string]string{"/work/hooks/run": "#!/bin/sh\n", "/work/hooks/idle": "#!/bin/sh\n", "/work/hooks/notes": "text"})
	fs.Chmod("/work/hooks/run", 0o755)
	for text, want := range map[string]string{
		"COPY hooks /etc/periodic/daily":                                                               "idle:true run:false",
		"COPY hooks/run hooks/idle /etc/periodic/daily/":                                               "run:false idle:true",
		"COPY hooks/idle /etc/periodic/daily/x":                                                        "x:true",
		"COPY --chmod=755 hooks /etc/periodic/daily":                                                   "idle:false run:false",
		"COPY --chmod=644 hooks/run /etc/periodic/daily/":                                              "run:true",
		"COPY --chmod=u+x hooks/idle /etc/periodic/daily/":                                             "idle:false",
		"COPY hooks/idle /etc/periodic/daily/\nRUN chmod +x /etc/periodic/daily/idle":                  "idle:false",
		"COPY hooks/idle /etc/periodic/daily/\nRUN chmod -R 755 /etc":                                  "idle:false",
		"COPY hooks/idle /etc/periodic/daily/\nRUN cd /etc/periodic && chmod +x daily/idle":            "idle:false",
		"COPY hooks/idle /etc/periodic/daily/\nRUN find / -name idle -exec chmod +x {} +":              "idle:false",
		"COPY hooks/idle /etc/periodic/daily/\nRUN chmod 755 /etc/periodic/daily/run && chmod +x /srv": "idle:true",
		"COPY hooks /srv/hooks":                                                                        "",
	} {
		fs.Write("/work/Dockerfile", "FROM alpine:3.24\n"+text+"\n")
		var got []string
		for _, step := range openFS(t, fs, Options{}).Stages[0].Steps {
			for _, h := range step.Hooks() {
				got = append(got, fmt.Sprint(h.Name, ":", h.Idle))
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", text, s, want)
		}
	}
}
