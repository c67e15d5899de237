package alpine

// A Hole is a fault in musl that point releases of Alpine's branches mended.
type Hole struct {
	ID   string
	What string
	// Fixed are the point releases that have the fix, one a branch. Branches before the
	// oldest of them that have the fault never got it.
	Fixed []string
}

// holes: docker-alpine issue 447 for the first, official-images pull request 21254
// (2026-04-16) for the others. The qsort fault is in musl 0.7.10 to 1.2.6; 3.23 and
// newer are left out, for which of their points has the fix was not seen.
var holes = []Hole{
	{"CVE-2025-26519", "an out-of-bounds write of musl's iconv", []string{"3.21.3", "3.20.6", "3.19.7", "3.18.12"}},
	{"CVE-2026-40200", "a stack corruption of musl's qsort", []string{"3.22.4", "3.21.7", "3.20.10"}},
	{"CVE-2026-6042", "endless work of musl's iconv", []string{"3.22.4", "3.21.7", "3.20.10"}},
}

// Superseded is the newest point release of the branch whose older one the image's
// tag names, and what was mended in between as far as the table has it.
func (img Image) Superseded() (newest string, mended []Hole, ok bool) {
	release, point, parsed := parsePoint(img.Point)
	facts, known := release.Facts()
	if !parsed || !known || point < 0 {
		return "", nil, false
	}
	_, last, parsed := parsePoint(facts.Newest)
	if !parsed || point >= last {
		return "", nil, false
	}
	for _, h := range holes {
		for _, f := range h.Fixed {
			if r, fixed, is := parsePoint(f); is && r == release && point < fixed {
				mended = append(mended, h)
			}
		}
	}
	return facts.Newest, mended, true
}
