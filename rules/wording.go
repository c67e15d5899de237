package rules

import (
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

// because are the notes on where the parts of a reference come from.
func because(r image.Ref) []string {
	var notes []string
	for _, e := range r.Because {
		notes = append(notes, e.Text)
	}
	return notes
}

// newestTag is a tag to write instead, for help texts.
func newestTag(r image.Ref) string {
	if img := alpine.Identify(r.Repository, ""); img.Name == "alpine" {
		return "alpine:" + alpine.Newest().Release.String()
	}
	return r.Repository + ":1.2.3"
}
