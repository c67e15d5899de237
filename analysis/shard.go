package analysis

import (
	"cmp"
	"hash/fnv"
	"path/filepath"
	"slices"
)

// Shard is the part of a run that one of several jobs does: each file is reported
// on by the job into which its name falls, whatever else is in the tree, with the
// findings that it has in the whole run. The zero Shard is the whole.
//
// A job reads all Dockerfiles, since each may ship a script of its part; it judges
// those that do, and those of its part.
type Shard struct {
	Index, Count int // from 1 to Count
}

// has tells whether a file falls into the shard. The name is the one below the
// root, so that jobs agree which have their clones in different places.
func (s Shard) has(root, path string) bool {
	if s.Count < 2 {
		return true
	}
	if rel, err := filepath.Rel(root, path); err == nil {
		path = rel
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(filepath.ToSlash(path))) // a hash takes all
	sum := h.Sum64()
	sum ^= sum >> 32 // FNV's low bits alone are uneven for names that differ in one letter
	return int(sum%uint64(s.Count)) == s.Index-1
}

// mine tells whether the run reports on a file, if it is reported on at all.
func (r *run) mine(path string) bool {
	if r.Settings.Shard.Count < 2 {
		return true
	}
	return r.Settings.Shard.has(cmp.Or(r.root(filepath.Dir(path)), absolute(".")), path)
}

// concerns tells whether a Dockerfile, or a script that it ships, is the run's own.
func (r *run) concerns(slot *judged) bool {
	return r.mine(slot.path) || slices.ContainsFunc(slot.shipped, r.mine)
}
