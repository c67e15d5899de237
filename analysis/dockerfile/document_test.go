package dockerfile

import (
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

func parse(text string) *Document {
	return Parse(source.NewFile("Dockerfile", []byte(text)))
}

func TestParse(t *testing.T) {
	d := parse("# escape=`\n# hi\nFROM --platform=linux/amd64 alpine:3.20 AS base\n\nRUN --mount=type=bind,from=x,\"source=a\" apk add `\n  # why\n\n curl\nONBUILD COPY <<EOF <<-E2 /x\na\nEOF\n\tb\n\tE2\nENV a=\"1 2\" b=\nCMD [\"a\\\"b\", \"\"]\n")
	for _, e := range d.Errors {
		t.Errorf("%d: %s: %q", e.Span.From().Line, e.Message, e.Span.Text())
	}
	for _, i := range d.Instructions {
		t.Logf("%q %q", i.Span.Text(), i.Text.String())
		for _, w := range i.Args {
			t.Logf("    %q %q", w.Value(), w.Span().Text())
		}
		for _, w := range i.Vars {
			t.Logf("    %q = %q", w.Name.Span().Text(), w.Value.Span().Text())
		}
	}
}
