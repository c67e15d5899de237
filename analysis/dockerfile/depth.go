package dockerfile

import "strings"

// BuildKit recurses for each level of `${a:-${b:-...}}` and of ONBUILD ONBUILD
// ..., and copies the rest of the text there. A text made for it would exhaust
// the stack, which no recover catches. No honest instruction comes near these
// limits.
const (
	maxDepth = 1000
	maxCost  = 1 << 28 // levels times bytes
)

// tooDeep tells whether BuildKit must not be given the text. It counts all that
// might nest without proving that it does: what is quoted in which way is
// exactly what is not known before lexing.
func tooDeep(s string) bool {
	levels := strings.Count(s, "${")
	if levels > maxDepth || levels*len(s) > maxCost {
		levels = nestable(s)
	}
	const onbuild = "ONBUILD"
	if word := trim(s, run{0, len(s)}); word.to-word.from > 2*len(onbuild) && strings.EqualFold(s[word.from:word.from+len(onbuild)], onbuild) {
		levels = max(levels, strings.Count(strings.ToUpper(s), onbuild))
	}
	return levels > maxDepth || levels*len(s) > maxCost
}

// nestable is the number of `${` that do not close right after a name.
func nestable(s string) int {
	n := 0
	for {
		_, rest, ok := strings.Cut(s, "${")
		if !ok {
			return n
		}
		name := 0
		for name < len(rest) && (rest[name] == '_' || rest[name]|0x20 >= 'a' && rest[name]|0x20 <= 'z' || rest[name] >= '0' && rest[name] <= '9') {
			name++
		}
		if name == len(rest) || rest[name] != '}' {
			n++
		}
		s = rest[name:]
	}
}
