package analysis

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/build"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// GlibcBuild is a program linked with glibc that comes to Alpine by a name that
// says so: a download, a copy, or what an installer fetches. It is of one
// ecosystem, and the rule of that ecosystem tells of it.
type GlibcBuild struct {
	Of alpine.Ecosystem
	// Span is the address, the operand of COPY or the word of the installer.
	Span source.Span
	// Name is that of the file, or of what the installer fetches.
	Name string
	// Stage is the Alpine stage that it comes to.
	Stage *image.Stage
	// Shim is a package by which programs linked with glibc may start; "" for none.
	Shim string
	// Product is what a stage makes; nil for what comes ready.
	Product *build.Product
}

// GlibcBuilds are those of the unit, of one ecosystem, in no stage or script of which it
// is not known that it is Alpine, and in none that brings a glibc or its loader:
// of these ALP108, 301 and 303 tell.
func (u *Unit) GlibcBuilds(of alpine.Ecosystem) []GlibcBuild {
	var out []GlibcBuild
	for _, g := range u.glibcBuilds.of(u.findGlibcBuilds) {
		if g.Of == of {
			out = append(out, g)
		}
	}
	return out
}

func (u *Unit) findGlibcBuilds() []GlibcBuild {
	f := foreignFinder{u: u}
	for _, d := range u.Fetches() {
		for _, url := range d.URLs {
			if of := alpine.GlibcBuild(url); of != alpine.NoEcosystem {
				f.add(GlibcBuild{Of: of, Span: d.Span, Name: lastPart(url), Stage: d.State().Stage})
				break
			}
		}
	}
	f.installers()
	for _, d := range u.Deliveries() {
		if d.Of != alpine.NoEcosystem && d.Libc == alpine.Glibc {
			f.add(GlibcBuild{Of: d.Of, Span: d.Span, Name: path.Base(d.Path), Stage: d.Step.Stage, Product: d.Product})
		}
	}
	f.copies()
	return f.found
}

// OnlyToAlpine tells whether a product comes to stages of Alpine alone.
func (u *Unit) OnlyToAlpine(p *build.Product) bool {
	return !slices.ContainsFunc(u.Deliveries(), func(d build.Delivery) bool {
		return d.Product.Span == p.Span && d.Step.Before.IsAlpine() != alpine.Yes
	})
}

// lastPart is the file that an address names.
func lastPart(url string) string {
	url, _, _ = strings.Cut(url, "?")
	return path.Base(url)
}

type foreignFinder struct {
	u     *Unit
	found []GlibcBuild
	mixed map[*image.Stage]bool // glibc is installed
}

// add takes a build that comes to an Alpine stage without glibc, once for a place.
func (f *foreignFinder) add(g GlibcBuild) {
	if g.Stage == nil || g.Stage.Image.Distro != alpine.Alpine || handsOn(g.Stage) || f.hasGlibc(g.Stage) {
		return
	}
	if slices.ContainsFunc(f.found, func(o GlibcBuild) bool { return o.Span == g.Span }) {
		return
	}
	for _, s := range append([]*image.Stage{g.Stage}, takers(g.Stage)...) {
		if shim, there := s.Final.Packages.Any(func(p alpine.Package) bool { return p.GlibcShim }); there == alpine.Yes {
			g.Shim = shim
		}
	}
	f.found = append(f.found, g)
}

// hasGlibc tells whether a glibc or its loader is put into the stage, or one that
// it hands on to.
func (f *foreignFinder) hasGlibc(s *image.Stage) bool {
	if f.mixed == nil {
		f.mixed = map[*image.Stage]bool{}
		for _, g := range f.u.GlibcOnAlpine() {
			f.mixed[g.Stage] = true
		}
	}
	return slices.ContainsFunc(append([]*image.Stage{s}, takers(s)...), func(s *image.Stage) bool {
		if s.Image.GlibcOnAlpine || s.Says("ld-linux") || s.Says("/lib64") {
			return true
		}
		for ; s != nil; s = s.Base {
			if f.mixed[s] {
				return true
			}
		}
		return false
	})
}

func takers(s *image.Stage) []*image.Stage {
	if s.Build == nil {
		return nil
	}
	return s.TakenBy()
}

// handsOn tells whether what the stage makes is only for stages that are known not
// to be Alpine.
func handsOn(s *image.Stage) bool {
	if s.Build == nil || s.Instruction == nil || s.IsTarget() {
		return false
	}
	list := takers(s)
	return len(list) > 0 && !slices.ContainsFunc(list, func(o *image.Stage) bool { return o.Final.IsAlpine() != alpine.No })
}

// copies are the operands of COPY that say by their name that they are a build for
// glibc. What a stage makes for a *-linux-gnu target may be linked statically all
// the same, where +crt-static says so.
func (f *foreignFinder) copies() {
	for _, stage := range f.u.Stages() {
		for _, step := range stage.Steps {
			if step.Copy == nil {
				continue
			}
			for _, src := range step.Copy.Sources {
				of := alpine.GlibcBuild(src)
				if strings.Contains(src, "-unknown-linux-gnu/") && path.Ext(src) == "" && !f.saysStatic(step.Copy) {
					of = alpine.Rust
				}
				if of != alpine.NoEcosystem && of != alpine.OtherProgram && !triple.MatchString(lastPart(src)) {
					f.add(GlibcBuild{Of: of, Span: step.Copy.Operand(src), Name: lastPart(src), Stage: stage})
				}
			}
		}
	}
}

// triple is a folder that has the name of a target and no more: compilers of C name
// theirs so too, and what is in it is not known.
var triple = regexp.MustCompile(`^[a-z0-9_]+-unknown-linux-gnu[a-z]*$`)

// saysStatic tells whether Rust's programs are linked statically, by RUSTFLAGS of
// the stage that makes them or the configuration of cargo in the context.
func (f *foreignFinder) saysStatic(c *image.Copy) bool {
	if c.From != nil && c.From.Says("crt-static") || f.u.Build.Context == nil {
		return true
	}
	for _, name := range []string{".cargo/config.toml", ".cargo/config"} {
		if file, ok := f.u.Build.Context.File(name); ok && strings.Contains(string(file.Content), "crt-static") {
			return true
		}
	}
	return false
}

// installers are commands that fetch builds for glibc without naming an address.
func (f *foreignFinder) installers() {
	for run, c := range f.u.Commands("sdk") {
		if c.Arg(0) == "install" && c.Arg(1) == "java" {
			f.add(GlibcBuild{Of: alpine.Java, Span: c.Args[1].Span(), Name: "the JDK of SDKMAN", Stage: run.State.Stage})
		}
	}
	for run, c := range f.u.Commands("playwright", "npx", "pnpx", "yarn", "pnpm", "bunx", "python", "python3") {
		if w, ok := playwrightInstall(c); ok && !says(run, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD") {
			f.add(GlibcBuild{Of: alpine.Vendor, Span: w.Span(), Name: "Playwright's browser", Stage: run.State.Stage})
		}
	}
	if f.u.mentions("chrom") || f.u.mentions("CHROM") { // a browser that Puppeteer is to use
		return
	}
	for _, i := range f.u.NodeInstalls() {
		stage := i.Run.State.Stage
		if stage.Final.Packages.Has("chromium") != alpine.No || says(i.Run, "PUPPETEER_") || i.Scriptless() {
			continue
		}
		if span, ok := i.Takes("puppeteer"); ok {
			f.add(GlibcBuild{Of: alpine.Vendor, Span: span, Name: "Puppeteer's Chrome", Stage: stage})
		}
	}
}

// says tells whether the stage or the program has a word: the start of a variable's name.
func says(run *image.Run, word string) bool {
	return run.State.Stage.Says(word) || strings.Contains(run.Program.Text.String(), word)
}

// playwrightInstall finds `playwright install` on a command line, and the word that
// says install. Its ffmpeg is static.
func playwrightInstall(c *shell.Command) (shell.Word, bool) {
	seen := c.Name == "playwright"
	for i, w := range c.Args {
		v, _, _ := strings.Cut(c.Arg(i), "@")
		switch {
		case !seen:
			seen = v == "playwright"
		case v == "install":
			return w, c.Arg(i+1) != "ffmpeg"
		case !strings.HasPrefix(v, "-"):
			return shell.Word{}, false
		}
	}
	return shell.Word{}, false
}
