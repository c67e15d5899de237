package alpine

import "strings"

// The images of other distributions: what matters here is their libc and shell,
// so that nothing is said of them that holds for Alpine only.

func debianImage(n name, why string) Image {
	return Image{Distro: Debian, Libc: Glibc, Shell: "dash", HasBash: Yes, Evidence: n.String() + why}
}

func ubuntuImage(n name, why string) Image {
	img := debianImage(n, why)
	img.Distro = Ubuntu
	return img
}

func rpmImage(n name, why string) Image {
	return Image{Distro: Fedora, Libc: Glibc, Shell: "bash", HasBash: Yes, Evidence: n.String() + why}
}

// Names of releases as tags carry them.
var (
	debianReleases = []string{"debian*", "wheezy", "jessie", "stretch", "buster", "bullseye", "bookworm", "trixie", "forky", "sid"}
	ubuntuReleases = []string{"ubuntu*", "trusty", "xenial", "bionic", "focal", "jammy", "noble", "resolute"}
	rpmReleases    = []string{"ubi", "ubi7*", "ubi8*", "ubi9*", "ubi10*", "centos*", "rockylinux*", "almalinux*", "oraclelinux*",
		"al2", "al2023", "amazonlinux*", "fedora*", "mariner*", "azurelinux*"}
)

// distroByTag takes the word of a tag that names a release of another distribution.
func distroByTag(n name) (Image, bool) {
	var img Image
	for token := range tokens(n.tag) {
		switch {
		case inList(debianReleases, token):
			img = debianImage(n, " names a release of Debian")
		case inList(ubuntuReleases, token):
			img = ubuntuImage(n, " names a release of Ubuntu")
		case inList(rpmReleases, token), token == "oracle" && n.official("openjdk", "mysql"):
			img = rpmImage(n, " names a distribution of RPM's family")
		default:
			continue
		}
		img.Official = n.official(debianOfficials...) || n.official("debian", "ubuntu", "openjdk", "eclipse-temurin", "amazoncorretto", "buildpack-deps")
		if hasToken(n.tag, "chiseled", "distroless") {
			img.Shell, img.HasBash = "none", No
		}
		return img, true
	}
	return Image{}, false
}

func debianItself(n name) (Image, bool) {
	switch {
	case n.official("debian", "buildpack-deps"):
		img := debianImage(n, " is Debian")
		img.Official = true
		return img, true
	case n.official("ubuntu"):
		img := ubuntuImage(n, " is Ubuntu")
		img.Official = true
		return img, true
	}
	return Image{}, false
}

func rpmItself(n name) (Image, bool) {
	img := rpmImage(n, " is of RPM's family")
	img.Official = n.official("fedora", "centos", "rockylinux", "almalinux", "amazonlinux", "oraclelinux", "photon")
	return img, img.Official || n.under("opensuse", "rockylinux", "almalinux", "registry.access.redhat.com", "registry.redhat.io",
		"registry.fedoraproject.org", "quay.io/centos", "quay.io/fedora", "quay.io/rockylinux", "registry.opensuse.org",
		"public.ecr.aws/amazonlinux", "public.ecr.aws/lambda", "mcr.microsoft.com/cbl-mariner", "mcr.microsoft.com/azurelinux") ||
		n.hub && strings.HasPrefix(n.path, "redhat/ubi")
}

func otherGlibc(n name) (Image, bool) {
	return Image{Distro: Other, Libc: Glibc, Shell: "bash", Official: true, HasBash: Yes, Evidence: n.path + " has glibc"},
		n.official("archlinux", "clearlinux")
}

// debianOfficials are official images that are Debian wherever the tag does not
// say another distribution (official-images at 37079fb, and by their READMEs
// since they began).
var debianOfficials = []string{
	"golang", "node", "python", "ruby", "php", "rust", "perl", "gcc", "pypy", "erlang", "elixir",
	"nginx", "redis", "postgres", "httpd", "haproxy", "memcached",
}

func officialDebian(n name) (Image, bool) {
	img := debianImage(n, " is built on Debian")
	img.Official = true
	return img, n.official(debianOfficials...)
}

// javaImages: which distribution a plain tag stands for has changed by version.
func javaImages(n name) (Image, bool) {
	var img Image
	switch {
	case n.official("eclipse-temurin"):
		img = ubuntuImage(n, " is built on Ubuntu")
	case n.official("amazoncorretto"):
		img = rpmImage(n, " is built on Amazon Linux")
	case n.official("openjdk") && (hasToken(n.tag, "slim") || inList([]string{"6*", "7*", "8*", "9*", "10*", "11*"}, n.tag)):
		img = debianImage(n, " is built on Debian")
	case n.official("openjdk"):
		// From 12 on Oracle Linux, before that Debian.
		img = Image{Libc: Glibc, HasBash: Yes, Evidence: n.String() + " is built on a distribution with glibc"}
	default:
		return Image{}, false
	}
	img.Official = true
	return img, true
}

// dotnet: plain tags up to .NET 9 are Debian, those of 10 Ubuntu. On a Windows
// host they are Windows, but then no Dockerfile of theirs is for us.
func dotnet(n name) (Image, bool) {
	if !n.under("mcr.microsoft.com/dotnet") {
		return Image{}, false
	}
	switch version := n.tag; {
	case inList([]string{"2.1*", "3.1*", "5.0*", "6.0*", "7.0*", "8.0*", "9.0*"}, version):
		return debianImage(n, " is built on Debian"), true
	case strings.HasPrefix(version, "10.0"):
		return ubuntuImage(n, " is built on Ubuntu"), true
	}
	return Image{}, false
}
