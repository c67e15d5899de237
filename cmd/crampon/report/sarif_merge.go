package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Input is one SARIF report to merge.
type Input struct {
	Name    string
	Content []byte
}

// MergeSARIF writes the reports of parts of a tree as the report of the tree,
// whatever their order: the same bytes as one run over all of it, unless one of the
// parts was cut already. They must be of one version of crampon and one category.
func MergeSARIF(w io.Writer, inputs []Input, s Style) error {
	var merged *sarifRun
	for i, in := range inputs {
		run, err := readSARIF(in.Content)
		if err == nil && i > 0 {
			err = merged.add(run)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", in.Name, err)
		}
		if i == 0 {
			merged = run
		}
	}
	if merged == nil {
		return errors.New("there is nothing to merge")
	}
	return merged.write(w, s)
}

// readSARIF reads what SARIF wrote. What it does not know it refuses, since it
// would be lost.
func readSARIF(content []byte) (*sarifRun, error) {
	var head struct {
		Version string `json:"version"`
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name string `json:"name"`
				} `json:"driver"`
			} `json:"tool"`
		} `json:"runs"`
	}
	if err := json.Unmarshal(content, &head); err != nil {
		return nil, fmt.Errorf("it is not JSON: %w", err)
	}
	switch {
	case head.Version != sarifVersion:
		return nil, fmt.Errorf("it is not SARIF %s", sarifVersion)
	case len(head.Runs) != 1:
		return nil, fmt.Errorf("it has %d runs, not one", len(head.Runs))
	case head.Runs[0].Tool.Driver.Name != "crampon":
		return nil, fmt.Errorf("it is of %q, not of crampon", head.Runs[0].Tool.Driver.Name)
	}
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	var log sarifLog
	if err := d.Decode(&log); err != nil {
		return nil, fmt.Errorf("it is not what this version of crampon writes: %w", err)
	}
	run := log.Runs[0]
	if len(run.Invocations) != 1 {
		return nil, fmt.Errorf("it has %d invocations, not one", len(run.Invocations))
	}
	rules := run.Tool.Driver.Rules
	if !slices.IsSortedFunc(rules, func(a, b *sarifRule) int { return strings.Compare(a.ID, b.ID) }) {
		return nil, errors.New("its rules are not in order")
	}
	for i, r := range run.Results {
		if len(r.Locations) != 1 {
			return nil, fmt.Errorf("result %d has %d locations, not one", i+1, len(r.Locations))
		}
		if _, known := run.ruleIndex(r.RuleID); !known {
			return nil, fmt.Errorf("result %d is of rule %q, which is not in the report", i+1, r.RuleID)
		}
	}
	return run, nil
}

// add joins another part.
func (run *sarifRun) add(part *sarifRun) error {
	mine, other := run.Tool.Driver, part.Tool.Driver
	if mine.Version != other.Version {
		return fmt.Errorf("it is of crampon %s, the one before of %s", other.Version, mine.Version)
	}
	if a, b := run.category(), part.category(); a != b {
		return fmt.Errorf("its category is %q, that of the one before %q", b, a)
	}
	for _, r := range other.Rules {
		run.addRule(r.ID, func() *sarifRule { return r })
	}
	run.Results = append(run.Results, part.Results...)
	in, more := &run.Invocations[0], part.Invocations[0]
	in.ExecutionSuccessful = in.ExecutionSuccessful && more.ExecutionSuccessful
	in.ToolConfigurationNotes = append(in.ToolConfigurationNotes, more.ToolConfigurationNotes...)
	in.ToolExecutionNotifications = append(in.ToolExecutionNotifications, more.ToolExecutionNotifications...)
	if in.WorkingDirectory == nil || more.WorkingDirectory != nil && more.WorkingDirectory.URI < in.WorkingDirectory.URI {
		in.WorkingDirectory = more.WorkingDirectory
	}
	return nil
}

func (run *sarifRun) category() string {
	if run.AutomationDetails == nil {
		return ""
	}
	return run.AutomationDetails.ID
}

// distinct puts notifications in order, each once: all parts tell of a fault in a
// config that they share.
func distinct(notes []sarifNotification) []sarifNotification {
	slices.SortStableFunc(notes, compareNotes)
	return slices.CompactFunc(notes, func(a, b sarifNotification) bool { return compareNotes(a, b) == 0 })
}

func compareNotes(a, b sarifNotification) int {
	if len(a.Locations) > 0 && len(b.Locations) > 0 {
		if c := compareLocations(a.Locations[0], b.Locations[0]); c != 0 {
			return c
		}
	}
	if len(a.Locations) != len(b.Locations) {
		return len(a.Locations) - len(b.Locations)
	}
	return strings.Compare(a.Level+a.Message.Text, b.Level+b.Message.Text)
}
