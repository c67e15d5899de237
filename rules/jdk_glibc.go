package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

var _ = register(&analysis.Rule{
	ID: "ALP805", Name: "jdk-glibc", Since: "0.2.0",
	Summary:    "a JDK for glibc on Alpine",
	Severity:   analysis.Error,
	Confidence: analysis.Medium,
	CWE:        []int{439},
	Doc: `## What it flags

A JDK or JRE for Linux with glibc in an Alpine stage, downloaded or copied: of Oracle, OpenJDK, GraalVM, Temurin, Zulu, Corretto, Liberica, Semeru, SapMachine and Microsoft, by the names of their files, and what ` + "`sdk install java`" + ` of SDKMAN fetches.

Silent: names with alpine or musl, sums and signatures; stages that get a glibc (ALP301 tells of it) or only hand on to other distributions. With gcompat or libc6-compat it is an information.

## Why

Its programs ask for ` + "`/lib64/ld-linux-x86-64.so.2`" + `, which Alpine does not have. That a program with this interpreter does not start was measured on Alpine 3.20; that the builds are linked so is the word of their publishers, who have others for Alpine since OpenJDK came to musl with JEP 386 (JDK 16).

## What to do

` + "`apk add openjdk21-jre-headless`" + `, ` + "`eclipse-temurin:21-jre-alpine-3.23`" + `, or the same publisher's build for Alpine: ` + "`alpine-linux`" + ` (Temurin), ` + "`alpine`" + ` (Corretto, Microsoft), ` + "`linux_musl`" + ` (Zulu), ` + "`musl`" + ` (Liberica). GraalVM has none: use a base with glibc.
`,
	Bad: `FROM alpine:3.24
ADD --checksum=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be https://github.com/adoptium/temurin21-binaries/releases/download/jdk-21.0.9%2B10/OpenJDK21U-jre_x64_linux_hotspot_21.0.9_10.tar.gz /tmp/
USER nobody
`,
	Good: `FROM alpine:3.24
ADD --checksum=sha256:24ad76777745fbff131c8fbc466742b011f925bfa4fffa2ded6def23b5b937be https://github.com/adoptium/temurin21-binaries/releases/download/jdk-21.0.9%2B10/OpenJDK21U-jre_x64_alpine-linux_hotspot_21.0.9_10.tar.gz /tmp/
USER nobody
`,
	Run: func(p *analysis.Pass) {
		for _, g := range p.GlibcBuilds(alpine.Java) {
			p.Report(glibcFinding(g, "this build of Java is linked with glibc and does not start on Alpine", "apk add openjdk, or take the publisher's build for Alpine"))
		}
	},
})
