package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// repair brings what some shell accepts, and the parser refuses, into a form
// that it takes, at equal length, so that offsets stay: the tree may then say
// something else there, which is why values are read from the text. It tells
// whether it changed anything.
//
// Each was seen in BusyBox's own tests of ash (1.37) or in real scripts; `ash
// -n`, and where it is so bash -n, accept all of them.
func (r *reading) repair(at int, message string) bool {
	switch {
	case strings.HasPrefix(message, "unclosed here-document"):
		return r.heredocEnd(at, message)
	case message == "expansions not allowed in heredoc words":
		return r.heredocName(at)
	case message == "cannot combine multiple parameter expansion operators":
		return r.countPrefix(at)
	case strings.HasPrefix(message, "parameter expansion flags"):
		return r.zshFlags(at)
	case strings.HasPrefix(message, "multi-name functions"):
		return r.functionBody(at)
	case message == "invalid var name" || strings.HasSuffix(message, "must be followed by names or assignments"):
		return r.declaration(at)
	case strings.HasPrefix(message, "`select` must be followed by"):
		return r.p.Dialect.maybeAsh() && r.put(at, "Select") // a command as any other to ash
	}
	if strings.HasSuffix(message, "without closing quote `'`") && r.quoteInDefault(at) {
		return true
	}
	if strings.HasPrefix(message, "`:` must be followed by an expression") && r.emptySlice(at) {
		return true
	}
	if strings.HasPrefix(message, "statements must be separated") && r.commentBehindLet(at) {
		return true
	}
	if strings.HasPrefix(message, "a command can only contain words and redirects") && r.evaluatedList(at) {
		return true
	}
	if (strings.HasSuffix(message, "without matching `[[` with `]]`") || strings.HasPrefix(message, "not a valid test operator")) && r.regexBlank(at) {
		return true
	}
	if r.p.Dialect.maybeAsh() && r.bracketBehindDollar(at) {
		return true // before its text is taken for an expression
	}
	if arithmetic(message) && (r.arithmetic(at) || r.subscript(at) || r.letCommand(at)) {
		return true
	}
	return r.p.Dialect.maybeAsh() && r.testCommand(at)
}

// put overwrites bytes of the buffer.
func (r *reading) put(at int, s string) bool {
	if at < 0 || at+len(s) > len(r.buf) || r.buf[at:at+len(s)] == s {
		return false
	}
	r.buf = r.buf[:at] + s + r.buf[at+len(s):]
	return true
}

// heredocEnd closes a here-document that runs to the end of the text, which
// shells accept; unless its name or its last line is what the parser reads
// differently.
func (r *reading) heredocEnd(at int, message string) bool {
	i := strings.Index(r.buf[at:], "<<")
	if i < 0 {
		return false
	}
	from := at + i + 2
	tabs := strings.HasPrefix(r.buf[from:], "-")
	if tabs {
		from++
	}
	for from < len(r.buf) && (r.buf[from] == ' ' || r.buf[from] == '\t') {
		from++
	}
	raw := heredocWord(r.buf[from:])
	name, quoted := unquoteName(raw)
	stop, err := strconv.Unquote(strings.TrimPrefix(message, "unclosed here-document "))
	if err != nil {
		stop = name
	}
	if stop != name && !strings.ContainsAny(name, "'\n") && len(name)+2 <= len(raw) {
		// <<"a\\b": the parser keeps both backslashes, shells do not.
		return r.put(from, strings.Repeat(" ", len(raw)-len(name)-2)+"'"+name+"'")
	}
	if !quoted && r.splitEnd(from, name, tabs) {
		return true
	}
	if strings.ContainsAny(stop, "$`\n") || strings.HasSuffix(r.buf, "\n"+stop+"\n") && len(r.buf) > len(r.text) {
		return false // it would be read as something else, or was already
	}
	r.buf += "\n" + stop + "\n"
	return true
}

// heredocWord is the word behind << as written.
func heredocWord(s string) string {
	var quote byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && quote != '\'':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case strings.IndexByte(" \t\r\n;&|<>()", c) >= 0:
			return s[:i]
		}
	}
	return s
}

// unquoteName removes the quotes of a here-document's name as shells do.
func unquoteName(raw string) (name string, quoted bool) {
	var b strings.Builder
	var quote byte
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '\\' && quote != '\'' && i+1 < len(raw):
			if quote == '"' && strings.IndexByte("$`\"\\\n", raw[i+1]) < 0 {
				b.WriteByte(c)
				continue
			}
			i++
			if raw[i] != '\n' {
				b.WriteByte(raw[i])
				quoted = true
			}
		case quote == c:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote, quoted = c, true
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), quoted
}

// splitEnd looks for the closing line in pieces, joined by backslash-newline.
func (r *reading) splitEnd(from int, name string, tabs bool) bool {
	if !strings.Contains(r.buf[from:], "\\\n") {
		return false
	}
	n := strings.IndexByte(r.buf[from:], '\n')
	for n >= 0 && from+n < len(r.buf) {
		from += n + 1
		end, joined := from, ""
		for {
			m := strings.IndexByte(r.buf[end:], '\n')
			if m < 0 {
				joined += r.buf[end:]
				end = len(r.buf)
				break
			}
			line := r.buf[end : end+m]
			end += m
			if !strings.HasSuffix(line, "\\") || len(joined) > len(name)+64 {
				joined += line
				break
			}
			joined += line[:len(line)-1]
			end++
		}
		if tabs {
			joined = strings.TrimLeft(joined, "\t")
		}
		if joined == name && end-from > len(name) {
			return r.put(from, strings.Repeat("\n", end-from-len(name))+name)
		}
		n = end - from
	}
	return false
}

// heredocName takes the meaning from $, ` and brackets in a here-document's
// name, and from its closing line: shells take both as written.
func (r *reading) heredocName(at int) bool {
	start := strings.LastIndex(r.buf[:at], "<<")
	if start < 0 {
		return false
	}
	start += 2
	tabs := strings.HasPrefix(r.buf[start:], "-")
	if tabs {
		start++
	}
	for start < len(r.buf) && (r.buf[start] == ' ' || r.buf[start] == '\t') {
		start++
	}
	raw := heredocWord(r.buf[start:])
	if strings.HasPrefix(raw, "$") {
		// $(x) and ${x}: up to the bracket's end on the line.
		rest, _, _ := strings.Cut(r.buf[start:], "\n")
		if n := strings.IndexByte(rest, ')'); strings.HasPrefix(raw+"(", "$(") && n > 0 {
			raw = rest[:n+1]
		}
	}
	plain := strings.Map(func(c rune) rune {
		if strings.ContainsRune("$`(){}", c) {
			return '_'
		}
		return c
	}, raw)
	if !r.put(start, plain) {
		return false
	}
	for from := start; ; {
		n := strings.IndexByte(r.buf[from:], '\n')
		if n < 0 {
			return true
		}
		from += n + 1
		line, _, _ := strings.Cut(r.buf[from:], "\n")
		lead := 0
		if tabs {
			lead = len(line) - len(strings.TrimLeft(line, "\t"))
		}
		if line[lead:] == raw {
			return r.put(from+lead, plain)
		}
	}
}

// countPrefix takes ${##x} for $# without a prefix.
func (r *reading) countPrefix(at int) bool {
	i := strings.LastIndex(r.buf[:at], "${#")
	return i >= 0 && at-i <= 8 && r.put(i+2, "a")
}

// emptySlice fills ${v:1:} and ${v::}; ${v:} is an error of ash's too.
func (r *reading) emptySlice(at int) bool {
	i := strings.LastIndex(r.buf[:min(at+1, len(r.buf))], "${")
	if i < 0 || at >= len(r.buf) || r.buf[at] != ':' || !strings.Contains(r.buf[i:at], ":") {
		return false
	}
	if r.buf[at-1] == ':' {
		return r.put(at, "0")
	}
	return r.put(at, " ")
}

// zshFlags takes ${(%):-x} for ${aaa:-x}: scripts that zsh may source too hold it
// where other shells do not come by.
func (r *reading) zshFlags(at int) bool {
	i := strings.Index(r.buf[at:], "(")
	if i < 0 || i > 8 {
		return false
	}
	n := strings.IndexByte(r.buf[at+i:], ')')
	if n < 0 || n > 64 {
		return false
	}
	if nested := at + i + n + 1; strings.HasPrefix(r.buf[nested:], "${") { // ${(M)${(k)a}:#b}
		n = closingBrace(r.buf, nested) - at - i - 1
	}
	return n > 0 && r.put(at+i, strings.Repeat("a", n+1))
}

// closingBrace is the offset of the brace that closes what is open at from, or -1.
func closingBrace(s string, from int) int {
	depth := 0
	for i := from; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth == 0 {
				return i
			}
			depth--
		}
	}
	return -1
}

// badSubstitution fills ${a_${b}} with letters: shells read it as one expansion, and say
// what is wrong when they come to it, so that the if around it is none the worse.
func (r *reading) badSubstitution(at int, message string) bool {
	if !strings.HasPrefix(message, "not a valid parameter expansion operator") {
		return false
	}
	open := strings.LastIndex(r.buf[:at], "${")
	if open < 0 {
		return false
	}
	end := closingBrace(r.buf, open+2)
	return end > at && !strings.Contains(r.buf[open:end], "\n") && r.put(open, strings.Repeat("x", end+1-open))
}

// quoteInDefault takes the meaning from a single ' in "${a:-it's}", where it has
// none.
func (r *reading) quoteInDefault(at int) bool {
	if at >= len(r.buf) || r.buf[at] != '\'' {
		return false
	}
	from := strings.LastIndexByte(r.buf[:at], '\n') + 1
	i := strings.LastIndex(r.buf[from:at], "${")
	if i < 0 || strings.Contains(r.buf[from+i:at], "}") {
		return false
	}
	before := strings.ReplaceAll(r.buf[from:from+i], `\"`, "")
	return strings.Count(before, `"`)%2 == 1 && r.put(at, "x")
}

// functionBody reads "function f for ..." as "f() for ...".
func (r *reading) functionBody(at int) bool {
	const word = "function "
	if !strings.HasPrefix(r.buf[at:], word) {
		return false
	}
	rest := r.buf[at+len(word):]
	lead := len(rest) - len(strings.TrimLeft(rest, " \t"))
	n := lead
	for n < len(rest) && strings.IndexByte(" \t\n;(){}", rest[n]) < 0 {
		n++
	}
	name := rest[lead:n]
	if name == "" || strings.ContainsAny(name, "$`'\"\\") {
		return false
	}
	return r.put(at, strings.Repeat(" ", len(word)+lead-2)+name+"()")
}

// declaration makes an ordinary command of a declaration with words that are
// no names, as ash takes it: export 1a, local $x=...
func (r *reading) declaration(at int) bool {
	best, name := -1, ""
	for _, w := range []string{"export", "readonly", "local", "declare", "typeset"} {
		if i := strings.LastIndex(r.buf[:min(at+len(w), len(r.buf))], w); i > best {
			best, name = i, w
		}
	}
	return best >= 0 && at-best < 4096 && r.put(best, strings.ToUpper(name[:1])+name[1:])
}

// arithmetic tells whether an error is one of an expression. Shells look at
// those only when they run them.
func arithmetic(message string) bool {
	for _, part := range []string{
		"must follow a name", "must be followed by an expression", "must follow an expression", "not a valid arithmetic operator",
		"ternary operator missing", "must be followed by a literal", "floating point arithmetic", "reached `)` without matching `$((`",
		"without matching `$((` with", "without matching `((` with", "without matching `(` with", "cannot index a special parameter name",
	} {
		if strings.Contains(message, part) {
			return true
		}
	}
	return false
}

// arithmetic leaves of $(( )) only its expansions, added up. Of (( )) around
// the place, which is no expression but subshells, ((a; b); c), it blanks one
// pair of brackets.
func (r *reading) arithmetic(at int) bool {
	limit := min(at+2, len(r.buf))
	open, shut := -1, -1
	for range 20 { // the innermost; deeper ones do not occur
		start := strings.LastIndex(r.buf[:limit], "((")
		if start < 0 {
			break
		}
		limit = start + 1
		end := closing(r.buf, start+2)
		double := end >= 0 && strings.HasPrefix(r.buf[end:], "))")
		if double && end >= at && (start > 0 && r.buf[start-1] == '$' || start == 0 || r.buf[start-1] != '(') {
			return r.put(start+2, onlyExpansions(r.buf[start+2:end]))
		}
		if start > 0 && r.buf[start-1] == '$' {
			// $((a) 2>&1): a subshell in a substitution, but not to ash. Without
			// the inner brackets the commands are the same.
			if !double && end >= 0 && closing(r.buf, start+1) > at && r.p.Dialect != Ash {
				return r.put(start+1, " ") && r.put(end, " ")
			}
			continue
		}
		if outer := closing(r.buf, start+1); !double && outer > at {
			open, shut = start, outer
		}
	}
	return open >= 0 && r.put(open, " ") && r.put(shut, " ")
}

// subscript leaves of a[...] only its expansions: the key of an associative array
// is any text, [8.0]=x and ${a[$os:$arch]}, and the parser takes it for arithmetic.
func (r *reading) subscript(at int) bool {
	open := strings.LastIndexByte(r.buf[:min(at+1, len(r.buf))], '[')
	if open < 0 {
		return false
	}
	n := strings.IndexAny(r.buf[open:], "]\n")
	if n < 2 || r.buf[open+n] != ']' || open+n < at {
		return false
	}
	return r.put(open+1, onlyExpansions(r.buf[open+1:open+n]))
}

// closing is the offset of the bracket that closes what is open at from, or -1.
func closing(s string, from int) int {
	depth := 0
	for i := from; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return i
			}
			depth--
		}
	}
	return -1
}

// onlyExpansions keeps $x, ${x}, $(x) of an expression, joined by + and blanks.
func onlyExpansions(s string) string {
	b := []byte(strings.Repeat(" ", len(s)))
	for i := range len(s) {
		if s[i] == '\n' || s[i] == ';' { // for ((a; b; c))
			b[i] = s[i]
		}
	}
	kept := false
	for i := 0; i < len(s); i++ {
		if s[i] == ';' {
			kept = false
		}
		n := expansionLength(s, i)
		if n < 2 || i+n > len(s) {
			continue
		}
		if kept && i > 0 && b[i-1] == ' ' {
			b[i-1] = '+'
		} else if kept && (i == 0 || b[i-1] != '+') && b[max(0, i-1)] == '\n' {
			break
		}
		copy(b[i:], s[i:i+n])
		i += n - 1
		kept = true
	}
	if !kept && !strings.Contains(s, ";") {
		if i := slices.Index(b, ' '); i >= 0 {
			b[i] = '0'
		}
	}
	return string(b)
}

// expansionLength is the number of bytes of the expansion that begins at i, less than
// two for none.
func expansionLength(s string, i int) int {
	if s[i] != '$' || i+1 == len(s) {
		return 0
	}
	switch next := s[i+1]; {
	case next == '(':
		return closing(s, i+2) - i + 1
	case next == '{':
		return strings.IndexByte(s[i:], '}') + 1
	case strings.IndexByte("@*#?$!-", next) >= 0:
		return 2
	}
	n := 1
	for i+n < len(s) && wordByte(s[i+n]) {
		n++
	}
	return n
}

// letCommand makes an ordinary command of let, as it is in ash.
func (r *reading) letCommand(at int) bool {
	i := strings.LastIndex(r.buf[:min(at+3, len(r.buf))], "let")
	if i < 0 || at-i > 4096 || i > 0 && wordByte(r.buf[i-1]) || strings.Contains(r.buf[i:max(i, at)], "\n") {
		return false
	}
	return r.put(i, "Let")
}

// commentBehindLet ends the expressions of let in front of a comment, which the parser
// takes for one more of them.
func (r *reading) commentBehindLet(at int) bool {
	if at == 0 || !strings.HasPrefix(r.buf[at:], "#") || r.buf[at-1] != ' ' && r.buf[at-1] != '\t' {
		return false
	}
	return r.put(at-1, ";")
}

// evaluatedList takes the meaning from the brackets of eval a=(b c): bash takes the
// list for a word, as of declare.
func (r *reading) evaluatedList(at int) bool {
	if r.p.Dialect != Bash || at == 0 || at >= len(r.buf) || r.buf[at] != '(' || r.buf[at-1] != '=' {
		return false
	}
	line := strings.LastIndexByte(r.buf[:at], '\n') + 1
	end := closing(r.buf, at+1)
	return end >= 0 && strings.HasPrefix(strings.TrimLeft(r.buf[line:at], " \t"), "eval ") && r.put(at, "x") && r.put(end, "x")
}

// regexBlank fills the blanks between the brackets of an expression, [[ a =~ (^$b ) ]],
// behind an expansion.
func (r *reading) regexBlank(at int) bool {
	line := strings.LastIndexByte(r.buf[:at], '\n') + 1
	end := len(r.buf)
	if n := strings.IndexByte(r.buf[at:], '\n'); n >= 0 {
		end = at + n
	}
	for from := line; from < end; {
		n := strings.Index(r.buf[from:end], "=~ (")
		if n < 0 {
			return false
		}
		open := from + n + len("=~ (")
		shut := closing(r.buf[:end], open)
		if shut < 0 {
			return false
		}
		if r.put(open, strings.ReplaceAll(r.buf[open:shut], " ", "_")) {
			return true
		}
		from = shut
	}
	return false
}

// testCommand makes an ordinary command of a [[ that the parser refuses: in ash
// it is one, and says what is wrong only when it runs.
func (r *reading) testCommand(at int) bool {
	from := strings.LastIndexByte(r.buf[:min(at, len(r.buf))], '\n') + 1
	i := strings.LastIndex(r.buf[from:min(at+2, len(r.buf))], "[[")
	if i < 0 {
		return false
	}
	i += from
	end := strings.Index(r.buf[i:], "]]")
	if nl := strings.IndexByte(r.buf[i:], '\n'); end < 0 || nl >= 0 && nl < end || i+end < at {
		return false
	}
	inside := strings.NewReplacer("&&", "-a", "||", "-o").Replace(r.buf[i+2 : i+end])
	return r.put(i, "[x"+inside+"]]")
}

// bracketBehindDollar takes the meaning from $[ on the line of an error: to ash it is
// text as any other.
func (r *reading) bracketBehindDollar(at int) bool {
	from := strings.LastIndexByte(r.buf[:at], '\n') + 1
	i := strings.LastIndex(r.buf[from:at], "$[")
	return i >= 0 && r.put(from+i, "x")
}

// quotedNames makes whole quotes of partial ones in the names of here-documents
// (E"O"F): any quote makes the body verbatim, which the parser does not see.
func (r *reading) quotedNames() (changed bool) {
	for at := 0; ; {
		n := strings.Index(r.buf[at:], "<<")
		if n < 0 {
			return changed
		}
		at += n + 2
		from := r.skip(at, "- \t")
		if from >= len(r.buf) {
			return changed
		}
		raw := heredocWord(r.buf[from:min(len(r.buf), from+256)])
		name, quoted := unquoteName(raw)
		if !quoted || raw[0] == '\'' || raw[0] == '"' || len(name)+2 > len(raw) || strings.ContainsAny(name, "'\n`$") {
			continue
		}
		changed = r.put(from, strings.Repeat(" ", len(raw)-len(name)-2)+"'"+name+"'") || changed
	}
}

// skip is the offset of the first byte from at on that is none of the set.
func (r *reading) skip(at int, set string) int {
	for at < len(r.buf) && strings.IndexByte(set, r.buf[at]) >= 0 {
		at++
	}
	return at
}

// joined closes up operators that a backslash-newline splits, which shells read
// as one (&\⏎& becomes &&\⏎), and names of here-documents that are quoted in
// part. It tells whether the text parses then.
func (r *reading) joined() (file *syntax.File, ok bool) {
	names := r.quotedNames()
	const cut = "\\\n"
	if !names && !strings.Contains(r.buf, cut) {
		return nil, false
	}
	b := []byte(r.buf)
	changed := names
	for i := 1; i+2 < len(b); i++ {
		if b[i] != '\\' || b[i+1] != '\n' {
			continue
		}
		next := i // behind all that splits here
		for next+2 < len(b) && b[next] == '\\' && b[next+1] == '\n' {
			next += 2
		}
		n := joins(b, i, next)
		if n == 0 || next-i > 2*maxCuts {
			i = next - 1
			continue
		}
		cuts := strings.Repeat(cut, (next-i)/2)
		moved := slices.Clone(b[next : next+n])
		copy(b[i:], moved)
		copy(b[i+n:], cuts)
		changed = true
		i += n - 1
	}
	if !changed {
		return nil, false
	}
	try := *r
	try.buf = string(b)
	if file, err := try.tree(); err == nil {
		r.buf, r.work = try.buf, try.work
		return file, true
	}
	// Other errors may stand beside it.
	r.buf, r.work = try.buf, try.work
	return nil, false
}

// maxCuts is the number of backslash-newlines that may split one token: each is
// carried along.
const maxCuts = 16

// joins is the number of bytes at the offset behind that belong to the token
// before the backslash-newline at i.
func joins(b []byte, i, behind int) int {
	if behind >= len(b) {
		return 0
	}
	prev, next := b[i-1], b[behind]
	switch {
	case strings.IndexByte("&|;<>", prev) >= 0 && next == prev,
		prev == '$' && (next == '(' || next == '{'),
		prev == '(' && next == '(' && i > 1 && b[i-2] == '$',
		(prev == '<' || prev == '>') && next == '&', prev == '&' && next == '>',
		prev == ')' && next == ')',
		prev == '<' && next == '-' && i > 1 && b[i-2] == '<':
		return 1
	}
	if i > 1 && (b[i-2] == '<' && prev == '<' || i > 2 && prev == '-' && b[i-2] == '<' && b[i-3] == '<') {
		n := 0
		for behind+n < len(b) && strings.IndexByte(" \t", b[behind+n]) >= 0 {
			n++
		}
		for behind+n < len(b) && strings.IndexByte(" \t\n;&|<>()\\", b[behind+n]) < 0 {
			n++
		}
		return n
	}
	return 0
}
