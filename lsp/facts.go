package lsp

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// facts are what the unit knows of a place in a file: of an image, a stage, an operand
// of apk, a command.
func (s *Server) facts(u *analysis.Unit, file *source.File, at int) (out []note) {
	holds := func(span source.Span) bool { return span.File == file && span.Contains(at) }
	for _, use := range u.Images() {
		if span := use.Span(); holds(span) && use.Ref.Known {
			out = append(out, note{span, s.imageFacts(use.Ref)})
		}
	}
	if u.Build != nil {
		for _, name := range u.Build.StageNames() {
			if holds(name.Span) {
				out = append(out, note{name.Span, stageFacts(name.Stage)})
			}
		}
	}
	for call := range u.Apk() {
		for _, o := range call.Operands {
			if o.Kind != apk.Package && o.Kind != apk.Provides {
				continue
			}
			if span := call.Span(o); holds(span) {
				out = append(out, note{span, operandFacts(o, call)})
			}
		}
	}
	for _, run := range u.Runs {
		for c := range run.Program.All() {
			if n := callFacts(u, run, c); holds(n.span) {
				out = append(out, n)
			} else if c.Name == "" || c.Word.IsZero() || !holds(c.Word.Span()) {
				continue
			} else if text := commandFacts(run, c); text != "" {
				out = append(out, note{c.Word.Span(), "**" + c.Name + "**: " + text})
			}
		}
	}
	return out
}

// operandFacts is what an operand of apk asks for.
func operandFacts(o apk.Operand, call analysis.ApkCall) string {
	c := o.Constraint
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**: %s", o.Raw, constraintFacts(c))
	if r := call.Run.State.Release(); r.Known() && !c.Conflict {
		fmt.Fprintf(&b, "\n\nIt is looked for in the repositories of Alpine %s.", r)
	}
	if o.Err != nil {
		fmt.Fprintf(&b, "\n\napk refuses it: %s.", o.Err)
	}
	if p, ok := alpine.PackageFacts(c.Name); ok {
		if brings := bringsOf(p); len(brings) > 0 {
			fmt.Fprintf(&b, "\n\nIt brings %s.", strings.Join(brings, ", "))
		}
	}
	return b.String()
}

// constraintFacts says a constraint in words.
func constraintFacts(c apk.Constraint) string {
	version := "`" + c.Version + "`"
	if c.Variable {
		version = "a version out of a variable"
	}
	var says string
	switch has := func(op string) bool { return strings.Contains(c.Op, op) }; {
	case c.Conflict:
		return "the package must not be installed (`!`)"
	case c.Op == "":
		says = "any version; the newest that the repositories have on the day of the build"
	case has("<") && has(">"):
		says = "the package with this checksum (`><`)"
	case c.Fuzzy() && has("<"):
		says = "versions that begin with " + version + ", and older ones"
	case c.Fuzzy() && has(">"):
		says = "versions that begin with " + version + ", and newer ones"
	case c.Fuzzy():
		says = "every version that begins with " + version + ", part by part, with any revision (`~` is fuzzy)"
	case c.ExactWithoutRevision():
		says = "exactly " + version + ", which no package has: versions of packages end in a revision, `-rN`"
	case has("<") && has("="):
		says = version + " or older"
	case has(">") && has("="):
		says = version + " or newer"
	case has("<"):
		says = "older than " + version
	case has(">"):
		says = "newer than " + version
	default:
		says = "exactly " + version + " (`=`); the build fails on the day on which the repositories have a newer one"
	}
	if c.Tag != "" {
		says += "; from the repository tagged `@" + c.Tag + "`"
	}
	return says
}

// bringsOf lists what a package brings, as far as it matters to rules.
func bringsOf(p alpine.Package) (out []string) {
	for _, b := range []struct {
		is   bool
		text string
	}{
		{p.CC == alpine.Yes, "a C compiler (" + p.Compiler + ")"},
		{p.LibcHeaders, "the headers of musl"},
		{p.Fortify, "fortify-headers"},
		{p.Go, "the Go toolchain"},
		{p.Shell != "", "the shell " + p.Shell},
		{p.GlibcShim, "a loader for programs linked against glibc"},
	} {
		if b.is {
			out = append(out, b.text)
		}
	}
	return out
}

// callFacts tells which script a command starts; zero for none.
func callFacts(u *analysis.Unit, run *image.Run, c *shell.Command) note {
	for _, call := range run.Calls {
		if s := call.Run.Script; call.Command == c && s != nil {
			word := c.Word
			if 0 < call.At && call.At <= len(c.Args) {
				word = c.Args[call.At-1]
			}
			name := s.File.Path
			if rel, err := filepath.Rel(filepath.Dir(u.File.Path), name); err == nil && filepath.IsLocal(rel) {
				name = rel
			}
			return note{word.Span(), fmt.Sprintf("**%s**: the script `%s`, which is `%s` in the image", word.Source(), name, s.Path)}
		}
	}
	return note{}
}

// commandFacts tells what a command name means to the ash that runs it; "" where
// another shell does, or where it is not known.
func commandFacts(run *image.Run, c *shell.Command) string {
	release := run.State.Release()
	busyBox := busyBoxOf(release)
	switch {
	case c.Program.Defines(c.Name):
		return "a function of this script"
	case run.Dialect(c.Program) != shell.Ash:
		return ""
	case !strings.Contains(c.Word.Source(), "/") && alpine.AshBuiltin(c.Name) && c.Via == nil:
		return "built into BusyBox ash" + busyBox
	}
	if added := run.Provider(c); added != "" {
		return "from the package `" + added + "`, which apk has added"
	}
	with := strings.Join(alpine.PackagesWith(c.Name), "` or `")
	switch applet := alpine.HasApplet(release, c.Name); {
	case run.Applet(c) && applet == alpine.Yes:
		return "an applet of BusyBox" + busyBox
	case run.Lacks(c):
		return "not in the image: Alpine does not have it, and nothing adds it; the package `" + with + "` brings it"
	case applet == alpine.Yes:
		return "an applet of BusyBox" + busyBox + ", unless something brings another"
	case with != "":
		return "from the package `" + with + "`"
	case applet == alpine.No:
		return "no applet of BusyBox" + busyBox + "; a package or a file of the image has to bring it"
	}
	return ""
}

// busyBoxOf names the version of a release.
func busyBoxOf(r alpine.Release) string {
	if facts, ok := r.Facts(); ok && facts.BusyBox != "" {
		return fmt.Sprintf(" %s (Alpine %s)", facts.BusyBox, r)
	}
	return ""
}
