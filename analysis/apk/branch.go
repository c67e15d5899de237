package apk

import (
	"slices"
	"strings"
	"time"
)

// The repositories that an Alpine image asks.
const (
	Main      = "main"
	Community = "community"
)

// Repository is an index with the repository that it is of; Name is "" where it is
// none of Alpine's or that is not known.
type Repository struct {
	Name string
	*Index
}

// Branch is what the repositories of one release have for one architecture, as far as
// their indexes are at hand.
type Branch []Repository

// Versions are those of a package, the newest first.
func (b Branch) Versions(name string) []string {
	var out []string
	for _, r := range b {
		out = append(out, r.Versions(name)...)
	}
	slices.SortFunc(out, func(a, b string) int { return CompareVersions(b, a) })
	return out
}

// Only tells whether a package is in that repository and in none of the others.
func (b Branch) Only(repository, name string) bool {
	in := false
	for _, r := range b {
		if len(r.named(name)) > 0 {
			if r.Name != repository {
				return false
			}
			in = true
		}
	}
	return in
}

// Whole tells whether the branch has all that an Alpine image asks, so that what is
// not in it is nowhere.
func (b Branch) Whole() bool {
	return b.has(Main) && b.has(Community)
}

func (b Branch) has(name string) bool {
	return slices.ContainsFunc(b, func(r Repository) bool { return r.Name == name })
}

// Newest is when the newest package was built; of several repositories the one that
// is longest out of date counts.
func (b Branch) Newest() time.Time {
	var oldest time.Time
	for _, r := range b {
		if oldest.IsZero() || r.Newest.Before(oldest) {
			oldest = r.Newest
		}
	}
	return oldest
}

// Providers are the packages that stand for a name which is not their own, such as
// cmd:curl, in order of name.
func (b Branch) Providers(name string) []string {
	var out []string
	for _, r := range b {
		for _, i := range r.links().provided[name] {
			out = append(out, r.packages[i].name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Names are the names of all packages.
func (b Branch) Names() []string {
	var out []string
	for _, r := range b {
		for i := range r.packages {
			out = append(out, r.packages[i].name)
		}
	}
	return out
}

// Brings tells whether an apk add of a package may bring another that stands for a
// name: itself, by what it needs, or by what comes along. Of several packages that
// fulfil a need apk takes one; here each counts, so that No can be relied on. What
// the branch does not have may bring anything.
func (b Branch) Brings(pkg, name string) bool {
	w := walk{branch: b, name: name, seen: map[place]bool{}, words: map[string]bool{}, names: map[string]bool{}}
	w.visit(pkg)
	return w.found
}

// place is a package of a branch.
type place struct{ repository, at int32 }

// walk goes from a package to all that may come with it. Each package, word and name
// is gone on from once: lists of thousands that name thousands cost their length.
type walk struct {
	branch Branch
	name   string
	seen   map[place]bool
	words  map[string]bool // of lists
	names  map[string]bool // of packages, for what comes along with them
	found  bool
}

// visit goes on from what a word of a list names. What nothing is known by may bring
// anything.
func (w *walk) visit(word string) {
	if w.found || w.words[word] {
		return
	}
	w.words[word] = true
	unknown := true
	for repository, r := range w.branch {
		for _, list := range [][]int32{r.named(word), r.links().provided[word]} {
			for _, i := range list {
				unknown = false
				w.enter(place{int32(repository), i})
			}
		}
	}
	w.found = w.found || unknown
}

func (w *walk) enter(at place) {
	if w.found || w.seen[at] {
		return
	}
	w.seen[at] = true
	repository := w.branch[at.repository]
	p := &repository.packages[at.at]
	for word := range strings.FieldsSeq(p.provides) {
		if linkName(word) == w.name {
			w.found = true
			return
		}
	}
	for word := range strings.FieldsSeq(p.depends) {
		if !strings.HasPrefix(word, "!") {
			w.visit(linkName(word))
		}
	}
	if w.names[p.name] {
		return
	}
	w.names[p.name] = true
	for r, other := range w.branch {
		for _, i := range other.links().triggers[p.name] {
			w.enter(place{int32(r), i})
		}
	}
}
