package rules

import (
	"strings"
	"time"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// because are the notes on where the parts of a reference come from.
func because(r image.Ref) []string {
	var notes []string
	for _, e := range r.Because {
		notes = append(notes, e.Text)
	}
	return notes
}

// tagSpan is the tag as written, else the whole reference.
func tagSpan(r image.Ref) source.Span {
	if r.TagSpan.IsZero() { // there is none, or it comes out of a variable
		return r.Span
	}
	return r.TagSpan
}

// title is how messages call an image: as written where it is short, without the
// digest, which tells a reader nothing.
func title(r image.Ref) string {
	if r.Tag == "" {
		return r.Repository
	}
	return r.Repository + ":" + r.Tag
}

// newestSupported is the newest release with fixes on that day, else the newest
// that crampon knows.
func newestSupported(today time.Time) alpine.ReleaseFacts {
	if supported := alpine.Supported(today); len(supported) > 0 {
		return supported[0]
	}
	return alpine.Newest()
}

// betterTag says which tag to write instead.
func betterTag(r image.Ref, today time.Time) string {
	newest := newestSupported(today).Release.String()
	switch img := r.Image(); {
	case img.Name == "alpine":
		return "name a release: " + r.Repository + ":" + newest
	case img.Distro == alpine.Alpine && img.Official:
		return "name a version, and Alpine's release if the image has such tags (-alpine" + newest + ")"
	}
	return "name a version or a digest"
}

// retag is the fix that names the newest supported release of Alpine's own image.
// It is not safe: packages come in other versions. Of other images it is not
// known which tags there are, and a digest would have to change with the tag.
func retag(r image.Ref, today time.Time) []analysis.Fix {
	if r.Image().Name != "alpine" || r.Digest != "" {
		return nil
	}
	tag := newestSupported(today).Release.String()
	edit := source.Edit{Span: r.TagSpan, New: tag}
	switch {
	case r.Tag != "" && r.TagSpan.Text() == r.Tag:
	case r.Tag == "" && strings.HasSuffix(r.Span.Text(), "alpine"):
		edit = source.Edit{Span: r.Span.File.Span(r.Span.End, r.Span.End), New: ":" + tag}
	default:
		return nil // the tag is written elsewhere
	}
	return []analysis.Fix{{Title: "Name the release, " + r.Repository + ":" + tag, Edits: []source.Edit{edit}}}
}
