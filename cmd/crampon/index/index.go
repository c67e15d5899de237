// Package index fetches the package indexes that the user names: from folders and
// files, and by http. It alone reaches the network, and only for what is named.
//
// What comes back is trusted for its signature alone, by the keys that the user gives.
// All of it is bounded in size and time. What an address gave is kept in the user's
// cache, and asked for again by its ETag; when the network is not there, what is kept
// serves.
package index

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/source"
)

// maxPacked is the largest archive that is read, in bytes: ten times Alpine's largest.
const maxPacked = 32 << 20

// maxKey is the largest key file, in bytes.
const maxKey = 64 << 10

// Reader reads indexes, each once. It may be used by several goroutines.
type Reader struct {
	// Cache is the folder for what addresses gave; "" to keep nothing.
	Cache string
	// Timeout is for one address, from the first byte asked to the last received.
	Timeout time.Duration
	// Offline: nothing is asked for; of an address there is what is kept.
	Offline bool
	// Transport carries the questions; nil for http.DefaultTransport.
	Transport http.RoundTripper
	// Say tells the user, once, that a kept index serves in place of a fresh one.
	Say func(text string)

	mu      sync.Mutex
	indexes map[string]func() (*apk.Index, error) // by place and keys
	keys    map[string]func() (apk.Keys, error)
	away    sync.Map // hosts that gave no answer, to the error: each is waited for once
}

// file is the end of the place of an index on a mirror.
const file = "APKINDEX.tar.gz"

// layout is where a mirror has them.
const layout = "{release}/{repo}/{arch}/" + file

// Branch implements analysis.Indexes. Repositories that a folder does not have are
// left out of it; those that an address does not have are an error.
func (r *Reader) Branch(from analysis.IndexSource, release alpine.Release, arch string) (apk.Branch, error) {
	var b apk.Branch
	for _, location := range from.Locations {
		if err := check(location); err != nil {
			return nil, err
		}
		for _, p := range places(location, release, arch) {
			x, err := r.index(p, from)
			switch {
			case err == nil:
			case errors.Is(err, fs.ErrNotExist) && p.filled || errors.Is(err, errNotKept):
				continue
			default:
				return nil, fmt.Errorf("the package index %s: %w", shown(p.location), err)
			}
			if of, ok := releaseOf(x.Description); ok && of != release {
				if !p.filled {
					continue // one index, of another release
				}
				return nil, fmt.Errorf("the package index %s: it is of Alpine %v", shown(p.location), of)
			}
			b = append(b, apk.Repository{Name: p.repository, Index: x})
		}
	}
	return b, nil
}

// check refuses a location at which nothing can ever be found.
func check(location string) error {
	if config.IsAddress(location) {
		if u, err := url.Parse(location); err != nil || u.Host == "" {
			return fmt.Errorf("the package index %s: it is no address", shown(location))
		}
		return nil
	}
	if scheme, _, ok := strings.Cut(location, "://"); ok {
		return fmt.Errorf("the package index %s: an index is read by http and https, not by %s", shown(location), scheme)
	}
	root, _, template := strings.Cut(location, "{")
	if template {
		root = filepath.Dir(root + "x")
	}
	_, err := os.Stat(root)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the package index %s: there is no such file or folder", location)
	}
	return err
}

// place is where an index may be.
type place struct {
	location   string
	repository string // "" where it is not told
	filled     bool   // the release was filled in: not every release has to be there
}

// places are those of a location. What is neither a template nor a single index is a
// mirror.
func places(location string, release alpine.Release, arch string) []place {
	template := location
	if !strings.Contains(location, "{") && !strings.HasSuffix(location, ".tar.gz") {
		if info, err := os.Stat(location); config.IsAddress(location) || err == nil && info.IsDir() {
			template = strings.TrimSuffix(location, "/") + "/" + layout
		}
	}
	repositories := []string{apk.Main, apk.Community}
	switch {
	case !strings.Contains(template, "{repo}"):
		repositories = []string{repositoryOf(template)}
	case !release.IsEdge() && release.Compare(communitySince) < 0:
		repositories = repositories[:1]
	}
	var out []place
	for _, repository := range repositories {
		fill := strings.NewReplacer("{release}", release.Folder(), "{repo}", repository, "{arch}", arch)
		out = append(out, place{fill.Replace(template), repository, strings.Contains(template, "{release}")})
	}
	return out
}

// communitySince is the first release with the repository community.
var communitySince = alpine.Release{Major: 3, Minor: 3}

// repositoryOf is the repository by a folder on the way to an index.
func repositoryOf(location string) string {
	parts := strings.Split(filepath.ToSlash(location), "/")
	for _, name := range []string{apk.Main, apk.Community} {
		if slices.Contains(parts, name) {
			return name
		}
	}
	return ""
}

// releaseOf is the release by what an index says of itself: v3.20.3-38-g5b99a0b2f22,
// or v20240923-... of edge. A mirror that gives that of another, signed as it is,
// would turn pins back by years.
func releaseOf(description string) (alpine.Release, bool) {
	version, _, _ := strings.Cut(description, "-")
	version, ok := strings.CutPrefix(version, "v")
	if ok && len(version) == len("20240923") && strings.Trim(version, "0123456789") == "" {
		return alpine.Edge, true
	}
	release, numbered := alpine.ParseRelease(version)
	return release, ok && numbered
}

// index is the one at a place, read once.
func (r *Reader) index(p place, from analysis.IndexSource) (*apk.Index, error) {
	id := fmt.Sprintf("%s %q %t", p.location, from.Keys, from.Unsigned)
	r.mu.Lock()
	read := r.indexes[id]
	if read == nil {
		if r.indexes == nil {
			r.indexes = map[string]func() (*apk.Index, error){}
		}
		read = sync.OnceValues(func() (*apk.Index, error) { return r.read(p.location, from) })
		r.indexes[id] = read
	}
	r.mu.Unlock()
	return read()
}

func (r *Reader) read(location string, from analysis.IndexSource) (*apk.Index, error) {
	open := apk.OpenUnsigned
	if !from.Unsigned {
		keys, err := r.keysOf(from.Keys)
		if err != nil {
			return nil, err
		}
		open = func(content []byte) (*apk.Index, error) {
			x, err := apk.OpenIndex(content, keys)
			if err != nil && len(keys) == 0 {
				err = fmt.Errorf("%w; --apk-keys names them", err)
			}
			return x, err
		}
	}
	if config.IsAddress(location) {
		return r.fetch(location, open)
	}
	content, err := readFile(location, maxPacked)
	if err != nil {
		return nil, err
	}
	return open(content)
}

// keysOf reads the keys of files and folders, once.
func (r *Reader) keysOf(names []string) (apk.Keys, error) {
	id := fmt.Sprintf("%q", names)
	r.mu.Lock()
	read := r.keys[id]
	if read == nil {
		if r.keys == nil {
			r.keys = map[string]func() (apk.Keys, error){}
		}
		read = sync.OnceValues(func() (apk.Keys, error) { return readKeys(names) })
		r.keys[id] = read
	}
	r.mu.Unlock()
	return read()
}

func readKeys(names []string) (apk.Keys, error) {
	keys := apk.Keys{}
	for _, name := range names {
		files, err := keyFiles(name)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			content, err := readFile(file, maxKey)
			if err != nil {
				return nil, fmt.Errorf("a key cannot be read: %w", err)
			}
			key, err := apk.ParseKey(content)
			if err != nil {
				return nil, fmt.Errorf("the key %s: %w", file, err)
			}
			keys[filepath.Base(file)] = key
		}
	}
	return keys, nil
}

// keyFiles are those of a folder, or the file itself.
func keyFiles(name string) ([]string, error) {
	if info, err := os.Stat(name); err != nil || !info.IsDir() {
		return []string{name}, nil
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".pub") {
			files = append(files, filepath.Join(name, e.Name()))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("there is no key (*.pub) in %s", name)
	}
	return files, nil
}

// readFile reads a regular file that is not too large.
func readFile(name string, limit int64) ([]byte, error) {
	if info, err := os.Stat(name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, source.ErrNotRegular)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f, limit)
}

// readAll reads what is not longer than the limit.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(content)) > limit {
		return nil, tooLarge(limit)
	}
	return content, err
}

func tooLarge(limit int64) error {
	return refusal(fmt.Sprintf("it has more than %d KiB", limit>>10))
}

// shown is a location as messages name it: without a password that may stand in
// it, and from the working folder on where it lies there.
func shown(location string) string {
	if u, err := url.Parse(location); err == nil && u.User != nil {
		return u.Redacted()
	}
	if dir, err := os.Getwd(); err == nil && filepath.IsAbs(location) {
		if rel, err := filepath.Rel(dir, location); err == nil && filepath.IsLocal(rel) {
			return rel
		}
	}
	return location
}
