package taint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// labels is what blkid or lsblk prints, as far as the maker of a volume chose it.
func (m *machine) labels(name string, list []*syntax.Word) *value {
	src := Source{Kind: Label, Name: name, Trust: Local}
	switch {
	case name == "lsblk" && !showsLabels(list):
		if !showsMakers(list) {
			return unknown
		}
		src.Kind = Device
	case name == "blkid" && !printsLabels(list):
		return unknown
	}
	v := m.spring(list, src, Any&^Newline)
	switch {
	case name == "blkid" && !asksForValues(list):
		v.parts[0].origin.begin(": ", 1) // the device
	case name == "lsblk" && beginsWithDevice(list):
		v.parts[0].origin.begin(" ", 1)
	}
	return v
}

// beginsWithDevice tells whether the first column of lsblk is one that the kernel fills,
// and never leaves empty. It is so where no columns are named.
func beginsWithDevice(list []*syntax.Word) bool {
	at := slices.IndexFunc(list, func(w *syntax.Word) bool { return showsColumn([]*syntax.Word{w}, "LABEL", "MODEL", "VENDOR", "SERIAL") })
	if at < 0 {
		return true
	}
	columns, _ := literal(list[at])
	first, _, _ := strings.Cut(strings.TrimLeft(columns, "-=abcdefghijklmnopqrstuvwxyz"), ",")
	return first == "NAME" || first == "KNAME" || first == "PATH" || first == "TYPE"
}

// printsLabels tells whether blkid prints what a volume is called: not where it is
// asked for a device (-L, -U, -o device), or for other tags by -s. What -o export and
// -o udev print is made for eval: all that a shell minds is escaped there, or replaced
// (blkid(8) of util-linux).
func printsLabels(list []*syntax.Word) bool {
	all, label := true, false
	for i, w := range list {
		s, _ := literal(w)
		switch {
		case strings.HasPrefix(s, "-L"), strings.HasPrefix(s, "-U"), strings.HasPrefix(s, "--label"), strings.HasPrefix(s, "--uuid"):
			return false
		case s == "device" && i > 0, strings.HasSuffix(s, "export"), strings.HasSuffix(s, "udev"):
			return false
		case strings.HasPrefix(s, "-s"), strings.HasPrefix(s, "--match-tag"):
			all = false
		}
		label = label || strings.HasSuffix(s, "LABEL")
	}
	return all || label
}

// asksForValues tells whether blkid leaves out the devices: -o value.
func asksForValues(list []*syntax.Word) bool {
	return slices.ContainsFunc(list, func(w *syntax.Word) bool {
		s, _ := literal(w)
		return strings.HasSuffix(s, "value")
	})
}

// showsLabels tells whether lsblk is asked for a column that the maker of a volume
// fills.
func showsLabels(list []*syntax.Word) bool {
	return showsColumn(list, "LABEL") || has(list, "-f") || has(list, "--fs") || has(list, "-O") || has(list, "--output-all")
}

// showsMakers tells whether lsblk is asked for a column that the maker of a device
// fills.
func showsMakers(list []*syntax.Word) bool { return showsColumn(list, "MODEL", "VENDOR", "SERIAL") }

func showsColumn(list []*syntax.Word, columns ...string) bool {
	return slices.ContainsFunc(list, func(w *syntax.Word) bool {
		s, _ := literal(w)
		return slices.ContainsFunc(columns, func(column string) bool { return strings.Contains(s, column) })
	})
}
