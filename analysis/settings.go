package analysis

import (
	"slices"
	"strings"
	"time"

	"github.com/crampon-lint/crampon/analysis/config"
)

// Settings are what the user wants of a run, beside what config files say.
type Settings struct {
	// Today is the day by which ends of life are judged.
	Today time.Time
	// Config is used for every file instead of the nearest .crampon.yaml; nil to look.
	Config *config.Config
	// Context is the build context of every Dockerfile; "" to look.
	Context   string
	BuildArgs map[string]string
	Target    string
	// Select takes the place of the default rules; ExtendSelect adds; Ignore takes
	// away. Each entry is "all", an ID, or the start of IDs such as ALP2. That a file
	// could not be read or parsed is told whatever is selected.
	Select, ExtendSelect, Ignore []string
	// MinSeverity is the least severity that is reported.
	MinSeverity Severity
	// CgoHardening is config.Effective or config.Explicit; the engine fills it in
	// for each unit from its config.
	CgoHardening string
	// Index is where the command line says that package indexes are; without a location
	// the config says so, without a key too.
	Index IndexSource
	// Pin is config.Exact, Minor or Major, by which versions are held that fixes write;
	// the engine fills it in for each unit from its config.
	Pin string
	// Shard is the part of the targets that is reported on.
	Shard Shard
	// Jobs is how many files are worked on at once; below 1 is one a processor.
	Jobs int
}

// matches tells whether one of the entries names the rule.
func matches(entries []string, id string) bool {
	return slices.ContainsFunc(entries, func(e string) bool { return Selects(e, id) })
}

// Selects tells whether an entry of --select and its like names the rule.
func Selects(entry, id string) bool {
	return strings.EqualFold(entry, "all") || entry != "" && len(entry) >= 4 && strings.HasPrefix(id, strings.ToUpper(entry))
}

// level is the severity with which a finding is reported, NoSeverity for not at
// all. The command line goes before the config, the config before the rule.
func (s Settings) level(r *Rule, found Severity, cfg *config.Config) Severity {
	if matches(s.Ignore, r.ID) {
		return NoSeverity
	}
	asked := cfg.Rules[r.ID]
	on := !r.Optional || asked != "" && asked != config.Off
	if asked == config.Off {
		on = false
	}
	if len(s.Select) > 0 && !r.alwaysOn {
		on = matches(s.Select, r.ID)
	}
	if !on && !matches(s.ExtendSelect, r.ID) {
		return NoSeverity
	}
	if sev, ok := ParseSeverity(asked.Severity()); ok {
		return sev
	}
	return found
}

// wants tells whether the rule can report anything at all, so that one that is
// off costs nothing.
func (s Settings) wants(r *Rule, cfg *config.Config) bool {
	return s.level(r, r.Severity, cfg) != NoSeverity
}
