package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/crampon-lint/crampon/analysis/source"
)

// maxSize is the largest config file that is read, in bytes. It bounds all else:
// depth, the number of errors, the time the YAML library needs.
const maxSize = 64 << 10

// reader reads one file and gathers its faults.
type reader struct {
	file      *source.File
	knownRule func(id string) bool
	errors    []Error
	lines     []int // where YAML's lines start, see yamlLines
}

// document is the one document's root mapping; nil where the file holds nothing
// (which is no fault) or cannot be read.
func (r *reader) document() *yaml.Node {
	content := r.file.Content
	whole := r.file.Span(0, 0)
	if len(content) > maxSize {
		r.failAt(whole, "the file is larger than %d KiB", maxSize>>10)
		return nil
	}
	if !utf8.Valid(content) {
		r.failAt(whole, "the file is not UTF-8")
		return nil
	}
	r.lines = yamlLines(content)
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	var document, second yaml.Node
	if err := decoder.Decode(&document); err != nil {
		if !errors.Is(err, io.EOF) {
			r.syntax(err)
		}
		return nil
	}
	if err := decoder.Decode(&second); err == nil {
		r.fail(&second, "a second document: the file must hold one")
	} else if !errors.Is(err, io.EOF) {
		r.syntax(err)
	}
	if len(document.Content) == 0 {
		return nil
	}
	root := document.Content[0]
	if root.Kind == yaml.ScalarNode && root.ShortTag() == "!!null" {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		r.fail(root, "the file must hold keys with values, not %s", kindOf(root))
		return nil
	}
	return root
}

// syntax reports what the YAML library says; it gives a line in its text only,
// and none for the first.
func (r *reader) syntax(err error) {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		number, text, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			line, message = n, text
		}
	}
	start, end := r.line(line)
	trimmed := strings.TrimSpace(string(r.file.Content[start:end]))
	start += strings.Index(string(r.file.Content[start:end]), trimmed)
	r.failAt(r.file.Span(start, start+len(trimmed)), "not YAML: %s", message)
}

func (r *reader) fail(n *yaml.Node, format string, args ...any) {
	r.failAt(r.span(n), format, args...)
}

func (r *reader) failAt(s source.Span, format string, args ...any) {
	r.errors = append(r.errors, Error{Span: s, Message: fmt.Sprintf(format, args...)})
}

// resolve is the node, or nil with an error for an alias: a few of them can
// stand for more than fits in memory, and a file this small needs none.
func (r *reader) resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		r.fail(n, "YAML aliases are not supported here: write the value out")
		return nil
	}
	return n
}

// pairs walks the entries of a mapping. It reports what is no mapping, keys that
// are no names, and keys that stand twice.
func (r *reader) pairs(n *yaml.Node, each func(key, value *yaml.Node)) bool {
	if n.Kind != yaml.MappingNode {
		r.fail(n, "this must hold keys with values, not %s", kindOf(n))
		return false
	}
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode {
			r.fail(key, "a key must be a name, not %s", kindOf(key))
			continue
		}
		if before, ok := first[key.Value]; ok {
			r.fail(key, "the key %s stands here again, after line %d", quote(key.Value), r.span(before).From().Line)
			continue
		}
		first[key.Value] = key
		each(key, n.Content[i+1])
	}
	return true
}

// span is where a node stands: a scalar as a whole, of a list or mapping what is
// on its first line.
func (r *reader) span(n *yaml.Node) source.Span {
	start, end := r.line(n.Line)
	for column := 1; column < n.Column && start < end; column++ {
		_, size := utf8.DecodeRune(r.file.Content[start:end])
		start += size
	}
	rest := strings.TrimRight(string(r.file.Content[start:end]), " \t\r\n")
	switch {
	case n.Kind == yaml.AliasNode:
		rest = rest[:min(len(rest), len("*")+len(n.Value))]
	case n.Kind != yaml.ScalarNode:
	case n.Style&yaml.SingleQuotedStyle != 0:
		rest = rest[:quotedEnd(rest, '\'')]
	case n.Style&yaml.DoubleQuotedStyle != 0:
		rest = rest[:quotedEnd(rest, '"')]
	case strings.HasPrefix(rest, n.Value):
		rest = rest[:len(n.Value)]
	}
	return r.file.Span(start, start+len(rest))
}

// quotedEnd is the length of the quoted scalar at the start of s; all of s where
// it ends on a later line.
func quotedEnd(s string, quote byte) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quote == '"':
			i++
		case s[i] == quote && i+1 < len(s) && s[i+1] == quote && quote == '\'':
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return len(s)
}

// line is the half-open run of bytes of a line as YAML counts them, from 1.
func (r *reader) line(number int) (start, end int) {
	number = min(max(number, 1), len(r.lines))
	start, end = r.lines[number-1], len(r.file.Content)
	if number < len(r.lines) {
		end = r.lines[number]
	}
	return start, end
}

// yamlLines are the offsets at which lines start as the YAML library counts
// them. It ends a line also at CR, NEL, LS and PS, which source.File does not.
func yamlLines(content []byte) []int {
	start := 0
	if bytes.HasPrefix(content, []byte("\uFEFF")) {
		start = len("\uFEFF") // not counted as a column
	}
	lines := []int{start}
	for i := start; i < len(content); {
		c, size := utf8.DecodeRune(content[i:])
		i += size
		switch c {
		case '\r':
			if i < len(content) && content[i] == '\n' {
				i++
			}
			lines = append(lines, i)
		case '\n', '\u0085', '\u2028', '\u2029':
			lines = append(lines, i)
		}
	}
	return lines
}

// isText tells whether a scalar is a string by YAML 1.2. The library reads dates
// and "<<" as YAML 1.1 does; they are strings too. Bare takes numbers and truth
// values besides.
func isText(n *yaml.Node, bare bool) bool {
	switch n.ShortTag() {
	case "!!str", "!!timestamp", "!!merge":
		return true
	case "!!int", "!!float", "!!bool":
		return bare
	}
	return false
}

// kindOf names what stands there instead of what should.
func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "keys with values"
	case yaml.AliasNode:
		return "an alias"
	}
	switch n.ShortTag() {
	case "!!str":
		return "a string"
	case "!!null":
		return "nothing"
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return "a truth value"
	}
	return "a value of another kind"
}

// quote shows a piece of the file in a message: harmless, and not long.
func quote(s string) string {
	if short := []rune(s); len(short) > 60 {
		s = string(short[:60]) + "..."
	}
	return strconv.Quote(s)
}

// suggest is "; did you mean "x"?" where one of the words is near.
func suggest(word string, words []string) string {
	if near := Nearest(word, words); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// Nearest is the word that was meant, in any case: one at most two slips away, and
// fewer than half of its letters; "" where none is.
func Nearest(word string, words []string) string {
	best, distance := "", 3
	for _, w := range words {
		if d := slips(strings.ToLower(word), strings.ToLower(w)); d < distance && 2*d < len(w) {
			best, distance = w, d
		}
	}
	return best
}

// slips is the number of letters to insert, delete or replace that lead from one
// word to the other; words of very different length are 3 apart or more.
func slips(a, b string) int {
	if d := len(a) - len(b); d > 2 || d < -2 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
