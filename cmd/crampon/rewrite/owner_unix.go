//go:build unix

package rewrite

import (
	"io/fs"
	"os"
	"syscall"
)

// chown gives a file the owner and group of another, as far as the system lets it: in
// a container crampon is root, and the files are somebody's.
func chown(f *os.File, info fs.FileInfo) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(s.Uid), int(s.Gid)) // then it is ours, as with any editor
	}
}
