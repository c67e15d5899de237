package image

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/source"
)

// execText writes the words of an exec form as a shell would have them: each
// quoted where it needs to be. So `["sh", "-c", "..."]` is seen through by what
// sees through `sh -c '...'`.
func execText(words []dockerfile.Word) *source.Text {
	var b source.Builder
	for i, w := range words {
		span := w.Span()
		b.File = span.File
		if i > 0 {
			b.Replace(" ", span.Start, span.Start)
		}
		quoteInto(&b, w.Text)
	}
	return b.Text()
}

const plainWord = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-"

func quoteInto(b *source.Builder, t *source.Text) {
	s := t.String()
	if s != "" && strings.Trim(s, plainWord) == "" {
		b.CopyText(t, 0, len(s))
		return
	}
	all := t.All()
	b.Replace("'", all.Start, all.Start)
	for from := 0; ; {
		quote := strings.IndexByte(s[from:], '\'')
		if quote < 0 {
			b.CopyText(t, from, len(s))
			break
		}
		b.CopyText(t, from, from+quote)
		b.ReplaceText(`'\''`, t, from+quote, from+quote+1)
		from += quote + 1
	}
	b.Replace("'", all.End, all.End)
}
