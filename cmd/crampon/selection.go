package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/rules"
)

// entries turns what a flag names into the entries that the engine knows: names
// of rules into IDs. What names no rule is an error: a gate that silently checks
// nothing is worse than none.
func entries(flag string, words []string, all []*analysis.Rule) ([]string, error) {
	var out []string
	for _, word := range words {
		if word = strings.TrimSpace(word); word == "" {
			return nil, fmt.Errorf("--%s: it names no rule", flag)
		}
		entry := strings.ToUpper(word)
		if r := rules.Find(word); r != nil {
			entry = r.ID
		}
		selects := false
		for _, r := range all {
			selects = selects || analysis.Selects(entry, r.ID)
		}
		if !selects {
			return nil, fmt.Errorf("--%s: there is no rule %q%s; crampon rules lists them", flag, word, didYouMean(word, ruleNames(all)))
		}
		out = append(out, entry)
	}
	return out, nil
}

// ruleNames are the IDs and names of the rules.
func ruleNames(all []*analysis.Rule) []string {
	var names []string
	for _, r := range all {
		names = append(names, r.ID, r.Name)
	}
	return names
}

// completeRules offers the rules to a shell.
func completeRules(_ *cobra.Command, _ []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	before := ""
	if i := strings.LastIndexByte(word, ','); i >= 0 {
		before, word = word[:i+1], word[i+1:]
	}
	var out []cobra.Completion
	for _, r := range rules.All() {
		for _, name := range []string{r.ID, r.Name} {
			if len(name) >= len(word) && strings.EqualFold(name[:len(word)], word) {
				out = append(out, cobra.CompletionWithDesc(before+name, r.Summary))
			}
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
