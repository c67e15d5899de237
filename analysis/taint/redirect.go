package taint

import (
	"path"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// outFile is a file that standard output goes into.
type outFile struct {
	id      int32
	appends bool
	at      source.Span // the redirection that leads there
}

// redirected walks a command under its redirections. Those of exec alone stay.
func (m *machine) redirected(list []*syntax.Redirect, cmd syntax.Command, walk func()) {
	if isExecAlone(cmd) {
		m.reopened(list)
		return
	}
	in, out := m.in, m.out
	var file *outFile
	for _, r := range list {
		if f := m.redirect(r); f != nil {
			file = f
		}
	}
	var printed *concat // exec in it may give its output another end
	if file != nil {
		printed = &concat{prints: true}
		m.out = printed
	}
	if walk != nil {
		walk()
	}
	if file != nil {
		v := printed.value()
		m.write(*file, v)
		if x, ok := cmd.(*syntax.CallExpr); ok && len(x.Args) > 0 {
			m.wrote(m.points[int32(m.pos(x.Args[0].Pos()))], v)
		}
	}
	m.in, m.out = in, out
}

// isExecAlone tells whether a command is exec without words.
func isExecAlone(cmd syntax.Command) bool {
	x, ok := cmd.(*syntax.CallExpr)
	if !ok || len(x.Args) != 1 {
		return false
	}
	name, _ := literal(x.Args[0])
	return name == "exec"
}

// reopened gives the shell itself other ends, from here on.
func (m *machine) reopened(list []*syntax.Redirect) {
	for _, r := range list {
		f := m.redirect(r)
		if f == nil {
			continue
		}
		if !f.appends {
			m.write(*f, unknown)
		}
		m.out = &concat{file: f, prints: true}
	}
}

// redirect gives standard input or output another end, and returns the file that
// output goes into where it is one whose text is kept.
func (m *machine) redirect(r *syntax.Redirect) *outFile {
	fd := ""
	if r.N != nil {
		fd = r.N.Value
	}
	standard := fd == "" || fd == "1"
	switch r.Op {
	case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.RdrAll, syntax.AppAll:
		m.touch(r.Word.Parts)
		m.met(writeTarget, r.Word)
		if !standard && fd < "3" { // messages are nobody's text
			return nil
		}
		id, ok := m.file(r.Word)
		appends := r.Op == syntax.AppOut || r.Op == syntax.AppAll
		if !standard {
			m.open(fd, outFile{id, appends, m.span(r.Word)}, ok)
			return nil
		}
		m.out = nil
		if ok {
			return &outFile{id, appends, m.span(r.Word)}
		}
		return nil
	case syntax.DplOut:
		m.touch(r.Word.Parts)
		// 2, or a number that the program has opened: for a file, or perhaps the
		// terminal.
		if s, _ := literal(r.Word); standard && s != "1" {
			m.out = nil
			return m.opened(s, m.span(r.Word))
		}
	default:
		m.redirectInput(r, fd == "" || fd == "0")
	}
	return nil
}

// open notes which file stands behind a descriptor: as a value of a name, so that it
// comes and goes with the environment.
func (m *machine) open(fd string, file outFile, known bool) {
	name := unknown
	if known {
		name = &value{known: true, text: m.names[file.id]}
		if !file.appends {
			m.write(file, unknown)
		}
	}
	m.set(m.id(descriptor+fd), name)
}

// opened is the file behind a descriptor; nil where it is not known.
func (m *machine) opened(fd string, at source.Span) *outFile {
	id, ok := m.ids[descriptor+fd]
	if !ok || m.vars[id] == nil || !m.vars[id].known {
		return nil
	}
	return &outFile{m.id(m.vars[id].text), true, at}
}

// descriptor stands in front of the number of one among the names, as a NUL does in
// front of a file's.
const descriptor = "\x00>&"

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
	if p, ok := r.Word.Parts[0].(*syntax.ProcSubst); ok && standard && r.Op == syntax.RdrIn {
		m.in, _ = m.output(p.Stmts) // < <(commands)
		return
	}
	m.touch(r.Word.Parts)
	switch s, _ := literal(r.Word); {
	case !standard:
	case r.Op == syntax.RdrIn:
		m.in = m.readText(r.Word)
	case r.Op == syntax.DplIn && s != "0":
		m.in = unknown // another descriptor
	}
}

// tee writes its input into files.
func (m *machine) tee(list []*syntax.Word) {
	if m.in == nil {
		return
	}
	appends := false
	for _, w := range list {
		if s, _ := literal(w); s == "-a" {
			appends = true
		} else if id, ok := m.file(w); ok {
			m.write(outFile{id, appends, m.span(w)}, m.in)
		}
	}
}

// write puts text into a file of this run.
func (m *machine) write(file outFile, v *value) {
	if v.tainted() {
		v = v.stepped(file.at, "is written to "+m.names[file.id][1:])
	}
	if file.appends {
		v = join(v, m.vars[file.id])
	}
	if v.known {
		v = unknown
	}
	m.put(file.id, v)
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
	return m.fileID(s), true
}

func (m *machine) fileID(name string) int32 {
	id := m.id("\x00" + path.Clean(name))
	m.files[id] = true
	return id
}

// filled is dd: of= names the file that its input goes into.
func (m *machine) filled(list []*syntax.Word) {
	for _, w := range list {
		s, ok := literal(w)
		if name, of := strings.CutPrefix(s, "of="); ok && of && name != "" && !strings.HasPrefix(name, "/dev/") {
			m.write(outFile{id: m.fileID(name), at: m.span(w)}, m.body().cut(Any))
		}
	}
}

// moved gives the texts of files other names: cp, mv, ln and install.
func (m *machine) moved(by string, list []*syntax.Word) {
	operands := operandsBehind(list, writers[by].letters)
	if len(operands) < 2 {
		return
	}
	last := operands[len(operands)-1]
	folder, _ := literal(last)
	into := len(operands) > 2 || strings.HasSuffix(folder, "/") || folder == "."
	for _, w := range operands[:len(operands)-1] {
		from, known := m.file(w)
		if !known || m.vars[from] == nil {
			continue
		}
		to, known := m.file(last)
		if into && known {
			to = m.fileID(strings.TrimPrefix(m.names[to], "\x00") + "/" + path.Base(m.names[from][1:]))
		}
		if known {
			m.put(to, m.vars[from])
		}
	}
}

// operandsBehind are the words that are neither options nor the values of those with
// one of the letters.
func operandsBehind(list []*syntax.Word, letters string) []*syntax.Word {
	var out []*syntax.Word
	for i := 0; i < len(list); i++ {
		s, ok := literal(list[i])
		switch {
		case !ok || len(s) < 2 || s[0] != '-':
			out = append(out, list[i])
		case s[1] != '-' && strings.IndexByte(letters, s[len(s)-1]) >= 0:
			i++
		}
	}
	return out
}

// readText is what a command reads from a file. One that is sourced or run means to be
// code, wherever the caller has it; one that is read does not.
func (m *machine) readText(w *syntax.Word) *value {
	if v := m.fileText(w); v != unknown {
		return v
	}
	return m.fromCaller(w)
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
