package image

import (
	"path"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/source"
)

// NewerPart is something linked against a newer Alpine's libraries that a COPY
// brings into an older one.
type NewerPart struct {
	Span source.Span // of the source
	Path string
	// From is the Alpine that it was made in, To the one that it comes to.
	From, To alpine.Image
}

// NewerParts are those that the step brings: libraries, folders of them, and programs
// that a package of the other stage or the image's own Dockerfile put there. What a
// stage builds itself may be static and is not among them.
func (s *Step) NewerParts() []NewerPart {
	c := s.Copy
	if c == nil || c.From == nil && c.Image == nil {
		return nil
	}
	part := NewerPart{To: s.Stage.Image}
	var packages Packages
	if c.From != nil {
		part.From, packages = c.From.Image, c.From.Final.Packages
	} else {
		part.From = c.Image.Image()
	}
	if !newer(part.From, part.To) {
		return nil
	}
	var out []NewerPart
	for i, src := range c.Sources {
		if i < len(s.Args)-1 && linked(path.Clean("/"+src), part.From, packages) {
			part.Path, part.Span = src, s.Args[i].Span()
			out = append(out, part)
		}
	}
	return out
}

func newer(from, to alpine.Image) bool {
	return from.Distro == alpine.Alpine && to.Distro == alpine.Alpine && from.Release.Known() && to.Release.Known() && from.Release.Compare(to.Release) > 0
}

// linked tells whether a path of an Alpine image surely is, or holds, something that
// is linked against the image's libraries.
func linked(p string, img alpine.Image, packages Packages) bool {
	dir, base := path.Dir(p), path.Base(p)
	switch p {
	case "/lib", "/usr/lib", "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr":
		return true
	}
	switch {
	case strings.HasSuffix(base, ".so") || strings.Contains(base, ".so."):
		return strings.HasPrefix(p, "/lib/") || strings.HasPrefix(p, "/usr/lib/")
	case dir == "/usr/local/bin":
		return img.Official && (img.Name == "node" && base == "node" || img.Name == "php" && base == "php" || img.Name == "python" && strings.HasPrefix(base, "python3"))
	case dir == "/usr/bin" || dir == "/usr/sbin" || dir == "/bin" || dir == "/sbin":
		return !strings.Contains(base, "static") && packages.provides(base) == alpine.Yes
	}
	return false
}
