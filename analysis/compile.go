package analysis

import "github.com/crampon-lint/crampon/analysis/build"

// FlagLists are the lists of compiler flags that the unit states and that speak
// of a hardening.
func (u *Unit) FlagLists() []*build.List {
	return u.lists.of(func() []*build.List { return build.Lists(u.Build, u.Runs, u.GoBuilds()) })
}

// CCs are the runs of C compilers that link.
func (u *Unit) CCs() []*build.CC {
	return u.ccs.of(func() []*build.CC { return build.CCs(u.Runs) })
}

// Deliveries are the programs that one stage makes and that COPY brings into
// another.
func (u *Unit) Deliveries() []build.Delivery {
	return u.deliveries.of(func() []build.Delivery { return build.Deliveries(u.Build, u.Runs, u.GoBuilds(), u.CCs()) })
}

// Unfortifieds are the packages of gcc in stages that compile without the headers
// of _FORTIFY_SOURCE.
func (u *Unit) Unfortifieds() []build.Unfortified {
	if !u.mentions("gcc") && !u.mentions("g++") {
		return nil
	}
	return build.Unfortifieds(u.Runs, u.GoBuilds(), u.CCs())
}
