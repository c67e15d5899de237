package main

import (
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
	if len(words) == 0 {
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

// write makes the report, then opens the file: one that cannot be made does not
// cost the old one.
func (c *check) write(o output, r *report.Report) error {
	var b bytes.Buffer
	if err := o.format.Write(&b, r, c.style(o)); err != nil {
		return err
	}
	if o.file == "" {
		if _, err := c.out.Write(b.Bytes()); err != nil {
			return fmt.Errorf("the report cannot be written: %w", err)
		}
		return nil
	}
	if err := replaceFile(o.file, b.Bytes()); err != nil {
		return fmt.Errorf("the report cannot be written: %w", err)
	}
	return nil
}

// replaceFile puts content in the place of a file, or makes it: who reads it sees
// the old one or the new, and a full disk costs neither. What is no regular file
// (/dev/stdout, a pipe) is written to, and so is a file in a folder that takes no
// other.
func replaceFile(name string, content []byte) error {
	mode := os.FileMode(0o666)
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real // a link stays a link
	}
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			return os.WriteFile(name, content, mode)
		}
		mode = info.Mode().Perm()
	}
	// A name of its own for each process; os.CreateTemp would not ask the umask.
	beside := filepath.Join(filepath.Dir(name), fmt.Sprintf(".%s.%d.tmp", filepath.Base(name), os.Getpid()))
	err := os.WriteFile(beside, content, mode)
	if err == nil {
		err = os.Rename(beside, name)
	}
	if err == nil {
		return nil
	}
	_ = os.Remove(beside) // it may not be there
	if errors.Is(err, fs.ErrPermission) {
		return os.WriteFile(name, content, mode)
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		path.Path = name
	}
	return err
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
