package taint

import (
	regex "regexp/syntax"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// maxExpression is the length in bytes up to which an expression is compiled.
const maxExpression = 200

// beginsNoOption tells whether no word of what grep -o prints begins with a dash: none
// stands at the start of a match, nor behind a blank in it. v[0-9]*.[0-9]* lets any byte
// stand between the numbers, but a digit is next.
func beginsNoOption(list []*syntax.Word, expression string) bool {
	if len(expression) > maxExpression || !hasFlag(list, "EP") && strings.ContainsAny(expression, "+?{}()|") {
		return false
	}
	tree, err := regex.Parse(expression, regex.Perl)
	if err != nil {
		return false
	}
	prog, err := regex.Compile(tree.Simplify())
	if err != nil || dashAt(prog, uint32(prog.Start), map[uint32]bool{}) {
		return false
	}
	for i := range prog.Inst {
		x := &prog.Inst[i]
		if takes(x, ' ') || takes(x, '\t') {
			if dashAt(prog, x.Out, map[uint32]bool{}) {
				return false
			}
		}
	}
	return true
}

// dashAt tells whether a dash may be matched next.
func dashAt(prog *regex.Prog, at uint32, seen map[uint32]bool) bool {
	if seen[at] {
		return false
	}
	seen[at] = true
	switch x := &prog.Inst[at]; x.Op {
	case regex.InstAlt, regex.InstAltMatch:
		return dashAt(prog, x.Out, seen) || dashAt(prog, x.Arg, seen)
	case regex.InstCapture, regex.InstEmptyWidth, regex.InstNop:
		return dashAt(prog, x.Out, seen)
	default:
		return takes(x, '-')
	}
}

// takes tells whether a step of an expression matches a character.
func takes(x *regex.Inst, c rune) bool {
	switch x.Op {
	case regex.InstRune, regex.InstRune1, regex.InstRuneAny, regex.InstRuneAnyNotNL:
		return x.MatchRune(c)
	}
	return false
}
