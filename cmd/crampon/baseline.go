package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/cmd/crampon/report"
)

// baselineName is the file that `crampon baseline` writes by default.
const baselineName = ".crampon-baseline.json"

// baselineFormat is the number of the file's format.
const baselineFormat = 1

// baseline is what was there when a baseline was written. Programs go by the
// fingerprint; rule and file are for the one who reads a change of it.
type baseline struct {
	Format   int        `json:"crampon-baseline"`
	Findings []baseItem `json:"findings"`
}

type baseItem struct {
	Rule        string `json:"rule"`
	File        string `json:"file"` // relative to the git root
	Fingerprint string `json:"fingerprint"`
}

func newBaseline(s streams) *cobra.Command {
	c := &check{streams: s}
	var output string
	cmd := &cobra.Command{
		Use:   "baseline [path...]",
		Short: "Write down what is found today, so that check --baseline reports what is new",
		Long: `Write the findings in the files that are named, and below the folders that are
named (by default the working folder), into a baseline. With it

  crampon check --baseline ` + baselineName + `

reports only what was not there when it was written: by fingerprint, so that a
finding stays known when its line moves. Give the same flags to both commands.`,
		Example: "  crampon baseline\n  crampon baseline --output ci/crampon.json services",
		RunE: func(cmd *cobra.Command, paths []string) error {
			c.flags.given = cmd.Flags().Changed
			c.minGiven = c.flags.given("min-severity")
			engine, result, err := c.judge(cmd.Context(), paths)
			if err != nil {
				return err
			}
			r, err := c.newReport(engine, result)
			if err != nil || len(r.Errors) > 0 {
				return errors.Join(err, c.outcome(r, result))
			}
			return c.writeBaseline(output, r)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVarP(&output, "output", "o", baselineName, "write to `FILE`; - for standard output")
	c.flags.addJudging(cmd)
	return cmd
}

// baselineOf is a line for each finding, in an order by which a change of the file
// shows what was mended.
func baselineOf(r *report.Report) baseline {
	b := baseline{Format: baselineFormat}
	for i := range r.Findings {
		f := &r.Findings[i]
		b.Findings = append(b.Findings, baseItem{f.Rule.ID, report.Visible(r.RepositoryName(f.Span.File.Path)), r.Fingerprints[i]})
	}
	slices.SortFunc(b.Findings, func(x, y baseItem) int {
		return cmp.Or(strings.Compare(x.File, y.File), strings.Compare(x.Rule, y.Rule), strings.Compare(x.Fingerprint, y.Fingerprint))
	})
	return b
}

func (c *check) writeBaseline(name string, r *report.Report) error {
	b := baselineOf(r)
	var text bytes.Buffer
	fmt.Fprintf(&text, "{\n  \"crampon-baseline\": %d,\n  \"findings\": [", b.Format)
	for i, item := range b.Findings {
		line, err := report.JSONLine(item)
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "%s\n    %s", strings.Repeat(",", min(i, 1)), line)
	}
	text.WriteString("\n  ]\n}\n")
	if name == "-" {
		_, err := c.out.Write(text.Bytes())
		return err
	}
	if err := replaceFile(name, contentOf(&text)); err != nil {
		return fmt.Errorf("the baseline cannot be written: %w", err)
	}
	_, err := fmt.Fprintf(c.out, "wrote %s: %d findings in %d files\n", report.Visible(name), len(b.Findings), r.Files)
	return err
}

func readBaseline(name string) (*baseline, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("--baseline: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	var b baseline
	if err := d.Decode(&b); err != nil {
		return nil, fmt.Errorf("--baseline %s: it is not what crampon baseline writes: %w", name, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) || b.Format != baselineFormat {
		return nil, fmt.Errorf("--baseline %s: it is not what this version of crampon baseline writes", name)
	}
	return &b, nil
}

// narrow leaves what is not in the baseline, each of its lines for one finding,
// and gives the lines that nothing was found for though it was looked for.
func (b *baseline) narrow(r *report.Report, selected func(rule string) bool, judged map[string]bool) (gone []baseItem) {
	left := map[string]int{}
	for _, item := range b.Findings {
		left[item.Fingerprint]++
	}
	r.Keep(func(_ *analysis.Finding, fingerprint string) bool {
		left[fingerprint]--
		return left[fingerprint] < 0
	})
	files := map[string]bool{}
	for path := range judged {
		files[report.Visible(r.RepositoryName(path))] = true
	}
	root := cmp.Or(r.Root, r.Dir)
	for _, item := range b.Findings {
		if left[item.Fingerprint] <= 0 || !selected(item.Rule) {
			continue
		}
		if _, err := (source.Disk{}).Stat(filepath.Join(root, filepath.FromSlash(item.File))); err == nil && !files[item.File] {
			continue // this run did not look at it
		}
		left[item.Fingerprint]--
		gone = append(gone, item)
	}
	return gone
}

// goneText is a hint about lines of a baseline that nothing needs any more.
func goneText(name string, gone []baseItem) string {
	const shown = 5
	var b strings.Builder
	fmt.Fprintf(&b, "crampon: %d of the findings in %s are gone; crampon baseline writes it anew", len(gone), name)
	for i, item := range gone {
		if i == shown {
			fmt.Fprintf(&b, "\n  and %d more", len(gone)-shown)
			break
		}
		fmt.Fprintf(&b, "\n  %s in %s", item.Rule, item.File)
	}
	return b.String()
}
