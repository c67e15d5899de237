package apk

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Bounds of an index. Alpine's largest, community of edge, has 30,000 packages,
// 12 MB of text and no line of more than some 20 KB.
const (
	maxIndexLine = 1 << 20 // bytes
	maxPackages  = 200_000
)

// entry is one package of an index, as far as it is asked for. Lists are as
// written, words between blanks.
type entry struct {
	name, version string
	depends       string // what it needs: names, so:, cmd:, pc: and paths, with bounds; !name forbids
	provides      string // what it stands for besides its name, with versions
	installIf     string // apk adds it by itself once these are there
	built         int64  // seconds of Unix time
}

// Index is what one repository has for one architecture. It is read-only.
type Index struct {
	// Description is what the repository says of itself: "v3.20.3-38-g5b99a0b2f22".
	Description string
	// Newest is when the newest of its packages was built; zero where it does not tell.
	Newest time.Time

	packages []entry // in order of name, of one name the newest first
	links    func() links
}

// links tells by a name which packages stand for it, and which come by themselves
// with it. Values are indexes of packages.
type links struct{ provided, triggers map[string][]int32 }

// ReadIndex reads the text of an APKINDEX: records of lines "X:value", with an empty
// line behind each. Of its fields, which apk-package(5) lists as those of the index
// of version 2, P (name), V (version), D (needs), p (provides), i (install if) and t
// (time of build) are kept; C, A, S, I, T, U, L, o, m, c, k and any that may come are
// passed over.
//
// It holds one line and what is kept. Names and versions are checked against their
// grammar: they come from outside, and fixes write them into files.
func ReadIndex(r io.Reader) (*Index, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), maxIndexLine)
	x := &Index{}
	var now record
	newest := int64(0)
	end := func() error {
		p, err := now.end()
		switch {
		case err != nil:
			return err
		case p.name == "":
			return nil
		case len(x.packages) == maxPackages:
			return fmt.Errorf("more than %d packages", maxPackages)
		}
		x.packages = append(x.packages, p)
		newest = max(newest, p.built)
		return nil
	}
	for n := 1; lines.Scan(); n++ {
		line, err := lines.Bytes(), error(nil)
		switch {
		case len(line) == 0:
			err = end()
		case len(line) < 2 || line[1] != ':':
			err = fmt.Errorf("%q is no field of a record", line[:min(len(line), 40)])
		default:
			now.field(line[0], line[2:])
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("a line of more than %d bytes", maxIndexLine)
	} else if err != nil {
		return nil, err
	}
	if err := end(); err != nil {
		return nil, fmt.Errorf("the last record: %w", err)
	}
	if newest > 0 {
		x.Newest = time.Unix(newest, 0).UTC()
	}
	slices.SortStableFunc(x.packages, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.name, b.name), CompareVersions(b.version, a.version))
	})
	x.links = sync.OnceValue(x.findLinks)
	return x, nil
}

// record gathers the fields of one package. What is kept goes into one string, for an
// index has as many records as pages of a book have words.
type record struct {
	open  bool
	text  bytes.Buffer
	ends  [5]int // of name, version, depends, provides, installIf in text; 0 for none
	start [5]int
	built int64
}

func (r *record) field(key byte, value []byte) {
	r.open = true
	i := strings.IndexByte("PVDpi", key)
	switch {
	case key == 't':
		r.built, _ = strconv.ParseInt(string(value), 10, 64) // of a time that cannot be read nothing is said
	case i >= 0:
		r.start[i] = r.text.Len()
		r.text.Write(value)
		r.ends[i] = r.text.Len()
	}
}

// end is the package of the record, none where there is no record.
func (r *record) end() (entry, error) {
	if !r.open {
		return entry{}, nil
	}
	text := r.text.String()
	part := func(i int) string { return text[r.start[i]:r.ends[i]] }
	p := entry{name: part(0), version: part(1), depends: part(2), provides: part(3), installIf: part(4), built: r.built}
	r.text.Reset()
	r.open, r.start, r.ends, r.built = false, [5]int{}, [5]int{}, 0
	switch {
	case p.name == "":
		return p, errors.New("a record without a name")
	case !validName(p.name):
		return p, fmt.Errorf("%q cannot be the name of a package", p.name)
	case !ValidVersion(p.version):
		return p, fmt.Errorf("%s has %q for a version", p.name, p.version)
	}
	return p, nil
}

// Len is how many packages there are.
func (x *Index) Len() int { return len(x.packages) }

// Versions are those of a package, the newest first; a stable branch has one.
func (x *Index) Versions(name string) []string {
	var out []string
	for _, i := range x.named(name) {
		out = append(out, x.packages[i].version)
	}
	return out
}

// named are the indexes of the packages of a name.
func (x *Index) named(name string) []int32 {
	at, _ := slices.BinarySearchFunc(x.packages, name, func(p entry, name string) int { return strings.Compare(p.name, name) })
	var out []int32
	for ; at < len(x.packages) && x.packages[at].name == name; at++ {
		out = append(out, int32(at))
	}
	return out
}

// findLinks reads the lists of all packages, when somebody first asks for what stands
// in them: to look up a package none of it is needed.
func (x *Index) findLinks() links {
	l := links{provided: map[string][]int32{}, triggers: map[string][]int32{}}
	for i := range x.packages {
		p := &x.packages[i]
		for word := range strings.FieldsSeq(p.provides) {
			name := linkName(word)
			l.provided[name] = append(l.provided[name], int32(i))
		}
		for word := range strings.FieldsSeq(p.installIf) {
			name := linkName(word)
			l.triggers[name] = append(l.triggers[name], int32(i))
		}
	}
	return l
}

// linkName is what a word of a list is about, without the version and its bound.
func linkName(word string) string {
	if end := strings.IndexAny(word, operators); end >= 0 {
		return word[:end]
	}
	return word
}
