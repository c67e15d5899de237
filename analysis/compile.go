package analysis

import "github.com/crampon-lint/crampon/analysis/build"

// FlagLists are the lists of compiler flags that the unit states and that speak
// of a hardening.
func (u *Unit) FlagLists() []*build.List { return u.lists() }
