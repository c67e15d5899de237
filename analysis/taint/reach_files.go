package taint

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// file tells whether the text of a file that is sourced or run may come from outside: it
// is written here, or stands where others write.
func (r *reach) file(w shell.Word) bool { return r.fileBy(w, "", maxAlias) }

// input tells it of what a redirection reads.
func (r *reach) input(x shell.Redirect) bool {
	switch x.Op {
	case "<":
		return r.read(x.Target)
	case "<<<":
		return r.word(x.Target)
	}
	return strings.HasPrefix(x.Op, "<")
}

// read tells it of a file that is read: who starts the program may choose it.
func (r *reach) read(w shell.Word) bool {
	s, ok := w.Literal()
	return ok && !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "-") || r.word(w) || r.file(w)
}

// maxAlias bounds the names that the name of a file is handed through.
const maxAlias = 4

// fileBy tells it of a file whose name the variable by holds; "" for a word that stands
// at the use itself.
func (r *reach) fileBy(w shell.Word, by string, depth int) bool {
	if s, ok := w.Literal(); ok {
		return s != "" && (isSettings(s) || isOfOthers(s) && !alone(r.run) || r.written(s, by))
	}
	src := strings.Trim(w.Source(), `"`)
	if !r.closed || depth == 0 || isOfOthers(src) || isSettings(src) {
		return true
	}
	// What stands last tells one file from another, what stands first whose folder it is.
	tail := src[strings.LastIndexByte(src, '/')+1:]
	switch list := w.Expansions(); {
	case strings.ContainsAny(tail, "*?["), slices.ContainsFunc(list, func(e shell.Expansion) bool { return e.Kind != shell.Param || e.Op != "" }):
		// which file it is is not known
	case !strings.ContainsRune(tail, '$'):
		return r.written(src, by) || len(list) > 0 && r.openFolder(list[0].Name, depth)
	case len(list) == 1 && src == list[0].Span.Text():
		name := list[0].Name
		given, _ := r.prog.Given(name)
		return r.written(name, by) ||
			slices.ContainsFunc(given, func(w shell.Word) bool { return r.fileBy(w, name, depth-1) })
	}
	return r.writes() || isOfOthers(r.text)
}

// openFolder tells whether a name may be given a folder in which others write.
func (r *reach) openFolder(name string, depth int) bool {
	given, _ := r.prog.Given(name)
	return slices.ContainsFunc(given, func(w shell.Word) bool {
		if s, ok := w.Literal(); ok || depth == 0 {
			return isOfOthers(s + "/")
		}
		list := w.Expansions()
		return isOfOthers(w.Source()) || len(list) > 0 && list[0].Kind == shell.Param && r.openFolder(list[0].Name, depth-1)
	})
}

// written tells whether something may be written into a file of that name: one that a
// redirection, a command that writes, or a call of a function names, or a variable but
// by is given.
func (r *reach) written(file, by string) bool {
	key := by + "\x00" + file
	known, asked := r.files[key]
	if !asked {
		// The use, or what gives the variable by its value, is one place that names it.
		known = strings.Count(r.text, path.Base(file)) > 1 && (r.redirected(file) || r.handed(file) || r.alias(file, by))
		if r.files == nil {
			r.files = map[string]bool{}
		}
		r.files[key] = known
	}
	return known
}

// redirected tells whether a redirection goes into a file of that name. An absolute path
// is no other's.
func (r *reach) redirected(file string) bool {
	for _, target := range outputs(r.text) {
		if sameName(target, file) && (file[0] != '/' || target[0] != '/' || path.Clean(target) == path.Clean(file)) {
			return true
		}
	}
	return false
}

// handed tells whether an argument that names such a file goes to a command that may
// write there.
func (r *reach) handed(file string) bool {
	takes := func(c *shell.Command) bool {
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool { return sameName(w.Source(), file) })
	}
	return slices.ContainsFunc(r.prog.Named("tee", "cp", "mv", "ln", "install", "dd", "awk", "gawk", "mawk", "nawk", "set"), takes) ||
		slices.ContainsFunc(r.prog.Functions, func(f shell.Function) bool {
			return slices.ContainsFunc(r.prog.Named(f.Name), takes)
		})
}

// alias tells whether another variable than by may hold the name of the file.
func (r *reach) alias(file, by string) bool {
	for name, word := range r.prog.Assignments() {
		if name != by && sameName(word.Source(), file) {
			return true
		}
	}
	return false
}

// sameName tells whether a word ends in the name in which a path does; of a path that is
// only a variable, in that.
func sameName(word, file string) bool {
	name := path.Base(file)
	rest, ok := strings.CutSuffix(strings.TrimRight(word, `"'}`), name)
	return ok && (rest == "" || !isNameByte(rest[len(rest)-1]) && strings.IndexByte(".-", rest[len(rest)-1]) < 0)
}
