package taint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"mvdan.cc/sh/v3/syntax"
)

// fetcher is a row of the table of commands whose output comes from the network.
type fetcher struct {
	names string
	who   string // controls what they print; "" for whoever answers them
	from  string
	words string // that have them fetch, one of these; "" where they always do
}

// fetcherRows is the table.
var fetcherRows = []fetcher{
	{names: "wget curl nc ncat nslookup dig host ftpget tftp", from: "run against a loopback server (E04, E05, E25 of the demonstrations)"},
	{names: "mosquitto_sub", who: "whoever publishes to the topic", from: "mosquitto_sub(1): it prints each message as it comes"},
	{names: "mosquitto_rr websocat", from: "mosquitto_rr(1); websocat --help: messages are lines of its output"},
	{
		names: "iw iwlist iwinfo wpa_cli", words: "scan scanning scan_results",
		who:  "whoever names a wireless network in reach",
		from: "IEEE 802.11 9.4.2.2: an SSID is any 32 bytes; the programs escape control characters, and leave $, ` and ; as they are",
	},
}

// fetchers is the table by command.
var fetchers = byNames(fetcherRows, func(f *fetcher) string { return f.names })

// answerer is who controls what a fetcher prints.
func answerer(name string) string {
	if f := fetchers[name]; f != nil && f.who != "" {
		return f.who
	}
	return "whoever answers " + name
}

// isAsked tells whether a word has the program fetch.
func (f *fetcher) isAsked(w *syntax.Word) bool {
	s, ok := literal(w)
	return ok && s != "" && slices.Contains(strings.Fields(f.words), s)
}

// resolvers are those that print addresses and the names of hosts, but for the
// types of records that hold text.
var (
	resolvers   = words(`nslookup dig host`)
	textRecords = words(`txt any hinfo naptr caa spf uri`)
)

// hostNames are addresses and names of hosts, a line each (RFC 1123 2.1: they begin
// with a letter or a digit).
const hostNames = Name | Dot | Colon | Newline

// answerProps is what the answer of a fetcher may hold.
func answerProps(name string, list []*syntax.Word) Props {
	isText := func(w *syntax.Word) bool {
		s, _ := literal(w)
		return textRecords[strings.ToLower(s[strings.LastIndexByte(s, '=')+1:])] // -type=txt
	}
	if resolvers[name] && !slices.ContainsFunc(list, isText) {
		return hostNames
	}
	return Any
}

// ownHosts are names of the machine itself and of the platform that runs it, by what
// stands in front: http://localhost, dig @127.0.0.1. Linux takes 0.0.0.0 for itself (run).
// Clouds answer questions of their machines at an address of the link, which no network
// routes (RFC 3927), and one of them at 100.100.100.200.
var ownHosts = regexp.MustCompile(`(?:^|//|@)(?:localhost|rancher-metadata(?:\.rancher\.internal)?|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?|169\.254\.\d+\.\d+|100\.100\.100\.200|instance-data|metadata(?:\.google\.internal)?)(?:[:/?"']|$)`)

// asksNobodyElse tells whether who answers is the machine or whoever runs it.
func (m *machine) asksNobodyElse(list []*syntax.Word) bool {
	return slices.ContainsFunc(list, func(w *syntax.Word) bool {
		text := strings.Trim(m.span(w).Text(), `"'`)
		if text == "--unix-socket" || ownHosts.MatchString(text) {
			return true
		}
		return ownHosts.MatchString(m.opening(w))
	})
}

// opening is the text with which a word begins, and $ for the first value in it that is not
// known.
func (m *machine) opening(w *syntax.Word) string {
	text := ""
	for _, p := range bare(w.Parts) {
		v := m.part(p, false)
		if !v.known {
			return text + "$"
		}
		text += v.text
	}
	return text
}

// printsFetched tells whether the body goes to standard output.
func (m *machine) printsFetched(name string, list []*syntax.Word) bool {
	if f := fetchers[name]; f.words != "" && !slices.ContainsFunc(list, f.isAsked) {
		return false
	}
	if len(list) == 1 {
		if s, _ := literal(list[0]); shell.TellsOfItself(s) {
			return false
		}
	}
	for i, w := range list {
		s, ok := literal(w)
		next := ""
		if i+1 < len(list) {
			next, _ = literal(list[i+1])
		}
		switch {
		case !ok:
			if m.givesOutputFile(w) || name == "curl" && (isArgs(w.Parts) && m.args.divertCurl() || m.holdsDiverting(w)) {
				return false
			}
		case name == "wget" && strings.HasPrefix(s, "-") && !strings.HasPrefix(s, "--") && strings.Contains(s, "O"):
			if strings.HasSuffix(s, "O") && i+1 < len(list) {
				return isStdout(next)
			}
			return strings.HasSuffix(s, "O-")
		case name == "wget" && strings.HasPrefix(s, "--output-document="):
			return strings.HasSuffix(s, "=-")
		case name == "curl" && curlDiverts(s, next):
			return false
		case (name == "nc" || name == "ncat") && isFlag(s, "z"):
			return false // it tries whether the port is open, and reads nothing
		}
	}
	return name != "wget" && name != "ftpget" && name != "tftp"
}

func isStdout(file string) bool { return file == "-" || file == "/dev/stdout" }

// curlDiverts tells whether an option of curl, with the word behind it, sends the body
// elsewhere, prints another text in its place, or one behind it.
func curlDiverts(option, next string) bool {
	switch option {
	case "--remote-name", "--head", "--write-out":
		return true
	case "--output":
		return !isStdout(next)
	}
	if !strings.HasPrefix(option, "-") || strings.HasPrefix(option, "--") {
		return false
	}
	for at := 1; at < len(option); at++ {
		switch c := option[at]; {
		case c == 'O' || c == 'I' || c == 'w':
			return true
		case c == 'o' && at+1 < len(option):
			return !isStdout(option[at+1:])
		case c == 'o':
			return !isStdout(next)
		case strings.IndexByte(image.CurlValues, c) >= 0:
			return false // the rest is its value
		}
	}
	return false
}

// noteOptions notes an array in which there is such an option: curl "${options[@]}".
func (m *machine) noteOptions(array string, items *syntax.ArrayExpr) {
	for i, e := range items.Elems {
		if e.Value == nil {
			continue
		}
		option, _ := literal(e.Value)
		next := ""
		if i+1 < len(items.Elems) && items.Elems[i+1].Value != nil {
			next, _ = literal(items.Elems[i+1].Value)
		}
		if option != "" && option[0] == '-' && curlDiverts(option, next) {
			if m.diverting == nil {
				m.diverting = map[string]bool{}
			}
			m.diverting[array] = true
		}
	}
}

// holdsDiverting tells whether a word is an array with such an option in it.
func (m *machine) holdsDiverting(w *syntax.Word) bool {
	x := parameterAlone(w.Parts)
	return x != nil && x.Index != nil && m.diverting[x.Param.Value]
}

// divertCurl tells whether one of the arguments is an option by which curl does not print
// the body, or not alone: get -w '%{http_code}' -o /dev/null, of get() { curl "$@"; }.
func (a *args) divertCurl() bool {
	for i, v := range a.list {
		next := ""
		if i+1 < len(a.list) {
			next = a.list[i+1].text
		}
		if v.known && curlDiverts(v.text, next) {
			return true
		}
	}
	return false
}

// givesOutputFile tells whether a word is the name of options that say where the
// body goes: OUT="-o $file"; curl "$url" $OUT.
func (m *machine) givesOutputFile(w *syntax.Word) bool {
	if len(w.Parts) != 1 {
		return false
	}
	x, ok := w.Parts[0].(*syntax.ParamExp)
	if !ok || x.Param == nil {
		return false
	}
	given, _ := m.prog.Given(x.Param.Value)
	for _, word := range given {
		for option := range strings.FieldsSeq(strings.Trim(word.Source(), `"'`)) {
			if strings.HasPrefix(option, "-o") || strings.HasPrefix(option, "-O") || strings.HasPrefix(option, "--output") {
				return true
			}
		}
	}
	return false
}
