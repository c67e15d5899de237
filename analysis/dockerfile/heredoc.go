package dockerfile

import (
	"bytes"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Heredoc is one here-document of RUN, COPY or ADD.
type Heredoc struct {
	Name   string
	Expand bool // no part of the name is quoted
	Chomp  bool // <<-: leading tabs are dropped
	FD     int  // the number before <<; 0 if there is none

	Head source.Span // the word in the instruction's line, `<<EOF`
	// Body is the text as the file or the shell gets it: leading tabs are dropped
	// for <<-.
	Body *source.Text
	Span source.Span // the lines of the body, without the last line end
	End  source.Span // the terminator, without its tabs and line end; empty if it is missing

	raw *source.Text // the body with its tabs
}

// heredocs reads the bodies of the chunk's here-documents.
func (j *joiner) heredocs(c *chunk) {
	l := c.layout
	if l.kind == kindOnbuild {
		l = split(c.s, l.rest.from, l.rest.to, j.doc.Escape)
	}
	if !l.kind.takesHeredocs() {
		return
	}
	if _, exec := stringArray(c.s, l.rest); exec {
		return
	}
	heads, err := headsOf(c.s)
	if err != nil {
		// BuildKit refuses the line for the same reason when it is parsed.
		return
	}
	for i := range heads {
		head := &heads[i]
		h := Heredoc{
			Name: head.Name, Expand: head.Expand, Chomp: head.Chomp, FD: int(head.FileDescriptor),
			Head: c.text.Span(head.from, head.to),
		}
		if !j.body(c, &h) {
			c.refused = true
			j.doc.fail(h.Head, "here-document is not ended: no line "+h.Name)
			c.heredocs = append(c.heredocs, h)
			// What followed was read as this one's body; nothing is left for
			// the others.
			return
		}
		c.heredocs = append(c.heredocs, h)
	}
}

// body reads lines up to the terminator. Where that is missing the body ends
// before the first line that looks like an instruction, and ok is false.
func (j *joiner) body(c *chunk, h *Heredoc) (ok bool) {
	terminated := j.terminated(h)
	body, raw := source.Builder{File: j.doc.File}, source.Builder{File: j.doc.File}
	start := j.at
	stop := start
	finish := func(end source.Span) {
		h.Body, h.raw, h.End = body.Text(), raw.Text(), end
		h.Span = j.doc.File.Span(start, stop)
		c.end = max(c.end, end.End)
	}
	for {
		if !terminated && (j.at >= len(j.work) || looksLikeInstruction(j.work[j.at:])) {
			finish(j.doc.File.Span(stop, stop))
			return false
		}
		from, end, more := j.next()
		text := from
		if h.Chomp {
			for text < end && j.work[text] == '\t' {
				text++
			}
		}
		if !more || terminated && string(j.work[text:end]) == h.Name {
			finish(j.doc.File.Span(text, end))
			return more
		}
		// The line end belongs to the body, carriage return and all.
		body.Copy(text, j.at)
		raw.Copy(from, j.at)
		stop = end
	}
}

// terminated tells whether a line ends the here-document that begins here.
func (j *joiner) terminated(h *Heredoc) bool {
	if j.ends != nil {
		return j.ends.follows(j.at, h.Name, h.Chomp)
	}
	for at := j.at; at < len(j.work); {
		line := j.work[at:]
		if n := bytes.IndexByte(line, '\n'); n >= 0 {
			line = line[:n+1]
		}
		at += len(line)
		line = bytes.TrimRight(line, "\r\n")
		if h.Chomp {
			line = bytes.TrimLeft(line, "\t")
		}
		if string(line) == h.Name {
			return true
		}
	}
	j.ends = newTerminators(j.work)
	return false
}

// looksLikeInstruction tells whether a line of a here-document that never ends
// is more likely the next instruction: a keyword in capitals at its very start.
func looksLikeInstruction(line []byte) bool {
	n := keywordLen(line)
	if n == 0 || n > len("HEALTHCHECK") || n == len(line) || line[n] == '\n' {
		return false
	}
	return kindOf(string(line[:n])) != kindUnknown && bytes.Equal(line[:n], bytes.ToUpper(line[:n]))
}

// terminators knows the last line of each content, so that a file with many
// here-documents without an end is still read in linear time.
type terminators struct{ plain, chomped map[string]int }

func newTerminators(work []byte) *terminators {
	t := &terminators{plain: map[string]int{}, chomped: map[string]int{}}
	at := 0
	for line := range strings.Lines(string(work)) {
		line, n := strings.TrimRight(line, "\r\n"), len(line)
		t.plain[line] = at
		t.chomped[strings.TrimLeft(line, "\t")] = at
		at += n
	}
	return t
}

// follows tells whether a line that ends a here-document of that name begins at
// or after the offset.
func (t *terminators) follows(at int, name string, chomp bool) bool {
	lines := t.plain
	if chomp {
		lines = t.chomped
	}
	last, ok := lines[name]
	return ok && last >= at
}

// head is a here-document's word in the logical line.
type head struct {
	parser.Heredoc
	run
}

// headsOf finds the words that begin here-documents, in BuildKit's own way: its
// shell lexer with `\` whatever the escape directive says, and ParseHeredoc.
func headsOf(logical string) ([]head, error) {
	lex := shell.NewLex('\\')
	lex.RawQuotes = true
	lex.RawEscapes = true
	lex.SkipUnsetEnv = true
	// As in BuildKit, a line that the lexer cannot read has no here-documents.
	words, _ := lex.ProcessWords(logical, noEnv{})
	var heads []head
	at := 0
	for _, word := range words {
		h, err := parser.ParseHeredoc(word)
		if err != nil {
			return nil, err
		}
		place := run{at, at}
		if n := strings.Index(logical[at:], word); n >= 0 {
			at += n + len(word)
			place = run{at - len(word), at}
		} else if n := strings.Index(logical[at:], "<<"); h != nil && n >= 0 {
			// The lexer keeps all as written but for escapes inside of ${a:-b}.
			place = run{at + n, at + n + len("<<")}
		}
		if h != nil {
			heads = append(heads, head{*h, place})
		}
	}
	return heads, nil
}

// noEnv is a lexer's environment in which nothing is set.
type noEnv struct{}

func (noEnv) Get(string) (string, bool) { return "", false }
func (noEnv) Keys() []string            { return nil }
