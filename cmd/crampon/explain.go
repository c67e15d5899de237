package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/cmd/crampon/report"
	"github.com/crampon-lint/crampon/rules"
)

func newExplain(s streams) *cobra.Command {
	color := choiceFlag{value: "auto", choices: []string{"auto", "always", "never"}}
	release := ""
	cmd := &cobra.Command{
		Use:   "explain RULE | ash [RELEASE]",
		Short: "Say what a rule flags, why, and what to do",
		Long: "Print the page of a rule, by its ID, its name, or the code of another linter that it answers to.\n\n" +
			"explain ash prints what BusyBox ash, /bin/sh of Alpine, makes of each construct of shell scripts in a release of Alpine or of BusyBox, the newest Alpine if none is given.",
		Example: "  crampon explain ALP101\n  crampon explain latest-tag\n  crampon explain DL3007\n  crampon explain ash 3.20",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 && args[0] == ashTopic {
				return nil
			}
			return cobra.ExactArgs(1)(cmd, args)
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return completeRules(cmd, args, word)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			p := &page{color: colors(color.value, s.out), width: pageWidth}
			if w := width(s.out); w > 0 {
				p.width = min(max(w, 40), pageWidth)
			}
			if args[0] == ashTopic {
				if len(args) == 2 {
					release = args[1]
				}
				b, title, err := ashRelease(release)
				if err != nil {
					return err
				}
				p.ash(b, title)
			} else {
				found := rulesCalled(args[0])
				if len(found) == 0 {
					return fmt.Errorf("there is no rule %q%s; crampon rules lists them", args[0], didYouMean(args[0], ruleNames(rules.All())))
				}
				for _, r := range found {
					p.rule(r)
				}
			}
			_, err := io.WriteString(s.out, p.b.String())
			return err
		},
	}
	cmd.Flags().Var(&color, "color", "colours: auto (on a terminal, unless NO_COLOR is set), always, never")
	cmd.Flags().StringVar(&release, "release", "", "with ash: the release of Alpine (3.20) or of BusyBox (1.36)")
	return cmd
}

// rulesCalled are the rule of that ID or name, or those that answer to the code
// of another linter.
func rulesCalled(name string) []*analysis.Rule {
	if r := rules.Find(name); r != nil {
		return []*analysis.Rule{r}
	}
	var out []*analysis.Rule
	for _, r := range rules.All() {
		for _, alias := range r.Aliases {
			if strings.EqualFold(alias, name) {
				out = append(out, r)
			}
		}
	}
	return out
}

// pageWidth is how wide a page of prose is at most.
const pageWidth = 88

// page is text for a terminal, made from the markdown that rules are documented in.
type page struct {
	b     strings.Builder
	color bool
	width int
	gap   bool // a blank line is due before what comes next
}

// rule writes the page of a rule.
func (p *page) rule(r *analysis.Rule) {
	p.heading(r.ID + " " + r.Name)
	p.paragraph(r.Summary, "")
	p.gap = true
	p.fact("Severity", r.Severity.String()+optionally(r))
	p.fact("Confidence", r.Confidence.String())
	p.fact("Since", r.Since)
	if len(r.Aliases) > 0 {
		p.fact("Also known as", strings.Join(r.Aliases, ", "))
	}
	for _, n := range r.CWE {
		p.fact("Weakness", fmt.Sprintf("CWE-%d https://cwe.mitre.org/data/definitions/%d.html", n, n))
	}
	p.markdown(r.Doc)
	p.example("Before", r.Bad)
	p.example("After", r.Good)
}

func optionally(r *analysis.Rule) string {
	if r.Optional {
		return ", off by default"
	}
	return ""
}

// line writes one line, whose text is harmless already.
func (p *page) line(s string) {
	if p.gap && p.b.Len() > 0 {
		p.b.WriteByte('\n')
	}
	p.gap = false
	p.b.WriteString(strings.TrimRight(s, " ") + "\n")
}

func (p *page) heading(s string) {
	p.gap = true
	p.line(report.Paint(p.color, "1", report.Visible(s)))
}

func (p *page) fact(name, value string) { p.line(fmt.Sprintf("%-14s %s", name+":", value)) }

// markdown writes the little of it that documentation uses: headings, paragraphs
// and lists, which are wrapped; blocks of code and tables stay as they are.
func (p *page) markdown(doc string) {
	fenced, headed := false, false
	for line := range strings.SplitSeq(strings.TrimSpace(doc), "\n") {
		heads := false
		switch {
		case strings.HasPrefix(line, "```"), strings.HasPrefix(line, "~~~"):
			fenced = !fenced
		case fenced:
			p.line("    " + visibleButTabs(line))
		case strings.HasPrefix(line, "#"):
			p.heading(strings.TrimLeft(line, "# "))
			heads = true
		case strings.TrimSpace(line) == "":
			p.gap = !headed
		case strings.HasPrefix(line, "    "), strings.HasPrefix(line, "|"):
			p.line(visibleButTabs(line))
		case strings.HasPrefix(line, "- "), strings.HasPrefix(line, "* "):
			p.paragraph(line, "  ")
		default:
			p.paragraph(line, "")
		}
		headed = heads
	}
}

// paragraph wraps one; its further lines are indented.
func (p *page) paragraph(text, indent string) {
	line, column := "", 0
	for word := range strings.FieldsSeq(report.Visible(text)) {
		n := utf8.RuneCountInString(word)
		switch {
		case line == "":
		case column+1+n > p.width:
			p.line(line)
			line, column = indent, len(indent)
		default:
			line += " "
			column++
		}
		line += word
		column += n
	}
	p.line(line)
}

// example writes a file, in which bytes that do not show are made to.
func (p *page) example(title, text string) {
	if text == "" {
		return
	}
	p.heading(title)
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		p.line("    " + visibleButTabs(line))
	}
}

// visibleButTabs leaves tabs as they are.
func visibleButTabs(line string) string {
	parts := strings.Split(line, "\t")
	for i := range parts {
		parts[i] = report.Visible(parts[i])
	}
	return strings.Join(parts, "\t")
}
