package shell

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// TestThen: what becomes of the status of the command c.
func TestThen(t *testing.T) {
	names := map[Then]string{ThenStatus: "status", ThenNothing: "nothing", ThenAsked: "asked", ThenExcused: "excused", ThenPiped: "piped"}
	for text, want := range map[string]string{
		"c":                           "status",
		"c; d":                        "nothing",
		"c\nd":                        "nothing",
		"d; c":                        "status",
		"c && d; e":                   "asked",
		"d && c; e":                   "nothing",
		"d && c":                      "status",
		"c || true":                   "excused",
		"c || echo no && d":           "excused",
		"d && c || :":                 "excused",
		"c && d || true":              "asked",
		"c || exit 1; d":              "asked",
		"c || ! true":                 "asked",
		"! c; d":                      "asked",
		"if c; then d; fi":            "asked",
		"if c; d; then e; fi":         "nothing",
		"if d; then c; fi":            "status",
		"if d; then c; fi; e":         "nothing",
		"{ c; } || exit":              "asked",
		"( c ); d":                    "nothing",
		"for x in 1 2; do c; done":    "nothing",
		"while c; do d; done":         "asked",
		"case $x in a) c;; esac":      "status",
		"d | c; e":                    "nothing",
		"c | d":                       "piped",
		"d | c || true":               "excused",
		"f() { c; }; d":               "status",
		"f() { c; d; }; f || exit":    "nothing",
		"x=$(c); d":                   "status",
		"x=$(c; d) || exit":           "nothing",
		"env A=1 nice c || true":      "excused",
		"for x in 1; do d; done && c": "status",
	} {
		p := Parse(source.Whole(source.NewFile("x.sh", []byte(text))), Ash)
		var got []string
		for _, c := range p.Named("c") {
			got = append(got, names[c.Then])
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

// TestUnseen: a failure that nothing follows from.
func TestUnseen(t *testing.T) {
	for text, want := range map[string]bool{
		"c; d": true, "set -e; c; d": false, "set -euo pipefail\nc\nd": false, "set -o errexit; c; d": false, "set -x; c; d": true,
		"#!/bin/sh -e\nc; d": false, "set -e; c || true": true, "c && d; e": false, "sh -ec 'c; d'": false, "sh -c 'c; d'": true,
	} {
		p := Parse(source.Whole(source.NewFile("x.sh", []byte(text))), Ash)
		if got := p.Named("c")[0].Unseen(false); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestFromCommand: which substitution a word may hold, and the commands behind in the same folder.
func TestFromCommand(t *testing.T) {
	for text, want := range map[string]string{
		"cd $(a)/x; rm y":                           "$(a)/x [rm]",
		"d=$(a); cd $d; rm y; cd; ls":               "$(a) [rm]",
		"d=$(a) || exit; cd $d; rm y":               "none",
		"d=$(a); [ -d $d ] || exit; cd $d":          "none",
		"d=$(a); case $d in '') exit;; esac; cd $d": "none",
		"cd ${d:?}":                                  "none",
		"cd $(dirname $(which a))":                   "none",
		`cd "$(readlink -f "$0")"`:                   "none",
		"d=/srv; cd $d":                              "none",
		"(cd $(a); b); rm y":                         "$(a) [b]",
		"if x; then cd $(a); fi; rm y":               "$(a) []",
		"f() { cd $(a); b; }; rm y":                  "$(a) [b]",
		"cd $(a); for x in 1; do rm y; done; (rm z)": "$(a) [rm rm]",
		"for d in $(a); do cd $d; rm y; done":        "none",
	} {
		p := Parse(source.Whole(source.NewFile("x.sh", []byte(text))), Ash)
		c := p.Named("cd")[0]
		got := "none"
		if w, ok := c.FromCommand(c.Args[0]); ok {
			var names []string
			for _, next := range c.After() {
				if !next.Subst {
					names = append(names, next.Name)
				}
			}
			got = fmt.Sprint(w.Source(), " ", names)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
