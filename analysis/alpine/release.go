package alpine

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Release is a release branch of Alpine, such as 3.22. The zero value is an
// unknown release. Releases may be compared with ==.
type Release struct{ Major, Minor int }

// Edge is the development branch. It comes after every numbered release.
var Edge = Release{Major: math.MaxInt}

// ParseRelease reads "3.20", "v3.20", "3.20.1" (the point is ignored) and
// "edge". That a release is not in the table is no fault: it may be newer.
func ParseRelease(s string) (Release, bool) {
	if s == "edge" {
		return Edge, true
	}
	r, _, ok := parsePoint(strings.TrimPrefix(s, "v"))
	return r, ok
}

// parsePoint splits "3.20.1" into release and point; point is -1 for "3.20".
func parsePoint(s string) (r Release, point int, ok bool) {
	major, rest, dotted := strings.Cut(s, ".")
	minor, third, pointed := strings.Cut(rest, ".")
	point = -1
	if pointed {
		if point, ok = number(third); !ok {
			return Release{}, -1, false
		}
	}
	var majorOK, minorOK bool
	r.Major, majorOK = number(major)
	r.Minor, minorOK = number(minor)
	if !dotted || !majorOK || !minorOK || r.Major == 0 {
		return Release{}, -1, false
	}
	return r, point, true
}

// number reads a decimal of at most four digits, as release numbers are: more
// is a date or a build number.
func number(s string) (int, bool) {
	if s == "" || len(s) > 4 {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// Known reports whether r is a release at all; Edge is.
func (r Release) Known() bool { return r != Release{} }

// IsEdge reports whether r is the development branch.
func (r Release) IsEdge() bool { return r == Edge }

// Compare orders releases by age, Edge last. An unknown release comes first;
// who asks about age has to ask Known before.
func (r Release) Compare(o Release) int {
	return cmp.Or(cmp.Compare(r.Major, o.Major), cmp.Compare(r.Minor, o.Minor))
}

// String is "3.22", "edge" or "unknown".
func (r Release) String() string {
	switch {
	case r.IsEdge():
		return "edge"
	case !r.Known():
		return "unknown"
	}
	return fmt.Sprintf("%d.%d", r.Major, r.Minor)
}

// Folder is what mirrors call the release: "v3.22", "edge".
func (r Release) Folder() string {
	if r.IsEdge() {
		return "edge"
	}
	return "v" + r.String()
}

// ReleaseFacts is what is known of one release. Versions are the newest known
// ones, as packages name them; "" is unknown.
type ReleaseFacts struct {
	Release       Release
	Released, EOL time.Time // EOL: the first day without fixes
	Newest        string    // newest point release, "3.22.6"

	Musl, BusyBox, APK, GCC string
}

// Supported reports whether the release gets fixes on that day.
func (f ReleaseFacts) Supported(at time.Time) bool {
	return !at.Before(f.Released) && at.Before(f.EOL)
}

// Facts is what the table knows of the release; false for Edge, for an unknown
// release, and for one newer than the table.
func (r Release) Facts() (ReleaseFacts, bool) {
	// Releases are listed newest first.
	i, ok := slices.BinarySearchFunc(releases, r, func(f ReleaseFacts, r Release) int { return r.Compare(f.Release) })
	if !ok {
		return ReleaseFacts{}, false
	}
	return releases[i], true
}

// Newest is the newest release of the table.
func Newest() ReleaseFacts { return releases[0] }

// Supported are the releases that get fixes on that day, newest first.
func Supported(at time.Time) []ReleaseFacts {
	var s []ReleaseFacts
	for _, f := range releases {
		if f.Supported(at) {
			s = append(s, f)
		}
	}
	return s
}

func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}
