package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

// newMan is for who makes packages. The page is made from the commands, so there
// is no second place for a flag; by hand, since cobra's generator comes with a
// Markdown parser and a YAML library, which every user would compile.
func newMan(s streams) *cobra.Command {
	return &cobra.Command{
		Use:    "man",
		Short:  "Print the manual page, crampon(1)",
		Args:   cobra.NoArgs,
		Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(s.out, manPage(cmd.Root()))
			return err
		},
	}
}

// manPage is the page of a program in the man macros. Its day is that of the
// tables: two builds of a commit have the same page.
func manPage(root *cobra.Command) string {
	name := root.Name()
	m := &manual{}
	m.line(".TH %s 1 %s \"%s %s\"", strings.ToUpper(name), alpine.TableDate.Format(time.DateOnly), name, versionNumber())
	m.section("NAME")
	m.text(name + " - " + strings.ToLower(root.Short[:1]) + root.Short[1:])
	m.section("SYNOPSIS")
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			m.line(".B %s", roff(c.UseLine()))
			m.line(".br")
		}
	}
	m.section("DESCRIPTION")
	m.text(root.Long)
	m.section("COMMANDS")
	for _, c := range root.Commands() {
		m.command(c)
	}
	m.section("EXIT STATUS")
	for _, e := range []struct {
		code    int
		meaning string
	}{
		{exitClean, "There is no finding at or above --fail-on."},
		{exitFindings, "There are such findings."},
		{exitUsage, "The command line or a config file is wrong, or a report could not be written."},
		{exitFault, "A fault of crampon. All else was judged."},
	} {
		m.line(".TP\n.B %d", e.code)
		m.text(e.meaning)
	}
	m.section("FILES")
	m.line(".TP\n.I .crampon.yaml")
	m.text("The configuration of the files below its folder. crampon init writes one.")
	m.section("ENVIRONMENT")
	m.line(".TP\n.B NO_COLOR")
	m.text("If it is set and not empty, there are no colours unless they are asked for.")
	return m.b.String()
}

// manual is a page in the making.
type manual struct{ b strings.Builder }

func (m *manual) line(format string, args ...any) { fmt.Fprintf(&m.b, format+"\n", args...) }

func (m *manual) section(title string) { m.line(".SH %q", title) }

// command writes what a command, and those below it, say of themselves.
func (m *manual) command(c *cobra.Command) {
	if !c.IsAvailableCommand() {
		return
	}
	m.line(".SS \"%s\"", roff(c.UseLine()))
	text := c.Long
	if text == "" {
		text = c.Short + "."
	}
	m.text(text)
	m.asIs(c.NonInheritedFlags().FlagUsagesWrapped(76))
	if c.Example != "" {
		m.text("Examples:")
		m.asIs(c.Example)
	}
	for _, below := range c.Commands() {
		m.command(below)
	}
}

// text writes paragraphs, which empty lines part. Lines that are set in are
// examples, and stay as they are.
func (m *manual) text(s string) {
	for paragraph := range strings.SplitSeq(strings.TrimSpace(s), "\n\n") {
		if strings.HasPrefix(paragraph, "\t") || strings.HasPrefix(paragraph, "  ") {
			m.asIs(paragraph)
			continue
		}
		m.line("%s", roff(paragraph))
		m.line(".PP")
	}
}

// asIs writes lines that are not filled.
func (m *manual) asIs(s string) {
	if s = strings.TrimRight(s, "\n"); s != "" {
		m.line(".nf\n%s\n.fi\n.PP", roff(s))
	}
}

// roff writes text so that troff shows it: a backslash begins an escape, a point
// or an apostrophe at the start of a line a macro, and a plain hyphen may be
// shown as one that no shell knows.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
