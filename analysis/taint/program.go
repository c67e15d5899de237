package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

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
