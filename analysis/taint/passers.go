package taint

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// printers are the commands that print their words, so that $(echo $x) is x.
var printers = words(`echo printf basename dirname`)

// passers are the filters that leave in their input what could be code. Those
// that are not here (sed, jq, grep, ...) are taken to check it.
var passers = words(`cat tee cut head tail sort uniq rev tac fold base64 xargs tr awk`)

// passes tells whether a filter with these words lets code through. tr -c and awk
// with more than print may be checks.
func passes(name string, args []*syntax.Word) bool {
	if !passers[name] {
		return false
	}
	switch name {
	case "tr":
		for _, a := range args {
			s, ok := literal(a)
			if !ok || strings.HasPrefix(s, "-") && strings.ContainsAny(s, "cC") {
				return false
			}
		}
	case "awk":
		s := ""
		if len(args) > 0 {
			s, _ = literal(args[len(args)-1])
		}
		return strings.HasPrefix(s, "{") && strings.Contains(s, "print") && !strings.ContainsAny(s, "(~?=")
	case "xargs":
		return len(args) == 0
	}
	return true
}

// namers are the commands that print names of files or of their like, which
// whoever makes the files chooses.
var namers = words(`find ls fd git du`)
