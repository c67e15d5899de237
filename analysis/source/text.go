package source

import (
	"slices"
	"strings"
)

// Text is text derived from a file that knows the way back: a Dockerfile's
// instruction with its continuation lines joined, the value of a JSON string
// with its escapes resolved, the program inside `sh -c '...'`. Deriving a Text
// from another Text composes the ways, so that one step leads from any depth to
// the file.
//
// A Text is read-only and may be shared between goroutines.
type Text struct {
	File *File

	value    string
	segments []segment // in order of at; together they cover value
}

// segment says where value[at:at+n] came from: file bytes [src, src+m). Where n
// equals m byte stands for byte; elsewhere the run as a whole stands for the
// run (an escape sequence and its value).
type segment struct {
	at, n  int
	src, m int
}

// String is the derived text.
func (t *Text) String() string { return t.value }

// Len is the length of the derived text in bytes.
func (t *Text) Len() int { return len(t.value) }

// Span leads from the half-open run [from, to) of derived bytes to the part of
// the file that it was made of. What was dropped in between (a continuation, a
// comment line) lies inside the span; what was dropped at its ends does not.
func (t *Text) Span(from, to int) Span {
	from = min(max(from, 0), len(t.value))
	to = min(max(to, from), len(t.value))
	if len(t.segments) == 0 {
		return Span{File: t.File}
	}
	if from == to {
		at := t.point(from)
		return Span{File: t.File, Start: at, End: at}
	}
	first, last := t.segments[t.find(from)], t.segments[t.find(to-1)]
	start, end := first.src, last.src+last.m
	if first.n == first.m {
		start += from - first.at
	}
	if last.n == last.m {
		end = last.src + to - last.at
	}
	// A Text put together in another order than its file (a heredoc's body
	// before its head) may lead backwards: the first end is then the truth.
	return Span{File: t.File, Start: start, End: max(start, end)}
}

// All is the span of the whole text.
func (t *Text) All() Span { return t.Span(0, len(t.value)) }

// point is the file offset of a position between two derived bytes. It prefers
// the end of what stands before, so that an insertion after a token stays on
// the token's line.
func (t *Text) point(at int) int {
	if at > 0 {
		return t.Span(at-1, at).End
	}
	return t.segments[0].src
}

// find is the index of the segment that holds the derived byte.
func (t *Text) find(at int) int {
	lo, hi := 0, len(t.segments)
	for hi-lo > 1 { // the byte is in one of segments[lo:hi]
		if mid := int(uint(lo+hi) >> 1); t.segments[mid].at > at {
			hi = mid
		} else {
			lo = mid
		}
	}
	return lo
}

// Exact tells whether every byte of the run [from, to) stands for one byte of
// the file and nothing was dropped in between, so that an edit may replace it.
func (t *Text) Exact(from, to int) bool {
	s := t.Span(from, to)
	return s.Text() == t.value[from:to]
}

// Slice is the part [from, to) as a Text of its own.
func (t *Text) Slice(from, to int) *Text {
	if from < to {
		// Nearly every word lies in one segment, byte for byte: one allocation.
		if s := t.segments[t.find(from)]; s.n == s.m && to <= s.at+s.n {
			w := &struct {
				Text
				one [1]segment
			}{Text: Text{File: t.File, value: t.value[from:to]}}
			w.one[0] = segment{n: to - from, src: s.src + from - s.at, m: to - from}
			w.segments = w.one[:]
			return &w.Text
		}
	}
	b := Builder{File: t.File}
	b.CopyText(t, from, to)
	return b.Text()
}

// Whole is the whole file as a Text.
func Whole(f *File) *Text {
	b := Builder{File: f}
	b.Copy(0, len(f.Content))
	return b.Text()
}

// Builder makes a Text, piece by piece in the order of the derived text. The
// zero value with a File is ready.
type Builder struct {
	File *File

	value    strings.Builder
	segments []segment
}

// Grow makes room for that many more bytes in that many more runs, for who knows
// beforehand.
func (b *Builder) Grow(bytes, runs int) {
	b.value.Grow(bytes)
	b.segments = slices.Grow(b.segments, runs)
}

// Len is the number of derived bytes so far.
func (b *Builder) Len() int { return b.value.Len() }

// Copy appends the file's bytes [start, end) as they are.
func (b *Builder) Copy(start, end int) {
	if start >= end {
		return
	}
	b.add(segment{at: b.value.Len(), n: end - start, src: start, m: end - start})
	b.value.Write(b.File.Content[start:end])
}

// Replace appends text that stands for the file's bytes [start, end).
func (b *Builder) Replace(text string, start, end int) {
	if text == "" {
		return
	}
	if len(text) == end-start && text == string(b.File.Content[start:end]) {
		b.Copy(start, end)
		return
	}
	// Equal lengths would read as byte for byte; splitting keeps "as a whole".
	if len(text) == end-start && len(text) > 1 {
		b.Replace(text[:1], start, end)
		b.Replace(text[1:], start, end)
		return
	}
	b.add(segment{at: b.value.Len(), n: len(text), src: start, m: end - start})
	b.value.WriteString(text)
}

// CopyText appends the part [from, to) of a Text of the same file.
func (b *Builder) CopyText(t *Text, from, to int) {
	if from >= to {
		return
	}
	base := b.value.Len() - from
	for i := t.find(from); i < len(t.segments) && t.segments[i].at < to; i++ {
		s := t.segments[i]
		lo, hi := max(from, s.at), min(to, s.at+s.n)
		if s.n == s.m {
			s.src, s.m = s.src+lo-s.at, hi-lo
		} else if hi-lo == s.m && s.m > 1 {
			// A cut through a run must not make it look byte for byte.
			b.add(segment{at: base + lo, n: 1, src: s.src, m: s.m})
			lo++
		}
		b.add(segment{at: base + lo, n: hi - lo, src: s.src, m: s.m})
	}
	b.value.WriteString(t.value[from:to])
}

// ReplaceText appends text that stands for the part [from, to) of t.
func (b *Builder) ReplaceText(text string, t *Text, from, to int) {
	s := t.Span(from, to)
	b.Replace(text, s.Start, s.End)
}

// add joins a segment to the one before where both run on byte for byte.
func (b *Builder) add(s segment) {
	if last := len(b.segments) - 1; last >= 0 {
		p := &b.segments[last]
		if p.n == p.m && s.n == s.m && p.src+p.m == s.src {
			p.n += s.n
			p.m += s.m
			return
		}
	}
	b.segments = append(b.segments, s)
}

// Text is what was built. The builder must not be used again.
func (b *Builder) Text() *Text {
	return &Text{File: b.File, value: b.value.String(), segments: b.segments}
}
