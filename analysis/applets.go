package analysis

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Misuse is a usage of a BusyBox applet that is meant for GNU's command of its
// name.
type Misuse struct {
	alpine.Misuse
	Run     *image.Run
	Command *shell.Command
	Span    source.Span // the word with the option or value
	Unseen  bool        // the command's failure has no consequence
}

// Misuses are those of the unit's commands that surely run an applet, on all
// releases of BusyBox that the image may have. An option is there once in a word.
func (u *Unit) Misuses() []Misuse { return u.misuses.of(u.findMisuses) }

func (u *Unit) findMisuses() []Misuse {
	var out []Misuse
	for _, run := range u.Runs {
		if run.State.IsAlpine() != alpine.Yes {
			continue
		}
		from, to := run.State.Stage.Image.BusyBoxes()
		for c := range run.Program.All() {
			if alpine.HasUsage(c.Name) {
				out = append(out, misusesOf(run, c, from, to)...)
			}
		}
	}
	return out
}

// shortOption is advice that names the option to write instead.
var shortOption = regexp.MustCompile(`^write (-[A-Za-z0-9])$`)

// leaveOut is advice to write nothing instead.
const leaveOut = "leave it out"

// Fixes follow the advice where it is to write a short option, or none. In the
// Dockerfile they are safe: BusyBox is what runs the text, and it refuses or ignores
// what stands there. A script may run elsewhere too.
func (m Misuse) Fixes() []Fix {
	option, value, joined := strings.Cut(m.Command.Args[m.Arg].Source(), "=")
	if m.Outcome == alpine.Different || option != m.Text || m.Span.Text() != m.Command.Args[m.Arg].Source() {
		return nil
	}
	fix := Fix{Safe: m.Run.Script == nil}
	switch short := shortOption.FindStringSubmatch(m.Advice); {
	case short != nil:
		fix.Title = "Write " + short[1]
		fix.Edits = []source.Edit{{Span: m.Span, New: short[1] + value}}
	case m.Advice == leaveOut && (joined || !m.TakesWord):
		fix.Title = "Leave " + option + " out"
		fix.Edits = []source.Edit{{Span: m.Span.WithBlank()}}
	default:
		return nil
	}
	return []Fix{fix}
}

// misusesOf asks who runs the command only where there is something to say.
func misusesOf(run *image.Run, c *shell.Command, from, to alpine.BusyBoxRelease) []Misuse {
	args := make([]alpine.Arg, len(c.Args))
	for i, w := range c.Args {
		args[i].Value, args[i].Known = w.Literal()
		if s, ok := patternWord(w); !args[i].Known && ok {
			args[i] = alpine.Arg{Value: s, Known: true}
		}
	}
	var out []Misuse
	for _, m := range alpine.Misuses(c.Name, args) {
		if !m.Holds(from, to) || len(out) > 0 && out[len(out)-1].Arg == m.Arg && out[len(out)-1].Usage == m.Usage {
			continue
		}
		if len(out) == 0 && !run.Applet(c) {
			return nil
		}
		out = append(out, Misuse{Misuse: m, Run: run, Command: c, Span: c.Args[m.Arg].Span(), Unseen: c.Unseen(errexitFromOutside(run))})
	}
	return out
}

// patternWord is an option whose value alone is not known: --include=*.go,
// --owner="$user".
func patternWord(w shell.Word) (string, bool) {
	src := w.Source()
	if len(src) < 3 || src[:2] != "--" {
		return "", false
	}
	for i := 2; i < len(src); i++ {
		switch ch := src[i]; {
		case ch == '=':
			return src[:i+1], true
		case ch != '-' && (ch < 'a' || ch > 'z') && (ch < '0' || ch > '9'):
			return "", false
		}
	}
	return "", false
}

// Missing is a command, or a shell that SHELL names, that is surely not there.
type Missing struct {
	State   image.State
	Name    string
	Package string // that brings it
	Span    source.Span
}

// Missing are the commands that the unit runs and its images lack, each once in a
// program, and the shells of SHELL.
func (u *Unit) Missing() []Missing {
	var out []Missing
	for _, run := range u.Runs {
		if run.State.IsAlpine() != alpine.Yes {
			continue
		}
		b := u.Branch(run.State)
		seen := map[string]bool{}
		for c := range run.Program.All() {
			if seen[c.Name] || spared(run, c) {
				continue
			}
			if with := missing(run, c, b); with != "" {
				seen[c.Name] = true
				out = append(out, Missing{run.State, c.Name, with, c.Word.Span()})
			}
		}
	}
	for _, stage := range u.Stages() {
		for _, step := range stage.Steps {
			if name, span, ok := step.MissingShell(); ok {
				out = append(out, Missing{step.Before, name, alpine.PackagesWith(name)[0], span})
			}
		}
	}
	return out
}

// missing is a package that would bring a command that is surely not there; "" where
// it may be. Of those commands that many use a table tells, of all others the branch,
// which also knows what comes with a package that was added.
func missing(run *image.Run, c *shell.Command, b apk.Branch) string {
	with := alpine.PackagesWith(c.Name)
	listed := len(with) > 0
	if listed && !run.Lacks(c) {
		return ""
	}
	if !b.Whole() {
		return strings.Join(with[:min(len(with), 1)], "")
	}
	name := "cmd:" + c.Name
	providers := b.Providers(name)
	switch {
	case run.Added(c, func(pkg string) bool { return b.Brings(pkg, name) }):
		return ""
	case listed && (len(providers) == 0 || slices.Contains(providers, with[0])):
		return with[0]
	case len(providers) == 0 || !listed && !unlisted(run, c, b):
		return ""
	}
	// The package that is called so, or whose name has least beside that of the command.
	return slices.MinFunc(providers, func(x, y string) int { return cmp.Compare(len(x), len(y)) })
}

// basePackages are those of Alpine's own image, in any release.
var basePackages = []string{
	"alpine-baselayout", "alpine-keys", "alpine-release", "apk-tools", "busybox", "busybox-binsh", "ca-certificates-bundle",
	"libc-utils", "libcrypto3", "libssl3", "musl", "musl-utils", "scanelf", "ssl_client", "zlib",
}

// installers bring commands of any name, by other means than apk.
var installers = []string{
	"bundle", "cabal", "cargo", "composer", "corepack", "cpan", "cpanm", "dotnet", "gem", "go", "luarocks", "npm", "npx", "opam", "pear", "pecl",
	"pip", "pip2", "pip3", "pipx", "pnpm", "poetry", "python", "python3", "rustup", "stack", "uv", "yarn",
}

// unlisted tells whether a command that no table knows is surely not there: the image
// is Alpine's own, its packages do not bring it, and nothing in the stage installs
// programs otherwise.
func unlisted(run *image.Run, c *shell.Command, b apk.Branch) bool {
	img := run.State.Stage.Image
	if img.Name != "alpine" || alpine.NotBare(img, c.Name) != alpine.Yes || !run.Unbrought(c) {
		return false
	}
	for _, pkg := range basePackages {
		if len(b.Versions(pkg)) > 0 && b.Brings(pkg, "cmd:"+c.Name) {
			return false
		}
	}
	for _, other := range run.State.Stage.Build.Runs {
		if len(other.Program.Named(installers...)) > 0 {
			return false
		}
	}
	return true
}

// spared tells whether the author has thought of the command failing. In a health
// check a failure is what is asked for, so that says nothing there.
func spared(run *image.Run, c *shell.Command) bool {
	return run.When != image.AtHealth && (c.BeforeOr || c.InCondition || c.Negated)
}
