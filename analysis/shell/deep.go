package shell

import (
	"errors"
	"io"
	"runtime"
	"strings"
)

// The parser is recursive, and a goroutine whose stack runs over ends the
// process: recover does not help. So the depth is bounded where it arises: the
// parser asks for its input from the depth it has reached, and is told no when
// that is too deep. Real scripts nest 12 deep; the parser needs about 12 frames
// for each level.

const (
	// maxBrackets is the number of brackets open at once from which on depth is
	// looked at closely.
	maxBrackets = 500
	// maxFrames is the depth of the stack at which reading ends then, and
	// maxFramesLax the one for all other texts. Both bound the stack to some
	// 100 MB, of the 1 GB that Go allows.
	maxFrames    = 12 * maxBrackets
	maxFramesLax = 100_000
	// stride is the number of bytes between two looks in other texts. What is
	// shorter cannot get too deep.
	stride = 64 << 10
)

var errDeep = errors.New("nested too deeply")

// manyBrackets tells whether more brackets are open at one place than a person
// would nest. It is a hint for where to look closely: quotes, comments and case
// patterns are not known to it.
func manyBrackets(s string) bool {
	if strings.Count(s, "(")+strings.Count(s, "{")+strings.Count(s, "[") <= maxBrackets {
		return false // so nearly always, and counting is much faster than looking
	}
	open := 0
	for i := range len(s) {
		switch s[i] {
		case '(', '{', '[':
			if open++; open > maxBrackets {
				return true
			}
		case ')', '}', ']':
			open = max(0, open-1)
		}
	}
	return false
}

// input gives the parser its text, and an error once it reads from too deep.
type input struct {
	s      string
	at     int
	look   int // offset from which on the stack is looked at
	step   int
	frames int
}

func newInput(s string) *input {
	in := &input{s: s, look: stride, step: stride, frames: maxFramesLax}
	if manyBrackets(s) {
		in.look, in.step, in.frames = 0, 0, maxFrames
	}
	return in
}

// Read implements io.Reader.
func (in *input) Read(b []byte) (int, error) {
	if in.at >= in.look {
		in.look = in.at + in.step
		var pc [1]uintptr
		// Skipping all frames but the last is the cheapest question for depth:
		// it takes as long as the stack is deep, and fails at once otherwise.
		if runtime.Callers(in.frames, pc[:]) > 0 {
			return 0, errDeep
		}
	}
	if in.at >= len(in.s) {
		return 0, io.EOF
	}
	n := copy(b, in.s[in.at:])
	in.at += n
	return n, nil
}
