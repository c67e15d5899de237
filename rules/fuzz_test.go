package rules_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/source/sourcetest"
	"github.com/crampon-lint/crampon/rules"
)

// FuzzEngine lints a Dockerfile and a script that it ships by every rule. Whatever
// they hold: no fault of crampon, every place inside its file, every fix one that
// can be applied.
func FuzzEngine(f *testing.F) {
	for _, r := range rules.All() {
		f.Add([]byte(r.Bad), []byte(r.Good))
		f.Add([]byte(r.Good), []byte(r.Bad))
	}
	f.Add([]byte("ARG V=3.9\nFROM alpine:$V\nCOPY x.sh /\nRUN /x.sh \"$V\" && for p in a b; do apk add $p; done\nENTRYPOINT [\"sh\",\"-c\"]\nCMD [\"eval \\\"$0\\\"\"]\n"),
		[]byte("#!/bin/sh\neval \"$1\"\nsh -c \"echo $2\"\ncase $x in *[!a-z]*) exit;; esac\n"))
	f.Add([]byte("FROM golang:1.22-alpine\nRUN apk add build-base\nENV CGO_ENABLED=1 CGO_CFLAGS=\"-O2 -fno-stack-protector\"\nRUN go build ./...\n"),
		[]byte("CGO_ENABLED=1 CC=musl-gcc go build -ldflags '-extldflags \"-static\"' .\n"))
	f.Fuzz(func(t *testing.T, dockerfile, script []byte) {
		fs := sourcetest.New(map[string]string{
			"/work/.git/HEAD": "", "/work/Dockerfile": string(dockerfile), "/work/x.sh": string(script),
		})
		e := &analysis.Engine{FS: fs, Rules: rules.All(), Settings: analysis.Settings{
			Today: time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC), MinSeverity: analysis.Hint, Select: []string{"all"}, Jobs: 1,
		}}
		targets := []analysis.Target{
			{Path: filepath.FromSlash("/work/Dockerfile"), Kind: analysis.Dockerfile, Named: true},
			{Path: filepath.FromSlash("/work/x.sh"), Kind: analysis.Script, Named: true},
		}
		result := e.Analyze(context.Background(), targets)
		for _, fault := range result.Faults {
			t.Error(fault)
		}
		for _, finding := range result.Findings {
			checkSpan(t, finding.Rule.ID, finding.Span)
			for _, r := range finding.Related {
				checkSpan(t, finding.Rule.ID+" related", r.Span)
			}
			for _, fix := range finding.Fixes {
				if len(fix.Edits) == 0 {
					t.Errorf("%s: fix %q has no edit", finding.Rule.ID, fix.Title)
				} else if _, err := source.Apply(fix.Edits[0].Span.File, fix.Edits); err != nil {
					t.Errorf("%s: fix %q: %v", finding.Rule.ID, fix.Title, err)
				}
			}
		}
	})
}

func checkSpan(t *testing.T, what string, s source.Span) {
	t.Helper()
	if s.IsZero() || s.Start < 0 || s.End < s.Start || s.End > len(s.File.Content) {
		t.Errorf("%s: a span outside its file: %d to %d", what, s.Start, s.End)
	}
}
