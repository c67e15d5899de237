module github.com/crampon-lint/crampon

go 1.26.8

require (
	github.com/moby/buildkit v0.34.2 // indirect
	mvdan.cc/sh/v3 v3.14.1 // indirect
)
