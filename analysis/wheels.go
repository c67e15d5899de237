package analysis

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

// GlibcWheels are the words by which wheels for glibc come to Alpine.
func (u *Unit) GlibcWheels() []InstallOperand {
	var out []InstallOperand
	for _, g := range u.GlibcBuilds(alpine.Wheel) {
		out = append(out, InstallOperand{g.Name, g.Span})
	}
	told := func(name string) bool {
		return slices.ContainsFunc(out, func(o InstallOperand) bool { return o.Text == path.Base(name) })
	}
	for _, p := range u.Pips() {
		if p.Run.When != image.AtBuild || p.Run.State.IsAlpine() != alpine.Yes || !strings.HasSuffix(p.Words.Text(), "install") || handsOn(p.Run.State.Stage) || len(p.Run.Program.Named("zip")) > 0 {
			continue
		}
		for _, o := range append(p.Platforms(), p.Operands...) {
			wheel := alpine.GlibcBuild(o.Text) == alpine.Wheel
			if (wheel || strings.HasPrefix(o.Text, "manylinux")) && !told(o.Text) {
				out = append(out, o)
			}
		}
	}
	return out
}
