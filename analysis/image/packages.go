package image

import (
	"maps"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// Packages are the packages that apk added and has not deleted. The zero value
// has none. They are never changed; after returns others.
type Packages struct {
	added map[string]string // package to its virtual group; "" for none
	// open: something was added whose name is not known, or the base image is not
	// known to have nothing but Alpine's own base packages.
	open bool
	// maybe are packages that the base image may have brought, where that is known.
	maybe []string
}

// basePackages is what a stage on an image begins with. It is known of Alpine's own
// image, and of official ones whose Dockerfiles were read.
func basePackages(s *Stage) Packages {
	if s.From.IsScratch() {
		return Packages{}
	}
	extras, known := s.Image.Extras()
	return Packages{open: !known, maybe: extras}
}

// Has tells whether a package is there because apk added it. It is unknown where
// the base image may have brought it or where apk added what cannot be read.
func (p Packages) Has(name string) alpine.Answer {
	if _, ok := p.added[name]; ok {
		return alpine.Yes
	}
	if p.open || slices.Contains(p.maybe, name) {
		return alpine.Unknown
	}
	return alpine.No
}

// Any tells whether a package is there that the test accepts, and which.
func (p Packages) Any(is func(alpine.Package) bool) (string, alpine.Answer) {
	first := ""
	for name := range p.added {
		if facts, ok := alpine.PackageFacts(name); ok && is(facts) && (first == "" || name < first) {
			first = name
		}
	}
	switch {
	case first != "":
		return first, alpine.Yes
	case p.open || slices.ContainsFunc(p.maybe, func(name string) bool {
		facts, ok := alpine.PackageFacts(name)
		return ok && is(facts)
	}):
		return "", alpine.Unknown
	}
	return "", alpine.No
}

// after is what holds after an apk command.
func (p Packages) after(inv apk.Invocation) Packages {
	if Elsewhere(inv) {
		return p
	}
	switch inv.Applet {
	case "add":
		return p.add(inv)
	case "del":
		return p.del(inv)
	}
	return p
}

// Elsewhere tells whether an apk command changes another system than its own: a
// root that is being put together, or none at all.
func Elsewhere(inv apk.Invocation) bool {
	root, given := inv.Option("root")
	return given && !(root.Known && root.Value == "/") || inv.Has("simulate")
}

func (p Packages) add(inv apk.Invocation) Packages {
	group := ""
	if o, ok := inv.Option("virtual"); ok {
		group = o.Value
		if !o.Known {
			p.open = true
		}
	}
	next := p.copy(len(inv.Operands))
	next.open = p.open || !inv.Sure
	for _, o := range inv.Operands {
		switch {
		case o.Constraint.Conflict:
			delete(next.added, o.Constraint.Name)
		case o.Constraint.Name != "" && o.Kind == apk.Package:
			if _, there := next.added[o.Constraint.Name]; !there {
				next.added[o.Constraint.Name] = group
			}
		default:
			next.open = true
		}
	}
	return next
}

// del takes away packages and virtual groups. An operand that cannot be read may
// take away anything: then nothing is known to be there any more.
func (p Packages) del(inv apk.Invocation) Packages {
	next := p.copy(0)
	for _, o := range inv.Operands {
		if !o.Known {
			return Packages{open: true}
		}
		name := o.Constraint.Name
		if name == "" {
			name = o.Raw
		}
		for pkg, group := range next.added {
			if pkg == name || group == name && group != "" {
				delete(next.added, pkg)
			}
		}
	}
	return next
}

func (p Packages) copy(more int) Packages {
	m := make(map[string]string, len(p.added)+more)
	maps.Copy(m, p.added)
	return Packages{added: m, open: p.open, maybe: p.maybe}
}

// Apk reads an apk command line in the setting of the run, once. Indexes in the
// result are those of c.Args: the words that come out of one variable share its
// index.
func (r *Run) Apk(c *shell.Command) apk.Invocation {
	return r.apk.of(c, func() apk.Invocation { return r.readApk(c) })
}

func (r *Run) readApk(c *shell.Command) apk.Invocation {
	args := make([]apk.Arg, 0, len(c.Args))
	from := make([]int, 0, len(c.Args))
	lookup := r.Lookup(c)
	for i, w := range c.Args {
		for _, a := range apkArgs(w, lookup) {
			args = append(args, a)
			from = append(from, i)
		}
	}
	inv := apk.Parse(args)
	if inv.At >= 0 {
		inv.At = from[inv.At]
	}
	for i := range inv.Operands {
		inv.Operands[i].Index = from[inv.Operands[i].Index]
	}
	for i := range inv.Options {
		o := &inv.Options[i]
		o.Index = from[o.Index]
		if o.ValueIndex >= 0 {
			o.ValueIndex = from[o.ValueIndex]
		}
	}
	return inv
}

// apkArgs are the words that the shell makes of one, none for an empty variable.
func apkArgs(w shell.Word, lookup shell.Lookup) []apk.Arg {
	if v, ok := w.Literal(); ok {
		return []apk.Arg{{Value: v, Known: true}}
	}
	if sets, ok := w.FieldSets(lookup); ok && len(sets) == 1 {
		args := make([]apk.Arg, len(sets[0]))
		for i, f := range sets[0] {
			args[i] = apk.Arg{Value: f, Known: true}
		}
		return args
	}
	return []apk.Arg{{Value: w.Source(), Prefix: prefix(w)}}
}

var unquote = strings.NewReplacer(`"`, "", `'`, "")

// prefix is the literal text of a word before its first expansion. Where quotes
// stand in it they are dropped.
func prefix(w shell.Word) string {
	src := w.Source()
	if xs := w.Expansions(); len(xs) > 0 {
		src = src[:max(0, min(len(src), xs[0].Span.Start-w.Span().Start))]
	}
	return unquote.Replace(src)
}
