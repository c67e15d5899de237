package taint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// namer is a row of the table of commands that print names: of files, which whoever
// makes them chooses, and of what a repository has.
type namer struct {
	names string
	verbs string // only behind one of these words; "" for all
	kind  SourceKind
	props Props
	from  string
}

// refName is the name of a branch or a tag: nothing that means a pattern or a field,
// no dash in front (git tag and git branch refuse it), and no way out of the folder,
// since .. may not be in it nor a slash in front.
const refName = Any &^ (Blank | Glob | Colon | Slash | Dash)

// namers is the table. What is printed with the folder in front begins as that does
// and stays in it.
var namers = []namer{
	{"find fd", "", FileName, Any &^ (Dash | Slash), "BusyBox, run: each line begins with the folder that was given"},
	{"ls", "", FileName, Any &^ Slash, "E21: BusyBox, run: names without their folder"},
	{"git", " ls-files ls-tree diff diff-tree diff-index status clean ", FileName, Any &^ Slash, "git-ls-files(1): paths inside the tree"},
	{"git", " log show shortlog ", History, Any, "a message may hold anything"},
	{"git", " branch tag for-each-ref ", History, refName, "git-check-ref-format(1): a name may hold ; $ ( ) and more"},
	{"git", " describe symbolic-ref name-rev ", History, refName &^ Newline, "git-check-ref-format(1), and one line"},
}

// namersByName is the table by command.
var namersByName = func() map[string][]*namer {
	index := map[string][]*namer{}
	for i := range namers {
		for n := range strings.FieldsSeq(namers[i].names) {
			index[n] = append(index[n], &namers[i])
		}
	}
	return index
}()

// openFolders are where names of files are others' to choose: anyone on the machine
// puts files there, or a volume brings them.
var openFolders = []string{"/tmp/", "/var/tmp/", "/dev/shm/", "/home/", "/mnt/", "/media/", "/srv/", "/data/", "/uploads/", "/incoming/"}

// systemFolders are where root alone and the kernel make files, as Alpine sets them up.
var systemFolders = []string{"/bin", "/boot", "/dev", "/etc", "/lib", "/proc", "/run", "/sbin", "/sys", "/usr", "/var/run"}

func isOpen(path string) bool {
	return slices.ContainsFunc(openFolders, func(f string) bool { return strings.HasPrefix(path, f) || path+"/" == f })
}

func isOfSystem(path string) bool {
	return slices.ContainsFunc(systemFolders, func(f string) bool { return path == f || strings.HasPrefix(path, f+"/") })
}

// isKnownFolder tells whether a path leads to a folder that the program knows by its
// whole path and in which not anyone puts files. In those below it others may.
func isKnownFolder(path string) bool { return strings.HasPrefix(path, "/") && !isOpen(path) }

// starter is who starts a program.
func starter(run *image.Run) Trust {
	if run.When == image.AtStart || run.When == image.AtHealth {
		return Operator
	}
	return Caller
}

// isBuild tells whether a program runs in a build.
func isBuild(run *image.Run) bool {
	return run.When == image.AtBuild || run.When == image.OnBuild
}

// whole is a path as it is from the root, where the working folder is known.
func (m *machine) whole(path string, at syntax.Node) string { return m.wholeAt(path, m.span(at)) }

func (m *machine) wholeAt(path string, at source.Span) string {
	if strings.HasPrefix(path, "/") {
		return path
	}
	if dir := m.run.FolderAt(m.prog, at); dir != "" {
		return strings.TrimSuffix(dir, "/") + "/" + path
	}
	return path
}

// giver is who chooses the names of files in a folder. In one that is not known,
// since a name holds it or it is where the caller stands, that is the caller.
func (m *machine) giver(folder string) Trust {
	if isOpen(folder) {
		return Local
	}
	return starter(m.run)
}

// byName is what the name of a file may hold where the program runs. A build has no
// files but those of its image and its context: none is named so as to be an option,
// but one with a quote or a bracket may be among them.
func (m *machine) byName(p Props) Props {
	if isBuild(m.run) {
		return p & (Meta | Quote)
	}
	return p
}

// globbed is the name of a file, where a word has a pattern that finds others'
// files: f in *.txt. Folders of the system, and those that the program knows by
// their whole path or by a name of its own, are not.
func (m *machine) globbed(w *syntax.Word, v *value) (*value, bool) {
	first := ""
	glob := false
	for i, p := range w.Parts {
		l, ok := p.(*syntax.Lit)
		if !ok {
			if i == 0 {
				return nil, false // the folder is a variable
			}
			continue
		}
		if i == 0 {
			first = l.Value
		}
		glob = glob || strings.ContainsAny(l.Value, "*?") // [-]x finds x alone
	}
	if !glob || v.tainted() {
		return nil, false
	}
	path := m.whole(first, w)
	if isKnownFolder(path) || m.inPrivate(path) || !isOpen(path) && m.splitsInto(strings.TrimSuffix(first, "*")) {
		return nil, false
	}
	props := Any &^ Slash // what a pattern finds stays in its folder
	if strings.IndexAny(first, "*?[") != 0 {
		props &^= Dash
	}
	src := Source{Kind: FileName, Name: m.span(w).Text(), Span: m.span(w), Trust: m.giver(path)}
	out := m.fresh(w, src, m.byName(props))
	if strings.HasPrefix(first, "*") {
		return out, true
	}
	made := *out
	made.parts = []part{out.parts[0]}
	made.parts[0].made, made.parts[0].stands = true, made.parts[0].stands|afterText
	return &made, true
}

// splitsInto tells whether the program makes the files whose names begin so, with split.
func (m *machine) splitsInto(prefix string) bool {
	return slices.ContainsFunc(m.prog.Named("split"), func(c *shell.Command) bool {
		return len(c.Args) > 1 && strings.Trim(c.Args[len(c.Args)-1].Source(), `"'`) == prefix
	})
}

// listed is what a command prints that prints names.
func (m *machine) listed(name string, list []*syntax.Word) *value {
	for _, n := range namersByName[name] {
		switch {
		case n.verbs != "" && !m.isVerb(n.verbs, list):
		case n.kind == FileName:
			return m.listedFiles(n, name, list)
		case hasFixedFormat(list), m.quotesForCode(list):
			return unknown
		default:
			v := m.spring(list, Source{Kind: n.kind, Name: name, Trust: Local}, n.props)
			if v.tainted() && m.isVerb(" log show ", list) {
				v.parts[0].origin.begun(list)
			}
			return v
		}
	}
	return unknown
}

func (m *machine) isVerb(verbs string, list []*syntax.Word) bool {
	return len(list) > 0 && strings.Contains(verbs, " "+m.span(list[0]).Text()+" ")
}

func (m *machine) listedFiles(n *namer, name string, list []*syntax.Word) *value {
	switch {
	case name == "ls" && hasFlag(list, "lsnogi"):
		return unknown // ls -l prints a table: which column is taken further is not followed
	case name == "find" && has(list, "-exec") && !has(list, "-print"):
		return unknown // what that command prints
	case name == "find" && m.findsKnown(list):
		return unknown
	case name == "ls" && quotesForShell(list):
		return unknown
	case name == "ls" && hasFlag(list, "d") && m.spells(operandsOf(list)):
		return unknown
	}
	props, path := n.props, ""
	if ops := operandsOf(list); n.verbs == "" && len(ops) > 0 {
		var known bool
		if path, known = m.folder(ops[0]); !known {
			return unknown
		}
		if name == "ls" && m.namesAsGiven(ops, list) {
			props &^= Dash
		}
	}
	if name == "ls" && isKnownFolder(path) {
		return unknown
	}
	if m.command0 != nil {
		path = m.whole(path, m.command0)
	}
	if isOfSystem(path) || m.inPrivate(path) || path == "" && m.wentToItsOwn() {
		return unknown
	}
	v := m.spring(list, Source{Kind: FileName, Name: name, Trust: m.giver(path)}, m.byName(props))
	if name == "find" && v.tainted() {
		v.parts[0].origin.begin(findFields(list))
	}
	return v
}

// folder is the path that a word begins with: "" for one that is given from outside;
// false where a name of the program's own holds it, of which nothing is known: who
// sets it knows whose the files are. In a folder of the system below another root, of
// "$root/usr/share", the files are as those of this one.
func (m *machine) folder(w *syntax.Word) (path string, known bool) {
	if path, known = literal(w); known {
		return path, true
	}
	first, behind := w.Parts[0], w.Parts[1:]
	if q, ok := first.(*syntax.DblQuoted); ok && len(q.Parts) > 0 {
		first, behind = q.Parts[0], slices.Concat(q.Parts[1:], behind)
	}
	v := m.part(first, false)
	if v.tainted() && len(behind) > 0 {
		if below, ok := behind[0].(*syntax.Lit); ok && isOfSystem(below.Value) {
			return below.Value, true
		}
	}
	return v.text, v.known || v.tainted()
}

// spells tells whether operands stand for names that the program knows, be it in other
// letters: [Rr][Cc].d.
func (m *machine) spells(operands []*syntax.Word) bool {
	return len(operands) > 0 && !slices.ContainsFunc(operands, func(w *syntax.Word) bool {
		return strings.ContainsAny(m.span(w).Text(), "*?!^$`")
	})
}

// namesAsGiven tells whether ls prints what the operands stand for with what stands
// there in front, and none of it begins with a pattern: log-*.gz, -d "$dir"/*.
func (m *machine) namesAsGiven(operands, list []*syntax.Word) bool {
	asGiven := hasFlag(list, "d")
	for _, w := range operands {
		at := strings.IndexAny(m.span(w).Text(), "*?[")
		if at == 0 {
			return false
		}
		asGiven = asGiven || at > 0
	}
	return asGiven
}

// hasFlag tells whether one of the short options is among the words.
func hasFlag(list []*syntax.Word, flags string) bool {
	return slices.ContainsFunc(list, func(w *syntax.Word) bool {
		s, _ := literal(w)
		return isFlag(s, flags)
	})
}

// isFlag tells whether a word is short options, one of these among them.
func isFlag(word, flags string) bool {
	return len(word) > 1 && word[0] == '-' && word[1] != '-' && strings.ContainsAny(word[1:], flags)
}

// has tells whether one of the words is this one.
func has(list []*syntax.Word, word string) bool {
	return slices.ContainsFunc(list, func(w *syntax.Word) bool { s, _ := literal(w); return s == word })
}

// begun notes what stands in front of what others wrote in the output of git log: each
// line of --oneline begins with a hash, and that of no format with a line of its own,
// commit and the hash (git-log(1), PRETTY FORMATS).
func (o *origin) begun(options []*syntax.Word) {
	formats := func(w *syntax.Word) bool {
		s, ok := literal(w)
		return !ok || slices.ContainsFunc([]string{"format", "pretty", "oneline", "graph"}, func(f string) bool { return strings.Contains(s, f) })
	}
	switch {
	case has(options, "--oneline") && !has(options, "--graph"):
		o.begin(" ", 1)
	case !slices.ContainsFunc(options, formats):
		o.titled = true
	}
}

// fixedFormat is a format of git log with nothing in it but hashes and dates, and the
// subject as %f makes it fit for the name of a file: letters, digits, dots and dashes.
var fixedFormat = regexp.MustCompile(`^--(pretty|format)=(t?format:)?(%([HhTtPpfn%]|[ac][dDrtiIsh])|[^%])*$`)

func hasFixedFormat(list []*syntax.Word) bool {
	return slices.ContainsFunc(list, func(w *syntax.Word) bool {
		s, _ := literal(w)
		return strings.Contains(s, "%") && fixedFormat.MatchString(s)
	})
}

// quotesForCode tells whether git for-each-ref prints names as strings of a language,
// made to be evaluated (git-for-each-ref(1)).
func (m *machine) quotesForCode(list []*syntax.Word) bool {
	languages := []string{"--shell", "-s", "--perl", "-p", "--python", "--tcl"}
	return m.isVerb(" for-each-ref ", list) && slices.ContainsFunc(languages, func(option string) bool { return has(list, option) })
}

// quotesForShell tells whether ls prints names as words of a shell, made to be evaluated
// (GNU ls(1); BusyBox has no such option).
func quotesForShell(list []*syntax.Word) bool {
	return slices.ContainsFunc(list, func(w *syntax.Word) bool {
		s, _ := literal(w)
		return strings.HasPrefix(s, "--quoting-style=shell")
	})
}

// members are the names that an archiver prints.
func (m *machine) members(name string, list []*syntax.Word) *value {
	if len(list) == 0 {
		return unknown
	}
	mode, _ := literal(list[0])
	if !listsMembers(name, mode) || hasFlag(list, "v") || m.archiveOfItsOwn(list[1:]) || m.readsItself(name, list[1:]) {
		return unknown
	}
	return m.spring(list, Source{Kind: FileName, Name: name, Trust: Local}, Any)
}

// readsItself tells whether an archiver is piped the archive that the script has behind its
// own text: tail -n +100 "$0" | tar t.
func (m *machine) readsItself(name string, operands []*syntax.Word) bool {
	fromPipe := m.in != nil && !m.in.tainted() && (name == "cpio" || len(operands) == 0 || has(operands, "-"))
	return fromPipe && slices.ContainsFunc(m.prog.Named("tail", "sed", "awk", "dd", "cat"), func(c *shell.Command) bool {
		return slices.ContainsFunc(c.Args, isOwnName)
	})
}

// isOwnName tells whether a word is the name of the script that runs, be it behind if=.
func isOwnName(w shell.Word) bool {
	switch strings.Trim(strings.TrimPrefix(w.Source(), "if="), `"`) {
	case "$0", "${0}", "$BASH_SOURCE", "${BASH_SOURCE[0]}":
		return true
	}
	return false
}

// listsMembers tells whether an archiver prints the names of members and nothing
// else: tar -tv and unzip -l print tables.
func listsMembers(name, mode string) bool {
	if name == "unzip" {
		return strings.Contains(mode, "Z")
	}
	return !strings.HasPrefix(mode, "--") && strings.Contains(mode, "t") && !strings.Contains(mode, "v")
}

// archiveOfItsOwn tells whether an archive is one that the program knows by its whole
// path: it comes with it.
func (m *machine) archiveOfItsOwn(list []*syntax.Word) bool {
	return slices.ContainsFunc(operandsOf(list), func(w *syntax.Word) bool {
		l, ok := w.Parts[0].(*syntax.Lit)
		return ok && strings.HasPrefix(l.Value, "/") && !isOpen(l.Value)
	})
}
