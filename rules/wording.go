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

// retag is the fix that names the newest supported release of Alpine's own image,
// wherever a script names the image. It is not safe: packages come in other versions.
// Of other images it is not known which tags there are, and a digest would have to
// change with the tag.
func retag(use image.Use, today time.Time) []analysis.Fix {
	tag := newestSupported(today).Release.String()
	var edits []source.Edit
	for _, r := range append([]image.Ref{use.Ref}, use.Also...) {
		edit, ok := tagEdit(r, tag)
		if !ok {
			return nil
		}
		edits = append(edits, edit)
	}
	return []analysis.Fix{{Title: "Name the release, " + use.Ref.Repository + ":" + tag, Edits: edits}}
}

// tagEdit writes a tag of Alpine's own image into a reference; it is not ok where the
// tag is written elsewhere, and for the old names of architectures, under which no
// release was pushed for years.
func tagEdit(r image.Ref, tag string) (source.Edit, bool) {
	owner, _, _ := strings.Cut(r.Repository, "/")
	switch {
	case r.Image().Name != "alpine" || r.Digest != "" || owner == "aarch64" || owner == "armhf":
		return source.Edit{}, false
	case r.Tag != "" && r.TagSpan.Text() == r.Tag:
		return source.Edit{Span: r.TagSpan, New: tag}, true
	case r.Tag == "" && strings.HasSuffix(r.Span.Text(), "alpine"):
		return source.Edit{Span: r.Span.File.Span(r.Span.End, r.Span.End), New: ":" + tag}, true
	}
	return source.Edit{}, false
}
