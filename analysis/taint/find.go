package taint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// fixedFields are directives of find -printf for what others do not choose, with a blank
// behind each: sizes, times, modes, numbers (find(1)).
var fixedFields = regexp.MustCompile(`^(?:%[-+ 0#]*[0-9]*(?:[sbkinmMdDuUgGy]|[ACT][@+a-zA-Z])(?: |\\t))+`)

// findFields is what find prints in front of each name that nobody controls: see begin.
func findFields(list []*syntax.Word) (ends string, columns int) {
	fields := fixedFields.FindString(optionValue(list, "-printf"))
	if fields == "" {
		return "", 0
	}
	return " \t", strings.Count(fields, "%")
}

// findAlone are the words of find's expression behind which the next word is not
// their value.
var findAlone = words(`-H -L -P ! -not -a -and -o -or ( ) , -true -false -depth -daystart -follow -mount -xdev -prune -quit -empty -print -print0 -ls -delete`)

// findRuns are the predicates behind which a command stands, up to ; or +.
var findRuns = words(`-exec -execdir -ok -okdir`)

// findPlaces are the words of find behind the first folder that stand where a
// predicate may: a dash makes one of them.
func findPlaces(c *shell.Command) []picked {
	places, _ := findExpression(c)
	return pickedOf(places)
}

// findValues are the words of find that are a predicate's value, for want of quotes
// split into it and further predicates.
func findValues(c *shell.Command) []picked {
	_, values := findExpression(c)
	return pickedOf(values)
}

func pickedOf(list []shell.Word) []picked {
	if len(list) == 0 {
		return nil
	}
	return []picked{{words: list}}
}

// findExpression parts the words of find behind the first by what stands in front of
// them. The command of -exec is a command of its own.
func findExpression(c *shell.Command) (places, values []shell.Word) {
	for i := 1; i < len(c.Args); i++ {
		w := c.Args[i]
		before := strings.Trim(c.Args[i-1].Source(), `\'"`)
		switch {
		case findRuns[before]:
			for i < len(c.Args) && strings.Trim(c.Args[i].Source(), `\'"`) != ";" && c.Args[i].Source() != "+" {
				i++
			}
		case strings.HasPrefix(before, "-") && !findAlone[before]:
			if slices.ContainsFunc(w.Expansions(), func(x shell.Expansion) bool { return !x.Quoted }) {
				values = append(values, w)
			}
		case mayBegin(w):
			places = append(places, w)
		}
	}
	return places, values
}

// findsKnown tells whether find prints only names that the program gives: those of
// constants, in one folder.
func (m *machine) findsKnown(list []*syntax.Word) bool {
	if optionValue(list, "-maxdepth") != "1" {
		return false
	}
	found := false
	for i, w := range list[:max(len(list)-1, 0)] {
		if s, _ := literal(w); s == "-name" {
			name := m.word(list[i+1])
			if !name.known || strings.ContainsAny(name.text, "*?[") {
				return false
			}
			found = true
		}
	}
	return found
}
