package shell

import "math/bits"

// byName groups things of a program by their names: commands, bindings. The names
// are in a table with open addressing, so that a rule that asks for commands that are
// not there, as nearly all do, is told so by one look.
type byName struct {
	table  []int32 // indexes into groups, 0 where no name is
	groups []group // the first is empty
	order  []int32 // indexes of the things: group by group, in each as they came
}

// group is the things of one name: order[from:to].
type group struct {
	name     string
	from, to int32
}

// groupByName groups n things that have a name each.
func groupByName(n int, name func(i int) string) byName {
	size := 2 << bits.Len(uint(n)) // at most half full: few looks meet another name
	ints := make([]int32, size+2*n)
	x := byName{table: ints[:size], groups: make([]group, 1, n/2+2), order: ints[size : size+n]}
	of := ints[size+n:] // thing -> group
	for i := range n {
		s := name(i)
		at := x.slot(s)
		if x.table[at] == 0 {
			x.table[at] = int32(len(x.groups))
			x.groups = append(x.groups, group{name: s})
		}
		of[i] = x.table[at]
		x.groups[of[i]].to++ // the number of its things, for now
	}
	end := int32(0)
	for i := range x.groups {
		g := &x.groups[i]
		g.from, g.to, end = end, end, end+g.to
	}
	for i, k := range of {
		g := &x.groups[k]
		x.order[g.to] = int32(i)
		g.to++
	}
	return x
}

// slot is the place of a name in the table, or the free one where it belongs.
func (x *byName) slot(name string) uint32 {
	mask := uint32(len(x.table) - 1)
	at := hashName(name) & mask
	for x.table[at] != 0 && x.groups[x.table[at]].name != name {
		at = (at + 1) & mask
	}
	return at
}

// of is where in order the things of that name are: from < to when there are any.
func (x *byName) of(name string) (from, to int32) {
	g := &x.groups[x.table[x.slot(name)]]
	return g.from, g.to
}

// hashName looks at the length, the ends and the middle, by which names of commands and
// variables differ.
func hashName(name string) uint32 {
	n := len(name)
	if n == 0 {
		return 0
	}
	h := uint32(n) | uint32(name[0])<<8 | uint32(name[n/2])<<16 | uint32(name[n-1])<<24
	h *= 2654435761 // Knuth's multiplier
	return h ^ h>>15
}
