package alpine

import (
	"fmt"
	"strings"
	"testing"
)

// short renders an image in one line: what is not known is left out.
func (img Image) short() string {
	s := []string{img.Distro.String()}
	if img.Libc != LibcUnknown {
		s = append(s, img.Libc.String())
	}
	if img.Release.Known() {
		s = append(s, img.Release.String())
	} else if img.Least.Known() {
		s = append(s, ">="+img.Least.String())
	}
	if img.Point != "" {
		s = append(s, "point="+img.Point)
	}
	if img.Shell != "" {
		s = append(s, "sh="+img.Shell)
	}
	if img.Moving != UnknownMoving {
		s = append(s, img.Moving.String())
	}
	if img.Official {
		s = append(s, "official")
	}
	if img.GlibcOnAlpine {
		s = append(s, fmt.Sprintf("glibc-on-alpine listed=%v", img.GlibcListed))
	}
	for _, has := range []struct {
		what string
		a    Answer
	}{{"go", img.HasGo}, {"cc", img.HasCC}, {"bash", img.HasBash}} {
		if has.a != Unknown {
			s = append(s, has.what+"="+has.a.String())
		}
	}
	return strings.Join(s, " ")
}

func TestIdentify(t *testing.T) {
	const bare = " go=no cc=no bash=no"
	tests := []struct{ repository, tag, want string }{
		// Alpine itself
		{"alpine", "3.20", "Alpine musl 3.20 sh=ash frozen official" + bare},
		{"alpine", "3.22.1", "Alpine musl 3.22 point=3.22.1 sh=ash frozen official" + bare},
		{"alpine", "3.25", "Alpine musl 3.25 sh=ash frozen official" + bare}, // newer than the table
		{"alpine", "", "Alpine musl >=3.24 sh=ash floating official" + bare},
		{"alpine", "latest", "Alpine musl >=3.24 sh=ash floating official" + bare},
		{"alpine", "3", "Alpine musl >=3.24 sh=ash floating official" + bare},
		{"alpine", "edge", "Alpine musl edge sh=ash floating official" + bare},
		{"alpine", "20240807", "Alpine musl edge sh=ash frozen official" + bare},
		{"alpine", "latest-runtime", "Alpine musl sh=ash official" + bare},
		{"library/alpine", "3.9", "Alpine musl 3.9 sh=ash frozen official" + bare},
		{"docker.io/library/alpine", "3.9", "Alpine musl 3.9 sh=ash frozen official" + bare},
		{"docker.io/alpine", "3.9", "Alpine musl 3.9 sh=ash frozen official" + bare},
		{"public.ecr.aws/docker/library/alpine", "3.9", "Alpine musl 3.9 sh=ash frozen official" + bare},
		{"mirror.gcr.io/library/alpine", "3.9", "Alpine musl 3.9 sh=ash frozen official" + bare},
		{"arm64v8/alpine", "3.9", "Alpine musl 3.9 sh=ash frozen official" + bare},
		{"docker.io/amd64/alpine", "3.9", "Alpine musl 3.9 sh=ash frozen official" + bare},
		{"gliderlabs/alpine", "3.4", "Alpine musl 3.4 sh=ash frozen"},
		{"registry.example.com:5000/mirror/alpine", "3.18", "Alpine musl 3.18 sh=ash frozen"},
		{"registry.example.com/alpine", "latest", "Alpine musl sh=ash floating"},
		{"registry.example.com/alpine", "10.2", "Alpine musl sh=ash"}, // a version of something else
		{"ghcr.io/linuxserver/baseimage-alpine", "3.18", "Alpine musl 3.18 sh=ash frozen"},
		{"lscr.io/linuxserver/baseimage-alpine", "arm64v8-3.18", "Alpine musl 3.18 sh=ash frozen"},
		{"linuxserver/baseimage-alpine", "edge", "Alpine musl edge sh=ash floating"},
		{"multiarch/alpine", "amd64-v3.9", "Alpine musl 3.9 sh=ash frozen"},

		// tags with a number
		{"golang", "1.22-alpine3.19", "Alpine musl 3.19 sh=ash frozen official go=yes cc=no bash=no"},
		{"golang", "alpine3.19", "Alpine musl 3.19 sh=ash frozen official go=yes cc=no bash=no"},
		{"nginx", "1.27-alpine3.20-slim", "Alpine musl 3.20 sh=ash frozen official"},
		{"eclipse-temurin", "21-jre-alpine-3.21", "Alpine musl 3.21 sh=ash frozen official"},
		{"mcr.microsoft.com/dotnet/sdk", "8.0-alpine3.20", "Alpine musl 3.20 sh=ash frozen"},
		{"foo/bar", "v1.2_alpine3.9.4", "Alpine musl 3.9 point=3.9.4 sh=ash frozen"},
		{"foo/bar", "alpine-2.4", "Alpine musl sh=ash"}, // 2.4 is more likely its own

		// tags without
		{"golang", "1.11-alpine", "Alpine musl 3.10 sh=ash frozen official go=yes cc=no bash=no"},
		{"docker.io/library/golang", "1.11-alpine", "Alpine musl 3.10 sh=ash frozen official go=yes cc=no bash=no"},
		{"golang", "1-alpine", "Alpine musl >=3.24 sh=ash floating official go=yes cc=no bash=no"},
		{"golang", "1.99-alpine", "Alpine musl sh=ash official go=yes cc=no bash=no"},
		{"node", "20-alpine", "Alpine musl 3.23 sh=ash frozen official cc=no bash=no"},
		{"node", "lts-alpine", "Alpine musl >=3.24 sh=ash floating official cc=no bash=no"},
		{"python", "3.8-alpine", "Alpine musl 3.20 sh=ash frozen official cc=no bash=no"},
		{"openjdk", "8-jre-alpine", "Alpine musl 3.9 sh=ash frozen official"},
		{"php", "7.4-fpm-alpine", "Alpine musl 3.16 sh=ash frozen official cc=no"},
		{"rust", "1.70-alpine", "Alpine musl 3.18 sh=ash frozen official cc=yes"},
		{"caddy", "2-alpine", "Alpine musl sh=ash official"},
		{"foo/golang", "1.11-alpine", "Alpine musl sh=ash"}, // not the official one
		{"myapp", "alpine", "Alpine musl sh=ash"},           // built here
		{"mcr.microsoft.com/dotnet/runtime", "8.0-alpine", "Alpine musl sh=ash"},
		{"foo/bar", "subalpine", "unknown"},
		{"foo/bar", "alpinelinux", "unknown"},

		// Alpine unsaid
		{"docker", "18.09", "Alpine musl sh=ash official"},
		{"docker", "", "Alpine musl sh=ash official"},
		{"docker", "dind", "Alpine musl sh=ash official"},
		{"docker", "20.10-dind-alpine3.14", "Alpine musl 3.14 sh=ash frozen official"},
		{"docker", "1.8", "unknown"},
		{"docker", "27-windowsservercore", "Windows another libc"},
		{"bash", "4", "Alpine musl sh=ash official bash=yes"},
		{"eclipse-mosquitto", "2", "Alpine musl sh=ash official"},
		{"composer", "2", "Alpine musl sh=ash official"},
		{"composer", "2-bin", "scratch sh=none official" + bare},
		{"consul", "1.9.5", "Alpine musl sh=ash official"},
		{"hashicorp/consul", "1.15-ubi", "an RPM distribution glibc sh=bash bash=yes"},
		{"hashicorp/terraform", "0.12.29", "Alpine musl sh=ash"},
		{"certbot/certbot", "v1.3.0", "Alpine musl sh=ash"},
		{"certbot/dns-cloudflare", "", "Alpine musl sh=ash"},
		{"alpinelinux/docker-cli", "", "Alpine musl sh=ash"},
		{"mhart/alpine-node", "10.4", "Alpine musl sh=ash"},
		{"balenalib/raspberrypi3-alpine", "3.12", "Alpine musl sh=ash"},

		// glibc over musl
		{"frolvlad/alpine-glibc", "alpine-3.17", "Alpine musl 3.17 sh=ash frozen glibc-on-alpine listed=true"},
		{"frolvlad/alpine-glibc", "alpine-3.17_glibc-2.34", "Alpine musl 3.17 sh=ash frozen glibc-on-alpine listed=true"},
		{"docker.io/frolvlad/alpine-glibc", "", "Alpine musl sh=ash glibc-on-alpine listed=true"},
		{"frolvlad/alpine-miniconda3", "", "Alpine musl sh=ash glibc-on-alpine listed=true"},
		{"anapsix/alpine-java", "8", "Alpine musl sh=ash glibc-on-alpine listed=true"},
		{"3778/galpine", "", "Alpine musl sh=ash glibc-on-alpine listed=true"},
		{"develar/java", "", "Alpine musl sh=ash glibc-on-alpine listed=true"},
		{"foo/alpine-glibc", "1", "Alpine musl sh=ash glibc-on-alpine listed=false"},
		{"foo/alpine-glibc-shim", "1", "Alpine musl sh=ash glibc-on-alpine listed=false"},
		{"foo/glibc-alpine", "1", "Alpine musl sh=ash glibc-on-alpine listed=false"},
		{"jlesage/baseimage-gui", "alpine-3.12-glibc-v3.5.7", "Alpine musl 3.12 sh=ash frozen glibc-on-alpine listed=false"},
		{"frolvlad/alpine-python3", "", "Alpine musl sh=ash"},
		{"frolvlad/alpine-gxx", "", "Alpine musl sh=ash"},
		{"cgr.dev/chainguard/glibc-dynamic", "latest", "Wolfi glibc"},
		{"busybox", "glibc", "BusyBox glibc sh=ash official" + bare},

		// apk without musl, and other near misses
		{"cgr.dev/chainguard/wolfi-base", "", "Wolfi glibc sh=ash"},
		{"chainguard/python", "latest-dev", "Wolfi glibc"},
		{"cgr.dev/chainguard/alpine-base", "", "Alpine musl sh=ash"},
		{"cgr.dev/chainguard/static", "", "distroless"},
		{"cgr.dev/chainguard/musl-dynamic", "", "distroless musl"},
		{"gcr.io/distroless/base-debian12", "nonroot", "distroless glibc sh=none"},
		{"gcr.io/distroless/static", "", "distroless sh=none"},
		{"gcr.io/distroless/cc", "debug", "distroless glibc"},
		{"busybox", "1.36", "BusyBox sh=ash official" + bare},
		{"busybox", "1.36-musl", "BusyBox musl sh=ash official" + bare},
		{"busybox", "1.36-uclibc", "BusyBox another libc sh=ash official" + bare},
		{"scratch", "", "scratch sh=none" + bare},

		// glibc
		{"debian", "bookworm-slim", "Debian glibc sh=dash official go=no cc=no bash=yes"},
		{"debian", "12", "Debian glibc sh=dash official go=no cc=no bash=yes"},
		{"ubuntu", "22.04", "Ubuntu glibc sh=dash official go=no cc=no bash=yes"},
		{"golang", "1.22", "Debian glibc sh=dash official go=yes cc=yes bash=yes"},
		{"golang", "1.22-bookworm", "Debian glibc sh=dash official go=yes cc=yes bash=yes"},
		{"golang", "", "Debian glibc sh=dash official go=yes cc=yes bash=yes"},
		{"node", "20", "Debian glibc sh=dash official cc=yes bash=yes"},
		{"node", "20-slim", "Debian glibc sh=dash official cc=no bash=yes"},
		{"python", "3.12-slim", "Debian glibc sh=dash official cc=no bash=yes"},
		{"python", "3.12", "Debian glibc sh=dash official cc=yes bash=yes"},
		{"rust", "1-slim", "Debian glibc sh=dash official cc=yes bash=yes"},
		{"buildpack-deps", "jammy-curl", "Ubuntu glibc sh=dash official cc=no bash=yes"},
		{"openjdk", "11-jre", "Debian glibc sh=dash official bash=yes"},
		{"openjdk", "17-slim", "Debian glibc sh=dash official bash=yes"},
		{"openjdk", "17", "unknown glibc official bash=yes"},
		{"openjdk", "17-oracle", "an RPM distribution glibc sh=bash official bash=yes"},
		{"eclipse-temurin", "21-jre", "Ubuntu glibc sh=dash official bash=yes"},
		{"amazoncorretto", "21", "an RPM distribution glibc sh=bash official bash=yes"},
		{"centos", "7", "an RPM distribution glibc sh=bash official bash=yes"},
		{"registry.access.redhat.com/ubi9/ubi-minimal", "", "an RPM distribution glibc sh=bash bash=yes"},
		{"nvidia/cuda", "12.2.0-base-ubuntu22.04", "Ubuntu glibc sh=dash bash=yes"},
		{"mcr.microsoft.com/dotnet/sdk", "8.0", "Debian glibc sh=dash bash=yes"},
		{"mcr.microsoft.com/dotnet/sdk", "10.0", "Ubuntu glibc sh=dash bash=yes"},
		{"mcr.microsoft.com/dotnet/aspnet", "8.0-jammy-chiseled", "Ubuntu glibc sh=none bash=no"},
		{"mcr.microsoft.com/dotnet/sdk", "latest", "unknown"},
		{"archlinux", "", "another distribution glibc sh=bash official bash=yes"},

		// Windows
		{"mcr.microsoft.com/windows/servercore", "ltsc2022", "Windows another libc"},
		{"mcr.microsoft.com/windows", "2004", "Windows another libc"},
		{"mcr.microsoft.com/dotnet/sdk", "8.0-nanoserver-1809", "Windows another libc"},
		{"golang", "1.22-windowsservercore-ltsc2022", "Windows another libc"},

		// unknown
		{"foo/bar", "1.2", "unknown"},
		{"ghcr.io/foo/golang", "1.22", "unknown"},
		{"myapp", "", "unknown"},
		{"", "", "unknown"},
		{"localhost/golang", "1.22", "unknown"},
	}
	for _, tt := range tests {
		img := Identify(tt.repository, tt.tag)
		if got := img.short(); got != tt.want {
			t.Errorf("%s:%s\n got %s\nwant %s", tt.repository, tt.tag, got, tt.want)
		}
		if known := img.Distro != DistroUnknown || img.Libc != LibcUnknown; known != (img.Evidence != "") {
			t.Errorf("%s:%s: evidence %q", tt.repository, tt.tag, img.Evidence)
		}
	}
}

func TestIdentifyEvidence(t *testing.T) {
	tests := []struct{ repository, tag, name, want string }{
		{"golang", "1.11-alpine", "golang", "golang:1.11-alpine stands for Alpine 3.10 (frozen since 2019-08-30)"},
		{"docker.io/library/golang", "1-alpine", "golang", "golang:1-alpine stood for Alpine 3.24 on 2026-08-19 and moves with new releases"},
		{"alpine", "3.9", "alpine", "the tag of alpine:3.9 says Alpine 3.9"},
		{"quay.io/x/alpine", "3.9", "quay.io/x/alpine", "the tag of quay.io/x/alpine:3.9 says Alpine 3.9"},
		{"alpine", "", "alpine", "alpine is the newest Alpine at the time of the build"},
		{"docker", "18.09", "docker", "docker:18.09 is Alpine"},
		{"foo/alpine-x", "1", "foo/alpine-x", "the name foo/alpine-x says Alpine"},
		{"foo/bar", "1", "foo/bar", ""},
	}
	for _, tt := range tests {
		if img := Identify(tt.repository, tt.tag); img.Evidence != tt.want || img.Name != tt.name {
			t.Errorf("%s:%s: %q, %q", tt.repository, tt.tag, img.Name, img.Evidence)
		}
	}
}

func TestAlpineInTag(t *testing.T) {
	tests := []struct {
		tag, number string
		ok          bool
	}{
		{"alpine", "", true},
		{"1.2-alpine", "", true},
		{"alpine3.20", "3.20", true},
		{"alpine-3.20", "3.20", true},
		{"x-alpine3.20.1-slim", "3.20.1", true},
		{"alpine_3.20", "", true},
		{"alpine38", "", true},
		{"alpine3", "", true},
		{"alpine-3.17_glibc-2.34", "3.17", true},
		{"alpine-foo-alpine3.9", "3.9", true},
		{"alpine3.9.", "3.9", true},
		{"alpine9.9", "", true},
		{"alpines", "", false},
		{"1alpine", "", false},
		{"", "", false},
		{"alpin", "", false},
	}
	for _, tt := range tests {
		if number, ok := alpineInTag(tt.tag); number != tt.number || ok != tt.ok {
			t.Errorf("alpineInTag(%q) = %q, %v", tt.tag, number, ok)
		}
	}
}

func FuzzIdentify(f *testing.F) {
	for _, s := range [][2]string{{"golang", "1.11-alpine"}, {"alpine", "3.22.1"}, {"docker.io/library/x", "alpine-3.1"}, {"/", ":"}, {"cgr.dev", "~"}, {"php", "-alpine"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, repository, tag string) {
		img := Identify(repository, tag)
		if img.Release.Known() && img.Release != img.Least {
			t.Errorf("%q:%q is %v, but at least %v", repository, tag, img.Release, img.Least)
		}
		if img.Least.Known() && img.Distro != Alpine {
			t.Errorf("%q:%q has a release of Alpine and is %v", repository, tag, img.Distro)
		}
		if (img.Distro != DistroUnknown) && img.Evidence == "" {
			t.Errorf("%q:%q has no evidence", repository, tag)
		}
	})
}
