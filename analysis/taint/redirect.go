package taint

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// outFile is a file that standard output goes into.
type outFile struct {
	id      int32
	appends bool
}

// redirected walks a command under its redirections.
func (m *machine) redirected(list []*syntax.Redirect, cmd syntax.Command, walk func()) {
	in, out := m.in, m.out
	var file *outFile
	for _, r := range list {
		if f := m.redirect(r); f != nil {
			file = f
		}
	}
	if file != nil {
		m.out = &concat{}
	}
	if walk != nil {
		walk()
	}
	if file != nil {
		v := m.out.value()
		m.write(file.id, v, file.appends)
		if x, ok := cmd.(*syntax.CallExpr); ok && len(x.Args) > 0 {
			m.wrote(m.points[int32(m.pos(x.Args[0].Pos()))], v)
		}
	}
	m.in, m.out = in, out
}

// redirect gives standard input or output another end, and returns the file that
// output goes into where it is one whose text is kept.
func (m *machine) redirect(r *syntax.Redirect) *outFile {
	fd := ""
	if r.N != nil {
		fd = r.N.Value
	}
	switch r.Op {
	case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.RdrAll, syntax.AppAll:
		m.touch(r.Word.Parts)
		m.met(writeTarget, r.Word)
		if fd != "" && fd != "1" {
			return nil
		}
		id, ok := m.file(r.Word)
		m.out = nil
		if ok {
			return &outFile{id, r.Op == syntax.AppOut || r.Op == syntax.AppAll}
		}
		return nil
	case syntax.DplOut:
		// 2, or a number that the program has opened: perhaps a log, perhaps the
		// terminal.
		if s, _ := literal(r.Word); (fd == "" || fd == "1") && s != "1" {
			m.out = nil
		}
		m.touch(r.Word.Parts)
	default:
		m.redirectInput(r, fd == "" || fd == "0")
	}
	return nil
}

// redirectInput walks a redirection of input, be it that of standard input or not.
func (m *machine) redirectInput(r *syntax.Redirect, standard bool) {
	switch r.Op {
	case syntax.Hdoc, syntax.DashHdoc:
		if standard {
			m.in = unknown
			if r.Hdoc != nil {
				m.in = m.word(r.Hdoc)
			}
		}
		return
	case syntax.WordHdoc:
		m.in = m.word(r.Word)
		return
	}
	m.touch(r.Word.Parts)
	switch s, _ := literal(r.Word); {
	case !standard:
	case r.Op == syntax.RdrIn:
		m.in = m.fileText(r.Word)
	case r.Op == syntax.DplIn && s != "0":
		m.in = unknown // another descriptor
	}
}

// tee writes its input into files.
func (m *machine) tee(pt *point, list []*syntax.Word) {
	if m.in == nil {
		return
	}
	m.wrote(pt, m.in)
	appends := false
	for _, w := range list {
		if s, _ := literal(w); s == "-a" {
			appends = true
		} else if id, ok := m.file(w); ok {
			m.write(id, m.in, appends)
		}
	}
}

// write puts text into a file of this run.
func (m *machine) write(file int32, v *value, appends bool) {
	if appends {
		v = join(v, m.vars[file])
	}
	if v.known {
		v = unknown
	}
	m.put(file, v)
}

// file is the name under which a file's text is kept. Names that are not known
// stand for themselves: a script that writes to "$tmp" reads from "$tmp".
func (m *machine) file(w *syntax.Word) (int32, bool) {
	s, ok := literal(w)
	if ok && strings.HasPrefix(s, "/dev/") {
		return 0, false
	}
	if !ok {
		v := m.word(w)
		switch {
		case v.known:
			s = v.text
		case v.tainted():
			return 0, false
		default:
			s = strings.Trim(m.text[m.pos(w.Pos()):max(m.pos(w.Pos()), m.pos(w.End()))], `"`)
			if strings.ContainsAny(s, "(`\"' ") {
				return 0, false
			}
			if strings.HasPrefix(s, "${") && strings.IndexByte(s, '}') == len(s)-1 {
				s = "$" + s[2:len(s)-1]
			}
		}
	}
	if s == "" || strings.HasPrefix(s, "/dev/") {
		return 0, false
	}
	id := m.id("\x00" + path.Clean(s))
	m.files[id] = true
	return id, true
}

// moved gives the text of a file another name.
func (m *machine) moved(list []*syntax.Word) {
	var operands []*syntax.Word
	for _, w := range list {
		if s, ok := literal(w); !ok || s == "" || s[0] != '-' {
			operands = append(operands, w)
		}
	}
	if len(operands) != 2 {
		return
	}
	from, ok1 := m.file(operands[0])
	to, ok2 := m.file(operands[1])
	if ok1 && ok2 && m.vars[from] != nil {
		m.put(to, m.vars[from])
	}
}

// fileText is what is read from a file: what was written to it, or what its place
// tells.
func (m *machine) fileText(w *syntax.Word) *value {
	id, ok := m.file(w)
	if !ok {
		return unknown
	}
	if m.frame != nil {
		m.frame.reads(id)
	}
	if v := m.vars[id]; v != nil {
		if v.tainted() {
			return v.stepped(m.span(w), "is read from "+m.names[id][1:])
		}
		return v
	}
	return m.fromFile(m.names[id][1:], w)
}
