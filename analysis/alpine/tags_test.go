package alpine

import (
	"strings"
	"testing"
)

func TestLookupTag(t *testing.T) {
	tests := []struct {
		image, tag, release, day string
		moving                   Moving
	}{
		{"golang", "1.11-alpine", "3.10", "2019-08-30", Frozen},
		{"golang", "1.22-alpine", "3.21", "2025-02-05", Frozen},
		{"golang", "1-alpine", "3.24", "2026-08-19", Floating},
		{"golang", "tip-20250209-alpine", "3.21", "2025-02-14", Frozen},
		{"amazoncorretto", "8u312-alpine-jre", "3.15", "2021-12-10", Frozen},
		{"amazoncorretto", "16-alpine-full", "3.12", "2021-10-22", Frozen},
		{"eclipse-temurin", "8u442-b06-jdk-alpine", "3.21", "2025-04-23", Frozen},
		{"nginx", "1.27.1-alpine-otel", "3.20", "2024-08-15", Frozen},
		{"nginx", "alpine-slim", "3.24", "2026-08-19", Floating},
		{"php", "7-fpm-alpine", "3.16", "2022-11-26", Frozen},
		{"php", "7.1.28-zts-alpine", "3.9", "2019-04-23", Frozen},
		{"python", "3.8.0b3-alpine", "3.10", "2019-08-25", Frozen},
		{"redis", "8.0-M03-alpine", "3.21", "2025-01-21", Frozen},
		{"haproxy", "2.4.36-alpine", "3.24", "2026-07-06", Frozen},
		{"rust", "alpine", "3.24", "2026-08-20", Floating},
	}
	for _, tt := range tests {
		got, ok := lookupTag(tt.image, tt.tag)
		if !ok || got.release.String() != tt.release || got.day != tt.day || got.moving != tt.moving {
			t.Errorf("%s:%s: %v, %v", tt.image, tt.tag, got, ok)
		}
	}
	for _, tt := range [][2]string{
		{"golang", "1.22"}, {"golang", "1.2-alpine"}, {"golang", "-alpine"}, {"golang", "22-alpine"}, {"golang", "1.22alpine"},
		{"golang", ""}, {"golang", "alpine-slim"}, {"golang", "3.10-alpine"}, {"golang", "2019-08-30-alpine"},
		{"golang", "~2026-08-19-alpine"}, {"image", "alpine"}, {"", "alpine"}, {"alpine", "alpine"}, {"php", "7-fpm-zts-alpine"},
	} {
		if got, ok := lookupTag(tt[0], tt[1]); ok {
			t.Errorf("%s:%s is listed: %v", tt[0], tt[1], got)
		}
	}
}

// The table's own form: whatever it lists must parse.
func TestTagTable(t *testing.T) {
	if len(tagTable) > 60_000 {
		t.Errorf("the table has grown to %d bytes", len(tagTable))
	}
	images := tagSections()
	if len(images) != 15 {
		t.Errorf("%d images", len(images))
	}
	tags := 0
	for image, sections := range images {
		for _, s := range sections {
			for _, version := range versions(s.lines) {
				tags += len(s.variants)
				l, ok := s.lookup(version)
				if _, known := l.release.Facts(); !ok || !known || len(l.day) != len("2019-08-30") {
					t.Errorf("%s %v %s: %v, %v", image, s.variants, version, l, ok)
				}
			}
		}
	}
	if tags != 5374 {
		t.Errorf("%d tags", tags)
	}
}

// versions are all versions of a section.
func versions(lines string) []string {
	var vs []string
	for line := range strings.Lines(lines) {
		if words := strings.Fields(line); len(words) > 1 {
			vs = append(vs, words[1:]...)
		}
	}
	return vs
}

func BenchmarkIdentify(b *testing.B) {
	for _, tt := range [][2]string{{"golang", "1.11-alpine"}, {"php", "8.3-fpm-alpine"}, {"alpine", "3.20"}, {"python", "3.12-slim-bookworm"}, {"ghcr.io/foo/bar", "v1"}} {
		b.Run(tt[0], func(b *testing.B) {
			for b.Loop() {
				Identify(tt[0], tt[1])
			}
		})
	}
}
