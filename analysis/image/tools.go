package image

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Applet tells whether a command surely runs BusyBox's applet of its name in an
// Alpine image: no package, file, function or builtin of that name stands in its
// way, and it is not run in another system. What is asked for first costs least.
func (r *Run) Applet(c *shell.Command) bool {
	switch {
	case r.State.IsAlpine() != alpine.Yes || !r.here(c) || !r.fromPath(c):
		return false
	case c.Via != nil && c.Via.Name == "busybox":
		return true
	case r.builtin(c) || r.redefined(c):
		return false
	}
	return r.Provides(c, c.Name) == alpine.No
}

// Lacks tells whether a command is surely not there when it is run: a bare Alpine
// does not have it, and nothing is known to have brought it.
func (r *Run) Lacks(c *shell.Command) bool {
	return alpine.LacksCommand(r.State.Stage.Image, c.Name) == alpine.Yes && r.Unbrought(c)
}

// Unbrought tells whether nothing is known to have brought what a command runs, in
// the image that it runs in. Whether a bare Alpine has it is another matter.
func (r *Run) Unbrought(c *shell.Command) bool {
	if builtins[c.Name] || !r.here(c) {
		return false
	}
	if v, ok := r.value(c, c.Word); !ok || v != c.Name || c.Via != nil && c.Via.Name == "busybox" {
		return false
	}
	return !r.redefined(c) && r.Provides(c, c.Name) == alpine.No && !r.mentions(c)
}

// MissingShell is the shell that a SHELL names and that is not there when the next
// instruction is handed to it.
func (s *Step) MissingShell() (name string, span source.Span, ok bool) {
	if s.Name != "SHELL" || len(s.Args) == 0 {
		return "", source.Span{}, false
	}
	name = path.Base(s.Args[0].Value())
	for _, next := range s.Stage.Steps {
		if next.Index <= s.Index || len(next.Runs) == 0 || next.Runs[0].Exec {
			continue
		}
		r := next.Runs[0]
		if r.State.Shell.Span != s.Span || r.When != AtBuild || alpine.LacksCommand(s.Stage.Image, name) != alpine.Yes {
			return "", source.Span{}, false
		}
		p := s.Stage.Build.scriptPackages(r, r.State.Packages)
		lacks := p.provides(name) == alpine.No && r.State.provides(name) == alpine.No
		return name, s.Args[0].Span(), lacks
	}
	return "", source.Span{}, false
}

// here tells whether the command runs in the image itself, not in another root or
// in namespaces of another process.
func (r *Run) here(c *shell.Command) bool {
	if c.Handed != nil && !r.here(c.Handed) {
		return false
	}
	for via := c.Via; via != nil; via = via.Via {
		switch via.Name {
		case "chroot", "nsenter", "unshare":
			return false
		}
	}
	if outer := c.Program.Outer; outer != nil {
		return outer.Name != "chroot" && r.here(outer)
	}
	return true
}

// fromPath tells whether the command's word is a name to be looked up in PATH, or
// the path at which the applets stand.
func (r *Run) fromPath(c *shell.Command) bool {
	v, ok := c.Word.Literal()
	if !ok || v == "" {
		return false
	}
	if !strings.Contains(v, "/") {
		return true
	}
	switch path.Dir(v) {
	case "/bin", "/sbin", "/usr/bin", "/usr/sbin":
		return true
	}
	return false
}

// builtin tells whether another shell than ash runs the command itself. What ash
// has built in is BusyBox's own code.
func (r *Run) builtin(c *shell.Command) bool {
	switch r.Dialect(c.Program) {
	case shell.Ash, shell.Sh:
		return false
	}
	return c.ByShell() && builtins[c.Name] && !strings.Contains(c.Word.Source(), "/")
}

// redefined tells whether a function or an alias of the name is in sight.
func (r *Run) redefined(c *shell.Command) bool {
	if c.Via != nil && c.Via.Name == "command" {
		return false
	}
	for p := c.Program; p != nil; {
		if p.Defines(c.Name) {
			return true
		}
		for _, a := range p.Named("alias") {
			for i := range a.Args {
				if strings.HasPrefix(a.Args[i].Source(), c.Name+"=") {
					return true
				}
			}
		}
		if p.Outer == nil {
			return false
		}
		p = p.Outer.Program
	}
	return false
}

// Provides tells whether something other than BusyBox brings a command of that
// name, at the command c: a package that apk added by then, or a file that is in
// PATH.
func (r *Run) Provides(c *shell.Command, name string) alpine.Answer {
	if got := r.packagesAt(c).provides(name); got != alpine.No {
		return got
	}
	if searchesElsewhere(r.Program) {
		return alpine.Unknown
	}
	return r.State.provides(name)
}

// provides tells of packages only.
func (p Packages) provides(command string) alpine.Answer {
	if p.provider(command) != "" {
		return alpine.Yes
	}
	if p.open || slices.ContainsFunc(p.maybe, func(pkg string) bool { return alpine.Brings(pkg, command) }) {
		return alpine.Unknown
	}
	return alpine.No
}

// provider is an added package that brings a command, the first of them by name; ""
// for none.
func (p Packages) provider(command string) (first string) {
	for pkg := range p.added {
		if (first == "" || pkg < first) && alpine.Brings(pkg, command) {
			first = pkg
		}
	}
	return first
}

// Provider is the package that apk has added when the command runs and that brings
// it; "" for none that is known.
func (r *Run) Provider(c *shell.Command) string { return r.packagesAt(c).provider(c.Name) }

// Added tells whether apk has added a package of a kind when the command runs.
func (r *Run) Added(c *shell.Command, is func(pkg string) bool) bool {
	for pkg := range r.packagesAt(c).added {
		if is(pkg) {
			return true
		}
	}
	return false
}

// packagesAt is what apk has added when a command runs: what earlier steps and the
// scripts that they ran added, and what the program itself did before it.
func (r *Run) packagesAt(c *shell.Command) Packages {
	r.begins.Do(func() { r.packages = r.packagesBefore() })
	return r.addPackages(r.packages, c)
}

func (r *Run) packagesBefore() Packages {
	p := r.State.Packages
	if r.Step == nil {
		return p
	}
	p = r.State.Stage.Build.scriptPackages(r, p)
	if r.Script != nil && r.When == AtBuild {
		for _, caller := range r.Step.Runs {
			p = caller.addPackages(p, nil)
		}
	}
	return p
}

// addPackages is what holds after the apk commands of a program, up to a command,
// nil for all of them. In a script, whose functions may be called in any order, what
// is added anywhere is there and what is deleted may be.
func (r *Run) addPackages(p Packages, until *shell.Command) Packages {
	for _, c := range r.Program.Named("apk") {
		inv := r.Apk(c)
		if r.Script != nil {
			if inv.Applet == "add" {
				p = p.after(inv)
			}
			continue
		}
		if until != nil && c.Span().Start >= until.Span().Start {
			break
		}
		p = p.after(inv)
	}
	return p
}

// scriptPackages adds what scripts of earlier steps added to what is known at a run.
// A script that cannot be read may have added anything.
func (b *Build) scriptPackages(r *Run, p Packages) Packages {
	for stage := r.Step.Stage; stage != nil; stage = stage.Base {
		for _, step := range stage.Steps {
			if stage == r.Step.Stage && r.When == AtBuild && step.Index > r.Step.Index {
				break
			}
			for _, script := range b.ranAt(step) {
				p = script.addPackages(p, nil)
			}
			p.open = p.open || b.unread[step]
		}
	}
	return p
}

// ranAt are the scripts that the build runs at a step.
func (b *Build) ranAt(step *Step) []*Run {
	b.ran.Do(b.findRan)
	return b.scripts[step]
}

// findRan notes which scripts the build runs at which step, and at which steps it
// runs some that cannot be read.
func (b *Build) findRan() {
	b.scripts, b.unread = map[*Step][]*Run{}, map[*Step]bool{}
	for _, r := range b.Runs {
		if r.Script != nil && r.Step != nil && r.When == AtBuild {
			b.scripts[r.Step] = append(b.scripts[r.Step], r)
		}
	}
	for _, r := range b.Runs {
		if r.Step == nil || r.When != AtBuild || b.unread[r.Step] {
			continue
		}
		for c := range r.Program.All() {
			if b.runsUnread(r, c) {
				b.unread[r.Step] = true
				break
			}
		}
	}
}

// runsUnread tells whether a command runs a script that the build does not have:
// one that is downloaded, made on the way, or left out of the context.
func (b *Build) runsUnread(r *Run, c *shell.Command) bool {
	if builtins[c.Name] {
		return false
	}
	by := startedBy(c)
	if by.word.IsZero() {
		// A shell without a script reads its input: curl | sh.
		return c.Stage > 0 && isShell(c.Name) && len(c.Inner) == 0
	}
	if !by.handed() && !by.sourced {
		name := c.Name
		if v, ok := by.word.Literal(); !ok || !strings.Contains(v, "/") && !strings.HasSuffix(v, ".sh") || harmless[name] {
			return false
		}
		v, _ := by.word.Literal()
		switch path.Dir(v) {
		case "/bin", "/sbin", "/usr/bin", "/usr/sbin":
			return false
		}
	}
	return !slices.ContainsFunc(b.scripts[r.Step], func(s *Run) bool { return s.Script.Caller == by.word.Span() })
}

// harmless are scripts that build things and install no packages of Alpine.
var harmless = map[string]bool{
	"configure": true, "Configure": true, "config": true, "autogen.sh": true, "bootstrap": true, "buildconf": true,
	"gradlew": true, "mvnw": true, "waf": true, "rebar3": true,
}

func isShell(name string) bool {
	d := shell.DialectOf(name)
	return d != shell.Unknown && d != shell.Foreign
}

// provides tells whether a file of the image, by its name, is in the way of a
// command's lookup. Folders that are copied whole from elsewhere may hold anything.
func (s State) provides(name string) alpine.Answer {
	dirs := append(s.search(), s.Stage.ownPath()...)
	for _, dir := range dirs {
		if s.MayHave(dir + "/" + name) {
			return alpine.Unknown
		}
	}
	if slices.ContainsFunc(dirs, gnuFolder) {
		return alpine.Unknown
	}
	return alpine.No
}

// MayHave tells whether a copy or a move of the Dockerfile may have put a file there.
func (s State) MayHave(file string) bool {
	for l := s.Files.head; l != nil; l = l.prev {
		if l.copy.brings(path.Base(file), []string{path.Dir(file)}, s.Stage.Build.Context) {
			return true
		}
	}
	return false
}

// ownPath are the folders that any ENV of the stage puts into PATH, as written: of a
// PATH that goes on with the base image's the value is not known.
func (s *Stage) ownPath() []string {
	var dirs []string
	for stage := s; stage != nil; stage = stage.Base {
		for _, step := range stage.Steps {
			if step.Name != "ENV" {
				continue
			}
			for _, v := range step.Instruction.Vars {
				if v.Name.Value() == "PATH" {
					dirs = append(dirs, strings.Split(v.Value.Value(), ":")...)
				}
			}
		}
	}
	return dirs
}

// searchesElsewhere tells whether a program puts a folder of GNU's tools into PATH.
func searchesElsewhere(p *shell.Program) bool {
	_, rest, ok := strings.Cut(p.Text.String(), "PATH=")
	for ok {
		value, more, _ := strings.Cut(rest, "\n")
		if gnuFolder(value) {
			return true
		}
		_, rest, ok = strings.Cut(more, "PATH=")
	}
	return false
}

// gnuFolder tells whether a folder of PATH is one in which people keep GNU's tools.
func gnuFolder(dir string) bool {
	for _, mark := range []string{"gnu", "coreutils", "toybox", "/nix/", "brew", "conda"} {
		if strings.Contains(dir, mark) {
			return true
		}
	}
	return false
}

// brings tells whether a copy or a move may put a file of that name into one of
// the folders.
func (c *Copy) brings(name string, dirs []string, ctx *Context) bool {
	for _, dir := range dirs {
		switch {
		case c.Dest == dir+"/"+name:
			return true
		case c.alias != "":
		case c.Dest == dir, c.Dest == "/", strings.HasPrefix(dir, c.Dest+"/") && c.Dest != "":
			if c.holds(dir, name, ctx) {
				return true
			}
		}
	}
	return false
}

// holds tells whether what is copied into a folder, or into one above it, may have
// a file dir/name. The context can be looked at; stages and images cannot.
func (c *Copy) holds(dir, name string, ctx *Context) bool {
	fromContext := c.From == nil && c.Image == nil
	for _, src := range c.Sources {
		base := path.Base(src)
		switch {
		case base == name, c.Step.Name == "ADD" && isArchive(src):
			return true
		case !fromContext && (c.Dest != dir || base == path.Base(dir) || base == "." || base == "/" || strings.HasSuffix(src, "/")):
			return true // a folder whose content is not known
		}
	}
	if !fromContext || ctx == nil {
		return false
	}
	for _, candidate := range c.candidates(dir + "/" + name) {
		for _, rel := range ctx.Match(candidate) {
			if _, ok := ctx.File(rel); ok {
				return true
			}
		}
	}
	return false
}

func isArchive(name string) bool {
	for _, ext := range []string{".tar", ".tgz", ".tar.gz", ".tar.xz", ".txz", ".tar.bz2"} {
		if strings.HasSuffix(name, ext) {
			return true
		}
	}
	return false
}
