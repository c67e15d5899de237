// Package rules holds what crampon judges: one rule in one file, registered by
// its package variable. Nothing else lists them. The facts that a rule asks for
// are worked out in package analysis; a rule that has to parse, split or walk
// misses one there.
package rules

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

// registered is filled while package variables are initialised, and only then.
var registered []*analysis.Rule

// register puts a rule on the list. It is called by the rule's own package variable.
func register(r *analysis.Rule) *analysis.Rule {
	registered = append(registered, r)
	return r
}

// All are the rules in order of ID, the engine's own among them.
func All() []*analysis.Rule {
	all := append(analysis.OwnRules(), registered...)
	slices.SortFunc(all, func(a, b *analysis.Rule) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// Find is the rule of that ID or name, in any case; nil for none.
func Find(name string) *analysis.Rule {
	for _, r := range All() {
		if strings.EqualFold(r.ID, name) || strings.EqualFold(r.Name, name) {
			return r
		}
	}
	return nil
}
