package analysis

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// GlibcCopy is a COPY or ADD of glibc's own files into Alpine.
type GlibcCopy struct {
	Span source.Span // of the first source that is of glibc
	Path string
}

// GlibcCopies are those of the unit. What comes out of an Alpine image, and what goes
// below a folder that is another system's root, is left out.
func (u *Unit) GlibcCopies() []GlibcCopy {
	var out []GlibcCopy
	for _, stage := range u.Stages() {
		for _, step := range stage.Steps {
			c := step.Copy
			if c == nil || step.Before.IsAlpine() != alpine.Yes || otherRoot(c.Dest) || fromAlpine(c) {
				continue
			}
			if i := slices.IndexFunc(c.Sources, isGlibcLib); i >= 0 {
				out = append(out, GlibcCopy{c.Operand(c.Sources[i]), path.Clean(c.Sources[i])})
			}
		}
	}
	return out
}

// fromAlpine tells whether a copy is out of an image that is Alpine, without glibc
// over it.
func fromAlpine(c *image.Copy) bool {
	img := alpine.Image{}
	switch {
	case c.From != nil:
		img = c.From.Image
	case c.Image != nil:
		img = c.Image.Image()
	}
	return img.Distro == alpine.Alpine && !img.GlibcOnAlpine
}

func otherRoot(dest string) bool {
	return slices.ContainsFunc([]string{"rootfs", "sysroot", "chroot", "toolchain"}, func(word string) bool { return strings.Contains(dest, word) })
}

// glibcFiles are files of glibc itself by the start of their names; musl has none
// of them.
var glibcFiles = []string{"ld-linux", "ld-2.", "libc.so.6", "libc-2.", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libnss_", "libresolv.so.2"}

func isGlibcLib(src string) bool {
	parts := strings.Split(path.Clean("/"+src), "/")
	for i, part := range parts {
		if part == "glibc-compat" || strings.HasSuffix(part, "-linux-gnu") && i > 0 && (parts[i-1] == "lib" || parts[i-1] == "lib64") {
			return true
		}
	}
	return slices.ContainsFunc(glibcFiles, func(name string) bool { return strings.HasPrefix(parts[len(parts)-1], name) })
}
