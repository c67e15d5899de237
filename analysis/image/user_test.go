package image

import (
	"testing"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

func TestRoot(t *testing.T) {
	for file, want := range map[string]alpine.Answer{
		"FROM alpine:3.24\n":    alpine.Yes,
		"FROM scratch\n":        alpine.Yes,
		"FROM docker:28-dind\n": alpine.Yes,
		"FROM mcr.microsoft.com/dotnet/aspnet:8.0-alpine\n":         alpine.Yes,
		"FROM gcr.io/distroless/static-debian12\n":                  alpine.Yes,
		"FROM alpine:3.24\nUSER nobody\nUSER 0:0\n":                 alpine.Yes,
		"FROM x/y\nUSER root:root\n":                                alpine.Yes,
		"ARG U=root\nFROM x/y\nARG U\nUSER ${U}\n":                  alpine.Yes,
		"FROM alpine:3.24 AS a\nUSER app\nFROM a\n":                 alpine.No,
		"FROM alpine:3.24\nUSER 1000\n":                             alpine.No,
		"FROM docker:28-rootless\n":                                 alpine.No,
		"FROM docker:28-dind-rootless\n":                            alpine.No,
		"FROM gcr.io/distroless/base:nonroot\n":                     alpine.No,
		"FROM gcr.io/distroless/java:debug-nonroot\n":               alpine.No,
		"FROM nginxinc/nginx-unprivileged:alpine\n":                 alpine.No,
		"FROM bitnami/nginx:1\n":                                    alpine.No,
		"FROM mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled\n": alpine.Unknown,
		"FROM cgr.dev/chainguard/python\n":                          alpine.Unknown,
		"FROM redis:8-alpine\n":                                     alpine.Unknown,
		"FROM registry.example.org/alpine:3.24\n":                   alpine.Unknown,
		"FROM alpine:3.24\nARG U\nUSER $U\n":                        alpine.Unknown,
		"FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n":      alpine.Unknown,
		"FROM $BASE\n": alpine.Unknown,
		"FROM ghcr.io/linuxserver/baseimage-alpine:3.22\n":                     alpine.Unknown,
		"FROM alpine:3.24\nUSER root\nUSER ${NOBODY_KNOWS}\nRUN echo user x\n": alpine.Unknown,
	} {
		b := open(t, "-- Dockerfile --\n"+file, Options{})
		if got := b.Target.Final.Root(); got != want {
			t.Errorf("%q: got %v, want %v", file, got, want)
		}
	}
}
