package rules

import (
	"fmt"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP311", Name: "resolv-options", Since: "0.2.0",
	Summary:    "an option of the resolver that musl does not read, or reads otherwise",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	CWE:        []int{474},
	Doc: `## What it flags

On Alpine, in what a RUN or a script writes into /etc/resolv.conf: ` + "`rotate`, `single-request`, `single-request-reopen`, `use-vc`, `edns0`" + ` and the other options of glibc that musl passes over, and ` + "`ndots`" + ` below 5, which it takes in a sense of its own; the variable ` + "`RES_OPTIONS`" + `; and ` + "`--dns-opt`" + ` of a docker run of an Alpine image. ` + "`timeout` and `attempts`" + ` mean the same to both.

## Why

musl's resolver is not glibc's. Measured with musl 1.2.3 and glibc 2.36, a domain to search and two name servers that note what they are asked: musl asks both servers at once, A and AAAA from one port, whatever rotate, single-request and single-request-reopen say, and uses UDP in spite of use-vc; RES_OPTIONS is not read. With ndots:1 it asks for a.b and gives up, where glibc goes on to a.b.example.org: a name with that many dots is never completed, so that a low ndots, which saves queries with glibc, loses names such as service.namespace in Kubernetes. As the servers are asked at once, a second server with other names than the first (a public one behind one's own) makes answers a matter of chance.

## What to do

Leave the option out. Write names with all their parts; give name servers that all know the same names; where the order of answers matters, run a resolver such as dnsmasq or unbound beside the program.
`,
	Bad: `FROM alpine:3.24
COPY --chmod=755 <<EOF /usr/local/bin/start
#!/bin/sh
echo "options single-request-reopen" >> /etc/resolv.conf
exec nc -lk -p 8080 -e cat
EOF
USER nobody
ENTRYPOINT ["/usr/local/bin/start"]
`,
	Good: `FROM alpine:3.24
COPY --chmod=755 <<EOF /usr/local/bin/start
#!/bin/sh
echo "options timeout:2" >> /etc/resolv.conf
exec nc -lk -p 8080 -e cat
EOF
USER nobody
ENTRYPOINT ["/usr/local/bin/start"]
`,
	Run: func(p *analysis.Pass) {
		for _, o := range p.ResolverOptions() {
			f := analysis.Finding{Span: o.Span, Message: fmt.Sprintf("musl does not read the option %s of resolv.conf", o.Name), Help: "leave it out"}
			if o.Name == "ndots" && len(o.Value) == 1 && o.Value < "5" {
				f.Message = fmt.Sprintf("with ndots:%s musl never completes names with that many dots by the search list", o.Value)
				f.Help = "leave it out, or write such names with all their parts"
			} else if o.ReadByMusl() {
				continue
			}
			p.Report(f)
		}
		for v := range p.Environment("RES_OPTIONS") {
			if v.State.IsAlpine() == alpine.Yes {
				p.Report(analysis.Finding{Span: v.Span, Message: "musl does not read RES_OPTIONS", Help: "leave it out"})
			}
		}
	},
})
