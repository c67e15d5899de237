package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// withoutRun is the value without what comes from the names of files that a text for a
// shell runs: eval "$test" of the tests that find gives. Who can put a file there runs
// commands already, whatever its name is.
func (m *machine) withoutRun(b bound, v *value) *value {
	for _, x := range b.text.Splices {
		folder, ok := commandAround(b.text.Text.String(), x)
		if !ok || x.Expansion.Kind != shell.Param || x.Expansion.Op != "" {
			continue
		}
		file := m.load(m.id(x.Expansion.Name))
		if !file.tainted() {
			continue
		}
		for _, name := range file.parts {
			if name.isName() && name.origin.source.isPath(folder) {
				v = v.lacking(func(p part) bool { return p.origin.within(name.origin) })
			}
		}
	}
	return v
}

// isName tells whether a part is all of a name, as a line or the pattern of a loop gives it:
// the text that a pattern begins with is the name's own.
func (p part) isName() bool {
	o := p.origin
	for o.isLine {
		o = o.whole
	}
	isTurn := p.isField() && p.trail.n == 1
	return o.whole == nil && o.columns == 0 && (!p.made || isTurn)
}

// isPath tells whether the source gives names of files that are paths behind a folder, ""
// for none: a shell looks for a command without a slash in PATH.
func (s Source) isPath(folder string) bool {
	return s.Kind == FileName && (folder != "" || s.Name == "find" || strings.Contains(s.Name, "/"))
}

// commandAround tells whether an expansion is all of the name of a command in a text, but
// for the folder that stands in front of it.
func commandAround(text string, x shell.Splice) (folder string, ok bool) {
	before, after := text[:x.From], text[x.To:]
	at := strings.LastIndexAny(before, " \t\n;&|(") + 1
	before, folder = before[:at], before[at:]
	if inside, quoted := strings.CutPrefix(folder, `"`); quoted && strings.HasPrefix(after, `"`) {
		folder, after = inside, after[1:]
	}
	ends := after == "" || strings.IndexByte(" \t\n;&|)<>", after[0]) >= 0
	return folder, ends && (folder == "" || strings.HasSuffix(folder, "/")) && isCommandPlace(before, false)
}
