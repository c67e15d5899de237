package report

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// hashWindow is how many UTF-16 code units, from the start of a line on, make its
// hash; hashBase the base of the polynomial over them.
const (
	hashWindow = 100
	hashBase   = 37
)

// endOfText stands behind the last code unit.
const endOfText = 0xffff

// lineHashes gives, for each wanted line (from 1), the hash by which code scanning
// knows a line again when it moves (primaryLocationLineHash): over the code units
// that begin with the line, without blanks and with every line end as LF, as a
// number in base 37 modulo 2^64. Behind the colon stands how often the value was
// seen up to there, which counts lines that nobody wants too.
//
// One pass over the content: a unit is added and the one that leaves the window
// taken away again.
func lineHashes(content []byte, wanted map[int]bool) map[int]string {
	h := lineHasher{wanted: wanted, out: map[int]string{}, seen: map[uint64]int{}, begins: true, leaving: 1}
	for range hashWindow {
		h.leaving *= hashBase
	}
	for len(content) > 0 {
		r, size := decodeReplacing(content)
		content = content[size:]
		if r < 0x10000 {
			h.unit(uint16(r))
			continue
		}
		high, low := utf16.EncodeRune(r)
		h.unit(uint16(high))
		h.unit(uint16(low))
	}
	h.unit(endOfText)
	for range hashWindow { // the lines that are still in the window end in zeros
		h.tell()
		h.shift(0)
	}
	return h.out
}

// lineHasher is the state between two code units.
type lineHasher struct {
	wanted map[int]bool
	out    map[int]string
	seen   map[uint64]int

	window  [hashWindow]uint16
	lines   [hashWindow]int // the line that begins at this unit of the window; 0 for none
	at      int             // the oldest unit of the window
	hash    uint64
	leaving uint64 // hashBase to the power of hashWindow

	line    int  // lines begun
	begins  bool // the next unit that counts begins a line
	afterCR bool
}

// unit takes the next code unit of the file. CR and CRLF count as LF; a blank
// between CR and LF parts them, as it does there.
func (h *lineHasher) unit(u uint16) {
	afterCR := h.afterCR
	h.afterCR = u == '\r'
	switch {
	case u == ' ', u == '\t', u == '\n' && afterCR:
		return
	case u == '\r':
		u = '\n'
	}
	h.tell()
	if h.begins {
		h.line++
		h.lines[h.at] = h.line
	}
	h.begins = u == '\n'
	h.shift(u)
}

// tell gives out the hash of the line that begins at the oldest unit.
func (h *lineHasher) tell() {
	line := h.lines[h.at]
	if line == 0 {
		return
	}
	h.lines[h.at] = 0
	h.seen[h.hash]++
	if h.wanted[line] {
		h.out[line] = strconv.FormatUint(h.hash, 16) + ":" + strconv.Itoa(h.seen[h.hash])
	}
}

// shift puts a unit in the place of the oldest.
func (h *lineHasher) shift(u uint16) {
	h.hash = h.hash*hashBase + uint64(u) - h.leaving*uint64(h.window[h.at])
	h.window[h.at] = u
	h.at = (h.at + 1) % hashWindow
}

// decodeReplacing is utf8.DecodeRune, but what is no UTF-8 is one U+FFFD for each
// longest run of bytes with which a character could begin, as the Encoding
// Standard (https://encoding.spec.whatwg.org/#utf-8-decoder) and JavaScript have
// it, and not one for each byte.
func decodeReplacing(b []byte) (r rune, size int) {
	r, size = utf8.DecodeRune(b)
	if r != utf8.RuneError || size != 1 {
		return r, size
	}
	// The second byte's range depends on the first; it is what keeps out overlong
	// forms, surrogates and what lies above U+10FFFF.
	more, lo, hi := 0, byte(0x80), byte(0xbf)
	switch c := b[0]; {
	case 0xc2 <= c && c <= 0xdf:
		more = 1
	case 0xe0 <= c && c <= 0xef:
		more = 2
		switch c {
		case 0xe0:
			lo = 0xa0
		case 0xed:
			hi = 0x9f
		}
	case 0xf0 <= c && c <= 0xf4:
		more = 3
		switch c {
		case 0xf0:
			lo = 0x90
		case 0xf4:
			hi = 0x8f
		}
	}
	for size <= more && size < len(b) && lo <= b[size] && b[size] <= hi {
		lo, hi = 0x80, 0xbf
		size++
	}
	return utf8.RuneError, size
}
