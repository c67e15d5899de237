package image

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// sums compute checksums.
var sums = map[string]bool{
	"sha256sum": true, "sha512sum": true, "sha384sum": true, "sha224sum": true, "sha1sum": true, "sha3sum": true, "md5sum": true, "b2sum": true, "b3sum": true,
	"shasum": true, "cksum": true, "sum": true, "sha256": true, "sha512": true, "rhash": true,
}

// verifiers look at signatures, whatever their arguments.
var verifiers = map[string]bool{
	"gpgv": true, "gpgv2": true, "minisign": true, "signify": true, "cosign": true, "slsa-verifier": true, "rpmkeys": true, "jarsigner": true,
}

// comparing are the words by which programs compare something with a signature; gpgv
// and its like do nothing else. Sums compare where an option has a c: -c, -sc, --check.
var comparing = map[string][]string{
	"gpg": {"--verify"}, "gpg2": {"--verify"}, "openssl": {"verify", "-verify"}, "git": {"verify-tag", "verify-commit"},
	"cosign": {"verify", "verify-blob"}, "minisign": {"-V"}, "signify": {"-V"}, "jarsigner": {"-verify"},
}

// Checks tells whether a command compares something with a checksum or a signature.
// Unknown: it may: a sum without -c prints what may be compared, a decryption checks
// what is signed within, and others say by their names that they check.
func Checks(c *shell.Command) alpine.Answer {
	switch {
	case compares(c):
		return alpine.Yes
	case mayCheck(c):
		return alpine.Unknown
	}
	return alpine.No
}

// ChecksAnything tells whether any command of the run's program does.
func (r *Run) ChecksAnything() alpine.Answer {
	out := alpine.No
	for c := range r.Program.All() {
		switch Checks(c) {
		case alpine.Yes:
			return alpine.Yes
		case alpine.Unknown:
			out = alpine.Unknown
		}
	}
	return out
}

func compares(c *shell.Command) bool {
	if strings.HasPrefix(c.Name, "gpgv") {
		return true
	}
	for i := range c.Args {
		arg := c.Arg(i)
		if sums[c.Name] && (arg == "--check" || strings.HasPrefix(arg, "-") && !strings.HasPrefix(arg, "--") && strings.Contains(arg, "c")) ||
			slices.Contains(comparing[c.Name], arg) {
			return true
		}
	}
	return false
}

// mayCheck tells whether a command has to do with checksums or signatures.
func mayCheck(c *shell.Command) bool {
	if sums[c.Name] || verifiers[c.Name] {
		return true
	}
	says := func(words ...string) bool {
		return slices.ContainsFunc(c.Args, func(w shell.Word) bool {
			return slices.ContainsFunc(words, func(x string) bool { return strings.Contains(w.Source(), x) })
		})
	}
	switch c.Name {
	case "gpg", "gpg2":
		return says("--verify", "--decrypt", "-d")
	case "openssl":
		return says("dgst", "sha", "verify", "cms", "smime")
	case "gh":
		return says("attestation")
	case "php", "ruby", "node", "perl":
		return says("hash_file", "Digest", "createHash", "sha256", "sha384")
	case "git":
		return says("verify-tag", "verify-commit")
	case "", "echo", "printf", "export", "curl", "wget", "apk", "apt-get", "test", "[", "[[", "mkdir", "rm", "cd":
		return false
	}
	name := strings.ToLower(c.Name)
	for _, word := range []string{"verif", "checksum", "sha256", "sha512", "signature", "gpg"} {
		if strings.Contains(name, word) {
			return name != "gpg-agent" && name != "gpgconf"
		}
	}
	return false
}

// findChecks looks for what may have checked the download, in the programs in
// which it was followed. What went through a pipe alone nothing checks.
func (t *tracker) findChecks() {
	if len(t.files) == 0 && len(t.fetch.To) == 0 && t.fetch.Command != nil {
		return
	}
	names := t.names()
	for _, r := range t.programs {
		for c := range r.Program.All() {
			if Checks(c) == alpine.No {
				continue
			}
			switch answer := means(r, c, names); {
			case answer == alpine.Yes:
				t.fetch.Checked, t.fetch.Check = answer, c
				return
			case answer == alpine.Unknown && t.fetch.Checked == alpine.No:
				t.fetch.Checked, t.fetch.Check = answer, c
			}
		}
		if t.fetch.Checked == alpine.No && strings.Contains(r.Program.Text.String(), "hashlib") {
			t.fetch.Checked = alpine.Unknown
		}
	}
}

// names are the names of files that the download has had.
func (t *tracker) names() []string {
	var out []string
	add := func(p string) {
		if name := nameOf(p); len(name) > 2 && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, k := range t.files {
		add(k.path)
	}
	for _, p := range append(slices.Clone(t.fetch.To), t.fetch.URLs...) {
		add(p)
	}
	return out
}

// means tells whether a check is of one of these files, by the names that it is
// given: as words, in a here-document, by an echo before it. No: it is given
// checksums of others, all of them in so many words.
func means(r *Run, c *shell.Command, names []string) alpine.Answer {
	given := []*shell.Command{c}
	root := c
	for root.Via != nil {
		root = root.Via
	}
	written := false // the sums stand in the program
	if root.Pipeline != nil {
		for _, from := range root.Pipeline.Commands[:min(root.Stage, len(root.Pipeline.Commands))] {
			if from == nil {
				return alpine.Unknown
			}
			given = append(given, from)
			written = from.Name == "echo" || from.Name == "printf"
		}
	}
	var text strings.Builder
	for _, g := range given {
		for _, w := range g.Args {
			text.WriteString(strings.Join(r.Reading(g, w), " ") + " ")
		}
		for _, red := range g.Redirects {
			if body, ok := red.Heredoc(); ok && body != nil {
				text.WriteString(body.String())
				written = true
			} else if !red.IsHeredoc() {
				text.WriteString(strings.Join(r.Reading(g, red.Target), " ") + " ")
				written = written || red.Op == "<<<"
			}
		}
	}
	if slices.ContainsFunc(names, func(n string) bool { return strings.Contains(text.String(), n) }) {
		return alpine.Yes
	}
	if written && sums[c.Name] && namesFile(text.String()) {
		return alpine.No
	}
	return alpine.Unknown
}

// namesFile tells whether checksums as they are written for `-c` name files in so
// many words.
func namesFile(text string) bool {
	fields := strings.Fields(text)
	return slices.ContainsFunc(fields, func(f string) bool {
		f = path.Base(strings.TrimLeft(f, "*"))
		return strings.Contains(f, ".") && !strings.ContainsAny(f, "$`%(")
	})
}
