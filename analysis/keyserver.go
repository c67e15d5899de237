package analysis

import (
	"iter"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// KeyFetch is a key that gpg or apt-key fetch from a key server.
type KeyFetch struct {
	ID   string // as given, without 0x and blanks
	Span source.Span
	// Server is the key server, "" where none is named or it is not known.
	Server string
}

// KeyFetches are the keys that are fetched and whose IDs are known.
func (u *Unit) KeyFetches() iter.Seq[KeyFetch] {
	return func(yield func(KeyFetch) bool) {
		for run, c := range u.Commands("gpg", "gpg2", "apt-key") {
			server, receives := "", false
			for i, w := range c.Args {
				v := run.Reading(c, w)[0]
				switch {
				case v == "--keyserver" && i+1 < len(c.Args):
					server = run.Reading(c, c.Args[i+1])[0]
				case strings.HasPrefix(v, "--keyserver="):
					server = strings.TrimPrefix(v, "--keyserver=")
				case slices.Contains([]string{"--recv-keys", "--recv-key", "--receive-keys", "--recv"}, v):
					receives = true
				case receives && !strings.HasPrefix(v, "-"):
					for _, id := range run.Reading(c, w) {
						id = strings.TrimPrefix(strings.ReplaceAll(id, " ", ""), "0x")
						if id != "" && strings.Trim(id, "0123456789abcdefABCDEF") == "" && !yield(KeyFetch{id, w.Span(), server}) {
							return
						}
					}
				}
			}
		}
	}
}

// Short tells whether the ID has 8 digits: keys with such an ID are made in seconds.
func (k KeyFetch) Short() bool { return len(k.ID) == 8 }

// Full tells whether it is a whole fingerprint.
func (k KeyFetch) Full() bool { return len(k.ID) >= 32 }

// Plain tells whether the server is asked without TLS.
func (k KeyFetch) Plain() bool {
	return strings.HasPrefix(k.Server, "http://") || strings.HasPrefix(k.Server, "hkp://") && !strings.HasSuffix(k.Server, ":443")
}
