package taint

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// workFolder stands among the names for the folder in which the program stands, so that
// it comes and goes with the environment; no file's name ends so.
const workFolder = "\x00cd/"

// goTo walks cd and its like. It is noted whether that is a private folder.
func (m *machine) goTo(list []*syntax.Word) {
	to := empty // home, where the caller has their files
	for _, w := range operandsOf(list) {
		to = m.word(w)
	}
	if !to.known || to.text == "" || to.text == "-" || strings.HasPrefix(to.text, "/") || strings.Contains(to.text, "..") {
		m.put(m.id(workFolder), to) // else it goes on below
	}
}

// inPrivate tells whether a path begins in a folder in which the program alone has files.
func (m *machine) inPrivate(path string) bool {
	return !strings.HasPrefix(path, "/") && m.isPrivate(m.load(m.id(workFolder)))
}

// wentToItsOwn tells whether the program went to a folder that a name of its own holds, of
// which nothing is known.
func (m *machine) wentToItsOwn() bool { return m.load(m.id(workFolder)) == unknown }

// isPrivate tells whether the program alone has files in a folder: nor does it bring any
// there that others have named.
func (m *machine) isPrivate(folder *value) bool {
	return folder == private && len(m.prog.Named("tar", "bsdtar", "unzip", "cpio", "git", "rsync")) == 0
}
