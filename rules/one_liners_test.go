package rules

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestOneLiners: of the command lines in testdata/applets those that Alpine's BusyBox
// refuses, or reads in another way, are reported, and none that works.
func TestOneLiners(t *testing.T) {
	content, err := os.ReadFile("../testdata/applets/one-liners.txt")
	if err != nil {
		t.Fatal(err)
	}
	var files tree
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	for i, l := range lines {
		if _, command, ok := strings.Cut(l, " "); ok && l[0] != '#' {
			files = append(files, txtar.File{Name: fmt.Sprintf("%d/Dockerfile", i+1), Data: []byte("FROM alpine:3.24\nRUN " + command + "\n")})
		}
	}
	found := map[string][]string{}
	ids := []string{"ALP511", "ALP513", "ALP518", "ALP520", "ALP571", "ALP573"}
	for _, f := range files.lint(t, wide(ids...)) {
		if slices.Contains(ids, f.Rule.ID) {
			place, _, _ := strings.Cut(place(f.Span), "/")
			found[place] = append(found[place], f.Rule.ID)
		}
	}
	score := map[byte]int{}
	for i, l := range lines {
		if l[0] == '#' {
			continue
		}
		score[l[0]]++
		got := found[fmt.Sprint(i+1)]
		switch {
		case strings.IndexByte("!~", l[0]) >= 0 && len(got) == 0:
			t.Errorf("one-liners.txt:%d: %s: not reported", i+1, l)
		case l[0] == '=' && len(got) > 0:
			t.Errorf("one-liners.txt:%d: %s: reported by %v", i+1, l, got)
		}
	}
	if score['!'] < 110 || score['='] < 230 {
		t.Errorf("%d that fail and %d that work: the table has lost some", score['!'], score['='])
	}
}
