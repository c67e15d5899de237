package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/image"
)

// from is how messages call where a download comes from.
func from(f *image.Fetch) string {
	if host := f.Host(); host != "" {
		return host
	}
	return "the network"
}

// fetchedAt is the place of the download, beside a finding elsewhere.
func fetchedAt(f *image.Fetch) []analysis.Related {
	return []analysis.Related{{Span: f.Span, Message: "downloaded here"}}
}

// doneWith says what is done with a download, after "it" or a name.
func doneWith(x image.Fate) string {
	switch x.Kind {
	case image.Interpreted:
		return "run by " + runner(x)
	case image.MadeExecutable:
		return "made executable"
	case image.Unpacked:
		return "unpacked"
	case image.Installed:
		return "installed"
	}
	return "trusted as a key"
}
