package analysis

import (
	"regexp"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Checksum is a command that compares files with checksums.
type Checksum struct {
	Run     *image.Run
	Command *shell.Command
	// Line is the line of sums that an echo or printf hands to it, as written and
	// without quotes, and its place; "" where it comes from elsewhere.
	Line string
	Span source.Span
}

var checksumCommands = []string{"md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "sha3sum"}

// Checksums are those of the unit.
func (u *Unit) Checksums() []Checksum {
	var out []Checksum
	for run, c := range u.Commands(checksumCommands...) {
		if !compares(c) {
			continue
		}
		sum := Checksum{Run: run, Command: c, Span: c.Word.Span()}
		if c.Pipeline != nil && c.Stage == 1 {
			if from := c.Pipeline.Commands[0]; from != nil && from.Name == "echo" && len(from.Args) > 0 {
				var words []string
				for _, w := range from.Args {
					if src := w.Source(); len(words) > 0 || !strings.HasPrefix(src, "-") {
						words = append(words, strings.Trim(src, `"'`))
					}
				}
				sum.Line = strings.Join(words, " ")
				sum.Span = from.Args[0].Span().Cover(from.Args[len(from.Args)-1].Span())
			}
		}
		out = append(out, sum)
	}
	return out
}

func compares(c *shell.Command) bool {
	for i := range c.Args {
		if a := c.Arg(i); a == "--check" || strings.HasPrefix(a, "-") && !strings.HasPrefix(a, "--") && strings.Contains(a, "c") {
			return true
		}
	}
	return false
}

// OneBlank tells whether one blank stands between sum and name: two, or a blank and
// a star, are what the commands print.
func (s Checksum) OneBlank() bool { return oneBlank.MatchString(s.Line) }

var oneBlank = regexp.MustCompile(`^([0-9A-Fa-f]{32,128}|\$\{?\w+\}?) [^ *\s]`)

// UpperCase tells whether the sum is written with capital letters.
func (s Checksum) UpperCase() bool {
	sum, _, _ := strings.Cut(s.Line, " ")
	return upperSum.MatchString(sum) && strings.ContainsAny(sum, "ABCDEF")
}

var upperSum = regexp.MustCompile(`^[0-9A-Fa-f]{32,128}$`)

// Fixes write the line as sha256sum prints it. Unquoted words have one blank between
// them, however many are written.
func (s Checksum) Fixes() []Fix {
	if text := s.Span.Text(); text != `"`+s.Line+`"` && text != `'`+s.Line+`'` {
		return nil
	}
	sum, _, _ := strings.Cut(s.Line, " ")
	from := s.Span.Start + 1
	to := from + len(sum)
	var edits []source.Edit
	if s.UpperCase() {
		edits = append(edits, source.Edit{Span: s.Span.File.Span(from, to), New: strings.ToLower(sum)})
	}
	if s.OneBlank() {
		edits = append(edits, source.Edit{Span: s.Span.File.Span(to, to), New: " "})
	}
	return []Fix{{Title: "Write it as sha256sum prints it", Safe: true, Edits: edits}}
}

// OfDownload tells whether the same function or program fetches something before it compares: sums of
// files that are at hand only tell whether they were changed by accident.
func (s Checksum) OfDownload() bool {
	for _, c := range s.Run.Program.Named("curl", "wget") {
		if c.Func == s.Command.Func && c.Span().Start < s.Command.Span().Start && len(s.Run.Downloads(c)) > 0 {
			return true
		}
	}
	return false
}

// CheckedBetter tells whether something stronger than MD5 and SHA-1 is compared in
// the same program.
func (s Checksum) CheckedBetter() bool {
	return len(s.Run.Program.Named("sha224sum", "sha256sum", "sha384sum", "sha512sum", "sha3sum", "gpg", "gpgv", "cosign", "minisign", "openssl", "b2sum", "shasum")) > 0
}
