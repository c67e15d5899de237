package image

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// Written is a piece of text that a command puts into a file.
type Written struct {
	Command  *shell.Command
	From, To int    // bytes of the program's text, half-open
	File     string // as given
	// Rewrites: it is what a sed puts in the place of something else.
	Rewrites bool
}

// WritesTo is what the run's commands put into files of these names: the words of echo
// and printf, here-documents, and the replacements of a sed that names the file.
func (r *Run) WritesTo(is func(file string) bool) []Written {
	var out []Written
	for _, c := range r.Program.Named("echo", "printf", "cat", "tee") {
		files := r.prints(c).Files
		at := slices.IndexFunc(files, is)
		if at < 0 {
			continue
		}
		add := func(w shell.Word) {
			from, to := w.Range()
			out = append(out, Written{Command: c, From: from, To: to, File: files[at]})
		}
		if slices.Contains(Printers, c.Name) {
			for _, w := range c.Args {
				add(w)
			}
		}
		for _, red := range c.Redirects {
			if red.IsHeredoc() && !red.Body.IsZero() {
				add(red.Body)
			}
		}
	}
	for _, c := range r.Program.Named("sed") {
		file, ok := wordOf(c, is)
		if !ok {
			continue
		}
		for _, w := range c.Args {
			from, to := w.Range()
			for _, put := range replacements(c.Program.Text.String(), from, to) {
				out = append(out, Written{Command: c, From: put[0], To: put[1], File: file, Rewrites: true})
			}
		}
	}
	return out
}

// wordOf is the first word of the command that names such a file.
func wordOf(c *shell.Command, is func(string) bool) (file string, ok bool) {
	for i := range c.Args {
		if name := c.Arg(i); is(name) {
			return name, true
		}
	}
	return "", false
}

// replacements are the parts of a sed program, as pairs of bytes, that it puts into
// its file: the second part of each s command, and the text of a, i and c.
func replacements(text string, from, to int) [][2]int {
	var out [][2]int
	for from < to && (text[from] == '\'' || text[from] == '"' || text[from] == ' ') {
		from++
	}
	for from+1 < to && text[from] == 's' && strings.IndexByte("/#|,@!%:~_+", text[from+1]) >= 0 {
		mark := text[from+1]
		var at [2]int // where the second and third mark stand
		i := from + 2
		for n := range at {
			i = nextMark(text[:to], i, mark)
			at[n] = i
			i++
		}
		if at[1] >= to {
			return out
		}
		out = append(out, [2]int{at[0] + 1, at[1]})
		next := strings.IndexAny(text[i:to], ";\n")
		if next < 0 {
			return out
		}
		from = i + next + 1
		for from < to && (text[from] == ' ' || text[from] == '\n') {
			from++
		}
	}
	if from < to {
		out = append(out, [2]int{from, to})
	}
	return out
}

// nextMark is where the next unescaped mark of a sed command stands, the text's end for
// none. In brackets it is an ordinary character.
func nextMark(text string, i int, mark byte) int {
	for i < len(text) && (text[i] != mark || text[i-1] == '\\') {
		if text[i] == '[' && text[i-1] != '\\' {
			// "]" right behind the bracket is a member; a class such as [:digit:] ends in ":]".
			end := strings.IndexByte(text[min(i+2, len(text)):], ']')
			if end < 0 {
				return len(text)
			}
			i += 2 + end
			if text[i-1] == ':' && i+1 < len(text) {
				i++
			}
		}
		i++
	}
	return min(i, len(text))
}
