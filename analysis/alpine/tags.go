package alpine

import (
	_ "embed"
	"strings"
	"sync"
)

// tagTable is cut into sections on first use and then searched as text. A map of
// its 5,374 tags would cost more than the few base images of a run are worth.
//
//go:embed tags.txt
var tagTable string

// listed is what the table knows of a tag.
type listed struct {
	release Release
	day     string // when it was last listed, 2019-02-11
	moving  Moving
}

// A tagSection holds the lines for those tags of an image that end in one of the
// variants.
type tagSection struct {
	variants []string // "alpine", "fpm-alpine"
	lines    string
}

var tagSections = sync.OnceValue(func() map[string][]tagSection {
	sections := map[string][]tagSection{}
	parts := strings.Split(tagTable, "\nimage ")
	for _, part := range parts[1:] { // before the first: the comment
		header, lines, _ := strings.Cut(part, "\n")
		words := strings.Fields(header)
		sections[words[0]] = append(sections[words[0]], tagSection{words[1:], lines + "\n"})
	}
	return sections
})

// lookupTag finds the tag of an official image that says "alpine" without a number.
func lookupTag(image, tag string) (listed, bool) {
	for _, section := range tagSections()[image] {
		for _, variant := range section.variants {
			version, ok := strings.CutSuffix(tag, variant)
			switch {
			case !ok:
				continue
			case version == "":
				version = "-"
			default:
				if version, ok = strings.CutSuffix(version, "-"); !ok {
					continue
				}
			}
			if l, ok := section.lookup(version); ok {
				return l, true
			}
		}
	}
	return listed{}, false
}

// lookup searches the lines: releases, and days with versions.
func (s tagSection) lookup(version string) (listed, bool) {
	lines := s.lines
	at := strings.Index(lines, " "+version+" ")
	if at < 0 {
		at = strings.Index(lines, " "+version+"\n")
	}
	if at < 0 {
		return listed{}, false
	}
	start := strings.LastIndexByte(lines[:at], '\n') + 1
	var l listed
	l.day, _, _ = strings.Cut(lines[start:], " ")
	l.moving = Frozen
	if day, floating := strings.CutPrefix(l.day, "~"); floating {
		l.day, l.moving = day, Floating
	}
	// The release is the nearest line above that is one word.
	for above := lines[:start]; above != ""; {
		line := above[strings.LastIndexByte(above[:len(above)-1], '\n')+1:]
		if r, ok := ParseRelease(strings.TrimSuffix(line, "\n")); ok {
			l.release = r
			return l, true
		}
		above = above[:len(above)-len(line)]
	}
	return listed{}, false
}
