package alpine

import (
	"slices"
	"strings"
	"sync"
)

// The applet lists are those of the package busybox, without busybox-extras and
// the other packages that hold applets of their own. They reach from 3.6 to 3.20.
var firstApplets, lastApplets = Release{3, 6}, Release{3, 20}

var steady = sync.OnceValue(func() []string { return strings.Fields(steadyApplets) })

// Applets are the applets of the release's BusyBox, sorted. For releases newer
// than the lists, and for edge, they are those of an edge of 2024-09: there at
// least, and exact is false. Nothing is known of releases before 3.6.
func Applets(r Release) (names []string, exact bool) {
	if r.Compare(firstApplets) < 0 {
		return nil, false
	}
	names = slices.Clone(steady())
	for _, a := range changingApplets {
		if a.in(r) {
			names = append(names, a.name)
		}
	}
	slices.Sort(names)
	return names, r.Compare(lastApplets) <= 0
}

// HasApplet tells whether the release's BusyBox has the applet. Of a release
// newer than the lists an absent applet is Unknown.
func HasApplet(r Release, name string) Answer {
	if r.Compare(firstApplets) < 0 {
		return Unknown
	}
	if _, ok := slices.BinarySearch(steady(), name); ok {
		return Yes
	}
	for _, a := range changingApplets {
		if a.name == name && a.in(r) {
			return Yes
		}
	}
	if r.Compare(lastApplets) > 0 {
		return Unknown
	}
	return No
}

type changingApplet struct {
	name        string
	first, last Release
}

func (a changingApplet) in(r Release) bool {
	return r.Compare(a.first) >= 0 && (!a.last.Known() || r.Compare(a.last) <= 0)
}
