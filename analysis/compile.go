package analysis

import "github.com/crampon-lint/crampon/analysis/build"

// FlagLists are the lists of compiler flags that the unit states and that speak
// of a hardening.
func (u *Unit) FlagLists() []*build.List { return u.lists() }

// CCs are the runs of C compilers that link.
func (u *Unit) CCs() []*build.CC { return u.ccs() }

// Deliveries are the programs that one stage makes and that COPY brings into
// another.
func (u *Unit) Deliveries() []build.Delivery { return u.deliveries() }
