package taint

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// translated is what tr makes of its input.
func (m *machine) translated(list []*syntax.Word) *value {
	v := m.body()
	if !v.tainted() {
		return unknown
	}
	complement, deletes := false, false
	var sets []byteSet
	for _, w := range list {
		s, ok := literal(w)
		if !ok && len(sets) == 1 {
			sets = append(sets, byteSet{}) // the program's own, for all that is known
			continue
		}
		if !ok {
			return unknown
		}
		if len(s) > 1 && s[0] == '-' && len(sets) == 0 && strings.Trim(s[1:], "cCdst") == "" {
			complement = complement || strings.ContainsAny(s, "cC")
			deletes = deletes || strings.Contains(s, "d")
			continue
		}
		set, ok := trSet(s)
		if !ok {
			return unknown
		}
		sets = append(sets, set)
	}
	switch {
	case len(sets) == 0:
		return unknown
	case deletes && complement:
		return v.cut(sets[0].props())
	case deletes:
		return v.rid(sets[0])
	case len(sets) == 1:
		return v.cut(Any)
	}
	keep := sets[0].not()
	if complement {
		keep = sets[0]
	}
	out := v.cut(keep.props())
	for i := range out.parts {
		out.parts[i].props |= sets[1].props()
	}
	return out
}

// trSet is the set that a word of tr names.
func trSet(s string) (set byteSet, ok bool) {
	if strings.HasPrefix(s, "[:") && strings.HasSuffix(s, ":]") && strings.Count(s, ":") == 2 {
		s = "[" + s + "]"
		set, _, ok = bracket(s)
		return set, ok
	}
	for i := 0; i < len(s); {
		if strings.HasPrefix(s[i:], "[:") {
			name, _, ok := strings.Cut(s[i+2:], ":]")
			if !ok {
				return set, false
			}
			class, _, ok := bracket("[[:" + name + ":]]")
			if !ok {
				return set, false
			}
			set = set.or(class)
			i += len(name) + len("[::]")
			continue
		}
		c, n := trByte(s[i:])
		i += n
		if i+1 < len(s) && s[i] == '-' {
			to, n := trByte(s[i+1:])
			i += 1 + n
			for x := int(c); x <= int(to); x++ {
				set.add(byte(x))
			}
			continue
		}
		set.add(c)
	}
	return set, true
}

// trByte reads a byte of a set, which may be an escape: \n, \000.
func trByte(s string) (c byte, n int) {
	if s[0] != '\\' || len(s) < 2 {
		return s[0], 1
	}
	if s[1] >= '0' && s[1] <= '7' {
		v := 0
		n = 1
		for n < len(s) && n < 4 && s[n] >= '0' && s[n] <= '7' {
			v = v*8 + int(s[n]-'0')
			n++
		}
		return byte(v), n
	}
	if i := strings.IndexByte("ntr", s[1]); i >= 0 {
		return "\n\t\r"[i], 2
	}
	return s[1], 2
}
