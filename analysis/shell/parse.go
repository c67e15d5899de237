package shell

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// Parse reads a text as a program of that dialect. It never fails: what cannot
// be read is in Errors, and the rest of the program is there all the same. An
// Unknown dialect is taken from the shebang.
func Parse(text *source.Text, d Dialect) *Program {
	p := parse(text, d, &Program{})
	p.number()
	return p
}

// number gives the commands of a family of programs their order, by their
// places in the file.
func (p *Program) number() {
	for _, c := range p.Commands {
		c.seq = c.Span().Start
		for _, in := range c.Inner {
			in.number()
		}
	}
}

func parse(text *source.Text, d Dialect, p *Program) *Program {
	p.Text, p.Dialect = text, d
	s := text.String()
	if sb, ok := ParseShebang(s); ok {
		p.Shebang = &sb
		if d == Unknown {
			p.Dialect = sb.Dialect
		}
		if isPage(sb.Interpreter, sb.Args) {
			p.Text = page(text)
			s = p.Text.String()
		}
	}
	if p.Dialect == Foreign {
		return p
	}
	r := reading{p: p, text: s, buf: s}
	p.File = r.read()
	if p.Spliced {
		p.Errors = nil // what is judged here is not what will be read
	}
	if p.File != nil {
		p.walk()
		p.inner()
	}
	return p
}

// maxErrors is the number of lines given up for one text.
const maxErrors = 12

// maxRepairs bounds what is repaired, and maxWork the bytes parsed for it.
const (
	maxRepairs = 300
	maxWork    = 128 << 20
)

// reading is the way from a text to a tree: parse, and where the parser refuses
// repair what some shell accepts, else note the error, overwrite its line (of a
// stray closer only itself) with blanks, and parse again. Blanking keeps nearly all commands of a text with one
// fault, and all offsets.
type reading struct {
	p    *Program
	text string
	buf  string // what is given to the parser: as long as text, or longer
	// opened: a line that began a clause was given up, so that then, done, fi,
	// ) and the like behind it are no errors of their own.
	opened bool
	work   int
	rounds int // places given up
}

func (r *reading) read() *syntax.File {
	if !utf8.ValidString(r.buf) {
		r.buf = asciiForInvalid(r.buf)
	}
	file, err := r.tree()
	if err == nil {
		return file
	}
	if file, ok := r.joined(); ok {
		return file
	}
	if at, _ := place(err); at > 0 && at <= len(r.buf) {
		if file, ok := r.endsBefore(at); ok {
			return file
		}
	}
	repairs := 0
	for errors.Is(err, errDeep) || r.work < maxWork {
		if errors.Is(err, errDeep) {
			r.p.Errors = append(r.p.Errors, Error{Span: r.deepest(), Message: "nested too deeply to be read"})
			return nil
		}
		at, message := place(err)
		at = min(max(at, 0), len(r.buf))
		if r.isOfZsh(message) {
			r.p.Dialect, r.p.Errors, r.buf = Zsh, nil, r.text
		} else if repairs < maxRepairs && r.repair(at, message) {
			repairs++
		} else {
			if len(r.p.Errors) == 0 {
				if what, ok := r.template(err); ok {
					r.p.Template = what
					return nil
				}
			}
			if !r.giveUp(at, message) {
				return nil
			}
		}
		if file, err = r.tree(); err == nil {
			return file
		}
	}
	return nil
}

// isOfZsh tells whether the text is a script of zsh's: nothing says what it is for, and
// it has what no other shell reads.
func (r *reading) isOfZsh(message string) bool {
	all := r.p.Text.All()
	isFile := all.Start == 0 && all.End == len(all.File.Content)
	return isFile && r.p.Dialect == Sh && r.p.Shebang == nil && strings.HasSuffix(message, ": only in zsh")
}

// tree parses what there is: as Bash, and where that fails as POSIX, which
// accepts functions named like builtins and ((a); (b)). The error is Bash's.
func (r *reading) tree() (*syntax.File, error) {
	r.work += len(r.buf)
	first := syntax.LangBash
	if r.p.Dialect == Zsh {
		first = syntax.LangZsh
	}
	file, err := tree(r.buf, first)
	if err == nil || errors.Is(err, errDeep) {
		return file, err
	}
	others := []syntax.LangVariant{syntax.LangPOSIX}
	switch r.p.Dialect {
	case Ksh:
		others = append(others, syntax.LangMirBSDKorn)
	case Zsh:
		others = append(others, syntax.LangBash)
	}
	for _, lang := range others {
		r.work += len(r.buf)
		if file, e := tree(r.buf, lang); e == nil {
			return file, nil
		}
	}
	return nil, err
}

// asciiForInvalid puts a letter in the place of each byte that is no UTF-8:
// shells do not mind such bytes, the parser does.
func asciiForInvalid(s string) string {
	b := []byte(s)
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			b[i] = 'x'
		}
		i += size
	}
	return string(b)
}

// place is where an error is and what it says.
func place(err error) (int, string) {
	if pe, ok := errors.AsType[syntax.ParseError](err); ok {
		return int(pe.Pos.Offset()), pe.Text
	}
	if le, ok := errors.AsType[syntax.LangError](err); ok {
		langs := make([]string, len(le.Langs))
		for i, l := range le.Langs {
			langs[i] = l.String()
		}
		return int(le.Pos.Offset()), le.Feature + ": only in " + strings.Join(langs, ", ")
	}
	return 0, err.Error()
}

// giveUp notes the error and overwrites its line. False when that is over.
func (r *reading) giveUp(at int, message string) bool {
	at = r.visible(at)
	token := r.token(at)
	// The parser knows less of zsh than zsh does.
	if !(r.opened && closes(token)) && r.p.Dialect != Zsh {
		r.p.Errors = append(r.p.Errors, Error{Span: r.p.Text.Span(at, at+len(token)), Message: message})
	}
	r.opened = r.opened || opens(token)
	if r.rounds++; len(r.p.Errors) >= maxErrors || r.rounds > 5*maxErrors {
		return false
	}
	if closes(token) && strings.HasPrefix(r.buf[at:], token) {
		r.overwrite(at, at+len(token)) // the line's commands can be read without
		return true
	}
	if r.badSubstitution(at, message) {
		return true
	}
	from := strings.LastIndexByte(r.buf[:at], '\n') + 1
	to := len(r.buf)
	if n := strings.IndexByte(r.buf[at:], '\n'); n >= 0 {
		to = at + n
	}
	if strings.Trim(r.buf[from:to], " \t") == "" {
		return false // nothing left to take away
	}
	r.overwrite(from, to)
	return true
}

// overwrite puts blanks in the place of all but line ends.
func (r *reading) overwrite(from, to int) {
	b := []byte(r.buf)
	for i := from; i < to; i++ {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
	r.buf = string(b)
}

// visible is the nearest byte at or before the place, else after it, that holds
// something: an error at the end of a text or a line belongs to what stands
// before.
func (r *reading) visible(at int) int {
	at = min(at, max(0, len(r.text)-1))
	for i := at; i >= 0 && i < len(r.text); i-- {
		if strings.IndexByte(" \t\r\n", r.buf[i]) < 0 {
			if i < at {
				return r.wordStart(i)
			}
			return i
		}
	}
	for i := at; i < len(r.text); i++ {
		if strings.IndexByte(" \t\r\n", r.buf[i]) < 0 {
			return i
		}
	}
	return at
}

func (r *reading) wordStart(i int) int {
	for i > 0 && wordByte(r.buf[i]) && wordByte(r.buf[i-1]) {
		i--
	}
	return i
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

// token is what stands at a place: a word, an operator, or one character.
func (r *reading) token(at int) string {
	s := r.text[at:]
	if s == "" {
		return ""
	}
	n := 0
	for n < len(s) && wordByte(s[n]) {
		n++
	}
	if n > 0 {
		return s[:n]
	}
	for _, op := range []string{"$((", "$(", "${", "<<-", "<<<", "<<", ";;&", ";;", ";&", "&&", "||", "((", "))", "[[", "]]", ">>", "&>", ">&", "<&", "++", "--", "+="} {
		if strings.HasPrefix(s, op) {
			return op
		}
	}
	return s[:1]
}

func opens(token string) bool {
	switch token {
	case "if", "elif", "for", "while", "until", "case", "select", "{", "(", "((", "$(", "function", "do", "then", "else":
		return true
	}
	return false
}

func closes(token string) bool {
	switch token {
	case "then", "elif", "else", "fi", "do", "done", "in", "esac", "}", ")", "))", ";;", ";&", ";;&":
		return true
	}
	return false
}

// deepest is the place at which most brackets are open, as one byte.
func (r *reading) deepest() source.Span {
	open, most, at := 0, 0, 0
	for i := range len(r.text) {
		switch r.text[i] {
		case '(', '{', '[':
			if open++; open > most {
				most, at = open, i
			}
			if open > maxBrackets {
				return r.p.Text.Span(i, i+1)
			}
		case ')', '}', ']':
			open = max(0, open-1)
		}
	}
	return r.p.Text.Span(at, min(at+1, len(r.text)))
}

// parsers keeps parsers between texts: one takes 3 KB and is used for
// microseconds. A pool, not state: nothing depends on what is in it.
var parsers = sync.Pool{New: func() any { return syntax.NewParser(syntax.KeepComments(true)) }}

// tree is the only call of the parser. A panic in it is an error like another.
func tree(s string, lang syntax.LangVariant) (file *syntax.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("the parser failed: %v", r)
		}
	}()
	parser := parsers.Get().(*syntax.Parser)
	syntax.Variant(lang)(parser)
	file, err = parser.Parse(newInput(s), "")
	parsers.Put(parser) // not after a panic: its state is anyone's guess
	if err != nil {
		file = nil
	}
	return file, err
}
