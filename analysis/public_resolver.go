package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// publicResolvers are resolvers that are open to all the world: Google's, Cloudflare's,
// Quad9's, OpenDNS's, 114DNS's, Alibaba's and DNSPod's, by their own pages.
var publicResolvers = []string{
	"8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844", "1.1.1.1", "1.0.0.1", "2606:4700:4700::1111", "2606:4700:4700::1001",
	"9.9.9.9", "149.112.112.112", "208.67.222.222", "208.67.220.220", "114.114.114.114", "223.5.5.5", "223.6.6.6", "119.29.29.29",
}

// PublicResolver is a public resolver that is fixed where the network should name one.
type PublicResolver struct {
	Address string
	Span    source.Span
}

// PublicResolvers are those that docker's --dns gives a container, and those that
// programs write into resolv.conf and /etc/network/interfaces.
func (u *Unit) PublicResolvers() []PublicResolver {
	var out []PublicResolver
	for _, d := range u.Dockers("run", "create") {
		for _, o := range d.Options {
			if o.Name == "dns" && len(o.Values) == 1 && slices.Contains(publicResolvers, o.Values[0]) {
				out = append(out, PublicResolver{o.Values[0], o.Span()})
			}
		}
	}
	if !u.mentions("nameserver") {
		return out
	}
	for run, c := range u.Commands("echo", "printf", "cat", "tee") {
		for _, l := range run.Lines(c) {
			if address, ok := fixes(l); ok {
				out = append(out, PublicResolver{address, l.Span})
			}
		}
	}
	return out
}

// fixes is the public resolver of a line of resolv.conf or interfaces.
func fixes(l image.Line) (address string, ok bool) {
	if !slices.ContainsFunc(l.Files, func(f string) bool {
		return strings.HasSuffix(f, "/resolv.conf") || strings.HasSuffix(f, "/etc/network/interfaces")
	}) {
		return "", false
	}
	words := strings.Fields(l.Text)
	if len(words) < 2 || words[0] != "nameserver" && words[0] != "dns-nameservers" {
		return "", false
	}
	i := slices.IndexFunc(words, func(w string) bool { return slices.Contains(publicResolvers, w) })
	if i < 0 {
		return "", false
	}
	return words[i], true
}
