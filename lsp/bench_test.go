//go:build unix

package lsp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkEdit measures what an editor waits for: from writing an edit of a
// Dockerfile of 300 lines with two scripts until its fresh diagnostics are read, with
// a folder of 2,000 files open. The edits come one by one, as a person types: between
// two of them the server comes to rest, see tidy. On a machine that does something
// else the times tell of that too; cpu-ms/edit, which is of client and server together
// and of all that follows from an edit, does less.
//
//	go test ./lsp -run '^$' -bench Edit -benchtime 2000x
func BenchmarkEdit(b *testing.B) {
	for _, mode := range []struct{ name, capabilities string }{{"push", push}, {"pull", pull}} {
		b.Run(mode.name, func(b *testing.B) { benchmarkEdit(b, mode.capabilities) })
	}
}

func benchmarkEdit(b *testing.B, capabilities string) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the command does
	c := newClient(b, b.TempDir())
	files := map[string]string{"Dockerfile": longDockerfile(), "entrypoint.sh": longScript("entry"), "setup.sh": longScript("setup")}
	for i := range 1997 {
		name := fmt.Sprintf("svc%d/Dockerfile", i)
		files[name] = "FROM alpine:3.24\nCOPY run.sh /run.sh\nRUN apk add --no-cache curl~8\nUSER nobody\n"
		if i%2 == 1 {
			name = fmt.Sprintf("svc%d/run.sh", i-1)
			files[name] = "#!/bin/sh\nset -eu\nexec \"$@\"\n"
		}
	}
	for name, text := range files {
		path := filepath.Join(c.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	c.initialize(capabilities)
	c.settle()
	for name, text := range files {
		c.open(name, text)
	}
	c.settle()
	c.model = nil // what is measured is the server
	at := strings.Index(files["Dockerfile"], "package150")
	var took []time.Duration
	before := cpu(b)
	for b.Loop() {
		b.StopTimer()
		c.settle() // between two strokes the scripts are judged again
		c.mu.Lock()
		c.heard = c.heard[:0]
		c.mu.Unlock()
		b.StartTimer()
		start := time.Now()
		if len(took)%2 == 0 {
			c.edit("Dockerfile", at, at, "x")
		} else {
			c.edit("Dockerfile", at, at+1, "")
		}
		if capabilities == pull {
			c.call("textDocument/diagnostic", map[string]any{"textDocument": c.document("Dockerfile")})
		} else {
			c.waitFor("textDocument/publishDiagnostics")
		}
		took = append(took, time.Since(start))
	}
	c.settle()
	b.ReportMetric((cpu(b)-before).Seconds()*1000/float64(len(took)), "cpu-ms/edit")
	slices.Sort(took)
	ms := func(q float64) float64 {
		return float64(took[int(q*float64(len(took)-1))]) / float64(time.Millisecond)
	}
	b.ReportMetric(ms(0), "least-ms")
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
}

// cpu is the time that the process has had on processors.
func cpu(b *testing.B) time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// waitFor waits until the server says something of the kind.
func (c *client) waitFor(method string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for !slices.ContainsFunc(c.heard, func(m message) bool { return m.Method == method }) {
		c.cond.Wait()
	}
}

// longDockerfile has 300 lines, two stages, and ships both scripts.
func longDockerfile() string {
	var b strings.Builder
	b.WriteString("FROM golang:1.26-alpine3.24 AS build\nWORKDIR /src\nCOPY . .\n")
	for i := range 30 {
		fmt.Fprintf(&b, "ENV SETTING_%d=value%d\nRUN go build -o /out/tool%d ./cmd/tool%d && \\\n    strip /out/tool%d\n", i, i, i, i, i)
	}
	b.WriteString("FROM alpine:3.24\nCOPY entrypoint.sh setup.sh /usr/local/bin/\nRUN setup.sh\nRUN apk add --no-cache \\\n")
	for i := range 190 {
		fmt.Fprintf(&b, "      package%d~1.%d \\\n", i, i)
	}
	b.WriteString("      last~1\nCOPY --from=build /out/ /usr/bin/\n")
	for b.Len() > 0 && strings.Count(b.String(), "\n") < 298 {
		fmt.Fprintf(&b, "LABEL line.%d=\"x\"\n", strings.Count(b.String(), "\n"))
	}
	b.WriteString("USER nobody\nENTRYPOINT [\"entrypoint.sh\"]\n")
	return b.String()
}

func longScript(name string) string {
	var b strings.Builder
	b.WriteString("#!/bin/sh\nset -eu\n")
	for i := range 40 {
		fmt.Fprintf(&b, "if [ -n \"${%s_%d:-}\" ]; then\n\techo \"$%s_%d\" | sed 's/a/b/' > /tmp/%d\nfi\n", name, i, name, i, i)
	}
	b.WriteString("exec \"$@\"\n")
	return b.String()
}
