package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/cmd/crampon/report"
	"github.com/crampon-lint/crampon/rules"
)

func newRules(s streams) *cobra.Command {
	format := choiceFlag{value: "text", choices: []string{"text", "json"}}
	var aliases bool
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch {
			case aliases && format.value == "json":
				return fmt.Errorf("--aliases is a table; --format json has the aliases of each rule")
			case aliases:
				return listAliases(s.out)
			case format.value == "json":
				return report.WriteJSON(s.out, jsonRules())
			}
			return listRules(s.out)
		},
	}
	cmd.Flags().Var(&format, "format", "text or json")
	cmd.Flags().BoolVar(&aliases, "aliases", false, "list the codes of other linters and the rules that answer to them")
	return cmd
}

// listRules writes a line for each rule. Those that are off by default are marked.
func listRules(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rules.All() {
		severity := r.Severity.String()
		if r.Optional {
			severity += " (off)"
		}
		if _, err := fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", r.ID, r.Name, severity, r.Summary); err != nil {
			return err
		}
	}
	return t.Flush()
}

// listAliases writes a line for each code of another linter.
func listAliases(w io.Writer) error {
	var lines []string
	for _, r := range rules.All() {
		for _, alias := range r.Aliases {
			lines = append(lines, alias+"\t"+r.ID+"\t"+r.Name+"\t"+aliasNote(r))
		}
	}
	slices.Sort(lines)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if _, err := io.WriteString(t, strings.Join(append(lines, ""), "\n")); err != nil {
		return err
	}
	return t.Flush()
}

// aliasNote says what somebody who knows the other linter's code has to know of ours.
func aliasNote(r *analysis.Rule) string {
	note := cmp.Or(r.AliasNote, r.Summary)
	if r.Optional {
		note = "(off) " + note
	}
	return note
}

// jsonRule is a rule as programs are told of it.
type jsonRule struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Summary    string   `json:"summary"`
	Severity   string   `json:"severity"`
	Confidence string   `json:"confidence"`
	Optional   bool     `json:"optional"`
	Since      string   `json:"since"`
	Aliases    []string `json:"aliases"`
	CWE        []int    `json:"cwe"`
	Doc        string   `json:"doc"`
	Bad        string   `json:"bad"`
	Good       string   `json:"good"`
}

func jsonRules() []jsonRule {
	var out []jsonRule
	for _, r := range rules.All() {
		out = append(out, jsonOf(r))
	}
	return out
}

func jsonOf(r *analysis.Rule) jsonRule {
	return jsonRule{
		ID: r.ID, Name: r.Name, Summary: r.Summary,
		Severity: r.Severity.String(), Confidence: r.Confidence.String(), Optional: r.Optional, Since: r.Since,
		Aliases: append([]string{}, r.Aliases...), CWE: append([]int{}, r.CWE...),
		Doc: r.Doc, Bad: r.Bad, Good: r.Good,
	}
}
