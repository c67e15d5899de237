package build

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

// kafka are the names of the module that brings librdkafka compiled for glibc and for
// musl. From 1.4 on it links that for glibc unless a build tag says musl, or dynamic.
var kafka = []string{"github.com/confluentinc/confluent-kafka-go", "gopkg.in/confluentinc/confluent-kafka-go.v1"}

// isKafka tells whether a name is that of the module, a later major version of it, or
// one of its packages.
func isKafka(name string) bool {
	return slices.ContainsFunc(kafka, func(m string) bool { return liesIn(name, m) })
}

// GlibcKafka tells whether the build links librdkafka for glibc with Alpine's musl, and
// the import that makes it.
func (g *Go) GlibcKafka() (image.Evidence, bool) {
	if g.Run.State.Stage == nil || g.Run.State.IsAlpine() != alpine.Yes || g.Cgo.Answer != alpine.Yes || g.Libc() != alpine.Musl || g.unclear {
		return image.Evidence{}, false
	}
	if tags, has := g.options["tags"]; has && tags == "" || slices.ContainsFunc(g.tags(), func(t string) bool { return t == "musl" || t == "dynamic" }) || g.goflagsTags() {
		return image.Evidence{}, false
	}
	why := g.Sources.Kafka
	if version, ok := g.requiresKafka(); why.Text == "" || !ok || beforeBundles(version) {
		return image.Evidence{}, false
	}
	return why, true
}

// HasTags tells whether the command gives build tags.
func (g *Go) HasTags() bool { _, has := g.options["tags"]; return has }

// goflagsTags tells whether GOFLAGS may give build tags.
func (g *Go) goflagsTags() bool {
	s := g.place.setting("GOFLAGS")
	v, known := s.Value()
	return !known || s.Is == alpine.Unknown || strings.Contains(v, "-tags")
}

// beforeBundles tells whether a version of the module brings no librdkafka.
func beforeBundles(version string) bool {
	minor, ok := strings.CutPrefix(version, "v1.")
	if !ok {
		return strings.HasPrefix(version, "v0.")
	}
	minor, _, _ = strings.Cut(minor, ".")
	n, err := strconv.Atoi(minor)
	return err != nil || n < 4
}

// requiresKafka is the version in which go.mod requires the module.
func (g *Go) requiresKafka() (version string, ok bool) {
	root, _, found := g.module()
	if !found {
		return "", false
	}
	f, found := g.Run.State.Stage.Build.Context.File(path.Join(root, "go.mod"))
	if !found {
		return "", false
	}
	for line := range strings.Lines(string(f.Content)) {
		words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(words) > 1 && strings.HasPrefix(words[1], "v") && isKafka(words[0]) {
			return words[1], true
		}
	}
	return "", false
}
