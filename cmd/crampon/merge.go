package main

import (
	"bytes"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/cmd/crampon/report"
)

func newMerge(s streams) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "merge report.sarif...",
		Short: "Join the SARIF reports of the parts of a tree into one",
		Long: `Join SARIF reports of crampon, as the jobs of a pipeline make them that each
lint a part of a tree. The result is that of one run over the whole tree, in
whatever order they are named. They must be of the same version of crampon and of
the same category.`,
		Example: "  crampon merge part-*.sarif --output crampon.sarif",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, names []string) error {
			var inputs []report.Input
			for _, name := range names {
				content, err := os.ReadFile(name)
				if err != nil {
					return fmt.Errorf("merge: %w", err)
				}
				inputs = append(inputs, report.Input{Name: name, Content: content})
			}
			var b bytes.Buffer
			if err := report.MergeSARIF(&b, inputs, report.Style{Say: func(text string) { s.say("%s", text) }}); err != nil {
				return fmt.Errorf("merge: %w", err)
			}
			if output == "" {
				_, err := s.out.Write(b.Bytes())
				return err
			}
			if err := replaceFile(output, contentOf(&b)); err != nil {
				return fmt.Errorf("merge: the report cannot be written: %w", err)
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to `FILE` instead of standard output")
	return cmd
}
