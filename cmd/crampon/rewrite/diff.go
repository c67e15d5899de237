package rewrite

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff is what changes in a file of that name, as `git apply` and `patch -p1` read it:
// a unified diff, bytes as they are. It is empty where nothing changes.
func Diff(name string, from, to []byte) []byte {
	out := diff.Diff(quoted("a/"+name), from, quoted("b/"+name), to)
	_, out, _ = bytes.Cut(out, []byte("\n")) // "diff a/x b/x", which no program asks for
	return out
}

// quoted is a name as git writes it: in quotes where it has bytes that would end the
// line or its field.
func quoted(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f }) {
		return strconv.Quote(name)
	}
	if strings.Contains(name, " ") {
		return name + "\t" // patch and git take the tab for the end of the name
	}
	return name
}
