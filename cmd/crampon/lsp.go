package main

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/lsp"
	"github.com/crampon-lint/crampon/rules"
)

// parentEvery is how often the server looks whether its editor is alive.
const parentEvery = 3 * time.Second

func newLSP(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lsp",
		Short: "Speak the language server protocol on standard input and output",
		Long: `Speak the language server protocol on standard input and output. Editors start it;
which lines to put into which editor's settings is told in editors/README.md.`,
		Example: "  crampon lsp",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			if ctx == nil {
				ctx = context.Background()
			}
			indexes := newIndexes(s)
			indexes.Offline = true // a folder that is opened may be anybody's
			tick := time.NewTicker(parentEvery)
			defer tick.Stop()
			code := lsp.Serve(ctx, s.in, s.out, lsp.Options{
				FS: source.Disk{}, Rules: rules.All(), Version: versionNumber(),
				Indexes:  indexes,
				Settings: analysis.Settings{Today: time.Now().UTC(), MinSeverity: analysis.Hint},
				Alive:    alive, Tick: tick.C,
			})
			if code != exitClean {
				return outcome(code)
			}
			return nil
		},
	}
	// Clients of other servers add it by habit.
	cmd.Flags().Bool("stdio", true, "speak on standard input and output, which it does anyway")
	return cmd
}

// alive tells whether there is a process of that number.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false // on Windows
	}
	return !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
