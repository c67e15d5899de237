package source

import (
	"bytes"
	"math/bits"
	"strings"
	"sync"
)

// Mentions tells whether the file has these bytes. What most files do not have is
// cheap to ask for, as often as rules like: the first question makes a filter of the
// file's trigrams (1 ns a byte), and a word of which one is missing is not searched
// for. Searching for each of the words that rules ask for took 7 % of a run.
func (f *File) Mentions(word string) bool {
	return f.trigrams.mayHold(f.Content, word) && bytes.Contains(f.Content, []byte(word))
}

// Mentions tells it of the text: of a word that the file writes in one piece, not with
// an escape or a line's continuation inside.
func (t *Text) Mentions(word string) bool {
	return t.File != nil && t.File.trigrams.mayHold(t.File.Content, word) && strings.Contains(t.value, word)
}

// trigrams are the runs of three bytes of a text as a Bloom filter of one hash: half
// a byte of memory for each byte of a small file, 8 KB at most, for a large one has
// few that are new.
type trigrams struct {
	once  sync.Once
	set   []uint64
	shift int // leaves the bits of a hash that are a place in the set
}

const maxTrigramBits = 1 << 16

func (t *trigrams) mayHold(text []byte, word string) bool {
	t.once.Do(func() { t.fill(text) })
	for i := 0; i+3 <= len(word); i++ {
		at := hash(uint32(word[i])<<16|uint32(word[i+1])<<8|uint32(word[i+2]), t.shift)
		if t.set[at/64]&(1<<(at%64)) == 0 {
			return false
		}
	}
	return true
}

// fill has all that changes with each byte in variables of its own: it sees every
// byte of every file.
func (t *trigrams) fill(text []byte) {
	size := min(4*len(text)|63, maxTrigramBits-1) // a power of two above this
	set, shift := make([]uint64, 1<<bits.Len32(uint32(size))/64), bits.LeadingZeros32(uint32(size))
	t.set, t.shift = set, shift
	if len(text) < 3 {
		return
	}
	piece := uint32(text[0])<<8 | uint32(text[1])
	for _, c := range text[2:] {
		piece = piece<<8&0xffffff | uint32(c)
		at := hash(piece, shift)
		set[at/64] |= 1 << (at % 64)
	}
}

// hash spreads a trigram by Knuth's multiplier.
func hash(piece uint32, shift int) uint32 { return piece * 2654435761 >> (shift & 31) }
