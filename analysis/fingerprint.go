package analysis

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Fingerprints are the identities of findings, in their order: what a baseline
// keeps, and by which code scanning knows a finding again. A finding stays the
// same while its rule, its file, its token and its line do, whatever is inserted
// above it; so no line number takes part, and blanks count as one. Where all of
// that repeats, findings are counted in order, and the whole set stays the same
// when one of several equal lines goes.
//
// The file's name is relative to its git root, so that it does not matter in
// which folder crampon was started; without a git root, to the working folder.
func (e *Engine) Fingerprints(findings []Finding) []string {
	roots := map[string]string{}
	seen := map[[sha256.Size]byte]int{} // by sum: keys have whole lines in them
	out := make([]string, len(findings))
	for i, f := range findings {
		path := f.Span.File.Path
		dir := filepath.Dir(path)
		root, ok := roots[dir]
		if !ok {
			root = cmp.Or(source.GitRoot(e.FS, dir), absolute("."))
			roots[dir] = root
		}
		key := identity(f, root)
		short := sha256.Sum256([]byte(key))
		seen[short]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[short]))
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}

// farEnough is how many bytes of a token, and of a line on both sides of its
// token, tell it from others. A line may be a megabyte with a finding every ten bytes.
const farEnough = 1 << 10

// identity is the text that makes a finding itself, but for its count.
func identity(f Finding, root string) string {
	at, name := f.Span, f.Span.File.Path
	if rel, err := filepath.Rel(root, name); err == nil {
		name = rel
	}
	token := at.File.Span(at.Start, min(at.End, at.Start+farEnough))
	line := at.File.LineSpan(at.From().Line)
	line.Start = max(line.Start, at.Start-farEnough)
	line.End = max(line.Start, min(line.End, token.End+farEnough))
	return fmt.Sprintf("%s\x00%s\x00%s\x00%s", f.Rule.ID, filepath.ToSlash(name), folded(token), folded(line))
}

// folded is what stands there with every run of blanks and line ends made one blank.
func folded(s source.Span) []byte {
	return bytes.Join(bytes.Fields(s.File.Content[s.Start:s.End]), []byte{' '})
}
