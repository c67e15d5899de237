package dockerfile

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

// Expand is what a build makes of a word of FROM, COPY, ENV and the like: quotes
// removed, variables replaced. Names that lookup does not know are unresolved,
// in alphabetical order, and the value is what it would be if they were unset
// (`${x:-y}` is then y). The error is BuildKit's, as for `${x` or `${x:?gone}`.
func Expand(word string, escape byte, lookup func(name string) (string, bool)) (value string, unresolved []string, err error) {
	if !strings.ContainsAny(word, "$'\"\\`") {
		return word, nil, nil
	}
	if !utf8.ValidString(word) || strings.IndexByte(word, 0) >= 0 {
		// BuildKit's lexer would print a complaint to the standard error.
		return "", nil, errors.New("word is not UTF-8 text")
	}
	if tooDeep(word) {
		return "", nil, errors.New("word is nested too deeply to be read")
	}
	defer func() {
		if fault := recover(); fault != nil {
			value, unresolved, err = "", nil, fmt.Errorf("BuildKit cannot expand the word: %v", fault)
		}
	}()
	result, err := shell.NewLex(rune(escape)).ProcessWordWithMatches(word, environment{lookup})
	if err != nil {
		return "", nil, err
	}
	return result.Result, slices.Sorted(maps.Keys(result.Unmatched)), nil
}

// environment is a lookup as BuildKit's lexer wants it.
type environment struct {
	lookup func(name string) (string, bool)
}

func (e environment) Get(name string) (string, bool) {
	if e.lookup == nil {
		return "", false
	}
	return e.lookup(name)
}

// Keys is not asked for by the lexer.
func (e environment) Keys() []string { return nil }
