package taint

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// atStart is what a name held when the run began. A zero span asks for what is
// declared only: nobody has looked at the name before it was set.
func (m *machine) atStart(id int32, span source.Span) *value {
	name := m.names[id]
	if name == "" || name[0] == 0 {
		return unknown
	}
	isDeclared := declared(m.run, name) && !m.settled
	if !isDeclared && (span.IsZero() || m.rewritten || m.obscured && !m.byProtocol(name)) {
		return unknown
	}
	v := m.given(name, span, isDeclared)
	m.entries[id] = v
	if v.tainted() {
		m.hold(id)
	}
	return v
}

func (m *machine) given(name string, span source.Span, isDeclared bool) *value {
	if m.entry != nil {
		if v, ok := m.entry.env[name]; ok {
			return v
		}
	}
	if !isDeclared && !m.inherits(name, span) {
		return unknown
	}
	src, props, ok := m.unit.fromOutside(m.run, m.setting(), name)
	if !ok || m.unit.sets(m.run, name) {
		return unknown
	}
	src.Span = span
	if span.IsZero() {
		src.Span = src.Declared
	}
	return &value{parts: []part{{origin: &origin{source: src}, props: props, meant: src.Meant}}}
}

// byProtocol tells whether the one that runs the program sets the name by its
// protocol, as a web server sets QUERY_STRING: files that are sourced read it. Names
// made of a request's fields come so in a page of haserl alone.
func (m *machine) byProtocol(name string) bool {
	r := rowOf(name, m.setting())
	return r != nil && m.where != anywhere && (m.where == haserl || rowsByName[name] == r)
}

// setting is what the run is by its look; worked out on first use.
func (m *machine) setting() setting {
	if m.where < 0 {
		m.where = m.unit.settingOf(m.run)
	}
	return m.where
}

// inherits tells whether the program means a name's value from outside: it never
// sets the name, or asks for it first (X=${X:-y}, [ -n "$X" ] || X=y). Other names
// are its own, though it may not have set them yet.
func (m *machine) inherits(name string, span source.Span) bool {
	first, ok := m.prog.FirstAssigned(name)
	if !ok {
		return !m.prog.GaveUp(name)
	}
	return span.File != first.File || span.Start < first.End
}

// outsideOnly tells whether nothing is known of a name but that it may come from
// outside.
func (m *machine) outsideOnly(name string) bool {
	return !declared(m.run, name) && rowOf(name, m.setting()) == nil
}

// stdin is a line of the run's standard input; builds have none. Asked: it answers a
// question, so that it is who started the program that writes it.
func (m *machine) stdin(name string, at syntax.Node, asked bool) *value {
	switch {
	case m.child:
		return unknown
	case m.run.When == image.AtStart, m.run.When == image.OnItsOwn && !m.unit.sourcedByOthers(m.run):
	default:
		return unknown
	}
	m.setting()
	src := Source{Kind: Read, Name: name, Trust: Local, Span: m.span(at), Meant: meant(name)}
	if m.where == cgi || m.where == haserl {
		src.Kind, src.Trust = Request, Remote
	}
	if src.Trust == Local && (asked || m.run.Script == nil) {
		src.Trust = starter(m.run)
	}
	return m.fresh(at, src, Any&^Newline)
}

// fresh is a value from outside that comes up at a place: the same one however
// often the walk comes there.
func (m *machine) fresh(at any, src Source, props Props) *value {
	if v := m.springs[at]; v != nil {
		return v
	}
	v := &value{parts: []part{{origin: &origin{source: src}, props: props, meant: src.Meant}}}
	if m.springs == nil {
		m.springs = map[any]*value{}
	}
	m.springs[at] = v
	return v
}

// begin gives the run its positional parameters.
func (m *machine) begin() {
	run := m.run
	none := &args{}
	switch {
	case run.Script == nil:
		m.args = none
	case m.setting() == watching:
		m.args = m.watched()
	case m.setting() == dhcp, m.setting() == ifupdown:
		m.args = &args{rest: unknown} // their own words: bound, renew
	case m.entry != nil && m.entry.args != nil:
		m.args = m.entry.args
	case run.When == image.AtStart:
		m.args = m.caller(Operator)
	case run.When == image.OnItsOwn && !m.unit.sourcedByOthers(run):
		m.args = m.caller(Caller)
	default:
		m.args = &args{rest: unknown}
	}
}

// caller are arguments of which nothing is known but who gives them.
func (m *machine) caller(t Trust) *args {
	src := Source{Kind: Positional, Name: "@", Trust: t}
	all := &origin{source: src, many: true}
	a := &args{list: make([]*value, 9), rest: &value{parts: []part{{origin: all, props: Any}}}}
	given := make([]struct { // one object, for every script that is walked has them
		value
		origin
		only [1]part
	}, len(a.list))
	for i := range given {
		one := &given[i]
		one.origin = origin{source: src, whole: all}
		one.only[0] = part{origin: &one.origin, props: Any}
		one.value.parts = one.only[:]
		a.list[i] = &one.value
	}
	return a
}

// watched are the arguments that inotifyd gives: its own word for what happened, the
// folder that it was told to watch, and the name of the file.
func (m *machine) watched() *args {
	name := &origin{source: Source{Kind: FileName, Name: "3", Trust: Local}}
	file := &value{parts: []part{{origin: name, props: Any &^ Slash}}}
	return &args{list: []*value{unknown, unknown, file}}
}

// alone tells whether nobody else has files in /tmp where a run is: in a build, and
// where a line of the Dockerfile names what its image brings.
func alone(run *image.Run) bool { return isBuild(run) || run.Script == nil }

// fromFile is the text of a file that the program has not written. A build is alone
// with its files.
func (m *machine) fromFile(name string, w *syntax.Word) *value {
	if isBuild(m.run) {
		return unknown
	}
	if v := m.fromOthers(name, w); v != nil {
		return v
	}
	if isSettings(name) && !m.ships() {
		return m.fresh(w, Source{Kind: FileText, Name: name, Span: m.span(w), Trust: Operator}, Any)
	}
	return unknown
}

// hasOtherRoot tells whether a command runs in another root, in which its paths are
// those of other files: that of an image that is put together, where nobody is yet.
func hasOtherRoot(c *shell.Command) bool {
	for ; c != nil; c = c.Via {
		if c.Name == "chroot" {
			return true
		}
	}
	return false
}

// inOtherRoot tells whether the program that is walked is the text of such a command.
func (m *machine) inOtherRoot() bool {
	for p := m.prog; p.Outer != nil; p = p.Outer.Program {
		if hasOtherRoot(p.Outer) {
			return true
		}
	}
	return false
}

// fromOthers is the text of a file that others may write; nil where none can. In an
// initramfs there is nobody else yet.
func (m *machine) fromOthers(name string, w *syntax.Word) *value {
	if alone(m.run) || testbedFiles[name] || m.inOtherRoot() {
		return nil
	}
	for _, f := range openFiles {
		// A name that stands elsewhere too is that of a file of the program's own, and so
		// is the program's. Folders there are someone's.
		rest, ok := strings.CutPrefix(name, f.prefix)
		if ok && f.trust == Local && m.setting() == early {
			return nil
		}
		if ok && !strings.Contains(rest, "/") && rest != path.Base(m.run.Script.File.Path) && m.mentionsOnce(f.prefix, rest) && !m.writes(w) && !m.unit.isOfImage(m.run, name) {
			src := Source{Kind: FileText, Name: name, Span: m.span(w), Trust: f.trust}
			return m.fresh(w, src, f.props)
		}
	}
	return nil
}

// mentionsOnce tells whether the program has the name of a file in a folder once, comments
// aside: of one that goes on with a value what stands in front of that.
func (m *machine) mentionsOnce(folder, name string) bool {
	if lead, _, ok := strings.Cut(name, "$"); ok && lead != "" {
		name = lead
	}
	n := strings.Count(m.text, folder+name)
	for _, c := range m.prog.Comments {
		n -= strings.Count(c.Text, folder+name)
	}
	return n == 1
}

// fromCaller is the text of a file that who starts the program chooses: one that they
// name, or one where they stand.
func (m *machine) fromCaller(w *syntax.Word) *value {
	src := Source{Kind: FileText, Span: m.span(w), Trust: Caller}
	name, ok := literal(w)
	switch {
	case !ok:
		v := m.word(w)
		if len(v.parts) != 1 || v.parts[0].made {
			return unknown
		}
		switch given := v.parts[0].origin.source; given.Kind {
		case Positional, Environment:
			src.Trust, src.Name = given.Trust, "the file $"+given.Name
		default:
			return unknown
		}
	case m.run.When != image.OnItsOwn || m.unit.sourcedByOthers(m.run) || strings.HasPrefix(name, "/") || strings.Count(m.text, name) > 1:
		return unknown
	default:
		src.Name = name
	}
	return m.fresh(w, src, Any)
}

// ships tells whether what the command of this moment runs or sources is a file of
// the image: its text is known.
func (m *machine) ships() bool {
	return slices.ContainsFunc(m.run.Calls, func(k image.Call) bool { return k.Command.Node != nil && m.command0 == k.Command.Node })
}

// writes tells whether a redirection or a command of the program goes into the file that
// the word names by a variable.
func (m *machine) writes(w *syntax.Word) bool {
	parts := bare(w.Parts)
	if len(parts) != 1 {
		return false
	}
	x, ok := parts[0].(*syntax.ParamExp)
	if !ok || x.Param == nil {
		return false
	}
	name := x.Param.Value
	return !targets(m.text, func(s stretch) bool { return !strings.Contains(m.text[s.from:s.to], name) }) ||
		m.filledByCommand(name)
}

// filledByCommand tells whether a command of the program puts a text of this machine into
// the file that a variable names.
func (m *machine) filledByCommand(name string) bool {
	for _, c := range m.prog.Named("cp", "mv", "install", "tee", "dd") {
		row := writers[c.Name]
		for _, u := range row.appendUses(nil, c) {
			if slices.ContainsFunc(u.words, func(w shell.Word) bool { return isExpansionOf(w.Source(), name) }) {
				return true
			}
		}
	}
	return false
}

// isExpansionOf tells whether a word is $name, in braces and quotes or not.
func isExpansionOf(src, name string) bool {
	src = strings.Trim(strings.TrimPrefix(strings.TrimLeft(src, `"`), "of="), `"`) // of= of dd
	return src == "$"+name || src == "${"+name+"}"
}

// allArgs is what "$@" gives, taken at a place.
func (m *machine) allArgs(at syntax.Node) *value {
	for _, v := range m.args.list {
		m.takenAt(v, "@", at)
	}
	if m.args.rest != nil {
		m.takenAt(m.args.rest, "@", at)
	}
	return m.args.all()
}

// takenAt notes the first place that takes arguments of the run, and by which
// name.
func (m *machine) takenAt(v *value, name string, at syntax.Node) {
	for _, p := range v.parts {
		s := &p.origin.source
		if s.Kind == FileName && s.Span.IsZero() && at != nil {
			s.Span = m.span(at)
		}
		if s.Kind != Positional || at == nil {
			continue
		}
		if s.Span.IsZero() || s.Name == "@" && name != "@" && p.trail == nil {
			s.Span, s.Name = m.span(at), name
		}
	}
}
