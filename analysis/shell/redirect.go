package shell

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// Redirect is a redirection of a simple command.
type Redirect struct {
	Op     string // ">", ">>", "<<-", "&>", ...
	FD     string // as written in front of the operator, "" when none
	Target Word   // the file, the descriptor, or the delimiter of a here-document
	// Body is the here-document as it stands in the text, tabs and escapes
	// included, without the closing line; zero for others and when empty.
	Body     Word
	Verbatim bool        // a here-document whose delimiter is quoted: no expansions
	Unclosed bool        // a here-document that only the end of the text ends
	Span     source.Span // from descriptor or operator to the end of the target
}

// IsHeredoc tells whether the redirection is a here-document.
func (r Redirect) IsHeredoc() bool { return r.Op == "<<" || r.Op == "<<-" }

// Heredoc is the here-document's body as the command reads it: tabs dropped
// for <<-, escapes resolved, expansions left as written. False for other
// redirections.
func (r Redirect) Heredoc() (*source.Text, bool) {
	if !r.IsHeredoc() || r.Body.IsZero() {
		return nil, r.IsHeredoc()
	}
	t, _ := r.heredoc()
	return t, true
}

// heredoc is the body as read by the command, with its expansions.
func (r Redirect) heredoc() (*source.Text, []Splice) {
	w := r.Body
	b := source.Builder{File: w.prog.Text.File}
	if r.Op != "<<-" {
		splices := w.appendTo(&b, nil)
		return b.Text(), splices
	}
	var splices []Splice
	text := w.prog.Text.String()
	w.pieces(func(pc piece) bool {
		switch {
		case pc.part != nil:
			splices = w.splice(&b, pc, splices)
		case pc.lit != text[pc.from:pc.to]:
			b.ReplaceText(pc.lit, w.prog.Text, pc.from, pc.to)
		default:
			for i := pc.from; i < pc.to; {
				if i == int(w.from) || text[i-1] == '\n' {
					for i < pc.to && text[i] == '\t' {
						i++
					}
				}
				end := pc.to
				if n := strings.IndexByte(text[i:pc.to], '\n'); n >= 0 {
					end = i + n + 1
				}
				b.CopyText(w.prog.Text, i, end)
				i = end
			}
		}
		return true
	})
	return b.Text(), splices
}

// takeRedirects puts the redirections into the command and widens its span.
func (w *walker) takeRedirects(c *Command, list []*syntax.Redirect) {
	if len(list) == 0 {
		return
	}
	c.Redirects = make([]Redirect, len(list))
	for i, r := range list {
		out := &c.Redirects[i]
		from := w.p.pos(r.Pos())
		out.Op = r.Op.String()
		if r.N != nil {
			out.FD = r.N.Value
		}
		out.Target = w.p.word(r.Word)
		to := max(from, int(out.Target.to))
		out.Span = w.p.Text.Span(from, to)
		c.start, c.end = min(c.start, from), max(c.end, to)
		if out.IsHeredoc() {
			w.heredoc(out, r)
		}
	}
}

// heredoc reads the body's extent. The parser's body runs over the closing
// line, whose start is therefore looked for in the text.
func (w *walker) heredoc(out *Redirect, r *syntax.Redirect) {
	if r.Word != nil {
		for _, part := range r.Word.Parts {
			if l, ok := part.(*syntax.Lit); !ok || strings.Contains(l.Value, "\\") {
				out.Verbatim = true
			}
		}
	}
	if r.Hdoc == nil {
		return
	}
	from := w.p.pos(r.Hdoc.Pos())
	end := int(r.Hdoc.End().Offset())
	if end > len(w.text) {
		out.Unclosed = true
		end = len(w.text)
	} else {
		end = max(from, strings.LastIndexByte(w.text[:min(end, len(w.text))], '\n')+1)
	}
	out.Body = Word{prog: w.p, from: int32(from), to: int32(end), quoting: heredocBody}
	if out.Verbatim {
		out.Body.quoting = verbatim
	}
	out.Body.node = r.Hdoc
	n := len(r.Hdoc.Parts)
	if l, ok := r.Hdoc.Parts[n-1].(*syntax.Lit); ok {
		cut := *l
		cut.ValueEnd = syntax.NewPos(uint(end), 1, 1)
		if r.Op == syntax.DashHdoc {
			cut.Value = strings.TrimRight(cut.Value, "\t")
		}
		parts := slices.Clone(r.Hdoc.Parts)
		parts[n-1] = &cut
		out.Body.node = &syntax.Word{Parts: parts}
	}
}

// redirects walks the substitutions in targets and here-documents.
func (w *walker) redirects(list []*syntax.Redirect) {
	for _, r := range list {
		w.noteRedirect(r)
		w.word(r.Word)
		w.word(r.Hdoc)
	}
}
