package alpine

import "strings"

// glibcImages are images of Alpine with glibc installed over it, as their own
// Dockerfiles say (Docker-Hub-frolvlad/docker-alpine-glibc at 33dafb1 and the
// images that are FROM it; anapsix/docker-alpine-java; and others met in public
// Dockerfiles). A * stands for any ending.
var glibcImages = []string{
	"frolvlad/alpine-glibc*",
	"frolvlad/alpine-miniconda2",
	"frolvlad/alpine-miniconda3",
	"frolvlad/alpine-mono",
	"frolvlad/alpine-oraclejdk7",
	"frolvlad/alpine-oraclejdk8",
	"frolvlad/alpine-oraclejre8",
	"anapsix/alpine-java",
	"jeanblanchard/alpine-glibc",
	"jeanblanchard/java",
	"develar/java",
	"3778/galpine",
}

// glibcOnAlpine finds images that install glibc over musl: the listed ones, and
// those whose repository and tag say "alpine" and "glibc" both. busybox:glibc and
// Wolfi's glibc-dynamic do not.
func glibcOnAlpine(n name) (img Image, ok bool) {
	listed := n.hub && inList(glibcImages, n.path)
	pattern := strings.HasPrefix(n.base(), "alpine-glibc") || strings.HasPrefix(n.base(), "glibc-alpine")
	if !listed && !pattern {
		words := n.base() + "-" + n.tag
		_, inTag := alpineInTag(n.tag)
		if !hasToken(words, "glibc") || !inTag && !hasToken(n.base(), "alpine") {
			return Image{}, false
		}
	}
	img = alpineImage(n)
	img.GlibcOnAlpine, img.GlibcListed = true, listed
	if listed {
		img.Evidence = n.path + " is known as Alpine with glibc installed over it"
	} else {
		img.Evidence = "the name " + n.String() + " says Alpine with glibc"
	}
	return img, true
}

func inList(list []string, s string) bool {
	for _, entry := range list {
		if prefix, ok := strings.CutSuffix(entry, "*"); s == entry || ok && strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}
