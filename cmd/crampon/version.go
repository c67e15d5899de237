package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

// version is set by the linker when a release is made: -X main.version=0.1.0.
var version string

func newVersion(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and the day of what is known of Alpine",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(s.out, "crampon %s\n%s%s %s/%s\nAlpine tables of %s\n", versionNumber(), revision(),
				runtime.Version(), runtime.GOOS, runtime.GOARCH, alpine.TableDate.Format(time.DateOnly))
			return err
		},
	}
}

// versionNumber is that of the release, or of the module that `go install` built,
// or devel.
func versionNumber() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return "devel"
}

// revision is a line about the commit that was built; "" where it is not known.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	var commit, day, changed string
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value
		case "vcs.time":
			day, _, _ = strings.Cut(s.Value, "T")
		case "vcs.modified":
			if s.Value == "true" {
				changed = ", changed"
			}
		}
	}
	if commit == "" {
		return ""
	}
	return fmt.Sprintf("commit %s of %s%s\n", commit, day, changed)
}
