package main

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/rules"
)

func TestDidYouMean(t *testing.T) {
	names := []string{"ALP101", "ALP201", "latest-tag", "check"}
	for word, want := range map[string]string{
		"ALP1O1":                     " (did you mean ALP101?)",
		"alp10":                      " (did you mean ALP101?)",
		"latest":                     "",
		"latest_tag":                 " (did you mean latest-tag?)",
		"chek":                       " (did you mean check?)",
		"x":                          "",
		"":                           "",
		"DL3018":                     "",
		strings.Repeat("x", 1000000): "",
	} {
		if got := didYouMean(word, names); got != want {
			t.Errorf("%.20q: %q, not %q", word, got, want)
		}
	}
}

// Every rule has a page, and nothing on it is more than a terminal can show.
func TestPages(t *testing.T) {
	for _, r := range rules.All() {
		p := &page{width: pageWidth}
		p.rule(r)
		text := p.b.String()
		for _, part := range []string{r.ID + " " + r.Name + "\n", "\nWhat it flags\n", "\nWhy\n", "\nWhat to do\n"} {
			if !strings.Contains("\n"+text, part) {
				t.Errorf("%s: %q is not on its page", r.ID, part)
			}
		}
		if strings.Contains(text, "\n\n\n") {
			t.Errorf("%s: two blank lines", r.ID)
		}
	}
}
