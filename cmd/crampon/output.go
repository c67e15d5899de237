package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/term"

	"github.com/crampon-lint/crampon/cmd/crampon/report"
)

// output is one report to write: a format, and a file or standard output.
type output struct {
	format report.Format
	file   string // "" is standard output
}

// outputs are the reports that the flags ask for. At most one can go to standard
// output: two would be neither.
func (f *checkFlags) outputs() ([]output, error) {
	words := f.formats
	if len(words) == 0 && !f.diff {
		words = []string{"text"}
	}
	var outs []output
	unnamed := 0
	for _, word := range words {
		name, file, named := strings.Cut(word, "=")
		format, err := formatOf(name)
		if err != nil {
			return nil, err
		}
		switch {
		case named && file == "":
			return nil, fmt.Errorf("--format %s: there is no file behind the =", word)
		case !named:
			unnamed++
			file = f.output
		}
		if file != "" && slices.ContainsFunc(outs, func(o output) bool { return filepath.Clean(o.file) == filepath.Clean(file) }) {
			return nil, fmt.Errorf("--format %s: another report goes to that file", word)
		}
		outs = append(outs, output{format, file})
	}
	switch {
	case f.diff && unnamed > 0 && f.output == "":
		return nil, errors.New("--diff prints a patch; name a file for the report, as in --format json=report.json")
	case unnamed > 1:
		return nil, errors.New("--format: several reports in one place; name a file for all but one, as in json=report.json")
	case unnamed == 0 && f.output != "":
		return nil, errors.New("--output: each --format names its own file")
	}
	return outs, nil
}

func formatOf(name string) (report.Format, error) {
	for _, f := range report.Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	return report.Format{}, fmt.Errorf("--format: there is no format %q%s; there are: %s",
		name, didYouMean(name, formatNames()), strings.Join(formatNames(), ", "))
}

// write makes the report where it belongs. It is not held: that of a big tree is
// larger than all else.
func (c *check) write(o output, r *report.Report) error {
	write := func(w io.Writer) error {
		buffered := bufio.NewWriter(w)
		if err := o.format.Write(buffered, r, c.style(o)); err != nil {
			return err
		}
		return buffered.Flush()
	}
	var err error
	if o.file == "" {
		err = write(c.out)
	} else {
		err = replaceFile(o.file, write)
	}
	if err != nil {
		return fmt.Errorf("the report cannot be written: %w", err)
	}
	return nil
}

// replaceFile puts what is written in the place of a file, or makes it: who reads
// it sees the old one or the new, and neither a full disk nor a report that cannot
// be made costs the old one. What is no regular file (/dev/stdout, a pipe) is
// written to, and so is a file in a folder that takes no other.
func replaceFile(name string, write func(io.Writer) error) error {
	mode := os.FileMode(0o666)
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real // a link stays a link
	}
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			return writeFile(name, mode, write)
		}
		mode = info.Mode().Perm()
	}
	// A name of its own for each process; os.CreateTemp would not ask the umask.
	beside := filepath.Join(filepath.Dir(name), fmt.Sprintf(".%s.%d.tmp", filepath.Base(name), os.Getpid()))
	err := writeFile(beside, mode, write)
	if err == nil {
		err = os.Rename(beside, name)
	}
	if err == nil {
		return nil
	}
	_ = os.Remove(beside) // it may not be there
	if errors.Is(err, fs.ErrPermission) {
		return writeFile(name, mode, write)
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		path.Path = name
	}
	return err
}

// contentOf writes what is ready.
func contentOf(b *bytes.Buffer) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	}
}

// writeFile writes a file, which is made with that mode where it is not there.
func writeFile(name string, mode os.FileMode, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		_ = f.Close() // the first error says more
		return err
	}
	return f.Close()
}

func (c *check) style(o output) report.Style {
	s := report.Style{Quiet: c.flags.quiet, Color: c.flags.color.value == "always", Say: func(text string) { c.say("%s", text) }}
	if o.file == "" {
		s.Color = colors(c.flags.color.value, c.out)
		s.Width = width(c.out)
	}
	return s
}

// colors decides about colours on a stream. What the user says now goes before
// NO_COLOR (https://no-color.org: set, and not empty), and that before the terminal.
func colors(when string, w io.Writer) bool {
	switch when {
	case "always":
		return true
	case "never":
		return false
	}
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width is how many columns the terminal has; 0 where there is none.
func width(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}
