package apk

import (
	"iter"
	"strings"
	"sync"
)

// An option of apk, by its canonical long name.
type optionFacts struct {
	long   string
	short  string // letters that stand for it, mostly one
	value  bool   // a value follows
	yesno  bool   // apk 3 also takes =yes, =no, =auto and the form --no-long
	negate bool   // --no-long: the value of Option is then "no"
	own    bool   // of the applet, no global one
}

// The options of apk 2.10, 2.14 and 3.0, read in apk(8) and in their --help. Of
// both majors together: which apk runs is seldom known, and no name changes its
// need of a value between them.
//
// One word each: long/shorts, a trailing = takes a value, ? is a yes-or-no option.
const (
	globalOptions = `allow-untrusted arch= cache? cache-dir= cache-max-age= cache-packages? cache-predownload?
		check-certificate? force/f force-binary-stdout force-broken-world force-missing-repositories
		force-no-chroot force-non-repository force-old-apk force-overwrite force-refresh help/h
		interactive/i? keys-dir= legacy-info? logfile? network? preserve-env? pretty-print?
		preupgrade-depends= print-arch progress? progress-fd= purge? quiet/q repositories-file=
		repository/X= repository-config= root/p= root-tmpfs? sync? timeout= update-cache/U
		uvol-manager= verbose/v version/V wait=`
	commitOptions = `clean-protected? commit-hooks? initramfs-diskless-boot overlay-from-stdin scripts?
		simulate/s?`
	queryOptions = `all-matches available fields/F= format= from= installed match= recursive/R search
		summarize= upgradable world orphaned`
	generationOptions = `compression/c= sign-key=`
)

// applets are the commands of apk with the options of their own.
var applets = map[string]string{
	"add":      commitOptions + ` initdb latest/l no-chown upgrade/u usermode virtual/t=`,
	"adbdump":  `format=`,
	"adbgen":   generationOptions,
	"adbsign":  generationOptions + ` reset-signatures`,
	"audit":    `backup check-permissions details full ignore-busybox-symlinks packages protected-paths= recursive/r system`,
	"cache":    `add-dependencies available/a ignore-conflict latest/l upgrade/u simulate/s?`,
	"convdb":   ``,
	"convndx":  generationOptions,
	"del":      commitOptions + ` rdepends/r`,
	"dot":      `errors installed`,
	"extract":  `destination= no-chown`,
	"fetch":    `built-after= from= link/l pkgname-spec= recursive/R output/o= simulate? stdout/s url world/w`,
	"fix":      commitOptions + ` depends/d directory-permissions reinstall/r upgrade/u xattr/x`,
	"index":    generationOptions + ` description/d= index/x= merge no-warnings output/o= prune-origin rewrite-arch=`,
	"info":     `all/a contents/L depends/R description/d exists/e from= install-if installed/e license provides/P rdepends/r replaces rinstall-if size/s triggers/t webpage/w who-owns/W`,
	"list":     `available/a depends/d from= installed/I manifest origin/o orphaned/O providers/P upgradable/u upgradeable/u`,
	"manifest": ``,
	"mkndx":    generationOptions + ` description/d= filter-spec= hash= index/x= output/o= pkgname-spec= rewrite-arch=`,
	"mkpkg":    generationOptions + ` compat= files/F= info/I= output/o= rootnode? script/s= stdout trigger/t= xattrs?`,
	"policy":   ``,
	"query":    queryOptions,
	"search":   queryOptions + ` all/a description/d exact/ex has-origin origin/o rdepends/r`,
	"stats":    ``,
	"update":   ``,
	"upgrade":  commitOptions + ` available/a ignore latest/l preupgrade? preupgrade-only prune self-upgrade? self-upgrade-only`,
	"verify":   ``,
	"version":  `all/a check/c from= indexes/I limit/l= test/t`,
}

// options holds the tables read: by applet, the global ones under "".
var options = sync.OnceValue(func() map[string][]optionFacts {
	read := map[string][]optionFacts{"": readOptions(globalOptions)}
	for applet, table := range applets {
		read[applet] = readOptions(table)
		for i := range read[applet] {
			read[applet][i].own = true
		}
	}
	return read
})

func readOptions(table string) []optionFacts {
	words := strings.Fields(table)
	list := make([]optionFacts, 0, len(words))
	for _, word := range words {
		var o optionFacts
		word, o.yesno = strings.CutSuffix(word, "?")
		word, o.value = strings.CutSuffix(word, "=")
		o.long, o.short, _ = strings.Cut(word, "/")
		list = append(list, o)
	}
	return list
}

// eachOption gives the options that hold for the applet ("" for none known), the
// applet's own first.
func eachOption(applet string) iter.Seq[optionFacts] {
	return func(yield func(optionFacts) bool) {
		tables := options()
		for _, o := range tables[applet] {
			if !yield(o) {
				return
			}
		}
		if applet == "" {
			return
		}
		for _, o := range tables[""] {
			if !yield(o) {
				return
			}
		}
	}
}

// longOption finds an option by its long name as written, without dashes. As
// getopt and apk 3 do, a beginning that only one option has stands for it:
// --update is --update-cache.
func longOption(applet, name string) (found optionFacts, ok bool) {
	matches := 0
	positive, negated := strings.CutPrefix(name, "no-")
	for o := range eachOption(applet) {
		key := name
		if o.negate = negated && o.yesno; o.negate {
			key = positive
		}
		switch {
		case o.long == key:
			return o, true
		case key != "" && strings.HasPrefix(o.long, key) && (matches == 0 || found.long != o.long):
			found = o
			matches++
		}
	}
	return found, matches == 1
}

// shortOption finds an option by its letter.
func shortOption(applet string, letter byte) (found optionFacts, ok bool) {
	for o := range eachOption(applet) {
		if strings.IndexByte(o.short, letter) >= 0 {
			return o, true
		}
	}
	return optionFacts{}, false
}

// name is what Option.Name says: "no-cache" for --no-cache and --cache=no alike.
func (o optionFacts) name() string {
	if o.negate {
		return "no-" + o.long
	}
	return o.long
}
