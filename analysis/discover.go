package analysis

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Kind is what a file is linted as.
type Kind int8

// The kinds of files.
const (
	NotLinted Kind = iota
	Dockerfile
	Script
	Template // what a generator turns into one of the others
)

// Target is one file to lint.
type Target struct {
	Path string // absolute, or made so
	Kind Kind
	// Named: the user named the file itself, not a folder above it.
	Named bool
	// Root is the folder whose walk found the file; "" for one that was named.
	Root string
	// File is the content where it is not on disk: standard input, an editor's buffer.
	File *source.File
	// Problem is why the file cannot be linted, found while looking for it; nil for none.
	Problem error
}

// templateEndings are the endings by which generators know their templates.
var templateEndings = []string{".j2", ".jinja", ".jinja2", ".template", ".templ", ".tmpl", ".tpl", ".erb", ".ejs", ".mustache", ".hbs", ".gotmpl", ".m4", ".in"}

// otherEndings are endings of files that are no shell scripts and, behind the
// name Dockerfile, hardly ever Dockerfiles. They are not opened in search of a
// shebang: of 50,000 files of a tree that spares nearly all.
var otherEndings = map[string]bool{
	".a": true, ".adoc": true, ".avi": true, ".bat": true, ".bmp": true, ".bz2": true, ".c": true, ".cc": true,
	".cfg": true, ".class": true, ".cmd": true, ".conf": true, ".cpp": true, ".cs": true, ".css": true, ".csv": true,
	".dart": true, ".db": true, ".diff": true, ".dll": true, ".doc": true, ".eot": true, ".erl": true, ".ex": true,
	".exe": true, ".gif": true, ".go": true, ".golden": true, ".gz": true, ".h": true, ".hpp": true, ".html": true,
	".ico": true, ".ini": true, ".ipynb": true, ".jar": true, ".java": true, ".jpeg": true, ".jpg": true, ".js": true,
	".json": true, ".jsx": true, ".kt": true, ".less": true, ".lock": true, ".lua": true, ".m": true, ".map": true,
	".md": true, ".mjs": true, ".mk": true, ".mod": true, ".mov": true, ".mp3": true, ".mp4": true, ".o": true, ".otf": true,
	".patch": true, ".pdf": true, ".php": true, ".pl": true, ".png": true, ".po": true, ".proto": true, ".ps1": true,
	".py": true, ".pyc": true, ".r": true, ".rb": true, ".rs": true, ".rst": true, ".scala": true, ".scss": true,
	".so": true, ".sql": true, ".sum": true, ".svg": true, ".swift": true, ".tar": true, ".tf": true, ".tgz": true,
	".toml": true, ".ts": true, ".tsx": true, ".ttf": true, ".txt": true, ".vim": true, ".vue": true, ".wasm": true,
	".webp": true, ".woff": true, ".woff2": true, ".xml": true, ".xz": true, ".yaml": true, ".yml": true, ".zig": true,
	".zip": true,
}

// KindByName tells what a file is by its name alone; NotLinted when its name does
// not say, or says that it is something else.
func KindByName(name string) Kind {
	name = strings.ToLower(filepath.Base(name))
	for _, ending := range templateEndings {
		if rest, ok := strings.CutSuffix(name, ending); ok {
			if isDockerfileName(rest) || isScriptName(rest) {
				return Template
			}
		}
	}
	switch {
	case isScriptName(name):
		return Script
	case isDockerfileName(name) && !otherEndings[filepath.Ext(name)]:
		return Dockerfile
	}
	return NotLinted
}

// isDockerfileName takes a name in lower case.
func isDockerfileName(name string) bool {
	if strings.HasSuffix(name, ".dockerignore") {
		return false
	}
	if strings.HasPrefix(name, "containerfile") || strings.HasSuffix(name, ".dockerfile") {
		return true
	}
	rest, ok := strings.CutPrefix(name, "dockerfile")
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '-')
}

// isMakefile takes a name in lower case. Some begin with a shebang, which names the shell
// of their recipes, but make reads the file.
func isMakefile(name string) bool { return name == "makefile" || name == "gnumakefile" }

// isScriptName takes a name in lower case.
func isScriptName(name string) bool {
	switch filepath.Ext(name) {
	case ".sh", ".ash", ".bash":
		return true
	}
	return false
}

// headSize is enough for any shebang, and to see a Dockerfile's first instruction
// behind a licence.
const headSize = 4096

// KindByContent tells what a file is by its first bytes: a script by its shebang,
// a Dockerfile by beginning with FROM, or with ARGs and FROM.
func KindByContent(head []byte) Kind {
	if sb, ok := shell.ParseShebang(head); ok {
		if sb.Dialect != shell.Foreign && sb.Dialect != shell.Unknown {
			return Script
		}
		return NotLinted
	}
	for line := range bytes.Lines(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))) {
		word, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(" "))
		switch {
		case len(word) == 0 || word[0] == '#' || bytes.EqualFold(word, []byte("ARG")):
			continue
		case bytes.EqualFold(word, []byte("FROM")):
			return Dockerfile
		}
		return NotLinted
	}
	return NotLinted
}

// NamedTarget is the target for a file that the user names. It is linted whatever
// it is called: as its name or content says, else as a script.
func (e *Engine) NamedTarget(path string) Target {
	t := Target{Path: absolute(path), Named: true}
	if t.Kind = KindByName(path); t.Kind != NotLinted {
		return t
	}
	head, err := e.FS.ReadHead(t.Path, headSize)
	t.Problem = err
	t.classify(head)
	return t
}

// BufferTarget is the target for a text that is not on disk, under the name that
// it would have there.
func BufferTarget(path string, content []byte) Target {
	path = absolute(path)
	t := Target{Path: path, Named: true, Kind: KindByName(path), File: source.NewFile(path, content)}
	if t.Kind == NotLinted {
		t.classify(content[:min(len(content), headSize)])
	}
	return t
}

func (t *Target) classify(head []byte) {
	if t.Kind = KindByContent(head); t.Kind == NotLinted {
		t.Kind = Script
		if isDockerfileName(strings.ToLower(filepath.Base(t.Path))) {
			t.Kind = Dockerfile
		}
	}
}

// Find looks for what can be linted: the files that are named, and those below
// the folders that are named, in order of path. Folders .git, node_modules and
// vendor are passed over, .gitignore is honoured, links to folders are not
// followed, and of a script with a link under its name or beside it there is one target.
// What cannot be read becomes a target with a Problem.
func (e *Engine) Find(ctx context.Context, paths []string) ([]Target, error) {
	w := &walker{Engine: e, ctx: ctx, seen: map[string]bool{}, links: map[string]string{}}
	for _, p := range paths {
		info, err := e.FS.Stat(p)
		switch {
		case err != nil:
			w.add(Target{Path: absolute(p), Kind: Dockerfile, Named: true, Problem: err})
		case info.IsDir():
			if err := w.root(absolute(p)); err != nil {
				return nil, err
			}
		default:
			w.add(e.NamedTarget(p))
		}
	}
	w.dropLinks()
	slices.SortFunc(w.found, func(a, b Target) int { return strings.Compare(a.Path, b.Path) })
	return w.found, nil
}

// walker goes through folders in search of targets.
type walker struct {
	*Engine
	ctx   context.Context
	found []Target
	seen  map[string]bool
	top   string            // the folder that is being walked
	base  string            // the folder that links may not leave
	reach string            // the same, its own links followed
	links map[string]string // of scripts, and where they lead
}

func (w *walker) add(t Target) {
	if !t.Named {
		t.Root = w.top
	}
	if !w.seen[t.Path] {
		w.seen[t.Path] = true
		w.found = append(w.found, t)
	}
}

// root walks a folder under the .gitignore files from its git root down to it.
func (w *walker) root(dir string) error {
	w.top = dir
	// Without a git root only what is below counts.
	top := cmp.Or(source.GitRoot(w.FS, dir), dir)
	reach, err := w.FS.Resolve(top)
	if err != nil {
		return err
	}
	w.base, w.reach = top, reach
	var patterns []gitignore.Pattern
	way := split(top, dir)
	above := top
	for i, part := range way {
		patterns = append(patterns, w.ignoreFile(above, way[:i])...)
		above = filepath.Join(above, part)
	}
	return w.walk(dir, way, patterns)
}

// split is the way from top to dir, part by part.
func split(top, dir string) []string {
	rel, err := filepath.Rel(top, dir)
	if err != nil || rel == "." {
		return nil
	}
	return strings.Split(rel, string(filepath.Separator))
}

func (w *walker) ignoreFile(dir string, domain []string) []gitignore.Pattern {
	content, err := w.FS.ReadFile(filepath.Join(dir, ".gitignore"))
	if err != nil {
		return nil
	}
	var out []gitignore.Pattern
	for line := range strings.Lines(string(content)) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, gitignore.ParsePattern(line, domain))
		}
	}
	return out
}

func (w *walker) walk(dir string, domain []string, patterns []gitignore.Pattern) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	entries, err := w.FS.ReadDir(dir)
	if err != nil {
		w.add(Target{Path: dir, Kind: Dockerfile, Problem: err})
		return nil
	}
	if own := w.ignoreFile(dir, domain); len(own) > 0 {
		patterns = append(slices.Clip(patterns), own...)
	}
	ignored := gitignore.NewMatcher(patterns)
	for _, entry := range entries {
		name := entry.Name()
		way := append(slices.Clip(domain), name)
		if len(patterns) > 0 && ignored.Match(way, entry.IsDir()) {
			continue
		}
		path := filepath.Join(dir, name)
		if !entry.IsDir() {
			w.file(path, entry)
			continue
		}
		switch name {
		case ".git", "node_modules", "vendor":
			continue
		case "Dockerfile", "Containerfile":
			w.add(Target{Path: path, Kind: Dockerfile, Problem: errIsFolder})
		}
		if err := w.walk(path, way, patterns); err != nil {
			return err
		}
	}
	return nil
}

var errLeadsOut = errors.New("this link leads out of the folder that is linted, and is not followed")

// staysIn refuses a link that leads out of the git root, or out of the walked
// folder where there is none: what is linted may come from a stranger, and lines
// of the file are shown. Who means it names the link.
func (w *walker) staysIn(path string) error {
	real, err := w.FS.Resolve(path)
	if err != nil {
		return err
	}
	if !source.IsBelow(w.reach, real) {
		return errLeadsOut
	}
	if rel, err := filepath.Rel(w.reach, real); err == nil {
		w.links[path] = filepath.Join(w.base, rel)
	}
	return nil
}

// dropLinks leaves out the links to scripts that are found under the same name or in the
// same folder: bin/x to ../x, and latest to git-tags, which asks for its name. A
// Dockerfile is another one where it stands in another context.
func (w *walker) dropLinks() {
	w.found = slices.DeleteFunc(w.found, func(t Target) bool {
		to, ok := w.links[t.Path]
		return ok && !t.Named && t.Problem == nil && t.Kind == Script && w.seen[to] &&
			(filepath.Base(to) == filepath.Base(t.Path) || filepath.Dir(to) == filepath.Dir(t.Path))
	})
}

var errIsFolder = errors.New("this is a folder with the name of a Dockerfile")

// file adds a file that a walk came by, if it can be linted.
func (w *walker) file(path string, entry fs.DirEntry) {
	t := Target{Path: path, Kind: KindByName(path)}
	if entry.Type()&fs.ModeSymlink != 0 {
		info, err := w.FS.Stat(path)
		if err == nil && info.IsDir() {
			return
		}
		if err == nil {
			err = w.staysIn(path)
		}
		if err != nil && t.Kind == NotLinted {
			return
		}
		t.Problem = err
	} else if !entry.Type().IsRegular() {
		if t.Kind != NotLinted {
			t.Problem = source.ErrNotRegular
			w.add(t)
		}
		return
	}
	if t.Kind == NotLinted && t.Problem == nil {
		name := strings.ToLower(entry.Name())
		if otherEndings[filepath.Ext(name)] && !isDockerfileName(name) || isMakefile(name) {
			return
		}
		head, err := w.FS.ReadHead(path, headSize)
		if err != nil {
			return
		}
		if t.Kind = KindByContent(head); t.Kind == Dockerfile && !isDockerfileName(name) {
			return // prose that begins with "From"
		}
	}
	if t.Kind != NotLinted {
		w.add(t)
	}
}
