package image

import (
	"path"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// State is what holds at one point of a build.
type State struct {
	Stage *Stage
	Shell Shell
	// User is the value of the last USER, "" where none is given or it is not known.
	User string
	// UserStep is the last USER; nil where only the base image may have one.
	UserStep *Step
	// Workdir is an absolute path, "" where it is not known.
	Workdir string
	Vars    Vars
	// Later are the variables that triggers (ONBUILD) declare, for those behind them.
	Later      Vars
	Packages   Packages
	Files      Files
	Entrypoint *Step // the last ENTRYPOINT; nil for none or one of the base image
	Cmd        *Step
	Health     *Step
}

// Distro is the distribution.
func (s State) Distro() alpine.Distro { return s.Stage.Image.Distro }

// Libc is the C library that the distribution is made with.
func (s State) Libc() alpine.Libc { return s.Stage.Image.Libc }

// Release is Alpine's release; unknown where the tag does not tell or may move.
func (s State) Release() alpine.Release { return s.Stage.Image.Release }

// IsAlpine tells whether the image is Alpine. That a stage runs apk does not say
// so: Wolfi has apk too.
func (s State) IsAlpine() alpine.Answer {
	switch s.Distro() {
	case alpine.Alpine:
		return alpine.Yes
	case alpine.DistroUnknown:
		return alpine.Unknown
	}
	return alpine.No
}

// Shell is what shell-form instructions are handed to.
type Shell struct {
	Words   []string // "/bin/sh", "-c"
	Dialect shell.Dialect
	// Sh is the dialect of /bin/sh, which scripts and `sh -c` get whatever SHELL says.
	Sh shell.Dialect
	// Span is the SHELL instruction; zero for the default.
	Span source.Span
}

// shDialect is what /bin/sh of an image is.
func shDialect(img alpine.Image) shell.Dialect {
	if img.Distro == alpine.Windows {
		return shell.Foreign
	}
	if img.Shell == "" || img.Shell == "none" {
		return shell.Sh
	}
	return shell.DialectOf(img.Shell)
}

// defaultShell is that of a stage's base. SHELL goes on to the images that are built
// on one which has it: of an image whose Dockerfile nobody has read it is not known.
func defaultShell(s *Stage) Shell {
	sh := shDialect(s.Image)
	out := Shell{Words: []string{"/bin/sh", "-c"}, Dialect: sh, Sh: sh}
	if !s.Image.Official && sh != shell.Foreign {
		out.Dialect = shell.Unknown
	}
	return out
}

// resolve is the dialect that an interpreter of that dialect has in the image:
// /bin/sh is whatever the image links it to.
func (s Shell) resolve(d shell.Dialect) shell.Dialect {
	if d == shell.Sh || d == shell.Unknown {
		return s.Sh
	}
	return d
}

// setShell is what holds after a SHELL instruction.
func (s Shell) setShell(in *dockerfile.Instruction) Shell {
	s.Words = nil
	for _, w := range in.Args {
		s.Words = append(s.Words, w.Value())
	}
	s.Span = in.Span
	if len(s.Words) > 0 {
		s.Dialect = s.resolve(shell.DialectOf(s.Words[0]))
	}
	return s
}

// apply is what holds after a step.
func (b *Build) apply(step *Step, s State) State {
	in := step.Instruction
	switch in.Name {
	case "ARG":
		s.Vars = b.declareArgs(s.Vars, in, b.Globals)
	case "ENV":
		s.Vars = b.declareEnv(s.Vars, in)
	case "ONBUILD":
		if vars := s.triggerVars(); in.Child != nil && in.Child.Name == "ARG" {
			s.Later = b.declareArgs(vars, in.Child, b.Globals)
		} else if in.Child != nil && in.Child.Name == "ENV" {
			s.Later = b.declareEnv(vars, in.Child)
		}
	case "USER":
		if len(in.Args) > 0 {
			s.User, s.UserStep = "", step
			if user, known := b.expand(in.Args[0].Value(), s.Vars); known {
				s.User = user
			}
		}
	case "WORKDIR":
		s.Workdir = b.workdir(in, s)
	case "SHELL":
		s.Shell = s.Shell.setShell(in)
	case "ENTRYPOINT":
		// Docker drops an inherited CMD when ENTRYPOINT is set in a later image,
		// but not within one Dockerfile.
		s.Entrypoint = step
	case "CMD":
		s.Cmd = step
	case "HEALTHCHECK":
		s.Health = step
	case "COPY", "ADD":
		step.Copy = b.copyOf(step)
		if step.Copy != nil {
			s.Files = s.Files.with(step.Copy)
		}
	}
	b.addRuns(step)
	if in.Name == "RUN" {
		s = b.afterRun(step, s)
	}
	return s
}

// triggerVars are the variables where a trigger runs: those of the image, and of the
// triggers before it.
func (s State) triggerVars() Vars { return s.Later.over(s.Vars.onlyEnv()) }

func (b *Build) workdir(in *dockerfile.Instruction, s State) string {
	if len(in.Args) == 0 {
		return s.Workdir
	}
	dir, known := b.expand(in.Args[0].Value(), s.Vars)
	switch {
	case !known:
		return ""
	case strings.HasPrefix(dir, "/"):
		return path.Clean(dir)
	case s.Workdir == "":
		return ""
	}
	return path.Join(s.Workdir, dir)
}

// afterRun is what a RUN changes: packages, files moved, /bin/sh relinked. The
// commands of scripts that it runs are not followed here.
func (b *Build) afterRun(step *Step, s State) State {
	for _, run := range step.Runs {
		if run.Program.Dialect == shell.Foreign {
			continue
		}
		for _, c := range run.Program.Named("apk") {
			if step.Stage.Apk.IsZero() {
				step.Stage.Apk = c.Span()
			}
			s.Packages = s.Packages.after(run.Apk(c))
		}
		for _, c := range run.Program.Named("mv", "cp", "ln", "install") {
			if to, from, ok := run.placed(c); ok {
				if to == "/bin/sh" || to == "/usr/bin/sh" {
					s.Shell = s.Shell.relink(from)
				}
				s.Files = s.Files.with(&Copy{Dest: to, alias: from})
			}
		}
	}
	return s
}

// relink is what holds after /bin/sh became a link to another shell.
func (s Shell) relink(to string) Shell {
	was := s.Sh
	s.Sh = shell.DialectOf(to)
	if strings.HasSuffix(to, "busybox") {
		s.Sh = shell.Ash
	}
	if s.Span.IsZero() && s.Dialect != shell.Unknown || s.Dialect == was && strings.HasSuffix(s.Words[0], "/sh") {
		s.Dialect = s.Sh
	}
	return s
}
