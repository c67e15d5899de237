package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// ResolverOption is an option of resolv.conf that is given to an Alpine.
type ResolverOption struct {
	Name, Value string // "ndots", "2"
	Span        source.Span
}

// resolverOptions are those of resolv.conf(5), Linux man-pages 6.03 and glibc 2.41.
// Of them musl reads ndots, attempts and timeout (src/network/resolvconf.c of 1.2.5).
var resolverOptions = []string{
	"ndots", "attempts", "timeout",
	"debug", "edns0", "inet6", "ip6-bytestring", "ip6-dotint", "no-ip6-dotint", "no-aaaa", "no-check-names", "no-reload", "no-tld-query",
	"rotate", "single-request", "single-request-reopen", "strict-error", "trust-ad", "use-vc",
}

// ReadByMusl tells whether musl's resolver reads the option.
func (o ResolverOption) ReadByMusl() bool { return slices.Contains(resolverOptions[:3], o.Name) }

// ResolverOptions are those that programs on Alpine write into /etc/resolv.conf, and
// those with which docker starts an Alpine image.
func (u *Unit) ResolverOptions() []ResolverOption {
	var out []ResolverOption
	for _, run := range u.Runs {
		if run.State.IsAlpine() != alpine.Yes || !strings.Contains(run.Program.Text.String(), "resolv.conf") {
			continue
		}
		for _, w := range run.WritesTo(func(file string) bool { return file == "/etc/resolv.conf" }) {
			out = append(out, optionsIn(w)...)
		}
	}
	for _, d := range u.Dockers("run", "create") {
		for _, o := range d.Options {
			if (o.Name == "dns-option" || o.Name == "dns-opt") && len(o.Values) == 1 && startsAlpine(d) {
				if name, value, _ := strings.Cut(o.Values[0], ":"); slices.Contains(resolverOptions, name) {
					out = append(out, ResolverOption{name, value, o.Span()})
				}
			}
		}
	}
	return out
}

func startsAlpine(d image.Docker) bool {
	use, ok := d.Use()
	return ok && use.Ref.Image().Distro == alpine.Alpine
}

// optionsIn finds the options in what is written, each with its place. No other line
// of the file has words like them.
func optionsIn(w image.Written) []ResolverOption {
	text := w.Command.Program.Text
	piece := strings.NewReplacer(`\n`, "  ", `\t`, "  ").Replace(text.String()[w.From:w.To])
	var out []ResolverOption
	for at := 0; at < len(piece); {
		size := strings.IndexAny(piece[at:]+" ", " \t\r\n\"';")
		name, value, _ := strings.Cut(piece[at:at+size], ":")
		if slices.Contains(resolverOptions, name) {
			out = append(out, ResolverOption{name, value, text.Span(w.From+at, w.From+at+size)})
		}
		at += size + 1
	}
	return out
}
