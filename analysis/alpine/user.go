package alpine

import "strings"

// rootImages are official images of languages, servers and systems whose
// Dockerfiles have never had a USER, so that what is built on them runs as root
// (their repositories under docker-library and those that official-images names,
// 2026). The databases and others whose entrypoint goes on as a user by gosu or
// su-exec are left out: what becomes of them hangs on the ENTRYPOINT.
var rootImages = []string{
	"alpine", "busybox", "debian", "ubuntu", "fedora", "centos", "rockylinux", "almalinux", "amazonlinux", "oraclelinux", "archlinux",
	"buildpack-deps", "bash", "golang", "node", "python", "ruby", "php", "perl", "rust", "gcc", "pypy", "erlang", "elixir", "julia",
	"openjdk", "eclipse-temurin", "amazoncorretto", "maven", "tomcat", "composer", "nginx", "httpd", "caddy", "traefik",
}

// settleUser tells whether the image itself runs as root, where its name leaves no
// doubt.
func (img *Image) settleUser(n name) {
	switch {
	case img.Distro == Windows:
	case img.Distro == Scratch, n.official(rootImages...), n.official("docker") && !hasToken(n.tag, "rootless"),
		n.under("mcr.microsoft.com/dotnet") && img.Distro != DistroUnknown && !hasToken(n.tag, "chiseled", "distroless"):
		img.Root = Yes
	case img.Distro == Distroless && strings.Contains(n.path, "distroless/"):
		img.Root = AnswerOf(!hasToken(n.tag, "nonroot")) // gcr.io/distroless: :nonroot, :debug-nonroot
	case n.official("docker"), n.path == "nginxinc/nginx-unprivileged", n.hub && strings.HasPrefix(n.path, "bitnami/"),
		n.under("cgr.dev/chainguard") && n.base() == "static":
		img.Root = No
	}
}
