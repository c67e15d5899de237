package analysis

import (
	"slices"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// WorldEntry is a package that an apk add names, and what became of it.
type WorldEntry struct {
	Call    *ApkCall
	Operand *apk.Operand
	// Group is the virtual package that it was added under; "" for none.
	Group string
	// Gone: an apk del of the same stage, or of one on it, takes it away. Unknown where
	// one takes away what cannot be read.
	Gone alpine.Answer
	// Del is that apk del; nil where there is none.
	Del *ApkCall
}

// Span is the place of the package's name.
func (e WorldEntry) Span() source.Span { return e.Call.Span(*e.Operand) }

// Late tells whether the del stands in another layer than the add, which keeps all
// that it took away.
func (e WorldEntry) Late() bool {
	return e.Gone == alpine.Yes && e.Del.Run.Step != e.Call.Run.Step
}

// World are the packages that the stage's builds add by name, in the order of the
// Dockerfile, those of the stages that it begins with too. What scripts add that the
// builds run is among them.
func (u *Unit) World(s *image.Stage) []WorldEntry { return u.worlds.of(u.findWorlds)[s] }

func (u *Unit) findWorlds() map[*image.Stage][]WorldEntry {
	calls := map[*image.Stage][]*ApkCall{}
	for call := range u.Apk() {
		if s := call.Run.State.Stage; call.Run.When == image.AtBuild && call.Run.Step != nil && !image.Elsewhere(call.Invocation) {
			calls[s] = append(calls[s], &call)
		}
	}
	worlds := map[*image.Stage][]WorldEntry{}
	for _, stage := range u.Stages() { // a base stands before what begins with it
		var world []WorldEntry
		if stage.Base != nil {
			world = append(world, worlds[stage.Base]...)
		}
		for _, call := range calls[stage] {
			switch call.Applet {
			case "add":
				world = addTo(world, call)
			case "del":
				world = delFrom(world, call)
			}
		}
		if len(world) > 0 {
			worlds[stage] = world
		}
	}
	return worlds
}

func addTo(world []WorldEntry, call *ApkCall) []WorldEntry {
	group := ""
	if o, ok := call.Option("virtual"); ok {
		group = o.Value
	}
	world = slices.Grow(world, len(call.Operands))
	for i := range call.Operands {
		o := &call.Operands[i]
		if o.Constraint.Name != "" && !o.Constraint.Conflict && o.Kind == apk.Package {
			world = append(world, WorldEntry{Call: call, Operand: o, Group: group, Gone: alpine.No})
		}
	}
	return world
}

// delFrom marks what a del takes away. An operand that cannot be read may be any of
// what is there.
func delFrom(world []WorldEntry, call *ApkCall) []WorldEntry {
	for _, o := range call.Operands {
		name := o.Constraint.Name
		if name == "" {
			name = o.Raw
		}
		for i := range world {
			e := &world[i]
			switch {
			case e.Gone == alpine.Yes:
			case !o.Known || e.Group != "" && !e.groupKnown():
				e.Gone = alpine.Unknown
			case e.Operand.Constraint.Name == name || e.Group == name:
				e.Gone, e.Del = alpine.Yes, call
			}
		}
	}
	return world
}

func (e WorldEntry) groupKnown() bool {
	o, _ := e.Call.Option("virtual")
	return o.Known
}
