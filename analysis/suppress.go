package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Suppressions. `# crampon ignore=ALP201,ALP301 why` on a line of its own holds
// for the next instruction; in shell text, and among the continuation lines of a
// RUN, for the next command; behind code, for its line. `# crampon
// ignore-file=ALP201 why` in the first comment block holds for the file. The
// comments of hadolint and ShellCheck, and BuildKit's `# check=skip=`, are honoured
// through a rule's aliases.

// ignoreComment is one comment that silences rules.
type ignoreComment struct {
	span  source.Span // the comment
	names []ignoreName
	// from and to are the half-open bytes in which a finding must begin.
	from, to int
	own      bool // crampon's own: that it matches nothing is worth telling
}

// ignoreName is one code in a comment.
type ignoreName struct {
	code string
	span source.Span
	used bool
}

// ignoreFile are the comments of one file.
type ignoreFile struct {
	file     *source.File
	comments []*ignoreComment
	bad      []Finding // comments that cannot be read
}

// parsedIgnore is what one comment says.
type parsedIgnore struct {
	names     []ignoreName
	wholeFile bool
	// leading: it holds for the file where it stands before the first command, as
	// ShellCheck has it.
	leading bool
	own     bool
	bad     string // why it cannot be read; "" when it can
}

// parseIgnore reads a comment's text; nil when it is of no concern. The span is
// that of the whole comment, whose bytes hold the text.
func parseIgnore(text string, span source.Span) *parsedIgnore {
	tool, rest, _ := strings.Cut(text, " ")
	tool = strings.TrimSuffix(tool, ":")
	rest = strings.TrimSpace(rest)
	p := &parsedIgnore{}
	switch tool {
	case "crampon":
		p.own = true
		switch {
		case strings.HasPrefix(rest, "ignore="):
			rest = rest[len("ignore="):]
		case strings.HasPrefix(rest, "ignore-file="):
			rest, p.wholeFile = rest[len("ignore-file="):], true
		case strings.HasPrefix(rest, "ignore"):
			p.bad = "write it as: crampon ignore=ID,ID reason"
			return p
		default:
			return nil // a sentence about crampon
		}
	case "hadolint":
		if r, ok := strings.CutPrefix(rest, "global "); ok {
			rest, p.wholeFile = strings.TrimSpace(r), true
		}
		var ok bool
		if rest, ok = strings.CutPrefix(rest, "ignore="); !ok {
			return nil
		}
	case "shellcheck":
		var ok bool
		if rest, ok = strings.CutPrefix(rest, "disable="); !ok {
			return nil
		}
		p.leading = true
	default:
		return nil
	}
	codes, _, _ := strings.Cut(rest, " ")
	p.names = splitCodes(codes, span)
	if len(p.names) == 0 {
		p.bad = "it names no rule"
	}
	return p
}

// parseCheck reads BuildKit's directive `# check=skip=A,B;error=true`, whose checks hold
// for the file; nil when it skips none by name.
func parseCheck(d dockerfile.Directive) *parsedIgnore {
	if d.Name != "check" {
		return nil
	}
	for field := range strings.SplitSeq(d.Value, ";") {
		if codes, ok := strings.CutPrefix(strings.TrimSpace(field), "skip="); ok && strings.Contains(d.Span.Text(), codes) {
			return &parsedIgnore{names: splitCodes(codes, d.Span), wholeFile: true}
		}
	}
	return nil
}

// splitCodes finds each code's place in the comment. Where the comment is not read as
// it is written, for bytes that are not UTF-8 or in a text that eval puts together,
// that is all of it.
func splitCodes(codes string, span source.Span) []ignoreName {
	var names []ignoreName
	base := strings.Index(span.Text(), codes)
	literal := base >= 0
	base += span.Start
	at := 0
	for code := range strings.SplitSeq(codes, ",") {
		if c := strings.TrimSpace(code); c != "" {
			place := span
			if literal {
				place = span.File.Span(base+at, base+at+len(code))
			}
			names = append(names, ignoreName{code: c, span: place})
		}
		at += len(code) + 1
	}
	return names
}

// collector gathers the ignore comments of the files of one unit.
type collector struct {
	files []*ignoreFile
}

func (c *collector) of(f *source.File) *ignoreFile {
	for _, i := range c.files {
		if i.file == f {
			return i
		}
	}
	i := &ignoreFile{file: f}
	c.files = append(c.files, i)
	return i
}

// ignoresOf are the ignore comments of the unit's files.
func ignoresOf(u *Unit) []*ignoreFile {
	c := &collector{}
	if u.Build != nil {
		c.document(u)
	}
	seen := map[*shell.Program]bool{}
	for _, run := range u.Runs {
		if p := run.Program; !seen[p] && !run.Exec {
			seen[p] = true
			c.program(p)
		}
	}
	return c.files
}

func (c *collector) document(u *Unit) {
	doc := u.Build.Doc
	i := c.of(doc.File)
	first := len(doc.File.Content)
	if len(doc.Instructions) > 0 {
		first = doc.Instructions[0].Span.Start
	}
	for _, d := range doc.Directives {
		if p := parseCheck(d); p != nil {
			i.add(p, d.Span, source.Span{}, true)
		}
	}
	for _, comment := range doc.Comments {
		p := parseIgnore(comment.Text, comment.Span)
		if p == nil {
			continue
		}
		var covers source.Span
		if comment.Inside != nil {
			covers = nextCommand(u, comment)
		} else if next := nextInstruction(doc, comment.Span.End); next != nil {
			covers = next.Span
		}
		i.add(p, comment.Span, covers, comment.Span.Start < first)
	}
}

func nextInstruction(doc *dockerfile.Document, after int) *dockerfile.Instruction {
	n, _ := slices.BinarySearchFunc(doc.Instructions, after, func(in *dockerfile.Instruction, at int) int {
		return in.Span.Start - at
	})
	if n == len(doc.Instructions) {
		return nil
	}
	return doc.Instructions[n]
}

// nextCommand is what a comment among the continuation lines of its instruction
// holds for: the command among whose words it stands, else the next.
func nextCommand(u *Unit, comment dockerfile.Comment) source.Span {
	at := comment.Span.Start
	for _, run := range u.Runs {
		if run.Step == nil || run.Script != nil || run.Step.Instruction != comment.Inside {
			continue
		}
		var around source.Span
		for c := range run.Program.All() {
			span := c.Span()
			if span.Start > at && around.IsZero() {
				return span
			}
			if span.Contains(at) {
				around = span
			}
		}
		if !around.IsZero() {
			return around
		}
	}
	return source.Span{}
}

// program takes the comments of shell text: a script, or a here-document of a RUN.
func (c *collector) program(p *shell.Program) {
	if p.Text == nil || p.Text.Len() == 0 {
		return
	}
	i := c.of(p.Text.File)
	first := p.Text.Len()
	if len(p.Commands) > 0 {
		first = p.Commands[0].Span().Start
	}
	for _, comment := range p.Comments {
		parsed := parseIgnore(comment.Text, comment.Span)
		if parsed == nil || i.has(comment.Span) {
			continue
		}
		before := comment.Span.Start < first
		parsed.wholeFile = parsed.wholeFile || parsed.leading && before && p.Shebang != nil
		i.add(parsed, comment.Span, p.Covers(comment), before)
	}
}

func (i *ignoreFile) has(span source.Span) bool {
	return slices.ContainsFunc(i.comments, func(c *ignoreComment) bool { return c.span == span })
}

func (i *ignoreFile) add(p *parsedIgnore, span, covers source.Span, firstBlock bool) {
	if p.wholeFile {
		covers = i.file.Span(0, len(i.file.Content)+1)
		if !firstBlock {
			p.bad = "ignore-file holds only before the first instruction or command"
		}
	}
	if p.bad != "" {
		if p.own {
			i.bad = append(i.bad, Finding{
				Rule: ruleUnknownIgnore, Severity: Hint, Span: span,
				Message: "this comment silences nothing: " + p.bad,
			})
		}
		return
	}
	i.comments = append(i.comments, &ignoreComment{span: span, names: p.names, from: covers.Start, to: covers.End, own: p.own})
}

// silences tells whether a comment covers the finding, and marks the comment as used.
func (i *ignoreFile) silences(f Finding) bool {
	silent := false
	for _, c := range i.comments {
		if f.Span.Start < c.from || f.Span.Start >= c.to {
			continue
		}
		for n := range c.names {
			if name := &c.names[n]; name.code == f.Rule.ID || !f.Unaliased && slices.Contains(f.Rule.Aliases, name.code) {
				name.used, silent = true, true
			}
		}
	}
	return silent
}

// finish drops the findings that comments silence and adds what is wrong with
// the comments.
func (j *judged) finish(r *run) {
	j.findings = slices.DeleteFunc(j.findings, func(f Finding) bool {
		for _, i := range j.ignores {
			if i.file == f.Span.File {
				return i.silences(f)
			}
		}
		return false
	})
	for _, i := range j.ignores {
		j.findings = append(j.findings, i.bad...)
		j.findings = append(j.findings, r.unknownNames(i)...)
	}
}

// spareBroken takes the comments for used where something cannot be read: what they
// are to silence may stand in it. A half-typed line says nothing about a comment. A
// Dockerfile that cannot be read may hide the settings of all its scripts.
func (j *judged) spareBroken(u *Unit) {
	broken := map[*source.File]bool{}
	for _, f := range j.findings {
		if f.Severity == Error && (f.Rule == ruleShellSyntax || f.Rule == ruleDockerfileSyntax) {
			broken[f.Span.File] = true
		}
	}
	for _, i := range j.ignores {
		if !broken[i.file] && !broken[u.File] {
			continue
		}
		for _, c := range i.comments {
			for n := range c.names {
				c.names[n].used = true
			}
		}
	}
}

// unknownNames tells of crampon's own comments that name no rule.
func (r *run) unknownNames(i *ignoreFile) []Finding {
	var out []Finding
	for _, c := range i.comments {
		for n := range c.names {
			name := &c.names[n]
			if !c.own || r.knows(name.code) {
				continue
			}
			name.used = true // told once is enough
			out = append(out, Finding{
				Rule: ruleUnknownIgnore, Severity: Hint, Span: name.span,
				Message: "there is no rule " + name.code,
			})
		}
	}
	return out
}

func (r *run) knows(id string) bool { return r.ruleOf(id) != nil }

// ruleOf is the rule of that ID, the engine's own among them; nil for none.
func (r *run) ruleOf(id string) *Rule {
	rules := append(OwnRules(), r.Rules...)
	if i := slices.IndexFunc(rules, func(rule *Rule) bool { return rule.ID == id }); i >= 0 {
		return rules[i]
	}
	return nil
}

// unusedIgnores are the names of crampon's own comments that silenced nothing in
// any unit that has the file, of rules that were asked.
func (r *run) unusedIgnores(slots []*judged) []Finding {
	used := map[source.Span]bool{}
	var order []ignoreName
	for _, s := range slots {
		for _, i := range s.ignores {
			for _, c := range i.comments {
				for _, name := range c.names {
					if !c.own {
						continue
					}
					was, seen := used[name.span]
					if !seen {
						order = append(order, name)
					}
					used[name.span] = was || name.used
				}
			}
		}
	}
	var out []Finding
	for _, name := range order {
		if !used[name.span] && r.asks(name) {
			out = append(out, Finding{
				Rule: ruleUnusedIgnore, Severity: Hint, Span: name.span,
				Message: name.code + " reports nothing here",
			})
		}
	}
	return out
}

// asks tells whether the rule that a comment names can report in its file.
func (r *run) asks(name ignoreName) bool {
	rule := r.ruleOf(name.code)
	return rule != nil && r.Settings.wants(rule, r.configOf(name.span.File.Path))
}

// IgnoredName is a code in a comment that silences rules.
type IgnoredName struct {
	Code string
	Span source.Span
}

// IgnoredNames are the codes in the comments of the unit's files that silence rules,
// whoever's comments they are.
func (u *Unit) IgnoredNames() []IgnoredName {
	var out []IgnoredName
	for _, file := range ignoresOf(u) {
		for _, c := range file.comments {
			for _, name := range c.names {
				out = append(out, IgnoredName{name.code, name.span})
			}
		}
	}
	return out
}
