package image

import (
	"slices"
	"strconv"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// Given is what a name holds when the program begins: a variable of the image, or an
// argument that all who start the script give it as a constant.
func (r *Run) Given(name string) ([]string, bool) {
	if n, err := strconv.Atoi(name); err == nil && n > 0 {
		return r.argument(n)
	}
	return r.State.Vars.Lookup(name)
}

// argument is what the nth positional parameter of a script may hold when it begins.
func (r *Run) argument(n int) (values []string, known bool) {
	if r.State.Stage == nil || r.State.Stage.Build == nil || len(r.Program.Named("shift", "set")) > 0 {
		return nil, false
	}
	for _, caller := range r.State.Stage.Build.Runs {
		for _, c := range caller.Calls {
			if c.Run != r {
				continue
			}
			value, fixed := c.argument(n)
			if !fixed || caller.isReplaced() {
				return nil, false
			}
			values = append(values, value)
		}
	}
	return values, len(values) > 0
}

// isReplaced tells whether the program is only what starts where docker run names
// nothing else.
func (r *Run) isReplaced() bool { return r.Step != nil && r.Step == r.State.Cmd }

// argument is the nth argument that the call gives its script, where it and those in
// front of it are constants.
func (c Call) argument(n int) (value string, fixed bool) {
	for v := c.Command.Via; v != nil; v = v.Via {
		if v.Name == "find" || v.Name == "xargs" { // they put other words there
			return "", false
		}
	}
	to := c.At + n
	if c.Sourced || to > len(c.Command.Args) {
		return "", false
	}
	words := c.Command.Args[c.At:to]
	if slices.ContainsFunc(words, func(w shell.Word) bool { _, ok := w.Literal(); return !ok }) {
		return "", false
	}
	return words[n-1].Literal()
}
