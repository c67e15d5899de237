package image

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// ownFolder are the ways in which a script names the folder that it stands in.
var ownFolder = []string{
	`$(dirname "$0")`, `$(dirname $0)`, `${0%/*}`, `$(dirname -- "$0")`,
	`$(dirname "$(readlink -f "$0")")`, `$(dirname $(readlink -f $0))`, `$(dirname "$(realpath "$0")")`,
	`$(cd "$(dirname "$0")" && pwd)`, `$(cd $(dirname $0) && pwd)`, `$(cd "$(dirname "$0")"; pwd)`, `$(cd -- "$(dirname -- "$0")" && pwd)`,
	`$(dirname "${BASH_SOURCE[0]}")`, `$(dirname "${BASH_SOURCE}")`,
	`$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)`, `$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)`,
}

// beside is a file that a word names as one in the script's own folder.
func (r *Run) beside(c *shell.Command, w shell.Word) (string, bool) {
	if r.Script == nil || r.Script.Path == "" || c.Program != r.Program {
		return "", false
	}
	src := strings.Trim(w.Source(), `"`)
	slash := strings.LastIndexByte(src, '/')
	if slash < 0 {
		return "", false
	}
	// "$(dirname "$0")"/x.sh has its quote in front of the slash. What follows may
	// have folders of its own.
	for ; slash > 0; slash = strings.LastIndexByte(src[:slash], '/') {
		rest := src[slash+1:]
		if rest == "" || strings.Trim(rest, plainWord) != "" {
			return "", false
		}
		if r.isOwnFolder(strings.TrimSuffix(src[:slash], `"`)) {
			return path.Join(path.Dir(r.Script.Path), rest), true
		}
	}
	return "", false
}

// isOwnFolder tells whether an expansion is the folder in which the script stands:
// one of those ways, or a name that is only ever set in one of them.
func (r *Run) isOwnFolder(src string) bool {
	if slices.Contains(ownFolder, src) {
		return true
	}
	name, ok := strings.CutPrefix(src, "$")
	if !ok {
		return false
	}
	if inner, ok := strings.CutPrefix(name, "{"); ok {
		name = strings.TrimSuffix(inner, "}")
	}
	words, whole := r.Program.Given(name)
	return whole && len(words) == 1 && slices.Contains(ownFolder, strings.Trim(words[0].Source(), `"`))
}

var defaultPath = []string{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}

// paths are the absolute paths that a command's name may mean, first match first.
func (r *Run) paths(c *shell.Command, name string, isFile bool) []string {
	if strings.HasPrefix(name, "/") {
		return []string{path.Clean(name)}
	}
	var out []string
	if strings.Contains(name, "/") || isFile {
		if dir := r.folder(c); dir != "" {
			out = append(out, path.Join(dir, name))
		}
		if strings.Contains(name, "/") {
			return out
		}
	} else if alpine.HasApplet(alpine.Edge, name) == alpine.Yes || c.Program.Defines(name) {
		// An applet may be shadowed by a script of its name; nobody does it, and
		// asking for every `mkdir` has its cost.
		return nil
	}
	for _, dir := range r.State.search() {
		if r.State.Files.mayHold(dir) {
			out = append(out, dir+"/"+name)
		}
	}
	return out
}

// search are the folders of PATH, without slashes at their ends.
func (s State) search() []string {
	v, ok := s.Vars.Get("PATH")
	if !ok || !v.Known {
		return defaultPath
	}
	var dirs []string
	for dir := range strings.SplitSeq(v.Value, ":") {
		if strings.HasPrefix(dir, "/") {
			dirs = append(dirs, path.Clean(dir))
		}
	}
	return dirs
}

func (r *Run) folder(c *shell.Command) string { return r.FolderAt(c.Program, c.Span()) }

// FolderAt is the working folder at a place of a program: that of the last cd or pushd
// before it there, else the stage's. "" when it is not known.
func (r *Run) FolderAt(p *shell.Program, at source.Span) string {
	dir := r.State.Workdir
	for _, cd := range r.Program.Named("cd", "pushd", "popd") {
		if cd.Program != p || cd.Span().Start >= at.Start {
			continue
		}
		if len(cd.Args) != 1 {
			return ""
		}
		to, ok := r.value(cd, cd.Args[0])
		switch {
		case !ok:
			return ""
		case strings.HasPrefix(to, "/"):
			dir = path.Clean(to)
		case dir != "":
			dir = path.Join(dir, to)
		}
	}
	return dir
}

// File is the file of the context that lies under a path as a command is given it;
// false where its folder is not known or something else made it.
func (r *Run) File(c *shell.Command, name string) (*source.File, bool) {
	b := r.State.Stage.Build
	if b == nil || b.Context == nil {
		return nil, false
	}
	if !strings.HasPrefix(name, "/") {
		dir := r.folder(c)
		if dir == "" {
			return nil, false
		}
		name = path.Join(dir, name)
	}
	o, ok := r.State.Files.Lookup(path.Clean(name), b.Context)
	if !ok || o.Inline != nil {
		return nil, false
	}
	return b.Context.File(o.Rel)
}
