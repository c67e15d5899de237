package shell

// frame is a stretch of a program that may run zero, one or many times, or in
// an environment of its own: the arms of if and case, loops, functions,
// subshells. Frames form a tree; the program itself is the root.
type frame struct {
	parent *frame
	kind   frameKind
	// leaves: the end of the frame is never reached (exit, return), so that what
	// follows the clause need not know what the arm did.
	leaves bool
	depth  int32
	// clause is shared by the arms of one if or case: one of them runs.
	clause *clause
	name   string // of a function
	// pipeOf is shared by the parts of one pipe; nil for what is no part of any.
	pipeOf *frame
}

type frameKind int8

const (
	rootFrame frameKind = iota
	branchFrame
	loopFrame
	funcFrame
	subshellFrame // ( ), $( ), a part of a pipe, a job in the background
)

// clause is an if or a case. complete tells that some arm runs for certain: an
// else, or a pattern *.
type clause struct {
	arms     []*frame
	complete bool
}

// within tells whether f is a or stands inside it.
func (f *frame) within(a *frame) bool {
	for f != nil && f.depth > a.depth {
		f = f.parent
	}
	return f == a
}

// meet is the innermost frame around both.
func meet(a, b *frame) *frame {
	for a != b {
		if a.depth >= b.depth {
			a = a.parent
		} else {
			b = b.parent
		}
	}
	return a
}

// below is the frame on the way from f up to a that stands just inside a.
func (f *frame) below(a *frame) *frame {
	for f != nil && f.parent != a {
		f = f.parent
	}
	return f
}

// top is the frame of the whole program.
func (f *frame) top() *frame {
	for f.parent != nil {
		f = f.parent
	}
	return f
}

// function is the innermost function around, nil at top level.
func (f *frame) function() *frame {
	for f != nil && f.kind != funcFrame {
		f = f.parent
	}
	return f
}

// loop tells whether f stands in a loop.
func (f *frame) loop() bool {
	for ; f != nil; f = f.parent {
		if f.kind == loopFrame {
			return true
		}
	}
	return false
}
