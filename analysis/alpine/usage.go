package alpine

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// Outcome is what an applet makes of a usage that GNU's command of its name knows.
type Outcome int8

// The outcomes of the table.
const (
	Refused   Outcome = iota // the applet says so and ends with an error
	Ignored                  // taken, and without effect
	Different                // taken, and does something else
)

var outcomes = map[string]Outcome{"refused": Refused, "ignored": Ignored, "different": Different}

func (o Outcome) String() string {
	for name, x := range outcomes {
		if x == o {
			return name
		}
	}
	return "unknown"
}

// Usage is a row of the table: options, or texts of words, of which the applet
// makes something else than GNU's command. It holds for the releases of BusyBox
// on which it was measured, and for those between them.
type Usage struct {
	Outcome  Outcome
	From, To BusyBoxRelease
	Topic    string // what a rule of its own speaks of: "checksum", "tls"; "" for none
	Advice   string // what to write instead, "" for nothing
	// Options are as written on a command line, with their dashes.
	Options []string
	// Try shows it where options alone do not: a command, and a part of what it
	// prints. "" for none.
	Try, Says string

	line  int
	texts []textRule
}

// textRule is a text that the value of an option, or an operand, must have.
type textRule struct {
	of   []string // options; "" for an operand
	text *regexp.Regexp
}

// Holds tells whether the row is known to hold for all releases of a range, as of
// Image.BusyBoxes. Where nothing is known of the releases, it must hold for all
// that were measured.
func (u *Usage) Holds(from, to BusyBoxRelease) bool {
	if !from.Known() || !to.Known() {
		return u.From <= firstMeasured && u.To >= lastMeasured
	}
	return u.From <= from && to <= u.To
}

// firstMeasured and lastMeasured are those of the whole table: the BusyBox of
// Alpine 3.6 and the newest that was built with Alpine's configuration.
const firstMeasured, lastMeasured BusyBoxRelease = 26, 38

// grammar is how an applet reads its words.
type grammar int8

const (
	byGetopt   grammar = iota // options anywhere in front of --
	byStopping                // options up to the first operand: env, nice, xargs
	byFind                    // words with one dash anywhere, but for commands of -exec
	byTar                     // a first word without a dash is a cluster
	byOperands                // no options: dd, sysctl
	byVerbs                   // whole words with one dash in front of a verb: ip
)

var grammars = map[string]grammar{"getopt": byGetopt, "stop": byStopping, "find": byFind, "tar": byTar, "operands": byOperands, "verbs": byVerbs}

// appletUsage is what the table has of an applet.
type appletUsage struct {
	grammar grammar
	values  map[string]bool // options whose value may be the next word; false: only what is attached
	options map[string][]*Usage
	texts   []*Usage // rows with texts
}

//go:embed usage.txt
var usageText string

var usages = sync.OnceValue(func() map[string]*appletUsage {
	table, _, _ := parseUsage(usageText) // TestUsageTable finds typing errors
	return table
})

// parseUsage reads the table. Its form stands at its head.
func parseUsage(text string) (map[string]*appletUsage, []*Usage, error) {
	table := map[string]*appletUsage{}
	var rows []*Usage
	var current *appletUsage
	n := 0
	for line := range strings.Lines(text) {
		n++
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		keyword, rest := fields[0], fields[1:]
		var err error
		switch {
		case keyword == "applet":
			current = &appletUsage{values: map[string]bool{}, options: map[string][]*Usage{}}
			for _, name := range rest {
				if table[name] != nil {
					err = fmt.Errorf("%s stands there twice", name)
				}
				table[name] = current
			}
		case current == nil:
			err = fmt.Errorf("%s before the first applet", keyword)
		case keyword == "grammar":
			g, ok := grammars[strings.Join(rest, " ")]
			if !ok {
				err = fmt.Errorf("no grammar %v", rest)
			}
			current.grammar = g
		case keyword == "value", keyword == "attached":
			for _, o := range rest {
				current.values[o] = keyword == "value"
			}
		case keyword == "try":
			command, says, ok := strings.Cut(strings.TrimSpace(line), " => ")
			if !ok || len(rows) == 0 || rows[len(rows)-1].Try != "" {
				err = fmt.Errorf("a try is a command, =>, and a part of its output, once behind a row")
				break
			}
			rows[len(rows)-1].Try, rows[len(rows)-1].Says = strings.TrimSpace(strings.TrimPrefix(command, "try")), says
		default:
			var u *Usage
			if u, err = parseRow(keyword, line); err == nil {
				u.line = n
				rows = append(rows, u)
				err = current.add(u)
			}
		}
		if err != nil {
			return nil, nil, fmt.Errorf("usage.txt:%d: %w", n, err)
		}
	}
	return table, rows, nil
}

// parseRow reads OUTCOME FROM-TO [as TOPIC] WHAT... [: ADVICE].
func parseRow(keyword, line string) (*Usage, error) {
	outcome, ok := outcomes[keyword]
	if !ok {
		return nil, fmt.Errorf("no outcome %q", keyword)
	}
	what, advice, _ := strings.Cut(line, " : ")
	fields := strings.Fields(what)[1:]
	u := &Usage{Outcome: outcome, Advice: strings.TrimSpace(advice)}
	if len(fields) == 0 {
		return nil, fmt.Errorf("a row without a range")
	}
	from, to, ok := strings.Cut(fields[0], "-")
	var ok1, ok2 bool
	u.From, ok1 = ParseBusyBox(from)
	u.To, ok2 = ParseBusyBox(to)
	if !ok || !ok1 || !ok2 || u.From > u.To || u.From < firstMeasured || u.To > lastMeasured {
		return nil, fmt.Errorf("%q is no range of measured releases", fields[0])
	}
	fields = fields[1:]
	if len(fields) > 1 && fields[0] == "as" {
		u.Topic, fields = fields[1], fields[2:]
	}
	for _, f := range fields {
		of, text, isText := strings.Cut(f, "~")
		if !isText {
			u.Options = append(u.Options, f)
			continue
		}
		re, err := regexp.Compile(text)
		if err != nil {
			return nil, err
		}
		r := textRule{text: re}
		for o := range strings.SplitSeq(of, ",") {
			r.of = append(r.of, strings.TrimPrefix(o, "operand"))
		}
		u.texts = append(u.texts, r)
	}
	if len(u.Options)+len(u.texts) == 0 {
		return nil, fmt.Errorf("a row about nothing")
	}
	return u, nil
}

func (a *appletUsage) add(u *Usage) error {
	for _, o := range u.Options {
		if !strings.HasPrefix(o, "-") || len(o) < 2 {
			return fmt.Errorf("%q is no option", o)
		}
		for _, other := range a.options[o] {
			if u.From <= other.To && other.From <= u.To {
				return fmt.Errorf("%s stands there twice, in line %d too", o, other.line)
			}
		}
		a.options[o] = append(a.options[o], u)
	}
	if len(u.texts) > 0 {
		a.texts = append(a.texts, u)
	}
	return nil
}
