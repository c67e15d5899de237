package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// maxEnds is the number of places tried at which the program may end.
const maxEnds = 8

// endsBefore tells whether the program ends in front of an error. Shells read one
// command after the other, so that nothing behind an exit, or an exec of another program,
// is shell: a page of PHP, a script of Tcl, notes. That is overwritten, and the tree
// is that of what is left.
func (r *reading) endsBefore(at int) (*syntax.File, bool) {
	whole := r.buf
	for range maxEnds {
		from := max(strings.LastIndex(whole[:at], "\nexit"), strings.LastIndex(whole[:at], "\nexec "))
		if from < 0 {
			break
		}
		end := len(whole)
		if n := strings.IndexByte(whole[from+1:], '\n'); n >= 0 {
			end = from + 1 + n
		}
		r.overwrite(end, len(whole))
		if file, err := r.tree(); err == nil && leavesForGood(file) {
			return file, true
		}
		r.buf, at = whole, from
	}
	return nil, false
}

// leavesForGood tells whether the last command of a file ends the shell, whatever the others did.
func leavesForGood(file *syntax.File) bool {
	if len(file.Stmts) == 0 {
		return false
	}
	s := file.Stmts[len(file.Stmts)-1]
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || s.Background || s.Coprocess || len(call.Args) == 0 {
		return false
	}
	return call.Args[0].Lit() == "exit" || call.Args[0].Lit() == "exec" && len(call.Args) > 1
}
