package analysis

import (
	"iter"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// ApkCall is one run of apk.
type ApkCall struct {
	Run     *image.Run
	Command *shell.Command
	apk.Invocation
}

// Span is the place of an operand.
func (a ApkCall) Span(o apk.Operand) source.Span { return a.Command.Args[o.Index].Span() }

// OptionSpan is the place of an option, without a value that is a word of its own.
func (a ApkCall) OptionSpan(o apk.Option) source.Span { return a.Command.Args[o.Index].Span() }

// WholeOption is the place of an option with its value.
func (a ApkCall) WholeOption(o apk.Option) source.Span {
	span := a.OptionSpan(o)
	if o.ValueIndex > o.Index {
		span = span.Cover(a.Command.Args[o.ValueIndex].Span())
	}
	return span
}

// AppletSpan is the place of the applet's name.
func (a ApkCall) AppletSpan() source.Span {
	if a.At < 0 {
		return a.Command.Span()
	}
	return a.Command.Args[a.At].Span()
}

// Written are the operands that name a package and stand there in so many words:
// no file, no virtual group, no `!conflict`, nothing that comes out of a variable.
func (a ApkCall) Written() iter.Seq[apk.Operand] {
	return func(yield func(apk.Operand) bool) {
		for _, o := range a.Operands {
			if o.Kind != apk.Package || o.Constraint.Conflict || strings.HasPrefix(o.Constraint.Name, ".") {
				continue
			}
			if _, literal := a.Command.Args[o.Index].Literal(); literal && !yield(o) {
				return
			}
		}
	}
}

// Apk are the runs of apk, whatever the applet.
func (u *Unit) Apk() iter.Seq[ApkCall] {
	return func(yield func(ApkCall) bool) {
		for run, c := range u.Commands("apk") {
			if !yield(ApkCall{run, c, run.Apk(c)}) {
				return
			}
		}
	}
}

// Adds are the runs of `apk add`.
func (u *Unit) Adds() []ApkCall { return u.adds.of(u.findAdds) }

func (u *Unit) findAdds() []ApkCall {
	var out []ApkCall
	for a := range u.Apk() {
		if a.Applet == "add" {
			out = append(out, a)
		}
	}
	return out
}

// PinnedBefore tells whether an `apk add` of the same stage gave the package a version
// before that of index i did.
func (u *Unit) PinnedBefore(i int, name string) bool {
	adds := u.Adds()
	return slices.ContainsFunc(adds[:i], func(e ApkCall) bool {
		return e.Run.State.Stage == adds[i].Run.State.Stage &&
			slices.ContainsFunc(e.Operands, func(o apk.Operand) bool { return o.Constraint.Name == name && o.Constraint.Pinned() })
	})
}

// CheckedBefore is a check of a signature or checksum that stands before the call
// in its program, when all that the call installs are files.
func (a ApkCall) CheckedBefore() (*shell.Command, bool) {
	for _, o := range a.Operands {
		if o.Kind != apk.File {
			return nil, false
		}
	}
	for c := range a.Run.Program.All() {
		if c.Span().Start < a.Command.Span().Start && image.Checks(c) == alpine.Yes {
			return c, true
		}
	}
	return nil, false
}

// freshens tells whether the call fetches the index of packages itself.
func (a ApkCall) freshens() bool {
	return a.Applet == "update" || a.Has("no-cache") || a.Has("update-cache")
}

// IndexBefore is the `apk update` of an earlier RUN of the stage from whose layer
// an `apk add` takes its index; nil when the add fetches one, when an update in
// its own RUN does, or when the RUN has a cache mount for apk. Nothing is said of
// adds in scripts: when they run is not certain.
func (u *Unit) IndexBefore(add ApkCall) *ApkCall {
	if add.freshens() || add.Run.Script != nil || add.Run.When != image.AtBuild || add.Run.Step == nil || cachesApk(add.Run.Step) {
		return nil
	}
	var old *ApkCall
	for call := range u.Apk() {
		switch {
		case call.Run == add.Run:
			if call.freshens() && call.Command.Span().Start < add.Command.Span().Start {
				return nil
			}
		case call.Applet == "update" && !call.Has("no-cache") && call.Run.Script == nil && call.Run.Step != nil &&
			call.Run.Step.Stage == add.Run.Step.Stage && call.Run.Step.Index < add.Run.Step.Index:
			old = &call
		}
	}
	return old
}

func cachesApk(step *image.Step) bool {
	return slices.ContainsFunc(step.Flags, func(f dockerfile.Flag) bool {
		dir, ok := f.Field("target", "dst", "destination")
		return ok && (strings.HasPrefix(dir.Value(), "/var/cache/apk") || strings.HasPrefix(dir.Value(), "/etc/apk/cache"))
	})
}

// LostConstraint is a version constraint without quotes, of which the shell makes
// a redirection.
type LostConstraint struct {
	Name        string      // the package
	Redirection string      // as written: ">=8.12"
	Span        source.Span // name and redirection
	Whole       bool        // the span is one run of text without quotes, so that it can be quoted
}

// LostConstraints are those of the call: a redirection that begins where an
// operand ends, to or from what reads as a version.
func (a ApkCall) LostConstraints() []LostConstraint {
	var out []LostConstraint
	for _, r := range a.Command.Redirects {
		target, literal := r.Target.Literal()
		if r.Op != ">" && r.Op != "<" || r.FD != "" || !literal {
			continue
		}
		if !strings.HasPrefix(target, "=") && !apk.ValidVersion(target) {
			continue
		}
		for _, o := range a.Operands {
			w := a.Command.Args[o.Index]
			if name, ok := w.Literal(); ok && o.Kind == apk.Package && w.Span().End == r.Span.Start {
				span := w.Span().Cover(r.Span)
				out = append(out, LostConstraint{
					Name: name, Redirection: r.Span.Text(), Span: span,
					Whole: !strings.ContainsAny(span.Text(), "'\"\\ \t\n"),
				})
			}
		}
	}
	return out
}
