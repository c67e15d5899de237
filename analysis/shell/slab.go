package shell

// child is a frame inside another one.
func (w *walker) child(of *frame, kind frameKind) *frame {
	if len(w.frames) == 0 {
		w.frames = make([]frame, min(max(w.left/150, 1), 64))
	}
	f := &w.frames[0]
	w.frames = w.frames[1:]
	f.parent, f.kind, f.depth = of, kind, of.depth+1
	return f
}

// newCommand is room for a command. Slabs are cut by what is left of the text, so
// that the last one is used up too.
func (w *walker) newCommand() *Command {
	if len(w.commands) == 0 {
		w.commands = make([]Command, min(max(w.left/100, 1), 64))
	}
	c := &w.commands[0]
	w.commands = w.commands[1:]
	return c
}

// takeWords is room for n words.
func (w *walker) takeWords(n int) []Word {
	if n > len(w.words) {
		w.words = make([]Word, max(n, min(w.left/28, 256)))
	}
	a := w.words[:n:n]
	w.words = w.words[n:]
	return a
}
