package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// picked is what one end of a sink takes: some words of a command.
type picked struct {
	words    []shell.Word
	variable string // of the command's environment
	text     *shell.Program
	mark     string
	filler   *shell.Command
	lone     bool   // of "$@" only the first is taken
	hurts    Props  // besides those of the row
	inLine   string // harm of a value of one line, where it is less than the row's
}

// pick finds the words that a row of the table means.
type pick func(*shell.Command) []picked

// parted is a command's words, taken apart as getopt does.
type parted struct {
	values   []valued
	operands []shell.Word
	// options are words with expansions that may be options: those in front of
	// "--", and for commands that stop there, in front of the first operand.
	exposed []shell.Word
	// taken are the words that a bundle of letters takes as they are: tar xf "$archive".
	taken []shell.Word
}

type valued struct {
	name string // "c" or "to-command"
	word shell.Word
}

// apart takes the words of a command apart. Letters are the short options that
// take a value; longs, between blanks, the long ones that do so in the next word.
// Stops: options end at the first operand. A word with an expansion in front is
// an operand: whether it holds an option is what is asked.
func apart(c *shell.Command, letters, longs string, stops bool) parted {
	var p parted
	for i := 0; i < len(c.Args); i++ {
		w := c.Args[i]
		src := strings.TrimLeft(w.Source(), `"'`)
		switch {
		case src == "--":
			p.operands = append(p.operands, c.Args[i+1:]...)
			return p
		case strings.HasPrefix(src, "--"):
			name, _, has := strings.Cut(src[2:], "=")
			switch {
			case has:
				p.values = append(p.values, valued{name, w})
			case strings.Contains(longs, " "+name+" ") && i+1 < len(c.Args):
				i++
				p.values = append(p.values, valued{name, c.Args[i]})
			}
		case len(src) > 1 && src[0] == '-':
			for at := 1; at < len(src); at++ {
				if strings.IndexByte(letters, src[at]) < 0 {
					continue
				}
				if at+1 < len(src) { // attached
					p.values = append(p.values, valued{src[at : at+1], w})
				} else if i+1 < len(c.Args) {
					i++
					p.values = append(p.values, valued{src[at : at+1], c.Args[i]})
				}
				break
			}
		case i == 0 && bundles(c.Name) && w.Constant():
			for _, letter := range []byte(src) {
				if strings.IndexByte(letters, letter) >= 0 && i+1 < len(c.Args) {
					i++
					p.values = append(p.values, valued{string(letter), c.Args[i]})
					p.taken = append(p.taken, c.Args[i])
				}
			}
		default:
			if !stops || len(p.operands) == 0 {
				p.exposed = append(p.exposed, w)
			}
			p.operands = append(p.operands, w)
			if stops {
				p.operands = append(p.operands, c.Args[i+1:]...)
				return p
			}
		}
	}
	return p
}

// bundles tells whether a command's first word is letters of options without a dash, of
// which each that takes a value takes the next word, whatever that begins with (GNU tar's
// manual, "Old Option Style"; BusyBox, run on 1.35).
func bundles(name string) bool { return name == "tar" || name == "bsdtar" }

// constant tells whether nothing in the words is expanded.
func constant(words []shell.Word) bool {
	return !slices.ContainsFunc(words, func(w shell.Word) bool { return !w.Constant() })
}

// inner are the texts that the shell reads as programs, and find's and xargs's
// marks in them.
func inner(how shell.How) pick {
	return func(c *shell.Command) []picked {
		var out []picked
		for _, p := range c.Inner {
			if p.How != how {
				continue
			}
			mark, filler := fillerOf(c, p.Text.String())
			if len(p.Splices) > 0 || mark != "" {
				out = append(out, picked{words: wordsOf(c, p), text: p, mark: mark, filler: filler})
			}
		}
		return out
	}
}

// wordsOf are the words that an inner program is made of.
func wordsOf(c *shell.Command, p *shell.Program) []shell.Word {
	all := p.Text.All()
	var words []shell.Word
	for _, w := range c.Args {
		if s := w.Span(); s.File == all.File && s.Start < all.End && all.Start < s.End {
			words = append(words, w)
		}
	}
	return words
}

// fillerOf tells by which mark find or xargs puts its words into a text.
func fillerOf(c *shell.Command, text string) (string, *shell.Command) {
	for v := c.Via; v != nil; v = v.Via {
		mark := ""
		switch v.Name {
		case "find":
			mark = findMark
		case "xargs":
			mark = xargsMark(v)
		}
		if mark != "" && strings.Contains(text, mark) {
			return mark, v
		}
	}
	return "", nil
}

type extent bool

const (
	first  extent = false // the one operand
	joined extent = true  // it and all behind it, as one text
)

// operands are those from the nth on. Letters are the options with a value;
// options end at the first operand.
func operands(letters string, n int, e extent) pick {
	return func(c *shell.Command) []picked {
		list := apart(c, letters, "", true).operands
		if len(list) <= n {
			return nil
		}
		if list = list[n:]; e == first {
			list = list[:1]
		}
		return []picked{{words: list, lone: e == first}}
	}
}

// values are the words that options give: short ones by letter, then long ones.
func values(letters string, longs ...string) pick {
	table := " " + strings.Join(longs, " ") + " "
	return func(c *shell.Command) []picked {
		var out []picked
		for _, v := range apart(c, letters, table, false).values {
			if len(v.name) == 1 && strings.Contains(letters, v.name) || slices.Contains(longs, v.name) {
				out = append(out, picked{words: []shell.Word{v.word}})
			}
		}
		return out
	}
}

// programText is the first operand, unless an option of none says that the
// program is elsewhere.
func programText(letters, longs, none string) pick {
	return func(c *shell.Command) []picked {
		p := apart(c, letters, longs, true)
		if len(p.operands) == 0 || slices.ContainsFunc(p.values, func(v valued) bool { return strings.Contains(none, v.name) }) {
			return nil
		}
		return []picked{{words: p.operands[:1], lone: true}}
	}
}

// scriptText are the programs that options of an interpreter give: its own options
// stand in front of the script, those behind it are the script's. Letters are the ones
// with a value; behind one of last there are no more.
func scriptText(letters, code, last string) pick {
	return func(c *shell.Command) []picked {
		var out []picked
		for _, v := range apart(c, letters, "", true).values {
			if strings.Contains(code, v.name) {
				out = append(out, picked{words: []shell.Word{v.word}})
			}
			if strings.Contains(last, v.name) {
				break
			}
		}
		return out
	}
}

// sedText are the scripts of sed: those of -e, else the first operand. In s///
// the delimiter ends the text; elsewhere a letter is a command.
func sedText(c *shell.Command) []picked {
	p := apart(c, "efl", " expression file ", false)
	var scripts []shell.Word
	file := false
	for _, v := range p.values {
		switch v.name {
		case "e", "expression":
			scripts = append(scripts, v.word)
		case "f", "file":
			file = true
		}
	}
	if len(scripts) == 0 && !file && len(p.operands) > 0 {
		scripts = p.operands[:1]
	}
	var out []picked
	for _, w := range scripts {
		script := strings.Trim(w.Source(), `"'`)
		list := w.Expansions()
		t := picked{words: []shell.Word{w}, hurts: sedHurts(script)}
		if len(list) == 1 && isInAddress(script) {
			t.hurts = Slash
		}
		if len(list) > 0 && !namesFile(behind(w, list[len(list)-1])) {
			t.inLine = "change or drop any line"
		}
		out = append(out, t)
	}
	return out
}

// behind is what stands in a word behind an expansion, as the file has it: in a text for
// eval with the backslashes that eval does not see.
func behind(w shell.Word, x shell.Expansion) string {
	return source.Span{File: x.Span.File, Start: x.Span.End, End: max(x.Span.End, w.Span().End)}.Text()
}

// isInAddress tells whether the first expansion of a script stands in the expression of
// its first address, which a slash ends; a newline there is an error (run on 1.35).
func isInAddress(script string) bool {
	rest, ok := strings.CutPrefix(script, "/")
	at := strings.IndexAny(rest, "$`/")
	return ok && at >= 0 && rest[at] != '/'
}

// namesFile tells whether the rest of a line can end the name of a file: w and r take
// all of the line for one, and with s/a/$x/ it ends in a slash.
func namesFile(rest string) bool {
	line, _, _ := strings.Cut(strings.TrimRight(rest, `"'\`), "\n")
	dir, name, nested := strings.Cut(line, "/")
	return !nested || dir == "" && name != "" && !strings.Contains(name, "/")
}

// sedHurts are the properties that a value needs to leave its place in a script: the
// delimiter of its s command, in which a newline is an error (run on 1.35); the end of
// the line behind a, i and c, whose text it is; else any letter, where a command may
// stand.
func sedHurts(script string) Props {
	script = behindAddress(behindConstants(script))
	if len(script) > 1 {
		switch script[0] {
		case 's', 'y':
			if p := propOf(script[1]); p&(Name|Dash) == 0 && p != 0 {
				return p
			}
		case 'a', 'i', 'c':
			return Newline
		}
	}
	return Name | Newline
}

// behindConstants is a script without the s commands at its start in which nothing is
// expanded: each has a delimiter of its own.
func behindConstants(script string) string {
	for {
		rest := behindAddress(script)
		if len(rest) < 2 || rest[0] != 's' || propOf(rest[1])&(Name|Dash) != 0 {
			return script
		}
		rest, delimiter := rest[2:], rest[1]
		with := endOfPart(rest, delimiter)
		if with < 0 {
			return script
		}
		end := endOfPart(rest[with+1:], delimiter)
		if end < 0 {
			return script
		}
		flags := with + 1 + end + 1
		next := strings.IndexAny(rest[flags:], ";\n")
		if next < 0 || strings.IndexByte(rest[:flags+next], '`') >= 0 || strings.IndexByte(rest[:flags+next], '$') >= 0 {
			return script
		}
		script = rest[flags+next+1:]
	}
}

// endOfPart is where a part of an s command ends: at its delimiter without a backslash;
// -1 for nowhere.
func endOfPart(text string, delimiter byte) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case delimiter:
			return i
		case '\\':
			i++
		}
	}
	return -1
}

// behindAddress is a script without the constant lines and expressions that its first
// command is for: 2,$ or /^name=/, in quotes or not.
func behindAddress(script string) string {
	for {
		rest := strings.TrimLeft(script, "0123456789,! \t\n;")
		switch {
		case strings.HasPrefix(rest, "/"):
			end := 1
			for end < len(rest) && rest[end] != '/' && !startsExpansion(rest[end:]) {
				if rest[end] == '\\' {
					end++
				}
				end++
			}
			if end >= len(rest) || rest[end] != '/' {
				return rest
			}
			rest = rest[end+1:]
		case strings.HasPrefix(rest, `\$`):
			rest = rest[len(`\$`):]
		case strings.HasPrefix(rest, "$") && !startsExpansion(rest):
			rest = rest[1:]
		default:
			return rest
		}
		script = rest
	}
}

// startsExpansion tells whether a text in double quotes begins with an expansion.
func startsExpansion(s string) bool {
	return s[0] == '`' || len(s) > 1 && s[0] == '$' && (isNameByte(s[1]) || strings.IndexByte("{(@*#?!-$", s[1]) >= 0)
}

// shellInput is the standard input of a shell that reads its program from there:
// it has no operand, or -s.
func shellInput(c *shell.Command) []picked {
	for v := c.Via; v != nil; v = v.Via {
		if v.Name == "xargs" {
			return nil // its words are the script, and its input is /dev/null
		}
	}
	if c.Name == "at" || c.Name == "batch" {
		return []picked{{}}
	}
	operands := behindDash(c)
	fromInput := len(operands) == 0 || c.Name == "su" && len(operands) == 1
	for i := range c.Args {
		switch a := c.Arg(i); {
		case strings.HasPrefix(a, "--"):
		case strings.HasPrefix(a, "-") && strings.Contains(a, "c"):
			return nil
		case strings.HasPrefix(a, "-") && strings.Contains(a, "s") && c.Name != "su":
			fromInput = true
		}
	}
	if !fromInput || c.Pipeline == nil && len(c.Redirects) == 0 || c.Pipeline != nil && c.Stage == 0 && len(c.Redirects) == 0 {
		return nil
	}
	return []picked{{}}
}

// scriptOf is the file that a shell runs: with -n it only reads it.
func scriptOf(c *shell.Command) []picked {
	for i := range c.Args {
		if a := c.Arg(i); strings.HasPrefix(a, "-") && !strings.HasPrefix(a, "--") && strings.ContainsAny(a, "csn") {
			return nil
		}
	}
	list := behindDash(c)
	if len(list) == 0 {
		return nil
	}
	return []picked{{words: list[:1], lone: true}}
}

// behindDash are the operands of a shell, without the dash alone that ends its
// options: sh -, su - bob.
func behindDash(c *shell.Command) []shell.Word {
	list := apart(c, "oO", " rcfile init-file ", true).operands
	if len(list) > 0 && list[0].Source() == "-" {
		return list[1:]
	}
	return list
}

// crontabFile is the file that crontab installs.
func crontabFile(c *shell.Command) []picked {
	p := apart(c, "uc", "", false)
	if len(p.operands) != 1 || p.operands[0].Source() == "-" {
		return nil
	}
	return []picked{{words: p.operands}}
}

// crontabInput is what `crontab -` reads.
func crontabInput(c *shell.Command) []picked {
	if !slices.ContainsFunc(c.Args, func(w shell.Word) bool { return w.Source() == "-" }) {
		return nil
	}
	return []picked{{}}
}

// nameWords are the operands of export and its like that begin with an
// expansion: behind APP_ a value names no variable that matters.
func nameWords(c *shell.Command) []picked {
	var out []picked
	for _, w := range c.Args {
		src := strings.TrimPrefix(w.Source(), `"`)
		if strings.HasPrefix(src, "$") || strings.HasPrefix(src, "`") {
			out = append(out, picked{words: []shell.Word{w}})
		}
	}
	return out
}

// namerefs are the words of declare -n: the names that others are to stand for.
func namerefs(c *shell.Command) []picked {
	if !slices.ContainsFunc(c.Args, func(w shell.Word) bool { return isFlag(w.Source(), "n") }) {
		return nil
	}
	var out []picked
	for _, w := range c.Args {
		name, target, ok := strings.Cut(w.Source(), "=")
		if ok && isName(name) && strings.HasPrefix(strings.TrimPrefix(target, `"`), "$") {
			out = append(out, picked{words: []shell.Word{w}})
		}
	}
	return out
}

func allWords(c *shell.Command) []picked { return []picked{{words: c.Args}} }

// indexIn leaves of what another picks the words that name an element: a[$i].
func indexIn(of pick) pick {
	return func(c *shell.Command) []picked {
		var out []picked
		for _, p := range of(c) {
			for _, w := range p.words {
				name, index, ok := strings.Cut(strings.TrimPrefix(w.Source(), `"`), "[")
				if ok && isName(name) && strings.ContainsAny(index, "$`") {
					out = append(out, picked{words: []shell.Word{w}})
				}
			}
		}
		return out
	}
}

// testedNames are what test -v takes for the names of variables.
func testedNames(c *shell.Command) []picked {
	var out []picked
	for i := range c.Args {
		if i > 0 && c.Arg(i-1) == "-v" {
			out = append(out, picked{words: c.Args[i : i+1]})
		}
	}
	return out
}
