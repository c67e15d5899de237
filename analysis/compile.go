package analysis

import "github.com/crampon-lint/crampon/analysis/build"

// FlagLists are the lists of compiler flags that the unit states and that speak
// of a hardening. They are not kept: hardly any file has one, and finding that
// out is a search for a few words.
func (u *Unit) FlagLists() []*build.List { return build.Lists(u.Build, u.Runs) }
