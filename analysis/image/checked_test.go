package image

import (
	"testing"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/source"
)

// TestChecks: what compares something for certain, what may, and what makes a sum or a
// signature only.
func TestChecks(t *testing.T) {
	for command, want := range map[string]alpine.Answer{
		"sha256sum -c sums":                   alpine.Yes,
		"sha512sum -sc sums":                  alpine.Yes,
		"sha1sum --check --status sums":       alpine.Yes,
		"gpg --batch --verify x.asc x":        alpine.Yes,
		"gpgv x.asc x":                        alpine.Yes,
		"openssl dgst -sha256 -verify k x":    alpine.Yes,
		"minisign -V -m x":                    alpine.Yes,
		"cosign verify-blob x":                alpine.Yes,
		"git verify-tag v1":                   alpine.Yes,
		"sha256sum x":                         alpine.Unknown,
		"openssl dgst -sha256 x":              alpine.Unknown,
		"gpg -d x.gpg":                        alpine.Unknown,
		"./verify.sh x":                       alpine.Unknown,
		"gpg --armor --sign x":                alpine.No,
		"gpg-agent --daemon":                  alpine.No,
		"wc -c x":                             alpine.No,
		"tar -c x":                            alpine.No,
		"echo sha256":                         alpine.No,
		"git clone https://example.org/x.git": alpine.No,
	} {
		run := Alone(source.NewFile("/x.sh", []byte(command+"\n")), Options{})
		if got := Checks(run.Program.Commands[0]); got != want {
			t.Errorf("%s: %v, want %v", command, got, want)
		}
	}
}
