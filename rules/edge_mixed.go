package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
)

var _ = register(&analysis.Rule{
	ID: "ALP209", Name: "edge-mixed", Since: "0.2.0",
	Summary:    "packages of edge on a stable Alpine",
	Severity:   analysis.Error,
	Confidence: analysis.High,
	CWE:        []int{1104},
	Doc: `## What it flags

A repository of edge that apk gets in an image of a stable Alpine: by ` + "`-X`" + `, by a line of /etc/apk/repositories that a command writes, rewrites by sed, or a COPY brings. Without a tag (` + "`@edge https://...`" + `), or when it is testing, it is an error, else a warning. When the stage goes to edge as a whole, for an ` + "`apk upgrade`" + ` follows, it is information: ALP107 is of that kind.

## Why

Edge is built against edge's own libraries. apk takes the newest version of every package and its dependencies out of all untagged repositories: one ` + "`apk add`" + ` brings edge's musl, libcrypto or libstdc++ under programs that were built for the release, or fails, on the day that edge moves on. Nothing of testing has support, and packages leave it without a word. An address without a tag in /etc/apk/repositories holds for every later apk of the image too.

## What to do

Take the package from the release (most come there within half a year), move the image to the next release, or build the program in a stage of its own. If it must be: a tag, and ask for the one package by it, ` + "`apk add tool@edge`" + `.
`,
	Bad: `FROM alpine:3.24
RUN apk add --no-cache -X https://dl-cdn.alpinelinux.org/alpine/edge/testing gosu~1.17
USER nobody
`,
	Good: "FROM alpine:3.24\nRUN apk add --no-cache su-exec~0.2\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for _, repo := range p.Repositories() {
			branch, foreign := repo.Foreign()
			if !foreign || branch != "edge" {
				continue
			}
			_, name := repo.Branch()
			f := analysis.Finding{
				Span:    repo.Span,
				Message: "this mixes packages of edge into " + stable(repo),
				Help:    "take the package from the release, or move the image to a newer one",
				Notes:   repositoryNotes(repo),
			}
			switch {
			case repo.Upgrades:
				f.Severity = analysis.Info
				f.Message = "this makes edge of " + stable(repo)
			case repo.Tag != "" && name != "testing":
				f.Severity = analysis.Warning
			}
			p.Report(f)
		}
	},
})

// stable names the Alpine that a repository is given to.
func stable(repo analysis.ApkRepository) string {
	if r := repo.State.Release(); r.Known() {
		return fmt.Sprintf("Alpine %v", r)
	}
	return "a stable Alpine"
}

// repositoryNotes tell what the place itself does not.
func repositoryNotes(repo analysis.ApkRepository) []string {
	notes := releaseNote(repo.State)
	if !repo.File.IsZero() {
		notes = append(notes, "the file has "+repo.URL)
	} else if repo.Value != repo.URL {
		notes = append(notes, "this is "+repo.Value)
	}
	return notes
}
