package build

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Product is a program that a command of a stage makes.
type Product struct {
	Stage   *image.Stage
	Path    string // in the stage
	Linkage Linkage
	Libc    alpine.Libc
	// By is the command, for evidence: "go build", "cargo build", "gcc".
	By   string
	Span source.Span
	// Sure: what was read says that the program is linked so. Without it that holds
	// for all but programs that use neither the network nor C.
	Sure    bool
	Because []image.Evidence
	// Of is the ecosystem whose own name for the target says that the program is
	// linked with glibc; NoEcosystem for others.
	Of alpine.Ecosystem
	// Target is the name; "" where none is given. Tied: other commands have to give the
	// same.
	Target string
	Tied   bool
}

// Delivery is a product that a COPY --from brings into another stage.
type Delivery struct {
	*Product
	Step *image.Step
	Span source.Span // the operand of COPY
	To   string
}

// Deliveries are the products of the Dockerfile's stages that COPY --from brings
// into others, through stages in between and through mv, cp, ln and install.
func Deliveries(b *image.Build, runs []*image.Run, gos []*Go, ccs []*CC) []Delivery {
	if b == nil || len(b.Stages) < 2 {
		return nil
	}
	var out []Delivery
	products := append(cargoProducts(runs), dotnetProducts(runs)...)
	for _, g := range gos {
		products = append(products, g.products()...)
	}
	for _, x := range ccs {
		products = append(products, x.products()...)
	}
	for _, p := range products {
		out = append(out, p.deliveries(b)...)
	}
	return onceEach(out)
}

// onceEach leaves one delivery of a path for each operand of COPY: several commands
// may make the file.
func onceEach(all []Delivery) []Delivery {
	type key struct {
		start int
		path  string
	}
	seen := map[key]bool{}
	return slices.DeleteFunc(all, func(d Delivery) bool {
		k := key{d.Span.Start, d.Path}
		was := seen[k]
		seen[k] = true
		return was
	})
}

// MeetsGlibc tells whether the stage that the product comes into may have glibc or
// its loader in another way than by a package of its distribution.
func (d Delivery) MeetsGlibc() bool {
	s := d.Step.Stage
	return s.Image.GlibcOnAlpine || s.Says("ld-linux") || s.Says("glibc") || s.Says("/lib64")
}

// Shim is the package of the stage that has a loader by glibc's name; "" for none.
func (d Delivery) Shim() string {
	name, _ := d.Step.Stage.Final.Packages.Any(func(x alpine.Package) bool { return x.GlibcShim })
	return name
}

// spot is a place where a file lies.
type spot struct {
	stage *image.Stage
	path  string
}

// deliveries follows the product.
func (p *Product) deliveries(b *image.Build) []Delivery {
	var out []Delivery
	seen := map[spot]bool{}
	todo := []spot{{p.Stage, p.Path}}
	for len(todo) > 0 && len(seen) < 100 {
		at := todo[0]
		todo = todo[1:]
		if seen[at] || at.path == "" {
			continue
		}
		seen[at] = true
		for _, s := range b.Stages {
			if !s.On(at.stage) {
				continue
			}
			for from, to := range s.Final.Files.Moves() {
				if from == at.path {
					todo = append(todo, spot{s, to})
				}
			}
		}
		for _, s := range b.Stages {
			for _, step := range s.Steps {
				if step.Copy == nil || step.Copy.From == nil || !step.Copy.From.On(at.stage) {
					continue
				}
				if to, operand, ok := step.Copy.Brings(at.path); ok {
					out = append(out, Delivery{p, step, operand, to})
					todo = append(todo, spot{s, to})
				}
			}
		}
	}
	return out
}

// inStage tells whether a run is part of the build of a stage.
func inStage(r *image.Run) bool {
	return r.When == image.AtBuild && r.State.Stage != nil && r.State.Stage.Build != nil && r.Step != nil
}

// products are the programs that the build makes, as far as their paths are known.
func (g *Go) products() []*Product {
	if !inStage(g.Run) || g.Linkage() == UnknownLinkage {
		return nil
	}
	p := Product{Stage: g.Run.State.Stage, Linkage: g.Linkage(), Libc: g.Libc(), By: "go build", Span: g.Words, Because: g.Cgo.Because}
	if v, _ := g.Enabled.Value(); v == "1" || g.Cgo.Answer == alpine.No || len(g.Sources.C)+len(g.Sources.Net) > 0 {
		p.Sure = true
	}
	if g.Cgo.Answer == alpine.No && g.PIE() {
		p.Because = append([]image.Evidence{say("-buildmode=pie makes a program with an interpreter, without cgo too")}, p.Because...)
	}
	var out []*Product
	for _, file := range g.outputs() {
		x := p
		x.Path = file
		out = append(out, &x)
	}
	return out
}

// majorVersion ends the path of a module from v2 on.
var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// outputs are the paths of what is made.
func (g *Go) outputs() []string {
	out, has := g.options["o"]
	if has && out == "" {
		return nil
	}
	names := g.names()
	dir := g.dir
	if g.installs() {
		if dir = "/go/bin"; g.place.setting("GOBIN").Is == alpine.Yes {
			dir, _ = g.place.setting("GOBIN").Value()
		} else if v, ok := g.place.setting("GOPATH").Value(); ok && v != "" {
			dir = path.Join(v, "bin")
		}
	} else if out != "" {
		if !strings.HasPrefix(out, "/") {
			if g.dir == "" {
				return nil
			}
			out = path.Join(g.dir, out) + strings.Repeat("/", strings.Count(out[len(out)-1:], "/"))
		}
		if !strings.HasSuffix(out, "/") {
			clean := path.Clean(out)
			files := []string{clean}
			for _, n := range names { // it may be a folder that is there
				files = append(files, path.Join(clean, n))
			}
			return files
		}
		dir = path.Clean(out)
	}
	if !strings.HasPrefix(dir, "/") {
		return nil
	}
	var files []string
	for _, n := range names {
		files = append(files, path.Join(dir, n))
	}
	return files
}

func (g *Go) installs() bool { return strings.HasSuffix(g.Words.Text(), "install") }

// names are what Go may call the programs: after their packages.
func (g *Go) names() []string {
	operands := g.packages
	if len(operands) == 0 {
		operands = []string{"."}
	}
	var names []string
	for _, o := range operands {
		o, _, _ = strings.Cut(o, "@")
		switch base := path.Base(o); {
		case strings.HasSuffix(o, "..."):
		case strings.HasSuffix(o, ".go"):
			names = append(names, strings.TrimSuffix(base, ".go"))
		case base == "." || base == "..":
			if g.dir != "" && g.dir != "/" {
				names = append(names, path.Base(g.dir))
			}
			if m := g.moduleName(); m != "" {
				names = append(names, m)
			}
		case majorVersion.MatchString(base):
			names = append(names, path.Base(path.Dir(o)))
		default:
			names = append(names, base)
		}
	}
	return names
}

// moduleName is the last part of the module's path where the build runs in the
// folder of its go.mod.
func (g *Go) moduleName() string {
	root, dir, ok := g.module()
	if !ok || root != dir {
		return ""
	}
	r := &reader{ctx: g.Run.State.Stage.Build.Context, root: root, out: &Sources{}}
	r.goMod()
	name := path.Base(r.module)
	if majorVersion.MatchString(name) {
		name = path.Base(path.Dir(r.module))
	}
	return strings.Trim(name, "./")
}

func (x *CC) products() []*Product {
	if !inStage(x.Run) || x.output == "" || x.Linkage() == UnknownLinkage {
		return nil
	}
	file := x.output
	if !strings.HasPrefix(file, "/") {
		dir := x.place.folder()
		if dir == "" {
			return nil
		}
		file = path.Join(dir, file)
	}
	return []*Product{{
		Stage: x.Run.State.Stage, Path: path.Clean(file), Linkage: x.Linkage(), Libc: x.Libc(),
		By: x.Compiler.Name, Span: x.Command.Word.Span(), Sure: true,
	}}
}

// noProgram are libraries and other files that lie beside programs.
var noProgram = []string{".so", ".a", ".rlib", ".d", ".wasm", ".json", ".txt", ".html"}

// asked are the programs in a folder of the stage that are asked for: by the operands
// of COPY and by what is moved.
func asked(stage *image.Stage, dir string) []string {
	var out []string
	add := func(p string) {
		p = path.Clean("/" + p)
		if slices.Contains(noProgram, path.Ext(p)) {
			return
		}
		if path.Dir(p) == dir && !strings.ContainsAny(p, "*?[") {
			out = append(out, p)
		}
	}
	for _, s := range stage.Build.Stages {
		if s.On(stage) {
			for from := range s.Final.Files.Moves() {
				add(from)
			}
		}
		for _, step := range s.Steps {
			if step.Copy != nil && step.Copy.From != nil && step.Copy.From.On(stage) {
				for _, src := range step.Copy.Sources {
					add(src)
				}
			}
		}
	}
	return out
}
