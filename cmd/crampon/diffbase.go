package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
)

// changes are the lines of the working tree that differ from a commit.
type changes struct {
	root    string          // of the work tree, links followed
	tracked map[string]bool // names, relative to the root, that git knows
	lines   map[string][]lineRange
	names   map[string]string // absolute path to its name
}

// lineRange is a run of lines, from 1, both ends in it.
type lineRange struct{ from, to int }

// changesSince asks git what differs between the files on disk, committed or not,
// and the common ancestor of HEAD and the revision: what this branch did, and not
// what was done on the other one since. A file that was renamed differs where its
// text does; one that git does not know is new, as a whole.
func changesSince(ctx context.Context, revision string) (*changes, error) {
	if revision == "" || strings.HasPrefix(revision, "-") {
		return nil, fmt.Errorf("--diff-base: %q is not a revision", revision)
	}
	top, err := git(ctx, "", "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, err
	}
	c := &changes{root: strings.TrimSuffix(top, "\n"), tracked: map[string]bool{}, lines: map[string][]lineRange{}, names: map[string]string{}}
	if c.root, err = filepath.EvalSymlinks(filepath.FromSlash(c.root)); err != nil {
		return nil, fmt.Errorf("--diff-base: %w", err)
	}
	commit, err := git(ctx, c.root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("--diff-base: git knows no revision %q; in a shallow clone it has to be fetched first", revision)
	}
	base, err := git(ctx, c.root, "merge-base", strings.TrimSpace(commit), "HEAD")
	if err != nil {
		return nil, fmt.Errorf("--diff-base: HEAD and %q have no common ancestor here; a shallow clone has to fetch more of their history", revision)
	}
	known, err := git(ctx, c.root, "ls-files", "-z")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(known, "\x00") {
		c.tracked[name] = true
	}
	diff, err := git(ctx, c.root, "diff", "--unified=0", "--inter-hunk-context=0", "--text", "--find-renames", "--no-relative", "--no-color", "--no-ext-diff", "--no-textconv",
		"--src-prefix=a/", "--dst-prefix=b/", strings.TrimSpace(base), "--")
	if err != nil {
		return nil, err
	}
	return c, c.read(strings.NewReader(diff))
}

// git runs git in a folder, and gives what it prints. Its own words say what went wrong.
func git(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-c", "core.quotePath=false"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("--diff-base asks git, which is not on the PATH")
	case err != nil:
		why, _, _ := strings.Cut(strings.TrimSpace(errs.String()), "\n")
		if why == "" {
			why = err.Error()
		}
		return "", fmt.Errorf("--diff-base: git %s: %s", args[0], why)
	}
	return string(out), nil
}

// read takes the lines of the new side from a diff without context. The lines of a
// hunk are counted off, since a line of a file may look like the head of a diff.
func (c *changes) read(diff io.Reader) error {
	in := bufio.NewReader(diff)
	name, inside := "", 0
	for {
		line, err := in.ReadString('\n')
		if line == "" {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		line = strings.TrimSuffix(line, "\n")
		switch {
		case inside > 0:
			if !strings.HasPrefix(line, `\`) { // \ No newline at end of file
				inside--
			}
		case strings.HasPrefix(line, "+++ "):
			name = newName(line[len("+++ "):])
		case strings.HasPrefix(line, "@@ "):
			removed, added, ok := hunk(line)
			if !ok {
				return fmt.Errorf("--diff-base: git diff says %q, which is not understood", line)
			}
			inside = removed.to - removed.from + 1 + added.to - added.from + 1
			if added.from <= added.to {
				c.lines[name] = append(c.lines[name], added)
			}
		}
	}
}

// newName is the file of a +++ line: b/name, in quotes where it has odd bytes, and
// with a tab behind it where it has blanks.
func newName(s string) string {
	s = strings.TrimSuffix(s, "\t")
	if unquoted, err := strconv.Unquote(s); err == nil && strings.HasPrefix(s, `"`) {
		s = unquoted
	}
	return strings.TrimPrefix(s, "b/")
}

// hunk reads @@ -a,b +c,d @@. A side without lines is an empty range.
func hunk(line string) (removed, added lineRange, ok bool) {
	fields := strings.Fields(line)
	if len(fields) < 4 || fields[3] != "@@" {
		return removed, added, false
	}
	removed, ok = side(fields[1], "-")
	if !ok {
		return removed, added, false
	}
	added, ok = side(fields[2], "+")
	return removed, added, ok
}

func side(s, sign string) (lineRange, bool) {
	s, signed := strings.CutPrefix(s, sign)
	first, count, counted := strings.Cut(s, ",")
	from, err := strconv.Atoi(first)
	n := 1
	if counted && err == nil {
		n, err = strconv.Atoi(count)
	}
	return lineRange{from, from + n - 1}, signed && err == nil
}

// has tells whether a finding, or a step of its flow, stands on changed lines. What
// could not be read at all is told whatever changed.
func (c *changes) has(f *analysis.Finding, _ string) bool {
	if len(f.Span.File.Content) == 0 || c.touches(f.Span) {
		return true
	}
	for _, p := range f.Flow.Places() {
		if c.touches(p.Span) {
			return true
		}
	}
	return false
}

func (c *changes) touches(s source.Span) bool {
	name, known := c.names[s.File.Path]
	if !known {
		name = s.File.Path
		if real, err := filepath.EvalSymlinks(name); err == nil {
			name = real
		}
		if rel, err := filepath.Rel(c.root, name); err == nil {
			name = filepath.ToSlash(rel)
		}
		c.names[s.File.Path] = name
	}
	if !c.tracked[name] {
		return true
	}
	first, last := s.From().Line, s.To().Line
	for _, r := range c.lines[name] {
		if first <= r.to && r.from <= last {
			return true
		}
	}
	return false
}
