package alpine

import (
	"fmt"
	"strings"
)

// BusyBoxRelease is a release of BusyBox, by the number behind "1.": 37 is 1.37. Points
// are left out: none of them changed what a shell or an applet accepts. The zero
// value is unknown.
type BusyBoxRelease int

// ParseBusyBox reads "1.37", "1.37.0" and "1.37.0-r31".
func ParseBusyBox(s string) (BusyBoxRelease, bool) {
	minor, ok := strings.CutPrefix(s, "1.")
	if !ok {
		return 0, false
	}
	if end := strings.IndexAny(minor, ".-"); end >= 0 {
		minor = minor[:end]
	}
	n, ok := number(minor)
	return BusyBoxRelease(n), ok && n > 0
}

// Known reports whether b is a release at all.
func (b BusyBoxRelease) Known() bool { return b > 0 }

// String is "1.37" or "unknown".
func (b BusyBoxRelease) String() string {
	if !b.Known() {
		return "unknown"
	}
	return fmt.Sprintf("1.%d", int(b))
}

// BusyBox is the release of BusyBox that the package has; unknown for Edge and
// for releases that the table does not have.
func (r Release) BusyBox() BusyBoxRelease {
	f, _ := r.Facts()
	b, _ := ParseBusyBox(f.BusyBox)
	return b
}

// BusyBoxes are the releases of BusyBox that an image may have, oldest and newest:
// those of its Alpine release, or, of a tag that moves, from the release for which
// it was last seen to stand to the newest of the table. Both are unknown where
// nothing is known, and for Edge, which may have a BusyBox newer than the table.
func (img Image) BusyBoxes() (from, to BusyBoxRelease) {
	switch {
	case img.Release.Known():
		b := img.Release.BusyBox()
		return b, b
	case img.Least.Known() && !img.Least.IsEdge():
		return img.Least.BusyBox(), Newest().Release.BusyBox()
	}
	return 0, 0
}
