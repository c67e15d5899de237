package image

import (
	"bytes"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Context is the build context: the folder whose files a COPY can bring. Nothing
// outside of it is ever read because a Dockerfile names it, not by "..", by an
// absolute path or by a link that leads out, and nothing that .dockerignore
// leaves out.
//
// A Context lives as long as the analysis of one Dockerfile, and remembers for that
// time which paths are in it and which are not: a file that is made meanwhile is seen
// by the next analysis.
type Context struct {
	// Root is a path of the operating system.
	Root string

	cache   *source.Cache
	rules   []string                              // where to look for the ignore file
	ignored func() *patternmatcher.PatternMatcher // nil: nothing is left out
	real    func() string                         // Root with links followed
	names   memo[string, string]
}

// OpenContext opens a folder as the build context of a Dockerfile. The ignore
// file is DOCKERFILE.dockerignore beside the Dockerfile, else .dockerignore in
// the root, as BuildKit has it. One that cannot be read leaves nothing out.
// Nothing is read before a file of the context is asked for.
func OpenContext(cache *source.Cache, root, dockerfilePath string) *Context {
	c := &Context{Root: root, cache: cache, rules: []string{dockerfilePath + ".dockerignore", filepath.Join(root, ".dockerignore")}}
	c.ignored = sync.OnceValue(c.readIgnored)
	c.real = sync.OnceValue(func() string {
		if real, err := cache.FS.Resolve(root); err == nil {
			return real
		}
		return root
	})
	return c
}

func (c *Context) readIgnored() *patternmatcher.PatternMatcher {
	for _, name := range c.rules {
		f, err := c.cache.File(name)
		if err != nil {
			continue
		}
		patterns, err := ignorefile.ReadAll(bytes.NewReader(f.Content))
		if err != nil {
			return nil
		}
		m, err := patternmatcher.New(patterns)
		if err != nil {
			return nil
		}
		return m
	}
	return nil
}

// clean makes a source of a COPY a path below the root with forward slashes;
// "." is the root itself. Docker drops what leads above the root, so a leading
// "/" or ".." is the root.
func clean(src string) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(src, "\\", "/")), "/")
}

// File is the regular file of the context of that slash-separated path.
func (c *Context) File(rel string) (*source.File, bool) {
	name, ok := c.within(rel)
	if !ok {
		return nil, false
	}
	f, err := c.cache.File(name)
	return f, err == nil
}

// within is the path of the operating system, when it is in the context. What a
// wildcard matched is asked for again by who reads it, and a script by each command
// that may start it.
func (c *Context) within(rel string) (string, bool) {
	rel = clean(rel)
	name := c.names.of(rel, func() string { return c.name(rel) })
	return name, name != ""
}

// name is the path of the operating system; "" where it is not in the context.
func (c *Context) name(rel string) string {
	name := filepath.Join(c.Root, filepath.FromSlash(rel))
	if _, err := c.cache.FS.Stat(name); err != nil {
		return ""
	}
	if ignored := c.ignored(); rel != "" && ignored != nil {
		if out, err := ignored.MatchesOrParentMatches(rel); err == nil && out {
			return ""
		}
	}
	real, err := c.cache.FS.Resolve(name)
	if err != nil || !source.IsBelow(c.real(), real) {
		return ""
	}
	return name
}

// Mode is the mode of a file or folder of the context, with which it is copied. It is not
// known on Windows, which has none: there a build makes everything executable.
func (c *Context) Mode(rel string) (fs.FileMode, bool) {
	name, ok := c.within(rel)
	if !ok || filepath.Separator != '/' {
		return 0, false
	}
	info, err := c.cache.FS.Stat(name)
	if err != nil {
		return 0, false
	}
	return info.Mode(), true
}

// IsDir tells whether the path is a folder of the context.
func (c *Context) IsDir(rel string) bool {
	name, ok := c.within(rel)
	if !ok {
		return false
	}
	info, err := c.cache.FS.Stat(name)
	return err == nil && info.IsDir()
}

// Match are the paths of the context that a source of a COPY names: itself, or
// those that its wildcards match. Wildcards are Go's filepath.Match, as in a build.
func (c *Context) Match(src string) []string {
	src = clean(src)
	if !strings.ContainsAny(src, wildcards) {
		if _, ok := c.within(src); !ok {
			return nil
		}
		return []string{src}
	}
	dirs := []string{""}
	for part := range strings.SplitSeq(src, "/") {
		var next []string
		for _, dir := range dirs {
			next = append(next, c.matchIn(dir, part)...)
		}
		dirs = next
	}
	return dirs
}

const (
	wildcards  = "*?["
	maxMatches = 2000 // bounds what one of them brings
)

// matchIn are the matches in one folder, which is read for a wildcard only.
func (c *Context) matchIn(dir, pattern string) []string {
	if !strings.ContainsAny(pattern, wildcards) {
		rel := path.Join(dir, pattern)
		if _, ok := c.within(rel); !ok {
			return nil
		}
		return []string{rel}
	}
	entries, err := c.cache.FS.ReadDir(filepath.Join(c.Root, filepath.FromSlash(dir)))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if ok, err := path.Match(pattern, e.Name()); err != nil || !ok {
			continue
		}
		rel := path.Join(dir, e.Name())
		if _, ok := c.within(rel); ok {
			out = append(out, rel)
		}
		if len(out) == maxMatches {
			break
		}
	}
	return out
}

// FindContext opens the build context of a Dockerfile that nobody told: its
// own folder if every source of its COPYs is there, else the nearest parent
// within the git root in which they all are. A checkout lacks what is made before
// the build: else it is the own folder if any is there, or the parent in which most
// are. Gitroot "" means that there is none to climb to.
func FindContext(cache *source.Cache, doc *dockerfile.Document, gitRoot string) *Context {
	of := doc.File.Path
	own := OpenContext(cache, filepath.Dir(of), of)
	if gitRoot == "" {
		return own
	}
	sources := contextSources(doc)
	if len(sources) == 0 {
		return own
	}
	best, most := own, 0
	for c := own; source.IsBelow(gitRoot, c.Root); c = OpenContext(cache, filepath.Dir(c.Root), of) {
		switch n := c.having(sources); {
		case n == len(sources):
			return c
		case n > 0 && c == own:
			most = len(sources) // for which no parent is given up but one that has all
		case n > most:
			best, most = c, n
		}
		if c.Root == gitRoot || c.Root == filepath.Dir(c.Root) {
			break
		}
	}
	return best
}

// having is how many of the sources are in the context.
func (c *Context) having(sources []string) int {
	n := 0
	for _, s := range sources {
		if len(c.Match(s)) > 0 {
			n++
		}
	}
	return n
}

// contextSources are the sources of COPY and ADD that can only come from the
// context and name something in it: no variables, no address, not the root itself.
func contextSources(doc *dockerfile.Document) []string {
	var out []string
	for _, in := range doc.Instructions {
		if in.Name != "COPY" && in.Name != "ADD" || in.HasFlag("from") {
			continue
		}
		for _, w := range copySources(in) {
			if !strings.Contains(w, "$") && clean(w) != "" && !isRemote(w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// isRemote tells whether ADD fetches the source: an address or a git repository.
func isRemote(src string) bool {
	return strings.Contains(src, "://") || strings.HasPrefix(src, "git@")
}

// HasIgnoreFile tells whether the context has a .dockerignore.
func (c *Context) HasIgnoreFile() bool {
	return slices.ContainsFunc(c.rules, func(name string) bool {
		_, err := c.cache.FS.Stat(name)
		return err == nil
	})
}
