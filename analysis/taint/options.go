package taint

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// optionRow is a command that has an option with which a value in an operand's
// place does harm. Commands that only fail on it have no row.
type optionRow struct {
	names   string
	letters string // short options that take a value
	longs   string // long ones that take the next word
	stops   bool   // options end at the first operand
	ends    bool   // "--" ends them, as was run or as its manual says
	// whole: the option takes no value, so that a name with more behind it is none.
	whole bool
	// flags are the letters of that option. Where one is given, another does no more.
	flags string
	// besides is how many operands it needs that are no options before it does
	// anything: rm -r alone removes nothing, and curl -o/etc/x has no address.
	besides int
	// instead are the letters of options whose value stands for such an operand: grep -e.
	instead string
	// given: an option of the command's own is as good as one: kill "$x" takes -1 for a
	// signal, kill -9 "$x" for all processes.
	given bool
	// needs: the option's value stands behind = or is the next word, so that without one
	// of these bytes it has none.
	needs Props
	// verbs, for commands like git: only behind one of these words.
	verbs string
	harm  string // a clause behind "can", with the option in brackets
	from  string
}

// options is the table of such commands. BusyBox's getopt permutes as GNU's does:
// options count behind operands too, unless it says otherwise.
var options = []optionRow{
	{names: "find", stops: true, whole: true, harm: "delete files or run commands (-delete, -exec)", from: "PoC on 1.37; Debian's BusyBox has no -delete"},
	{names: "wget", besides: 1, letters: "OoPYUTteaiBQADRIXl", longs: " header post-data post-file user-agent timeout output-document directory-prefix ", ends: true, harm: "write or send any file (-O, --post-file)", from: "PoC, wget of BusyBox; alone it prints its usage, as run on 1.35"},
	{names: "curl", besides: 1, letters: image.CurlValues, longs: " data header output request user user-agent proxy retry max-time connect-timeout cacert cert key form url data-binary data-raw data-urlencode cookie cookie-jar continue-at write-out referer range resolve connect-to interface limit-rate speed-limit speed-time retry-delay retry-max-time unix-socket noproxy dns-servers pinnedpubkey url ", ends: true, harm: "write or send any file (-o, -T, -K)", from: "curl(1); alone it says that there is no URL, as run on 7.88"},
	{names: "sort", letters: "kotST", longs: " key output field-separator temporary-directory buffer-size ", ends: true, harm: "write any file (-o)", from: "PoC"},
	{names: "cp mv install", besides: 1, letters: "tSmog", longs: " target-directory suffix mode owner group ", ends: true, harm: "choose where files go (-t)", from: "PoC: cp -t"},
	{names: "rm", ends: true, whole: true, flags: "rR", besides: 1, harm: "remove folders (-r)", from: "PoC: a file called -r"},
	{names: "chmod chown chgrp", ends: true, whole: true, flags: "R", besides: 2, harm: "reach all files below (-R)", from: "PoC: a file called -R"},
	{names: "tar bsdtar", letters: "bCfgHIKLNTVX", longs: " directory file exclude strip-components ", ends: true, harm: "write anywhere or run commands (-C, --to-command)", from: "PoC: --exclude on 1.37, --to-command on Debian's"},
	{names: "grep egrep fgrep", besides: 1, instead: "ef", letters: "ABCefm", longs: " regexp file max-count include exclude color ", ends: true, harm: "have other files searched (-f, -r)", from: "PoC; -r alone wants an expression, and one out of a file is no more than another expression, as run on 1.35 and GNU's 3.8"},
	{names: "ssh scp sftp", besides: 1, letters: "BbcDEeFIiJLlmOoPpQRSWwX", stops: true, harm: "run commands (-oProxyCommand)", from: "ssh(1)"},
	{names: "rsync", letters: "efBTM", ends: true, harm: "run commands (-e)", from: "rsync(1)"},
	{names: "git", verbs: " clone ", besides: 2, letters: "bocjuS", longs: " branch depth origin config reference ", ends: true, harm: "run commands (--upload-pack)", from: "git-clone(1); alone it wants a repository, as run on 2.39"},
	{names: "git", verbs: " fetch pull push ls-remote ", letters: "bocjuS", longs: " branch depth origin config reference ", ends: true, needs: Equals | Blank, harm: "run commands (--upload-pack)", from: "git-fetch(1), git-push(1): no short option names that program"},
	{names: "git", verbs: " archive ", letters: "bocjuS", longs: " branch depth origin config reference ", ends: true, harm: "write any file or run commands (-o, --exec)", from: "git-archive(1)"},
	{names: "nc ncat", letters: "pwsqiogGlI", harm: "run commands (-e)", from: "PoC, nc of BusyBox"},
	{names: "sendmail", letters: "fFoHSwa", harm: "run commands (-H)", from: "PoC on 1.37"},
	{names: "start-stop-daemon", letters: "axnpukrdgsIPRcNK", stops: true, harm: "choose what is run (-x, -a)", from: "PoC on 1.35"},
	{names: "unzip", besides: 1, letters: "xdP", flags: "pclt", harm: "choose where files go (-d)", from: "BusyBox 1.37 usage; with no archive left it prints that, and where it prints or tests it ignores -d, as run on 1.35 and Info-ZIP 6.0"},
	{names: "zip", letters: "bntx", harm: "run commands (-TT)", from: "zip(1)"},
	{names: "apk", verbs: " add fix upgrade update fetch ", letters: "pXt", longs: " root repository virtual keys-dir cache-dir arch ", harm: "install from elsewhere (-X, --allow-untrusted)", from: "apk(8)"},
	{names: "pip pip3", verbs: " install download ", letters: "rcietd", longs: " index-url extra-index-url target requirement ", ends: true, harm: "install from elsewhere (--index-url)", from: "pip install --help"},
	{names: "apt-get apt", verbs: " install update upgrade ", letters: "otc", harm: "run commands (-o)", from: "apt-get(8)"},
	{names: "set", stops: true, ends: true, harm: "switch options of the shell (-x, -e)", from: "PoC"},
	{names: "kill", besides: 1, given: true, letters: "sn", flags: "0", harm: "end all processes (-9 -1)", from: "C33: the words of a file in the place of a number; signal 0 ends none"},
	{names: "date", letters: "sdrDI", longs: " set date reference file ", harm: "read files or set the clock (-r, -s)", from: "PoC"},
}

// appendUses appends the place of a command's operands, where a word that begins with a
// dash is an option. The words are those in front of "--" that are not constant.
func (row *optionRow) appendUses(uses []use, c *shell.Command) []use {
	if !slices.ContainsFunc(c.Args, mayBegin) || row.isGiven(c) {
		return uses
	}
	p := apart(c, row.letters, row.longs, row.stops)
	exposed := p.exposed
	if row.verbs != "" {
		if len(exposed) == 0 || !strings.Contains(row.verbs, " "+exposed[0].Source()+" ") {
			return uses
		}
		exposed = exposed[1:]
	}
	var words, alone []shell.Word
	for _, w := range exposed {
		switch {
		case !mayBegin(w) || row.whole && hasFixedEnd(w):
		case row.hasOperands(c, p, w):
			words = append(words, w)
		case isSplit(w) && !strings.ContainsAny(w.Source(), "@*?["):
			alone = append(alone, w)
		case isSplit(w):
			words = append(words, w)
		}
	}
	for _, w := range p.taken { // those are no options, but what they are split into may be
		if mayBegin(w) && isSplit(w) {
			alone = append(alone, w)
		}
	}
	u := use{class: Option, as: c.Name, hurts: Dash, needs: row.needs, harm: row.harm, letters: row.letters, longs: row.longs}
	if len(words) > 0 {
		u.words = words
		uses = append(uses, u)
	}
	if len(alone) > 0 {
		u.words, u.several = alone, true
		uses = append(uses, u)
	}
	return uses
}

// hasOperands tells whether a command does anything with its operands when a word of
// them is an option.
func (row *optionRow) hasOperands(c *shell.Command, p parted, w shell.Word) bool {
	isOption := func(w shell.Word) bool { return strings.HasPrefix(w.Source(), "-") }
	isInstead := func(v valued) bool { return strings.Contains(row.instead, v.name) }
	return row.besides == 0 || others(c, p.operands, w) >= row.besides ||
		slices.ContainsFunc(p.values, isInstead) || row.given && slices.ContainsFunc(c.Args, isOption)
}

// others is how many operands do not begin as a word does, with the same name: of cp
// "$x" "$x.old" none, for where the first is an option the second is one too. An array is
// any number of words, be it none, and often that of options.
func others(c *shell.Command, operands []shell.Word, w shell.Word) int {
	n, first := 0, w.Expansions()
	for _, o := range operands {
		if !mayBegin(o) {
			n++
			continue
		}
		list := o.Expansions()
		if !isArray(list) && !holdsOptions(c, o, list) && (len(list) == 0 || len(first) == 0 || list[0].Name != first[0].Name) {
			n++
		}
	}
	return n
}

// isArray tells whether a word begins with all elements of an array.
func isArray(list []shell.Expansion) bool {
	return len(list) > 0 && list[0].Op == "[" && strings.HasSuffix(list[0].Span.Text(), "[@]}")
}

// holdsOptions tells whether a word of these expansions is a name to which the program
// gives options and nothing else: $VERBOSITY.
func holdsOptions(c *shell.Command, w shell.Word, list []shell.Expansion) bool {
	if len(list) != 1 || list[0].Quoted || list[0].Span.Text() != w.Source() {
		return false
	}
	given, whole := c.Program.Given(list[0].Name)
	isText := func(g shell.Word) bool {
		text := strings.Trim(g.Source(), `"'`)
		return text != "" && text[0] != '-'
	}
	return whole && len(given) > 0 && !slices.ContainsFunc(given, isText)
}

// isSplit tells whether a word may become several: it is not one text in quotes, or
// "$@".
func isSplit(w shell.Word) bool {
	src := w.Source()
	quoted := len(src) > 1 && src[0] == '"' && strings.IndexByte(src[1:], '"') == len(src)-2
	return !quoted || strings.Contains(src, "@")
}

// mayBegin tells whether what a word begins with is expanded or matched, so that
// it may be a dash.
func mayBegin(w shell.Word) bool {
	src := strings.TrimLeft(w.Source(), `"`)
	return src != "" && strings.IndexByte("$`*?[", src[0]) >= 0
}

// isGiven tells whether a command has the option that does harm already: rm -rf *.
func (row *optionRow) isGiven(c *shell.Command) bool {
	return row.flags != "" && slices.ContainsFunc(c.Args, func(w shell.Word) bool { return isFlag(w.Source(), row.flags) })
}

// hasFixedEnd tells whether a word is a pattern that ends in text: the name -r.gz is
// no option -r.
func hasFixedEnd(w shell.Word) bool {
	s := w.Source()
	return w.Constant() && strings.IndexByte("*?]", s[len(s)-1]) < 0
}
