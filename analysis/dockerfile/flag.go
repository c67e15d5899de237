package dockerfile

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Flag is one `--name` or `--name=value` before an instruction's arguments.
type Flag struct {
	Name     string // without the dashes
	Value    Word
	HasValue bool
	Span     source.Span // as written, dashes and quotes included
}

// HasFlag tells whether a flag of that name stands before the arguments.
func (i *Instruction) HasFlag(name string) bool {
	return slices.ContainsFunc(i.Flags, func(f Flag) bool { return f.Name == name })
}

// Field is one key of a flag's value, as in `--mount=type=bind,from=x`.
type Field struct {
	Key      string // lower case
	Value    Word
	HasValue bool
}

// Fields are the comma-separated fields of the value. Quoted fields are read as
// in CSV, as BuildKit does; what follows a faulty quote is left out.
func (f Flag) Fields() []Field {
	text := f.Value.Text
	if text == nil || text.Len() == 0 {
		return nil
	}
	var list []Field
	s := text.String()
	for at := 0; at <= len(s); {
		value, next, ok := csvField(text, at)
		if !ok {
			break
		}
		list = append(list, fieldOf(value, text.Span(at, at)))
		at = next + 1
	}
	return list
}

// Field is the first field of one of these keys.
func (f Flag) Field(keys ...string) (Word, bool) {
	for _, field := range f.Fields() {
		if slices.Contains(keys, field.Key) {
			return field.Value, true
		}
	}
	return Word{}, false
}

// csvField reads the field at the offset; next is the place of the comma behind
// it, or the end.
func csvField(text *source.Text, at int) (value *source.Text, next int, ok bool) {
	s := text.String()
	if at == len(s) || s[at] != '"' {
		next = at + len(s[at:])
		if n := strings.IndexByte(s[at:], ','); n >= 0 {
			next = at + n
		}
		return text.Slice(at, next), next, strings.IndexByte(s[at:next], '"') < 0
	}
	b := source.Builder{File: text.File}
	for from := at + 1; ; {
		n := strings.IndexByte(s[from:], '"')
		if n < 0 {
			return nil, 0, false
		}
		quote := from + n
		b.CopyText(text, from, quote)
		switch {
		case strings.HasPrefix(s[quote+1:], `"`):
			b.ReplaceText(`"`, text, quote, quote+2)
			from = quote + 2
		case quote+1 == len(s) || s[quote+1] == ',':
			return b.Text(), quote + 1, true
		default:
			return nil, 0, false
		}
	}
}

// fieldOf cuts a field at its first equals sign; at is the place of an empty one.
func fieldOf(text *source.Text, at source.Span) Field {
	s := text.String()
	key, _, hasValue := strings.Cut(s, "=")
	f := Field{Key: strings.ToLower(key), HasValue: hasValue}
	if text.Len() == 0 {
		f.Value = Word{Text: text, at: at}
		return f
	}
	f.Value = word(text, run{min(len(key)+len("="), len(s)), len(s)})
	return f
}

// flag reads the flag that stands at the run.
func (l line) flag(r run) Flag {
	f := Flag{Span: l.text.Span(r.from, r.to)}
	if pieces := flagPieces(l.s, r, l.escape); len(pieces) == 1 {
		p := pieces[0]
		name, _, hasValue := strings.Cut(l.s[p.from+len("--"):p.to], "=")
		f.Name, f.HasValue = name, hasValue
		if hasValue {
			f.Value = word(l.text, run{p.from + len("--") + len(name) + len("="), p.to})
		}
		return f
	}
	b := source.Builder{File: l.text.File}
	for _, p := range flagPieces(l.s, r, l.escape) {
		b.CopyText(l.text, p.from, p.to)
	}
	whole := b.Text()
	s := whole.String()
	name, _, hasValue := strings.Cut(s[len("--"):], "=")
	f.Name, f.HasValue = name, hasValue
	if hasValue {
		f.Value = word(whole, run{len("--") + len(name) + len("="), len(s)})
	}
	return f
}

// sameFlag compares with BuildKit's idea of the flag, which takes each byte for
// a rune: é becomes Ã©.
func sameFlag(f Flag, theirs string) bool {
	ours := "--" + f.Name
	if f.HasValue {
		ours += "=" + f.Value.Value()
	}
	if ours == theirs {
		return true
	}
	n := 0
	for _, r := range theirs {
		if n == len(ours) || r != rune(ours[n]) {
			return false
		}
		n++
	}
	return n == len(ours)
}
