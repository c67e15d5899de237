package rewrite

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// context is how many lines stand around each change of a diff.
const context = 3

// Diff is what changes in a file of that name, as `git apply` and `patch -p1` read it:
// a unified diff, bytes as they are. It is empty where nothing changes.
func Diff(name string, old, new []byte) []byte {
	if bytes.Equal(old, new) {
		return nil
	}
	a, b := lines(old), lines(new)
	var out bytes.Buffer
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", quoted("a/"+name), quoted("b/"+name))
	for _, h := range hunks(blocks(a, b)) {
		h.write(&out, a, b)
	}
	return out.Bytes()
}

// quoted is a name as git writes it: in quotes where it has bytes that would end the
// line or its field.
func quoted(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f }) {
		return strconv.Quote(name)
	}
	if strings.Contains(name, " ") {
		return name + "\t" // patch and git take the tab for the end of the name
	}
	return name
}

func lines(content []byte) []string { return slices.Collect(strings.Lines(string(content))) }

// block is lines of the old text, from a0 to a1, in whose place stand lines of the
// new one, from b0 to b1: half-open, from 0.
type block struct{ a0, a1, b0, b1 int }

// hunk is blocks with few lines between them.
type hunk []block

// hunks joins blocks whose context would touch.
func hunks(blocks []block) (out []hunk) {
	for _, b := range blocks {
		if n := len(out); n > 0 && b.a0-out[n-1][len(out[n-1])-1].a1 <= 2*context {
			out[n-1] = append(out[n-1], b)
			continue
		}
		out = append(out, hunk{b})
	}
	return out
}

func (h hunk) write(out *bytes.Buffer, a, b []string) {
	first, last := h[0], h[len(h)-1]
	before := min(context, first.a0)
	after := min(context, len(a)-last.a1)
	a0, a1 := first.a0-before, last.a1+after
	b0, b1 := first.b0-before, last.b1+after
	fmt.Fprintf(out, "@@ -%s +%s @@\n", extent(a0, a1), extent(b0, b1))
	at := a0
	for _, x := range h {
		write(out, ' ', a[at:x.a0])
		write(out, '-', a[x.a0:x.a1])
		write(out, '+', b[x.b0:x.b1])
		at = x.a1
	}
	write(out, ' ', a[at:a1])
}

// extent is where lines stand, from 1, and how many they are; of none it is the line
// in front.
func extent(from, to int) string {
	switch to - from {
	case 0:
		return fmt.Sprintf("%d,0", from)
	case 1:
		return strconv.Itoa(to)
	}
	return fmt.Sprintf("%d,%d", from+1, to-from)
}

func write(out *bytes.Buffer, sign byte, lines []string) {
	for _, line := range lines {
		out.WriteByte(sign)
		out.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// blocks are what differs between two texts, as few lines as there can be.
func blocks(a, b []string) []block {
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	out := middle(a[start:len(a)-end], b[start:len(b)-end])
	for i := range out {
		out[i].a0, out[i].a1 = out[i].a0+start, out[i].a1+start
		out[i].b0, out[i].b1 = out[i].b0+start, out[i].b1+start
	}
	return out
}

// maxCost bounds the search for the fewest lines, whose time and room grow with the
// square of what it finds. Texts that differ by more are one block.
const maxCost = 2000

// middle is Myers' search: reach[d][k+d] is how far into a one comes along diagonal k
// (line of a less line of b) with d lines deleted or inserted.
func middle(a, b []string) []block {
	var reach [][]int
	for d := range min(len(a)+len(b), maxCost) + 1 {
		row := make([]int, 2*d+1)
		for k := -d; k <= d; k += 2 {
			x := 0
			if d > 0 {
				x, _ = step(reach[d-1], d, k)
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			row[k+d] = x
			if x >= len(a) && x-k >= len(b) {
				return way(append(reach, row), k)
			}
		}
		reach = append(reach, row)
	}
	return []block{{0, len(a), 0, len(b)}}
}

// step is how far one comes along diagonal k with the d-th line, before equal lines
// are followed, and the diagonal from which the step is made: down, by an inserted
// line, or to the right, by a deleted one.
func step(before []int, d, k int) (x, from int) {
	at := func(k int) int { return before[k+d-1] }
	if k == -d || k != d && at(k-1) < at(k+1) {
		return at(k + 1), k + 1
	}
	return at(k-1) + 1, k - 1
}

// way goes back from the end of both texts.
func way(reach [][]int, k int) (out []block) {
	for d := len(reach) - 1; d > 0; d-- {
		x, from := step(reach[d-1], d, k)
		one := block{x, x, x - k - 1, x - k} // inserted
		if from < k {
			one = block{x - 1, x, x - k, x - k} // deleted
		}
		if n := len(out); n > 0 && one.a1 == out[n-1].a0 && one.b1 == out[n-1].b0 {
			out[n-1].a0, out[n-1].b0 = one.a0, one.b0
		} else {
			out = append(out, one)
		}
		k = from
	}
	slices.Reverse(out)
	return out
}
