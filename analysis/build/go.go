// Package build reads what a stage compiles: Go builds and compiler runs, with
// what compiler and which effective flags.
package build

import (
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// Go is one `go build` or `go install`.
type Go struct {
	Run     *image.Run
	Command *shell.Command
}

// Gos are the builds of Go programs among the runs.
func Gos(runs []*image.Run) []*Go { return nil }
