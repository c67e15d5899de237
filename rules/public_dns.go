package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP713", Name: "public-dns", Since: "0.2.0",
	Summary:    "a public resolver where the network should name one",
	Severity:   analysis.Info,
	Confidence: analysis.High,
	Optional:   true,
	CWE:        []int{1188},
	Doc: `## What it flags

8.8.8.8, 1.1.1.1 and other public resolvers that are fixed by ` + "`docker run --dns`" + `, or written into /etc/resolv.conf or /etc/network/interfaces by echo, printf, tee or a here-document.

## Why

The names of one's own network go to a stranger, and do not resolve there; where that resolver is blocked, none does. What a RUN writes into /etc/resolv.conf is lost besides: the engine mounts a file of its own there.

## What to do

Leave it to the network: the engine hands the host's resolvers to its containers. Where another one is meant, take it from the configuration.
`,
	Bad:  "-- start.sh --\n#!/bin/sh\ndocker run -d --dns 8.8.8.8 registry.example.org/web:3\n",
	Good: "-- start.sh --\n#!/bin/sh\ndocker run -d registry.example.org/web:3\n",
	Run: func(p *analysis.Pass) {
		for _, r := range p.PublicResolvers() {
			p.Report(analysis.Finding{
				Span:    r.Span,
				Message: "every name is asked of " + r.Address + ", whatever network this runs in",
				Help:    "leave the resolver to the network",
			})
		}
	},
})
