package taint

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// defaults are the signs behind a name in an expansion by which a program says that the
// name may be given or not: ${PORT:-80}, ${TOKEN:?}.
var defaults = []string{":-", ":=", ":?", ":+", "-", "=", "?", "+"}

// entryPlaces are the folders in which the images of s6-overlay and of several official
// images have the scripts that they run at their start.
var entryPlaces = words(`cont-init.d services.d s6-rc.d docker-entrypoint.d docker-entrypoint-init.d`)

// isAsked tells whether a program expects a name from its environment: it has a default
// for it or demands it, or by its look it is run at the start of a container, where the
// environment is what it is set up by. Any other name that a program reads and never
// sets may as well be one of a script that sources it, of a preprocessor that includes
// others, or of the tool that calls it.
func isAsked(f *source.File, name string) bool {
	return f != nil && (startsContainer(f) || slices.ContainsFunc(defaults, func(sign string) bool {
		return f.Mentions("${" + name + sign)
	}))
}

func startsContainer(f *source.File) bool {
	folders, base := path.Split(f.Path)
	return strings.Contains(base, "entrypoint") || strings.Contains(firstLine(f), "with-contenv") ||
		slices.ContainsFunc(strings.Split(folders, "/"), func(folder string) bool { return entryPlaces[folder] })
}
