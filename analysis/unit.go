package analysis

import (
	"iter"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/build"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// Unit is what is judged together: one Dockerfile with the scripts it ships and
// runs, or one script that no Dockerfile is known to ship. It is read-only for
// rules. Facts that cost something are worked out when a rule first asks.
type Unit struct {
	File *source.File
	// Build is the Dockerfile's; nil for a script.
	Build *image.Build
	// Runs are the shell programs, each with the setting in which it runs.
	Runs []*image.Run

	adds    fact[[]ApkCall]
	images  fact[[]image.Use]
	gos     fact[[]*build.Go]
	lists   fact[[]*build.List]
	flows   fact[[]*taint.Flow]
	fetches fact[[]*image.Fetch]
	dockers fact[[]image.Docker]

	ccs        fact[[]*build.CC]
	deliveries fact[[]build.Delivery]

	glibc       fact[[]GlibcOnAlpine]
	glibcBuilds fact[[]GlibcBuild]

	constructs fact[[]AshConstruct]
	testWords  fact[[]AshTestWord]
	misuses    fact[[]Misuse]

	branch func(alpine.Release, string) apk.Branch // nil: no index is named

	repositories fact[[]ApkRepository]
	worlds       fact[map[*image.Stage][]WorldEntry]
}

// Commands are the commands of these names in every program, those inside
// `sh -c '...'` and behind wrappers too, each with its run.
func (u *Unit) Commands(names ...string) iter.Seq2[*image.Run, *shell.Command] {
	return func(yield func(*image.Run, *shell.Command) bool) {
		for _, run := range u.Runs {
			for _, c := range run.Program.Named(names...) {
				if !yield(run, c) {
					return
				}
			}
		}
	}
}

// Stages are the stages of the Dockerfile; none for a script.
func (u *Unit) Stages() []*image.Stage {
	if u.Build == nil {
		return nil
	}
	return u.Build.Stages
}

// Images are the images that the unit names and whose names are known, those of
// earlier stages and scratch left out: FROM, COPY --from, RUN --mount=from, and
// `docker run`, `create` and `pull` in programs, each image once in a program.
func (u *Unit) Images() []image.Use { return u.images.of(u.findImages) }

func (u *Unit) findImages() []image.Use {
	var out []image.Use
	if u.Build != nil {
		out = u.Build.Uses()
	}
	type named struct {
		run  *image.Run
		name string
	}
	seen := map[named]int{}
	for _, d := range u.Dockers("run", "create", "pull") {
		use, ok := d.Use()
		if !ok {
			continue
		}
		name := named{d.Run, use.Ref.Name}
		if i, again := seen[name]; again {
			out[i].Also = append(out[i].Also, use.Ref)
			continue
		}
		seen[name] = len(out)
		out = append(out, use)
	}
	return out
}

// GoBuilds are the builds of Go programs.
func (u *Unit) GoBuilds() []*build.Go {
	return u.gos.of(func() []*build.Go { return build.Gos(u.Runs) })
}

// Flows are the ways of values from outside into code.
func (u *Unit) Flows() []*taint.Flow {
	return u.flows.of(func() []*taint.Flow { return taint.FlowsOf(u.Runs) })
}

// Fetches are the downloads of the unit, by command and by ADD, and what becomes
// of each.
func (u *Unit) Fetches() []*image.Fetch {
	return u.fetches.of(func() []*image.Fetch { return image.Fetches(u.Build, u.Runs) })
}
