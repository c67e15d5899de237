package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// withoutRun is the value without what comes from the names of files that a text for a
// shell runs: eval "$test" of the tests that find gives. Who can put a file there runs
// commands already, whatever its name is.
func (m *machine) withoutRun(b bound, v *value) *value {
	if !slices.ContainsFunc(v.parts, func(p part) bool { return p.origin.source.Kind == FileName }) {
		return v // to look at each expansion of a large text for each of them takes too long
	}
	for _, x := range b.text.Splices {
		if x.Expansion.Kind != shell.Param || x.Expansion.Op != "" {
			continue
		}
		file := m.load(m.id(x.Expansion.Name))
		if !file.tainted() {
			continue
		}
		folder, ok := commandAround(b.text.Text.String(), x)
		if !ok {
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

// choosesProgram tells whether a part says which program a text for a shell runs:
// sh -c "$JAVA_HOME/bin/java -version", eval "$TOOL run $1". Who says where a program is
// has theirs run, and that it is read as code lets them do no more.
func (b bound) choosesProgram(p part, span source.Span) bool {
	next := b.behindProgram(span)
	switch src := p.origin.source; {
	case next == 0 || p.made || src.Trust == Remote:
		return false
	case src.Kind == FileName:
		return next == '/' // a program below the folder of that name
	default:
		return src.Kind == Environment || src.Kind == BuildArg
	}
}

// behindProgram is the byte that comes behind an expansion that is the name of a command,
// or the start of it: a blank or a slash. 0 where something else stands there: nothing,
// when the expansion is all of a command, or the = of an assignment.
func (b bound) behindProgram(span source.Span) byte {
	if b.text == nil || b.hurts&Code != Code {
		return 0
	}
	text := b.text.Text.String()
	for i := range b.text.Splices {
		x := &b.text.Splices[i]
		if x.Expansion.Span != span {
			continue
		}
		before := strings.TrimSuffix(text[:x.From], `"`)
		after := strings.TrimPrefix(text[x.To:], `"`)
		if after != "" && (after[0] == ' ' || after[0] == '/') && isCommandPlace(before, false) {
			return after[0]
		}
		return 0
	}
	return 0
}
