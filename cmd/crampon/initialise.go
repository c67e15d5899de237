package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/cmd/crampon/report"
	"github.com/crampon-lint/crampon/rules"
)

func newInit(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Write a commented " + config.Name + " into the working folder",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			f, err := os.OpenFile(config.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s is there already, and is left as it is", config.Name)
			}
			if err != nil {
				return err
			}
			_, err = f.Write(config.Template())
			if err := errors.Join(err, f.Close()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(s.out, "wrote %s\n", config.Name)
			return err
		},
	}
}

func newSchema(s streams) *cobra.Command {
	return &cobra.Command{
		Use:       "schema [config|report]",
		Short:     "Print the JSON Schema of " + config.Name + ", for editors, or of JSON reports",
		Example:   "  crampon schema >crampon.schema.json\n  crampon schema report",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"config", "report"},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 && args[0] == "report" {
				return report.WriteJSON(s.out, report.JSONSchema())
			}
			var list []config.Rule
			for _, r := range rules.All() {
				list = append(list, config.Rule{ID: r.ID, Title: r.Name + ": " + r.Summary})
			}
			_, err := s.out.Write(config.Schema(list))
			return err
		},
	}
}
