// Package config reads .crampon.yaml, the one config file.
//
// One table (fields.go) says which keys there are, what they may hold and what
// they mean. The parser, the JSON Schema for editors and the commented file
// that `crampon init` writes are all made from it.
//
// A config file comes with the repository that is linted, so it is trusted no
// more than the rest of it: its size is bounded, YAML aliases are refused, globs
// are matched in polynomial time, and its context may not leave the repository.
package config

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Config is what a config file says. The zero value with CgoHardening filled in
// (see Default) is that of no file.
type Config struct {
	// File is the config file; nil where there is none.
	File *source.File
	// Path is the file's path; "" where there is none. Globs and the context are
	// relative to its folder.
	Path string

	Rules        map[string]Level // by rule ID
	Ignore       []PathIgnore
	CgoHardening string            // Effective or Explicit
	Context      string            // build context as written, "" when unset; see ContextDir
	BuildArgs    map[string]string // by ARG name
	Mirrors      map[string]string // registry prefix -> the name it stands for
	Shell        string            // dialect of scripts without a better sign: ash, bash, dash, sh; "" when unset
	Images       []Image
	ApkIndex     []string // where package indexes are: folders, files and addresses; see Beside
	ApkKeys      []string // files and folders of keys that sign them; see Beside
	Pin          string   // Exact, Minor or Major

	places map[string]source.Span // of the values of top-level keys
}

// Level is what the file asks of a rule: Off, On, or the severity to report it
// with (which turns it on too).
type Level string

// The levels.
const (
	Off       Level = "off"
	On        Level = "on"
	AsError   Level = "error"
	AsWarning Level = "warning"
	AsInfo    Level = "info"
	AsHint    Level = "hint"
)

// Severity is the severity asked for; "" with Off and On.
func (l Level) Severity() string {
	if l == Off || l == On {
		return ""
	}
	return string(l)
}

// The two ways to look at a cgo build that states no hardening flags.
const (
	// Effective asks what the compiler does: Alpine's own adds the stack protector.
	Effective = "effective"
	// Explicit asks for the flags to be written down.
	Explicit = "explicit"
)

// How much of a package's version a pin holds, where an index tells it.
const (
	Exact = "exact" // the build: =8.14.1-r2
	Minor = "minor" // ~8.14
	Major = "major" // ~8
)

// PathIgnore silences rules below some paths.
type PathIgnore struct {
	Files []string // globs, relative to the config file's folder
	Rules []string // IDs; none: the files are not linted at all
}

// Image tells what is in an image that crampon cannot know by its name.
type Image struct {
	Match   string // glob over repository, or repository:tag
	Distro  string // alpine, wolfi, debian, other
	Release string // "3.20", "edge"; "" when unset
	Shell   string // what /bin/sh is: ash, bash, dash, sh; "" when unset
}

// Error is one fault of a config file.
type Error struct {
	Span    source.Span
	Message string
}

// Default is the configuration where there is no file.
func Default() *Config { return &Config{CgoHardening: Effective, Pin: Minor} }

// Parse reads a config file. It returns all that it could read, and every fault
// in order of place; knownRule tells whether a rule of that ID exists.
func Parse(f *source.File, knownRule func(id string) bool) (*Config, []Error) {
	c := Default()
	c.File, c.Path, c.places = f, f.Path, map[string]source.Span{}
	r := &reader{file: f, knownRule: knownRule}
	if root := r.document(); root != nil {
		table().read(r, root, c)
		for i := 0; i+1 < len(root.Content); i += 2 {
			c.places[root.Content[i].Value] = r.span(root.Content[i+1])
		}
	}
	slices.SortStableFunc(r.errors, func(a, b Error) int { return a.Span.Compare(b.Span) })
	return c, r.errors
}

// Place is where the value of a top-level key stands, for what can only be found
// wrong later; the zero Span where the file does not have the key.
func (c *Config) Place(key string) source.Span { return c.places[key] }

// Ignored tells whether findings of a rule in a file are not wanted. With rule
// "" it tells whether the file is not to be linted at all.
func (c *Config) Ignored(file, rule string) bool {
	if len(c.Ignore) == 0 {
		return false
	}
	name, ok := c.relative(file)
	if !ok {
		return false
	}
	return slices.ContainsFunc(c.Ignore, func(ig PathIgnore) bool {
		concerns := len(ig.Rules) == 0 || rule != "" && slices.Contains(ig.Rules, rule)
		return concerns && slices.ContainsFunc(ig.Files, func(glob string) bool { return matchPath(glob, name) })
	})
}

// relative is the file's path below the config file's folder, with slashes.
func (c *Config) relative(file string) (string, bool) {
	dir, err := filepath.Abs(filepath.Dir(c.Path))
	if err != nil {
		return "", false
	}
	if file, err = filepath.Abs(file); err != nil {
		return "", false
	}
	name, err := filepath.Rel(dir, file)
	if err != nil || !filepath.IsLocal(name) {
		return "", false
	}
	return filepath.ToSlash(name), true
}

// Unmirror replaces a mirror's prefix of an image's repository by the name that
// it stands for. The longest prefix wins; a prefix ends at a slash.
func (c *Config) Unmirror(repository string) string {
	best := ""
	for prefix := range c.Mirrors {
		rest, ok := strings.CutPrefix(repository, prefix)
		if ok && (rest == "" || rest[0] == '/') && len(prefix) > len(best) {
			best = prefix
		}
	}
	if best == "" {
		return repository
	}
	return c.Mirrors[best] + strings.TrimPrefix(repository, best)
}

// Beside are names of files and folders as seen from the config file's folder;
// addresses (https://...) stay what they are.
func (c *Config) Beside(names []string) []string {
	out := slices.Clone(names)
	for i, name := range out {
		if !IsAddress(name) {
			out[i] = filepath.Join(filepath.Dir(c.Path), filepath.FromSlash(name))
		}
	}
	return out
}

// IsAddress tells the address of something on the network from the name of a file.
func IsAddress(location string) bool {
	return strings.HasPrefix(location, "https://") || strings.HasPrefix(location, "http://")
}

// Image is the first entry of images that matches; tag "" is none.
func (c *Config) Image(repository, tag string) (Image, bool) {
	for _, image := range c.Images {
		globRepository, globTag := splitTag(image.Match)
		if matchPath(globRepository, repository) && (globTag == "" || match(globTag, tag)) {
			return image, true
		}
	}
	return Image{}, false
}

// splitTag cuts repository:tag at the colon behind the last slash: one before
// it belongs to the registry's port.
func splitTag(image string) (repository, tag string) {
	slash := strings.LastIndexByte(image, '/') + 1
	name, tag, _ := strings.Cut(image[slash:], ":")
	return image[:slash] + name, tag
}
