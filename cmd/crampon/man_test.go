package main

import (
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis/clienttest"
)

// The page has every command and every flag that the help has, and nothing in it
// is a macro by accident.
func TestManPage(t *testing.T) {
	root := newRoot(streams{strings.NewReader(""), io.Discard, io.Discard})
	page := manPage(root)
	plain := strings.NewReplacer(`\-`, "-", `\e`, `\`, `\&`, "").Replace(page)
	var look func(c *cobra.Command)
	look = func(c *cobra.Command) {
		for _, below := range c.Commands() {
			if !below.IsAvailableCommand() {
				continue
			}
			if want := ".SS \"" + below.UseLine() + "\"\n"; !strings.Contains(plain, want) {
				t.Errorf("the page lacks %q", want)
			}
			if want := below.NonInheritedFlags().FlagUsagesWrapped(76); !strings.Contains(plain, strings.TrimRight(want, "\n")) {
				t.Errorf("the page lacks the flags of %s:\n%s", below.CommandPath(), want)
			}
			look(below)
		}
	}
	look(root)
	for line := range strings.Lines(page) {
		if macro, _, _ := strings.Cut(line, " "); strings.HasPrefix(line, ".") && !strings.Contains(" .TH .SH .SS .TP .PP .B .I .br .nf .fi ", " "+strings.TrimSpace(macro)+" ") || strings.HasPrefix(line, "'") {
			t.Errorf("a line that troff takes for a macro: %s", line)
		}
	}
}

// groff takes the page without a warning.
func TestManPageInGroff(t *testing.T) {
	groff := clienttest.Program(t, "groff", "apt-get install groff-base")
	cmd := exec.Command(groff, "-man", "-Tutf8", "-ww", "-z")
	cmd.Stdin = strings.NewReader(manPage(newRoot(streams{strings.NewReader(""), io.Discard, io.Discard})))
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("groff: %v\n%s", err, out)
	}
}
