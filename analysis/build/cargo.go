package build

import (
	"fmt"
	"path"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// cargoProducts are what `cargo build` makes. The name of the program is the
// project's, so it is known only where something asks for the file.
func cargoProducts(runs []*image.Run) []*Product {
	all := &programs{runs: runs}
	var out []*Product
	for _, run := range runs {
		if !inStage(run) {
			continue
		}
		for _, c := range run.Program.Named("cargo") {
			p := all.cargo(run, c)
			if p == nil {
				continue
			}
			for _, file := range asked(p.Stage, p.Path) {
				x := *p
				x.Path = file
				out = append(out, &x)
			}
		}
	}
	return out
}

// cargo is what a `cargo build` makes, by the folder; nil where that is not known.
//
// The toolchains of rustup link dynamically for *-linux-gnu and statically for
// *-linux-musl; Alpine's own, for *-alpine-linux-musl, links dynamically with musl.
// Which target is the default is known of the image rust alone.
func (all *programs) cargo(run *image.Run, c *shell.Command) *Product {
	at := all.at(run, c)
	line := at.cargoLine(run, c)
	dir := at.folder()
	if !line.known || line.verb != "build" || dir == "" || at.setting("CARGO_TARGET_DIR").Is == alpine.Yes {
		return nil
	}
	stage := run.State.Stage
	p := &Product{
		Stage: stage, Path: path.Join(dir, "target", line.triple, line.profile), By: "cargo build", Span: c.Word.Span(),
		Libc: run.State.Libc(), Linkage: Dynamic, Sure: true, Target: line.triple,
	}
	byDefault := line.triple == "" && stage.Image.Name == "rust"
	musl := strings.Contains(line.triple, "-linux-musl") || byDefault && p.Libc == alpine.Musl
	switch flags := at.setting("RUSTFLAGS"); {
	case strings.Contains(line.triple, "-alpine-"):
		return nil
	case musl && noStaticRust(flags):
		p.Libc, p.Because = alpine.Musl, []image.Evidence{flags.Evidence()}
	case !plainRust(flags):
		return nil
	case musl:
		p.Linkage = AnyStatic
	case strings.HasSuffix(line.triple, "-unknown-linux-gnu"):
		p.Of, p.Libc = alpine.Rust, alpine.Glibc
	case byDefault && p.Libc == alpine.Glibc:
		p.Because = []image.Evidence{say(fmt.Sprintf("%s builds for *-unknown-linux-gnu where no --target is given", baseName(stage)))}
	default:
		return nil
	}
	return p
}

// noStaticRust tells whether RUSTFLAGS has programs for musl linked dynamically.
func noStaticRust(flags Setting) bool {
	v, _ := flags.Value()
	return strings.Contains(v, "target-feature=-crt-static")
}

// plainRust tells whether RUSTFLAGS says nothing of how the program is linked.
func plainRust(flags Setting) bool {
	v, known := flags.Value()
	known = known || flags.Is == alpine.Unknown // no official image sets it
	return known && !strings.Contains(v, "crt-static") && !strings.Contains(v, "link")
}

// cargoLine is what the words of a cargo say.
type cargoLine struct {
	verb, triple string
	profile      string // the folder of it
	known        bool
}

func (p place) cargoLine(run *image.Run, c *shell.Command) cargoLine {
	target := p.setting("CARGO_BUILD_TARGET")
	line := cargoLine{profile: "debug"}
	line.triple, line.known = target.Value()
	line.known = line.known || target.Is == alpine.Unknown // no official image sets it
	lookup := run.Lookup(c)
	for i, w := range c.Args {
		vs, ok := w.Values(lookup)
		if !ok || len(vs) != 1 {
			line.known = false
			continue
		}
		switch v := vs[0]; {
		case line.verb == "" && !strings.HasPrefix(v, "-") && !strings.HasPrefix(v, "+"):
			line.verb = v
		case v == "--release" || v == "-r":
			line.profile = "release"
		case v == "--target" && i+1 < len(c.Args):
			line.triple = c.Arg(i + 1)
		case strings.HasPrefix(v, "--target="):
			line.triple = strings.TrimPrefix(v, "--target=")
		case strings.HasPrefix(v, "--target-dir"), strings.HasPrefix(v, "--manifest-path"), strings.HasPrefix(v, "--profile"), v == "-Z", v == "--config":
			line.known = false
		}
	}
	return line
}
