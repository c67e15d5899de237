package dockerfile

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// everything is everything that a document says.
func everything(d *Document) string {
	var out []string
	for _, i := range d.Instructions {
		out = append(out, fmt.Sprintf("%d-%d refused=%t coarse=%t", i.Span.Start, i.Span.End, i.Refused, i.Coarse))
		if i.Child != nil {
			out = append(out, fmt.Sprintf("child %d-%d refused=%t", i.Child.Span.Start, i.Child.Span.End, i.Child.Refused))
		}
		out = append(out, describe(i)...)
	}
	for _, e := range d.Errors {
		out = append(out, fmt.Sprintf("error %d-%d %s", e.Span.Start, e.Span.End, e.Message))
	}
	for _, c := range d.Comments {
		out = append(out, fmt.Sprintf("comment %d-%d inside=%t", c.Span.Start, c.Span.End, c.Inside != nil))
	}
	return strings.Join(append(out, "template "+d.Template), "\n")
}

// checkNext compares what is read after another document with what is read alone.
func checkNext(t *testing.T, before, content string) {
	t.Helper()
	d := Parse(source.NewFile("Dockerfile", []byte(before)))
	f := source.NewFile("Dockerfile", []byte(content))
	got := d.Next(f)
	if got, want := everything(got), everything(Parse(f)); got != want {
		t.Fatalf("%q after %q is\n%s\nand alone\n%s", content, before, got, want)
	}
}

// TestNext: one text after another, and each after small edits of it.
func TestNext(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	for _, text := range nasty {
		for _, before := range nasty {
			checkNext(t, before, text)
		}
		lines := strings.SplitAfter(text, "\n")
		for n := range lines {
			without := strings.Join(slices.Delete(slices.Clone(lines), n, n+1), "")
			checkNext(t, without, text)
			checkNext(t, text, without)
		}
		for range 20 {
			at := random.IntN(len(text) + 1)
			piece := []string{"\n", "\\\n", "x", "<<E\n", "#", "\"", "`\n", "\xff", "FROM a\n"}[random.IntN(9)]
			checkNext(t, text[:at]+piece+text[at:], text)
			checkNext(t, text, text[:at]+piece+text[at:])
		}
	}
}

// TestNextAsksLess: of an instruction that stands as it stood BuildKit is not asked.
func TestNextAsksLess(t *testing.T) {
	before := parse("FROM a\nENV b\\\n=1\nONBUILD RUN c\nUSER d\n")
	d := before.Next(source.NewFile("Dockerfile", []byte("FROM a\n\n# moved\nENV b\\\n=1\nENV new=1\nONBUILD RUN c\n")))
	for i, from := range []int{0, 1, -1, 2} {
		node := d.Instructions[i].node
		same := slices.IndexFunc(before.Instructions, func(b *Instruction) bool { return b.node == node })
		if same != from {
			t.Errorf("instruction %d has the node of %d, want of %d", i, same, from)
		}
	}
}
