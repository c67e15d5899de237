package config

import "strings"

// Template is a config file with every key explained and commented out, so that
// it changes nothing until something is taken out of its comment.
func Template() []byte {
	var b strings.Builder
	b.WriteString("# Configuration of crampon. Every key is optional; unknown keys are errors.\n")
	for _, f := range table() {
		b.WriteString("\n")
		comment(&b, "# ", f.doc)
		if strings.ContainsAny(f.example, "\n:") {
			comment(&b, "#", f.key+":\n  "+strings.ReplaceAll(f.example, "\n", "\n  "))
		} else {
			comment(&b, "#", f.key+": "+f.example)
		}
	}
	return []byte(b.String())
}

// comment writes text line by line behind a mark.
func comment(b *strings.Builder, mark, text string) {
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(mark + line + "\n")
	}
}
