package image

import (
	"strings"
	"sync"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Ref is a reference to an image as a FROM, a `COPY --from` or a `docker run`
// names it.
type Ref struct {
	// Span is the whole reference as written.
	Span source.Span
	// Known: every variable in it has a known value. The fields below hold only then.
	Known bool
	// Name is the reference with variables and mirrors resolved.
	Name string
	// Repository is Name without tag and digest.
	Repository string
	Tag        string // "" for none
	Digest     string // "sha256:..."; "" for none
	// TagSpan is the tag as written; zero when it is not written there (no tag, or
	// it comes out of a variable).
	TagSpan source.Span
	// Because tells where the values of its variables come from.
	Because []Evidence

	image func() alpine.Image // worked out when first asked for; nil where the name is not known
}

// Evidence is one reason for a fact, and where it stands.
type Evidence struct {
	Span source.Span // zero where it stands in no file
	Text string
}

// IsScratch tells whether the reference is the empty image.
func (r Ref) IsScratch() bool { return r.Known && r.Name == "scratch" }

// Image is what is known of the image by its name; nothing where the name is not
// known, or means a stage.
func (r Ref) Image() alpine.Image {
	if !r.Known {
		return alpine.Image{}
	}
	return r.image()
}

// ref reads the reference in a word of the Dockerfile.
func (b *Build) ref(word *source.Text, vars Vars) Ref {
	raw := word.String()
	r := Ref{Span: word.All()}
	name, known := b.expand(raw, vars)
	if !known || name == "" || strings.ContainsAny(name, " \t\r\n") {
		return r
	}
	r = b.split(r, name)
	if raw == name {
		if r.Tag != "" {
			// The tag is the last part before the digest.
			end := strings.LastIndex(raw, ":"+r.Tag) + 1
			r.TagSpan = word.Span(end, end+len(r.Tag))
		}
		return r
	}
	for _, v := range vars.usedIn(raw) {
		r.Because = append(r.Because, v.evidence())
	}
	return r
}

// notInRef are characters that no reference has, and by which a Dockerfile's word or
// that of a shell is more than its text.
const notInRef = " \t\r\n$`\\'\""

// ParseRef reads a reference whose value is known, as in a `docker run`.
func (b *Build) ParseRef(name string, span source.Span) Ref {
	r := Ref{Span: span}
	if name == "" || strings.ContainsAny(name, notInRef) {
		return r
	}
	return b.split(r, name)
}

// split splits a resolved name as the reference grammar of distribution has it:
// a colon after the last slash begins the tag, an at sign the digest.
func (b *Build) split(r Ref, name string) Ref {
	r.Known = true
	r.Repository, r.Digest, _ = strings.Cut(name, "@")
	if colon := strings.LastIndexByte(r.Repository, ':'); colon > strings.LastIndexByte(r.Repository, '/') {
		r.Repository, r.Tag = r.Repository[:colon], r.Repository[colon+1:]
	}
	if b.Options.Unmirror != nil {
		r.Repository = b.Options.Unmirror(r.Repository)
	}
	r.Name = r.Repository + name[max(0, len(name)-suffixLen(r)):]
	identified := r
	r.image = sync.OnceValue(func() alpine.Image { return b.identify(identified) })
	return r
}

// suffixLen is the length of what follows the repository: tag and digest with
// their marks.
func suffixLen(r Ref) int {
	n := 0
	if r.Tag != "" {
		n += 1 + len(r.Tag)
	}
	if r.Digest != "" {
		n += 1 + len(r.Digest)
	}
	return n
}
