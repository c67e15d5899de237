package alpine

import (
	"slices"
	"strings"
)

// Arg is a word behind an applet's name. Known is false where its value is not
// known.
type Arg struct {
	Value string
	Known bool
}

// Misuse is a word of a command line of which BusyBox makes something else than
// GNU does.
type Misuse struct {
	*Usage
	Arg  int    // index of the word
	Text string // the option as written, "-P", or the word
	// TakesWord: it is an option whose value may be the next word.
	TakesWord bool
}

// Misuses are the words that the table speaks of, in their order, whatever the
// release. A word whose value is not known says nothing.
func Misuses(applet string, args []Arg) []Misuse {
	a := usages()[applet]
	if a == nil {
		return nil
	}
	r := usageReader{applet: a, args: args}
	switch a.grammar {
	case byFind:
		r.find()
	case byVerbs:
		r.verb()
	default:
		r.getopt()
	}
	return r.found
}

// HasUsage tells whether the table has anything on the applet. It costs a look
// into a map.
func HasUsage(applet string) bool { return usages()[applet] != nil }

type usageReader struct {
	applet *appletUsage
	args   []Arg
	found  []Misuse
	at     int // the word being read
}

func (r *usageReader) getopt() {
	if r.applet.grammar == byTar && len(r.args) > 0 && r.args[0].Known && !strings.HasPrefix(r.args[0].Value, "-") {
		r.oldCluster()
	}
	for r.at < len(r.args) {
		w := r.args[r.at]
		switch {
		case !w.Known || w.Value == "-" || !strings.HasPrefix(w.Value, "-") || r.applet.grammar == byOperands:
			if r.applet.grammar == byStopping {
				return
			}
			r.text("", w, r.at)
			r.at++
		case w.Value == "--":
			for r.at++; r.at < len(r.args); r.at++ {
				r.text("", r.args[r.at], r.at)
			}
		case strings.HasPrefix(w.Value, "--"):
			r.long(w.Value)
		default:
			r.cluster(w.Value[1:])
		}
	}
}

// long reads --name, --name=value or --name value.
func (r *usageReader) long(word string) {
	name, value, has := strings.Cut(word, "=")
	option := r.at
	r.option(name, option)
	r.at++
	switch {
	case has:
		r.text(name, Arg{value, true}, option)
	case r.applet.values[name] && r.at < len(r.args):
		r.text(name, r.args[r.at], r.at)
		r.at++
	}
}

// cluster reads -abc, of which one may take the rest, or the next word, for its
// value.
func (r *usageReader) cluster(letters string) {
	word := r.at
	r.at++
	for i := range len(letters) {
		name := "-" + letters[i:i+1]
		r.option(name, word)
		nextToo, takes := r.applet.values[name]
		if !takes {
			continue
		}
		if rest := letters[i+1:]; rest != "" {
			r.text(name, Arg{rest, true}, word)
		} else if nextToo && r.at < len(r.args) {
			r.text(name, r.args[r.at], r.at)
			r.at++
		}
		return
	}
}

// oldCluster reads tar's first word, whose options take their values from the
// words behind it, in order.
func (r *usageReader) oldCluster() {
	letters := r.args[0].Value
	r.at++
	for i := range len(letters) {
		name := "-" + letters[i:i+1]
		r.option(name, 0)
		if r.applet.values[name] && r.at < len(r.args) {
			r.text(name, r.args[r.at], r.at)
			r.at++
		}
	}
}

// find reads predicates; the words of -exec, up to ; or {} +, are another
// command's.
func (r *usageReader) find() {
	for r.at < len(r.args) {
		w := r.args[r.at]
		r.at++
		if !w.Known || len(w.Value) < 2 || w.Value[0] != '-' {
			continue
		}
		r.option(w.Value, r.at-1)
		switch w.Value {
		case "-exec", "-execdir", "-ok", "-okdir":
			for r.at < len(r.args) && r.args[r.at].Value != ";" && !(r.args[r.at].Value == "+" && r.args[r.at-1].Value == "{}") {
				r.at++
			}
		default:
			if r.applet.values[w.Value] && r.at < len(r.args) {
				r.text(w.Value, r.args[r.at], r.at)
				r.at++
			}
		}
	}
}

// verb reads the options in front of the verb, each a word of its own, and the verb.
// What comes behind it has a grammar for each verb.
func (r *usageReader) verb() {
	for ; r.at < len(r.args); r.at++ {
		w := r.args[r.at]
		if !w.Known || len(w.Value) < 2 || w.Value[0] != '-' {
			r.text("", w, r.at)
			return
		}
		name, _, attached := strings.Cut(w.Value, "=")
		r.option(name, r.at)
		if r.applet.values[name] && !attached {
			r.at++
		}
	}
}

func (r *usageReader) option(name string, word int) {
	for _, u := range r.applet.options[name] {
		r.found = append(r.found, Misuse{u, word, name, r.applet.values[name]})
	}
}

// text compares the value of an option, or an operand for "", with the rows.
func (r *usageReader) text(option string, value Arg, word int) {
	if !value.Known {
		return
	}
	for _, u := range r.applet.texts {
		for _, t := range u.texts {
			if slices.Contains(t.of, option) && t.text.MatchString(value.Value) {
				r.found = append(r.found, Misuse{u, word, value.Value, false})
				break
			}
		}
	}
}
