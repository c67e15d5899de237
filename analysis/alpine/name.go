package alpine

import (
	"iter"
	"slices"
	"strings"
)

// A name is an image by its parts.
type name struct {
	path string // without Docker Hub's registry, library/ and architecture: "golang"; else as written
	tag  string // "" for none
	hub  bool   // path is one of Docker Hub, where a single element is an official image
}

// hubRegistries are Docker Hub and the mirrors that serve it under its own names.
var hubRegistries = []string{
	"docker.io/",
	"index.docker.io/",
	"registry-1.docker.io/",
	"registry.hub.docker.com/",
	"mirror.gcr.io/",         // https://cloud.google.com/artifact-registry/docs/pull-cached-dockerhub-images
	"public.ecr.aws/docker/", // https://gallery.ecr.aws/docker: library/ only
}

// architectures are the organisations under which Docker publishes its official
// images for one architecture (official-images, "Architectures other than
// amd64?"), with the old armhf and aarch64.
var architectures = []string{
	"amd64", "arm32v5", "arm32v6", "arm32v7", "arm64v8", "i386", "mips64le", "ppc64le", "riscv64", "s390x",
	"windows-amd64", "armhf", "aarch64",
}

func splitName(repository, tag string) name {
	n := name{path: strings.TrimSpace(repository), tag: tag}
	for _, registry := range hubRegistries {
		if rest, ok := strings.CutPrefix(n.path, registry); ok {
			n.path, n.hub = rest, true
			break
		}
	}
	first, rest, nested := strings.Cut(n.path, "/")
	switch {
	case !nested:
		n.hub = true
	case !n.hub && (strings.ContainsAny(first, ".:") || first == "localhost"):
		return n // a registry of its own
	case first == "library" || slices.Contains(architectures, first):
		n.path, n.hub = rest, true
	default:
		n.hub = true
	}
	return n
}

// official reports whether the name is that official image of Docker's.
func (n name) official(images ...string) bool {
	return n.hub && slices.Contains(images, n.path)
}

// base is the last element of the path.
func (n name) base() string { return n.path[strings.LastIndexByte(n.path, '/')+1:] }

// under reports whether the path is that folder of a registry or lies in it.
func (n name) under(folders ...string) bool {
	for _, folder := range folders {
		if rest, ok := strings.CutPrefix(n.path, folder); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}

func (n name) String() string {
	if n.tag == "" {
		return n.path
	}
	return n.path + ":" + n.tag
}

// hasToken reports whether s, split at dashes, underscores and dots, has the word.
func hasToken(s string, words ...string) bool {
	for token := range tokens(s) {
		if slices.Contains(words, token) {
			return true
		}
	}
	return false
}

func tokens(s string) iter.Seq[string] {
	return strings.FieldsFuncSeq(s, func(r rune) bool { return r == '-' || r == '_' || r == '.' })
}
