package alpine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Identify tells what is known of an image by its name. Repository is the name
// as written, with or without registry, without tag and digest; tag "" is none.
func Identify(repository, tag string) Image {
	n := splitName(repository, tag)
	for _, judge := range judges {
		if img, ok := judge(n); ok {
			img.Name = n.path
			img.equip(n)
			img.settleUser(n)
			return img
		}
	}
	img := Image{Name: n.path}
	img.settleUser(n)
	return img
}

// judges are asked in this order, and the first that knows decides. What is
// certain whatever the tag says stands before what the tag says, and that before
// what only official images are known for.
var judges = []func(name) (Image, bool){
	scratch, windows, wolfi, distroless, busybox,
	glibcOnAlpine, alpineItself, alpineByTag,
	distroByTag, debianItself, rpmItself, otherGlibc,
	alpineUnsaid, officialDebian, javaImages, dotnet,
	alpineByName,
}

func scratch(n name) (Image, bool) {
	return Image{Distro: Scratch, Shell: "none", Evidence: "scratch is empty"}, n.path == "scratch" && n.tag == ""
}

func windows(n name) (Image, bool) {
	ok := n.under("mcr.microsoft.com/windows", "mcr.microsoft.com/dotnet/framework", "mcr.microsoft.com/powershell/windows",
		"microsoft/nanoserver", "microsoft/windowsservercore") ||
		hasToken(n.tag, "nanoserver", "windowsservercore", "ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025")
	return Image{Distro: Windows, Libc: OtherLibc, Evidence: n.String() + " is an image for Windows"}, ok
}

// wolfi knows Chainguard's images, which have apk but glibc.
func wolfi(n name) (Image, bool) {
	if !n.under("cgr.dev", "chainguard", "ghcr.io/wolfi-dev") && n.base() != "wolfi-base" {
		return Image{}, false
	}
	img := Image{Distro: Wolfi, Libc: Glibc, Evidence: n.path + " is built on Wolfi, with glibc"}
	switch n.base() {
	case "wolfi-base":
		img.Shell = "ash"
	case "alpine-base":
		img = Image{Distro: Alpine, Libc: Musl, Shell: "ash", Evidence: n.path + " is Alpine"}
	case "musl-dynamic":
		img = Image{Distro: Distroless, Libc: Musl, Evidence: n.path + " brings musl and no distribution"}
	case "static":
		img = Image{Distro: Distroless, Evidence: n.path + " brings no libc"}
	}
	return img, true
}

func distroless(n name) (Image, bool) {
	if !strings.Contains(n.path, "/distroless/") && !strings.HasPrefix(n.path, "distroless/") {
		return Image{}, false
	}
	img := Image{Distro: Distroless, Libc: Glibc, Shell: "none", Evidence: n.path + " is distroless, with Debian's glibc"}
	if strings.HasPrefix(n.base(), "static") {
		img.Libc, img.Evidence = LibcUnknown, n.path+" is distroless and brings no libc"
	}
	if hasToken(n.tag, "debug") {
		img.Shell = "" // BusyBox, but at /busybox/sh
	}
	return img, true
}

func busybox(n name) (Image, bool) {
	if !n.official("busybox") {
		return Image{}, false
	}
	img := Image{Distro: BusyBox, Shell: "ash", Official: true, Evidence: n.String() + " is BusyBox alone"}
	// A tag without libc has meant uclibc and glibc at different times.
	switch {
	case hasToken(n.tag, "musl"):
		img.Libc = Musl
	case hasToken(n.tag, "glibc"):
		img.Libc = Glibc
	case hasToken(n.tag, "uclibc"):
		img.Libc = OtherLibc
	}
	return img, true
}

// alpineImage is Alpine with the release that the tag names, if it names one.
func alpineImage(n name) Image {
	img := Image{Distro: Alpine, Libc: Musl, Shell: "ash", Evidence: n.String() + " is Alpine"}
	if number, ok := alpineInTag(n.tag); ok && number != "" {
		img.setRelease(n, number)
	}
	return img
}

// setRelease takes the release from "3.20" or "3.20.1", which a tag names for good.
func (img *Image) setRelease(n name, number string) {
	release, point, ok := parsePoint(number)
	if !ok || !plausible(release) {
		return
	}
	img.Release, img.Least, img.Moving = release, release, Frozen
	if point >= 0 {
		img.Point = number
	}
	img.Evidence = fmt.Sprintf("the tag of %v says Alpine %v", n, release)
}

// alpineBases are repositories whose tags are releases of Alpine, besides all
// that are called "alpine".
var alpineBases = []string{
	"linuxserver/baseimage-alpine", "lscr.io/linuxserver/baseimage-alpine", "ghcr.io/linuxserver/baseimage-alpine",
}

// alpineItself knows repositories called alpine, of whatever registry.
func alpineItself(n name) (Image, bool) {
	if n.base() != "alpine" && !inList(alpineBases, n.path) {
		return Image{}, false
	}
	img := alpineImage(n)
	img.Official = n.official("alpine")
	tag := withoutArchitecture(n.tag)
	switch _, isNumber := number(tag); {
	case tag == "" || tag == "latest" || isNumber && len(tag) < 3:
		img.Moving = Floating
		if img.Official {
			img.Least = Newest().Release
		}
		img.Evidence = fmt.Sprintf("%v is the newest Alpine at the time of the build", n)
	case tag == "edge":
		img.Release, img.Least, img.Moving = Edge, Edge, Floating
		img.Evidence = fmt.Sprintf("%v is Alpine edge", n)
	case isSnapshot(tag):
		img.Release, img.Least, img.Moving = Edge, Edge, Frozen
		img.Evidence = fmt.Sprintf("%v is a snapshot of Alpine edge", n)
	default:
		img.setRelease(n, strings.TrimPrefix(tag, "v"))
	}
	return img, true
}

// withoutArchitecture takes the architecture from tags such as arm64v8-3.20
// (linuxserver) and amd64-v3.9 (multiarch).
func withoutArchitecture(tag string) string {
	if arch, rest, ok := strings.Cut(tag, "-"); ok &&
		(slices.Contains(architectures, arch) || arch == "x86_64" || arch == "x86" || arch == "arm64") {
		return rest
	}
	return tag
}

// isSnapshot reports a day such as 20260805: official-images builds edge under it.
func isSnapshot(tag string) bool {
	if len(tag) != 8 || !strings.HasPrefix(tag, "20") {
		return false
	}
	_, err := strconv.ParseUint(tag, 10, 32)
	return err == nil
}

// alpineInTag reports whether a tag says "alpine" as a word of its own, and the
// release behind it: "3.20.1" of 1.27-alpine3.20.1-slim and of 21-jre-alpine-3.20.1;
// "" for none.
func alpineInTag(tag string) (number string, ok bool) {
	const word = "alpine"
	for from := 0; ; {
		at := strings.Index(tag[from:], word)
		if at < 0 {
			return "", ok
		}
		at += from
		from = at + len(word)
		rest := tag[from:]
		switch {
		case at > 0 && strings.IndexByte("-_.", tag[at-1]) < 0:
			continue
		case rest != "" && strings.IndexByte("-_.0123456789", rest[0]) < 0:
			continue
		}
		ok = true
		behind, dashed := strings.CutPrefix(rest, "-")
		number := behind[:len(behind)-len(strings.TrimLeft(behind, ".0123456789"))]
		number = strings.TrimRight(number, ".")
		// alpine-2.4 is more likely version 2.4 of what is in the image.
		if release, _, isRelease := parsePoint(number); isRelease && plausible(release) && !(dashed && release.Major < 3) {
			return number, true
		}
	}
}

// plausible reports whether there is such a release, or may be by now.
func plausible(r Release) bool {
	_, known := r.Facts()
	return known || r.Major <= Newest().Release.Major+1 && r.Compare(Newest().Release) > 0
}

// alpineOfficials are the official images that have or had tags which say Alpine
// (official-images at 37079fb, and names that have left it).
var alpineOfficials = strings.Fields(`
	adoptopenjdk alpine amazoncorretto arangodb azul-zulu bash caddy chronograf clojure
	composer consul docker drupal eclipse-mosquitto eclipse-temurin elasticsearch elixir
	erlang espocrm friendica ghost golang gradle groovy haproxy haxe httpd hylang influxdb
	irssi jetty joomla jruby julia kapacitor kong liquibase logstash matomo maven mediawiki
	memcached mongo-express monica nats nats-streaming nextcloud nginx node notary openjdk php
	phpmyadmin piwik postfixadmin postgres python rabbitmq rakudo-star redis redmine ruby rust
	sapmachine satosa sonarqube spiped storm teamspeak telegraf tomcat tomee traefik varnish
	vault wordpress yourls znc zookeeper`)

// alpineByTag knows tags that say Alpine: those with a number by it, those
// without by the table, where the image is an official one.
func alpineByTag(n name) (Image, bool) {
	number, ok := alpineInTag(n.tag)
	if !ok {
		return Image{}, false
	}
	img := alpineImage(n)
	img.Official = n.official(alpineOfficials...)
	if number != "" || !img.Official {
		return img, true
	}
	switch l, known := lookupTag(n.path, n.tag); {
	case !known:
	case l.moving == Frozen:
		img.Release, img.Least, img.Moving = l.release, l.release, Frozen
		img.Evidence = fmt.Sprintf("%v stands for Alpine %v (frozen since %s)", n, l.release, l.day)
	default:
		img.Least, img.Moving = l.release, Floating
		img.Evidence = fmt.Sprintf("%v stood for Alpine %v on %s and moves with new releases", n, l.release, l.day)
	}
	return img, true
}

// alpineUnsaid knows images that are Alpine in all their tags and do not say so.
//
//   - docker, bash, eclipse-mosquitto: in official-images their plain tags stand
//     on one line with the alpine ones. docker 1.8 and 1.9 of 2015 were Debian.
//   - composer: FROM php:*-alpine; its tags -bin hold one file and nothing else.
//   - consul: FROM alpine from the first official tag to the last (1.15, 2023);
//     hashicorp/consul goes on, with -ubi tags beside.
//   - hashicorp/terraform: FROM alpine, full FROM golang:alpine.
//   - certbot/certbot and its plugins: FROM python:*-alpine.
//   - alpinelinux/*: Alpine's own.
func alpineUnsaid(n name) (Image, bool) {
	img := alpineImage(n)
	switch {
	case n.official("docker"):
		img.Official = true
		return img, !inList([]string{"1.8*", "1.9*"}, n.tag)
	case n.official("bash"):
		img.Official = true
		img.HasBash = Yes
		return img, true
	case n.official("composer"):
		if hasToken(n.tag, "bin") {
			return Image{Distro: Scratch, Shell: "none", Official: true, Evidence: n.String() + " holds one file"}, true
		}
		img.Official = true
		return img, true
	case n.official("eclipse-mosquitto", "consul"):
		img.Official = true
		return img, true
	case n.hub && inList([]string{"hashicorp/terraform", "hashicorp/consul", "certbot/certbot", "certbot/dns-*", "alpinelinux/*"}, n.path),
		n.under("registry.alpinelinux.org"):
		return img, true
	}
	return Image{}, false
}

// alpineByName takes the word of a repository whose own name says Alpine, such as
// mhart/alpine-node. Its tags are versions of something else.
func alpineByName(n name) (Image, bool) {
	img := alpineImage(n)
	img.Evidence = "the name " + n.path + " says Alpine"
	return img, hasToken(n.base(), "alpine")
}
