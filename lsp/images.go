package lsp

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

// imageFacts is what is known of an image by its name, as a table.
func (s *Server) imageFacts(r image.Ref) string {
	img := r.Image()
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n", r.Name)
	if img.Evidence != "" {
		b.WriteString(img.Evidence + "\n\n")
	}
	release := img.Release
	if !release.Known() && img.Least.Known() {
		release = img.Least
		fmt.Fprintf(&b, "The tag moves. It stands for Alpine %s or a later release; of %s:\n\n", release, release)
	}
	row := table(&b)
	distroFacts(row, img)
	if facts, ok := release.Facts(); ok {
		row("Alpine", facts.Release.String()+", newest "+facts.Newest)
		row("Released", facts.Released.Format("2006-01-02"))
		end := "supported until "
		if !facts.Supported(s.Settings.Today) {
			end = "no fixes since "
		}
		row("End of life", end+facts.EOL.Format("2006-01-02"))
		row("musl", facts.Musl)
		row("BusyBox", facts.BusyBox)
		row("apk-tools", facts.APK)
		row("gcc", facts.GCC)
	} else if release.IsEdge() {
		row("Alpine", "edge, the development branch")
	}
	fmt.Fprintf(&b, "\nBy crampon's tables of %s.", alpine.TableDate.Format("2006-01-02"))
	return b.String()
}

// table begins a table of two columns, and gives what writes a row of it; a row without
// a value is left out.
func table(b *strings.Builder) (row func(name, value string)) {
	b.WriteString("| | |\n|---|---|\n")
	return func(name, value string) {
		if value != "" {
			fmt.Fprintf(b, "| %s | %s |\n", name, value)
		}
	}
}

// distroFacts are the rows that tell of the distribution.
func distroFacts(row func(name, value string), img alpine.Image) {
	if img.Distro != alpine.DistroUnknown {
		row("Distribution", img.Distro.String())
	} else {
		row("Distribution", "not known by the name")
	}
	if img.Libc != alpine.LibcUnknown {
		row("C library", img.Libc.String())
	}
	row("/bin/sh", img.Shell)
}

// stageFacts is what is known of a stage at its end.
func stageFacts(s *image.Stage) string {
	var b strings.Builder
	name := s.Name
	if name == "" {
		name = "without a name"
	}
	fmt.Fprintf(&b, "**%s**: stage %d of %d; ", name, s.Index+1, len(s.Build.Stages))
	switch {
	case s.IsTarget():
		b.WriteString("it is what is built")
	case s.Ships():
		b.WriteString("the image that is built begins with it")
	default:
		b.WriteString("the image that is built has of it only what is copied")
	}
	b.WriteString("\n\n")
	row := table(&b)
	var bases []string
	for on := s; on != nil; on = on.Base {
		switch {
		case on.Base != nil:
			bases = append(bases, "the stage "+cmp.Or(on.Base.Name, strconv.Itoa(on.Base.Index)))
		case on.From.Known:
			bases = append(bases, on.From.Name)
		}
	}
	row("Begins with", strings.Join(bases, ", that with "))
	distroFacts(row, s.Image)
	if s.Image.Release.Known() {
		row("Alpine", s.Image.Release.String())
	}
	if sh := s.Final.Shell; !sh.Span.IsZero() {
		row("SHELL", strings.Join(sh.Words, " "))
	}
	row("USER", s.Final.User)
	if dir := s.Final.Workdir; dir != "/" { // else it is the image's own
		row("WORKDIR", dir)
	}
	return b.String()
}
