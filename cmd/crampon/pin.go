package main

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/fix"
	"github.com/crampon-lint/crampon/cmd/crampon/report"
)

// pinRules are those whose fixes hold a version: of packages that have none, that have
// one that can never be installed, and that have one that is gone.
var pinRules = listFlag{"ALP201", "ALP202", "ALP220"}

func newPin(s streams) *cobra.Command {
	c := &check{streams: s}
	write := false
	cmd := &cobra.Command{
		Use:   "pin [path...]",
		Short: "Hold packages at the versions that their branch of Alpine has",
		Long: `Give each package of apk add the version that the branch of its base image has, and
each that has a version which is no longer there the closest one, in the files that
are named, and below the folders that are named (by default the working folder). The
changes are printed as a diff; with --write they are made.

The versions are those of the package indexes at --apk-index, or at apk-index in the
config, signed by a key at --apk-keys: in an Alpine image /etc/apk/keys. How much of
a version is held says pin in the config: minor (~8.14), major or exact.`,
		Example: `  crampon pin --apk-index https://dl-cdn.alpinelinux.org/alpine --apk-keys keys
  crampon pin --write api/Dockerfile
  crampon pin | git apply`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			c.flags.given = cmd.Flags().Changed
			c.flags.sel = pinRules
			c.flags.minSeverity = severityFlag{severity: analysis.Hint}
			ctx := cmd.Context()
			if ctx == nil {
				ctx = context.Background()
			}
			return c.pin(ctx, paths, write)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().BoolVarP(&write, "write", "w", false, "change the files")
	c.flags.addReading(cmd)
	return cmd
}

// pin prints the fixes of the pin rules, and makes them if asked to.
func (c *check) pin(ctx context.Context, paths []string, write bool) error {
	engine, result, err := c.judge(ctx, paths)
	if err != nil {
		return err
	}
	if r, err := c.newReport(engine, result); err != nil || len(r.Errors) > 0 {
		return errors.Join(err, c.outcome(r, result))
	}
	wish := fix.Wish{Unsafe: true, Rule: func(r *analysis.Rule) bool { return slices.Contains(pinRules, r.ID) }}
	m, err := c.mend(ctx, engine, result, wish)
	if err != nil {
		return err
	}
	name, err := fileNames()
	if err != nil {
		return err
	}
	if err := m.diff(c.out, name); err != nil {
		return err
	}
	if write {
		if err := m.write(); err != nil {
			return err
		}
	}
	c.tellPins(m, result, write, name)
	return nil
}

// tellPins says what was done, and of which packages no index here tells the version.
func (c *check) tellPins(m *mended, result *analysis.Result, written bool, name func(path string) string) {
	files := report.Plural(m.files(), "file")
	switch {
	case m.files() == 0:
		c.say("nothing to pin")
	case written:
		c.say("changed %s", files)
	default:
		c.say("--write would change %s", files)
	}
	c.tellRefused(m, name)
	left := 0
	for i := range result.Findings {
		if f := &result.Findings[i]; f.Rule.ID == "ALP201" && len(f.Fixes) == 0 {
			if left++; left <= heldBack {
				at := f.Span.From()
				c.say("left: %s:%d:%d: %s", name(f.Span.File.Path), at.Line, at.Column, f.Message)
			}
		}
	}
	if left > 0 {
		c.say("left: %s of apk add whose versions no index here tells; --apk-index names indexes", report.Plural(left, "place"))
	}
}
