package taint

import (
	"slices"
	"strconv"

	"mvdan.cc/sh/v3/syntax"
)

// turn is one of the constants that a name may hold, with the facts that were found out
// on the ways on which it came to hold it: ok=0; [ "$x" = a ] && ok=1. Who asks for the
// constant asks for them.
type turn struct {
	text  string
	facts []fact
	// failed: the text stands for each but 0, as the status of a command that failed.
	failed bool
}

// turns are all of them. Few values are any, so that a value has them behind a pointer.
type turns struct{ list []turn }

// The constants that are told apart, their length in bytes, the ways which meet, and
// what each of them changed: a check sets one of a few words on one of a few ways.
const (
	maxTurns       = 4
	maxTurnText    = 16
	maxTurnWays    = 6
	maxTurnChanges = 64
)

// turning are ways that meet, with the facts that were found out on each; nil where none
// was, or where a loop renews values, so that they may be of the value before.
func (m *machine) turning(ways []delta) []turningWay {
	if m.renewing > 0 || len(ways) > maxTurnWays {
		return nil
	}
	some := false
	for _, w := range ways {
		if w.dead == alive {
			if len(w.changes) > maxTurnChanges {
				return nil
			}
			some = some || w.tells()
		}
	}
	if !some {
		return nil
	}
	list := make([]turningWay, 0, len(ways))
	for _, w := range ways {
		if w.dead == alive {
			list = append(list, turningWay{w, w.facts()})
		}
	}
	return list
}

// turningWay is a way with the facts that were found out on it.
type turningWay struct {
	delta
	facts []fact
}

// turned is what a name holds that is a constant on each of the ways; nil for others.
func (m *machine) turned(ways []turningWay, id int32) *value {
	var list []turn
	for _, w := range ways {
		v := m.leftBy(w.delta, id)
		switch {
		case v.known && len(v.text) <= maxTurnText:
			list = addTurn(list, turn{text: v.text, facts: w.facts})
		case v.turns != nil:
			for _, t := range v.turns.list {
				list = addTurn(list, turn{t.text, both(w.facts, t.facts), t.failed})
			}
		default:
			return nil
		}
		if len(list) > maxTurns {
			return nil
		}
	}
	if len(list) < 2 {
		return nil
	}
	return &value{turns: &turns{list}}
}

// leftBy is the value that a way left in a name.
func (m *machine) leftBy(w delta, id int32) *value {
	for _, c := range w.changes {
		if c.id == id {
			return m.leftIn(c)
		}
	}
	return m.base(id)
}

func addTurn(list []turn, t turn) []turn {
	i := slices.IndexFunc(list, func(u turn) bool { return u.text == t.text })
	if i < 0 {
		return append(list, t)
	}
	list[i].facts = common(list[i].facts, t.facts)
	list[i].failed = list[i].failed || t.failed
	return list
}

// asked is what a question tells to which some of the constants are the answer.
func (v *value) asked(holds func(text string) bool) answer {
	var says verdict
	if v.turns == nil {
		return answer{}
	}
	for _, t := range v.turns.list {
		says.add(delta{}, t.asked(holds))
	}
	return says.answer()
}

func (t turn) asked(holds func(text string) bool) answer {
	is := holds(t.text)
	switch {
	case t.failed && is != holds("2"): // -eq 1
		return answer{yes: t.facts, no: t.facts}
	case is:
		return answer{status: success, yes: t.facts}
	}
	return answer{status: failure, no: t.facts}
}

// lastStatus is the value of $?.
func (m *machine) lastStatus() *value {
	var list []turn
	if m.last.status != failure {
		list = append(list, turn{text: "0", facts: m.last.yes})
	}
	if m.last.status != success {
		list = append(list, turn{text: "1", facts: m.last.no, failed: true})
	}
	return &value{turns: &turns{list}}
}

// comparedTurns reads a comparison of one of some constants with another.
func (m *machine) comparedTurns(op string, a *value, y *syntax.Word) answer {
	b := m.word(y)
	if !b.known {
		return answer{}
	}
	switch guardsByName[op] {
	case equality:
		return a.asked(func(text string) bool { return text == b.text })
	case difference:
		return a.asked(func(text string) bool { return text != b.text })
	case number:
		if n, err := strconv.Atoi(b.text); err == nil {
			return a.asked(func(text string) bool {
				k, err := strconv.Atoi(text)
				return err == nil && compares(op, k, n)
			})
		}
	}
	return answer{}
}

// matchedTurns are the facts of an arm of case: in it, and behind it. There are none
// where one of the patterns is not understood.
func (m *machine) matchedTurns(v *value, patterns []*syntax.Word) (matched, unmatched []fact) {
	understood := true
	says := v.asked(func(text string) bool {
		matches, known := m.matchesAny(patterns, text)
		understood = understood && (matches || known)
		return matches
	})
	if !understood {
		return nil, nil
	}
	return says.yes, says.no
}

// compares is what -eq and its like tell of two numbers.
func compares(op string, a, b int) bool {
	switch op {
	case "-eq":
		return a == b
	case "-ne":
		return a != b
	case "-lt":
		return a < b
	case "-le":
		return a <= b
	case "-gt":
		return a > b
	}
	return a >= b
}
