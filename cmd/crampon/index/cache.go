package index

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// kept is what an address gave: in a file, a line of JSON and behind it the bytes.
type kept struct {
	Address string    `json:"address"`
	ETag    string    `json:"etag"`
	Fetched time.Time `json:"fetched"`
	// SHA256 tells a file that was written to its end from one that was not. Whether it
	// may be believed tells its signature, each time that it is read.
	SHA256  string `json:"sha256"`
	content []byte
}

// keptFile is where what an address gives is kept; "" for nowhere.
func (r *Reader) keptFile(address string) string {
	if r.Cache == "" {
		return ""
	}
	return filepath.Join(r.Cache, sum([]byte(address)))
}

func sum(content []byte) string {
	s := sha256.Sum256(content)
	return hex.EncodeToString(s[:])
}

// kept is what is kept of an address. What cannot be read or is not whole is not there.
func (r *Reader) kept(address string) (k kept, ok bool) {
	name := r.keptFile(address)
	if name == "" {
		return kept{}, false
	}
	all, err := readFile(name, maxPacked+maxKey)
	if err != nil {
		return kept{}, false
	}
	line, content, _ := bytes.Cut(all, []byte("\n"))
	if json.Unmarshal(line, &k) != nil || k.Address != shown(address) || k.SHA256 != sum(content) {
		return kept{}, false
	}
	k.content = content
	return k, true
}

// keep puts what an address gave in the place of what was kept of it. A cache that
// cannot be written costs the next run a download, and nothing else.
func (r *Reader) keep(address, tag string, content []byte) {
	name := r.keptFile(address)
	if name == "" || os.MkdirAll(r.Cache, 0o700) != nil {
		return
	}
	line, err := json.Marshal(kept{shown(address), tag, time.Now().UTC(), sum(content), nil})
	if err != nil {
		return
	}
	f, err := os.CreateTemp(r.Cache, "new-*")
	if err != nil {
		return
	}
	_, err = f.Write(append(append(line, '\n'), content...))
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // it may be gone
	}
}
