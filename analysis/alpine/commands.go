package alpine

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed commands.txt
var commandText string

//go:embed dependents.txt
var dependentText string

// commandTable is which packages bring a command, the one to name first.
var commandTable = sync.OnceValue(func() map[string][]string {
	table := map[string][]string{}
	_ = eachEntry(commandText, func(packages, commands []string) {
		for _, c := range commands {
			table[c] = append(table[c], packages...)
		}
	})
	return table
})

// dependentTable is what a package brings with it, of the packages of commands.txt.
var dependentTable = sync.OnceValue(func() map[string][]string {
	table := map[string][]string{}
	_ = eachEntry(dependentText, func(packages, dependents []string) {
		for _, d := range dependents {
			table[d] = append(table[d], packages...)
		}
	})
	return table
})

// eachEntry reads lines of the form "A B : C D".
func eachEntry(text string, f func(left, right []string)) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		left, right, ok := strings.Cut(line, " : ")
		if !ok || strings.Contains(right, " : ") {
			return fmt.Errorf("line %d: %q is not of the form A : B", n, line)
		}
		f(strings.Fields(left), strings.Fields(right))
	}
	return nil
}

// PackagesWith are the packages that are known to bring a command, the one to
// name first; none for a command of which nothing is known.
func PackagesWith(command string) []string { return commandTable()[command] }

// Brings tells whether an apk add of a package brings a command, of those that
// PackagesWith knows, by itself or by what the package needs.
func Brings(pkg, command string) bool {
	with := PackagesWith(command)
	if pkg == command || slices.Contains(with, pkg) || slices.Contains(with, unnumbered(pkg)) {
		return true
	}
	for _, brought := range dependentTable()[pkg] {
		if slices.Contains(with, brought) {
			return true
		}
	}
	return false
}

// unnumbered is the name without the version in it: postgresql-client for
// postgresql16-client.
func unnumbered(pkg string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, pkg)
}

// bareCommands are on Alpine's own image besides the applets of BusyBox: found in
// the minirootfs of 3.6 to 3.20.
var bareCommands = []string{"apk", "getconf", "getent", "iconv", "ldconfig", "ldd", "scanelf", "ssl_client"}

// optionalApplets are commands of commands.txt that BusyBox can be built with and
// that no list of Alpine's applets has, as of 1.38.
var optionalApplets = strings.Fields(`ar base32 chrt getfattr logname lsblk man mke2fs mkfs.ext2 runcon script setfattr
	sha384sum start-stop-daemon taskset tc telnetd ts tsort tune2fs users uuidgen vmstat w wall`)

// notIn137 are those, and applets that came and went, that are not in 1.37 when it is
// built with Alpine's configuration of 2024-11, as its --list tells. Without w and
// who, for that build had no utmp.
var notIn137 = strings.Fields(`ar base32 chrt getfattr logname lsblk man mke2fs mkfs.ext2 runcon script setfattr
	sha384sum start-stop-daemon taskset tc telnetd ts tsort tune2fs users uuidgen vmstat wall
	dnsd ed fakeidentd ftpd ftpget ftpput httpd lspci patch telnet tftp udhcpd xz`)

// LacksCommand tells whether a bare Alpine, of all the releases that the image may
// stand for, is without a command: it is no applet, and packages are known that
// bring it. Yes, or Unknown.
func LacksCommand(img Image, command string) Answer {
	if len(PackagesWith(command)) == 0 {
		return Unknown
	}
	return NotBare(img, command)
}

// NotBare tells whether a command is none of BusyBox's applets and none of the others
// that a bare Alpine has, of all the releases that the image may stand for. Yes, or
// Unknown. Whether there is such a command at all is not asked.
func NotBare(img Image, command string) Answer {
	if img.Distro != Alpine || slices.Contains(bareCommands, command) {
		return Unknown
	}
	if !maybeApplet(command) {
		return Yes
	}
	first, last := img.Release, img.Release
	if !first.Known() {
		first, last = img.Least, Newest().Release
	}
	if !first.Known() || first.IsEdge() {
		return Unknown
	}
	for r := first; r.Compare(last) <= 0; r.Minor++ {
		if HasApplet(r, command) == No || r.BusyBox() == 37 && slices.Contains(notIn137, command) {
			continue
		}
		return Unknown
	}
	return Yes
}

// maybeApplet tells whether any BusyBox may have an applet of the name.
func maybeApplet(name string) bool {
	if _, ok := slices.BinarySearch(steady(), name); ok || slices.Contains(optionalApplets, name) {
		return true
	}
	return slices.ContainsFunc(changingApplets, func(a changingApplet) bool { return a.name == name })
}
