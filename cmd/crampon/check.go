package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/cmd/crampon/index"
	"github.com/crampon-lint/crampon/cmd/crampon/report"
	"github.com/crampon-lint/crampon/rules"
)

// check is one run of `crampon check`.
type check struct {
	streams
	flags checkFlags
	// minGiven: the user said which severities to show.
	minGiven bool
	// changed tells what --diff-base leaves; nil for all.
	changed *changes
	// known is what --baseline takes away; nil for nothing.
	known *baseline
	// found are the files that the paths led to.
	found []analysis.Target
}

func newCheck(s streams) *cobra.Command {
	c := &check{streams: s}
	cmd := &cobra.Command{
		Use:   "check [path...]",
		Short: "Lint files, and those below folders",
		Long: `Lint the files that are named, and the Dockerfiles and shell scripts below the
folders that are named (by default the working folder). - is standard input.

A file that is named is linted whatever it is called. A script that a Dockerfile
ships is judged in the image in which it runs, also when it is named alone.

By default findings of severity error, warning and info are shown, and those of
error and warning make the exit code 1. Only what is shown can.

--fix makes the fixes by which a build that worked works and does what it did, but
for what the finding names; --unsafe-fixes makes all, and wants a look at the
result. Both report what is left. A fix that would bring a finding as bad as the
one that it mends is held back. --diff prints what they would change, as a patch,
and leaves the files alone.

A pipeline that uploads the report in its next step must get there: --exit-zero
makes a run with findings a success, and leaves it to the one who reads the report
to fail. A wrong command line or config, and a fault of crampon, stay errors.`,
		Example: `  crampon check
  crampon check api/Dockerfile api/entrypoint.sh
  crampon check --format text --format json=crampon.json --fail-on error .
  crampon check --format github --format sarif=crampon.sarif --exit-zero
  crampon check --diff-base origin/main
  crampon check --diff --unsafe-fixes | less
  crampon check --fix --select ALP504,ALP506
  git diff --cached --name-only -z --diff-filter=d -- '*Dockerfile*' '*.sh' | crampon check --files-from -
  docker-template | crampon check --stdin-filename api/Dockerfile -`,
		RunE: func(cmd *cobra.Command, paths []string) error {
			c.flags.given = cmd.Flags().Changed
			c.minGiven = c.flags.given("min-severity")
			return c.run(cmd.Context(), paths)
		},
	}
	c.flags.add(cmd)
	return cmd
}

// run judges and reports. The error is one of usage, or an outcome.
func (c *check) run(ctx context.Context, paths []string) error {
	if ctx == nil {
		ctx = context.Background()
	}
	outs, err := c.flags.outputs()
	if err != nil {
		return err
	}
	if err := errors.Join(c.flags.checkFix(paths), c.narrow(ctx, paths)); err != nil {
		return err
	}
	engine, result, err := c.judge(ctx, paths)
	if err != nil {
		return err
	}
	if c.flags.fixes() && len(result.ConfigErrors) == 0 {
		return c.fix(ctx, engine, outs, result)
	}
	return c.report(engine, outs, result)
}

// narrow reads what --baseline and --diff-base compare with, before anything is judged.
func (c *check) narrow(ctx context.Context, paths []string) (err error) {
	if c.flags.given("baseline") {
		if c.known, err = readBaseline(c.flags.baseline); err != nil {
			return err
		}
	}
	if c.flags.given("diff-base") {
		if slices.Contains(paths, "-") || c.flags.stdinFilename != "" {
			return errors.New("--diff-base compares files on disk, not standard input")
		}
		c.changed, err = changesSince(ctx, c.flags.diffBase)
	}
	return err
}

// judge analyses what the paths lead to, as the flags have it.
func (c *check) judge(ctx context.Context, paths []string) (*analysis.Engine, *analysis.Result, error) {
	engine := &analysis.Engine{FS: source.Disk{}, Rules: rules.All()}
	faults, err := c.settings(engine)
	if err != nil || len(faults) > 0 {
		return engine, &analysis.Result{ConfigErrors: faults}, err
	}
	result, err := c.analyze(ctx, engine, paths)
	if err == nil {
		err = errors.Join(result.IndexErrors...)
	}
	return engine, result, err
}

func (c *check) analyze(ctx context.Context, engine *analysis.Engine, paths []string) (*analysis.Result, error) {
	if terminal := isTerminal(c.err); c.flags.tellsProgress(terminal) {
		p := newProgress(c.err, terminal)
		engine.Progress = p.tell
		defer p.stop()
	}
	targets, err := c.targets(ctx, engine, paths)
	if err != nil {
		return nil, err
	}
	c.found = targets
	return engine.Analyze(ctx, targets), nil
}

// settings hands the flags to the engine. Faults of the config file that the
// user names are not an error of the command line, and are told with their place.
func (c *check) settings(engine *analysis.Engine) (faults []config.Error, err error) {
	f, s := &c.flags, &engine.Settings
	if s.Select, err = entries("select", f.sel, engine.Rules); err != nil {
		return nil, err
	}
	if s.ExtendSelect, err = entries("extend-select", f.extend, engine.Rules); err != nil {
		return nil, err
	}
	if s.Ignore, err = entries("ignore", f.ignore, engine.Rules); err != nil {
		return nil, err
	}
	if s.BuildArgs, err = buildArgs(f.buildArgs); err != nil {
		return nil, err
	}
	if s.Context, err = folder(f.context); err != nil {
		return nil, err
	}
	if slices.Contains(f.apkIndex, "") {
		return nil, errors.New("--apk-index: it is empty")
	}
	if !slices.Equal(f.apkIndex, []string{"none"}) {
		s.Index = analysis.IndexSource{Locations: f.apkIndex, Keys: f.apkKeys, Unsigned: f.apkUnsigned}
		engine.Indexes = newIndexes(c.streams)
	}
	if f.jobs < 0 {
		return nil, errors.New("--jobs: it is a number above 0")
	}
	s.Today, s.Target, s.Jobs = f.today.Time, f.target, f.jobs
	s.MinSeverity, s.Shard = f.minSeverity.severity, f.shard.Shard
	if fail := f.failOn.severity; !c.minGiven && fail != analysis.NoSeverity {
		s.MinSeverity = min(s.MinSeverity, fail) // what fails is shown
	}
	if f.config != "" {
		s.Config, faults, err = readConfig(engine, f.config)
	}
	return faults, err
}

// indexTimeout is for one index: a large one has some 3 MB.
const indexTimeout = 30 * time.Second

// newIndexes reads package indexes, and keeps what the network gives in the user's cache.
func newIndexes(s streams) *index.Reader {
	r := &index.Reader{Timeout: indexTimeout, Say: func(text string) { s.say("crampon: %s", text) }}
	if dir, err := os.UserCacheDir(); err == nil {
		r.Cache = filepath.Join(dir, "crampon", "apk-index")
	}
	return r
}

// buildArgs reads the values of ARGs.
func buildArgs(words []string) (map[string]string, error) {
	args := map[string]string{}
	for _, word := range words {
		name, value, ok := strings.Cut(word, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("--build-arg %s: it is NAME=VALUE", word)
		}
		args[name] = value
	}
	return args, nil
}

// folder is the absolute name of a folder that must be there; "" for none given.
func folder(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return "", fmt.Errorf("--context: %w", err)
	case !info.IsDir():
		return "", fmt.Errorf("--context: %s is not a folder", name)
	}
	return filepath.Abs(name)
}

func readConfig(engine *analysis.Engine, name string) (*config.Config, []config.Error, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, nil, err
	}
	content, err := engine.FS.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("--config: %w", err)
	}
	knows := func(id string) bool {
		r := rules.Find(id)
		return r != nil && r.ID == id
	}
	cfg, faults := config.Parse(source.NewFile(path, content), knows)
	return cfg, faults, nil
}

// report writes the reports, tells on standard error what kept crampon from
// judging, and gives the outcome. What was judged under a faulty configuration
// is not what the user asked for, and is not shown.
func (c *check) report(engine *analysis.Engine, outs []output, result *analysis.Result) error {
	r, err := c.newReport(engine, result)
	if err != nil {
		return err
	}
	for _, o := range outs {
		if len(result.ConfigErrors) > 0 && (o.format.Name == "text" || o.format.Name == "compact") {
			continue // all was said
		}
		if err := c.write(o, r); err != nil {
			return err
		}
	}
	return c.outcome(r, result)
}

// newReport is what there is to show, and tells on standard error what kept
// crampon from judging.
func (c *check) newReport(engine *analysis.Engine, result *analysis.Result) (*report.Report, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	r := &report.Report{
		Version: versionNumber(), Dir: dir, Root: source.GitRoot(engine.FS, dir), Resolve: remember(engine.FS.Resolve), Category: c.flags.category,
		Files: result.Files, Findings: result.Findings,
	}
	for _, e := range result.ConfigErrors {
		r.Errors = append(r.Errors, report.Error{Span: e.Span, Message: e.Message})
		at := e.Span.From()
		c.say("%s:%d:%d: error: %s", r.Name(e.Span.File.Path), at.Line, at.Column, e.Message)
	}
	for _, f := range result.Faults {
		r.Errors = append(r.Errors, report.Error{Message: f})
		c.say("crampon failed on %s\nThis is a fault of crampon. Report it with the file.", f)
	}
	if len(result.ConfigErrors) > 0 {
		r.Files, r.Findings = 0, nil
	}
	r.Fingerprints = engine.Fingerprints(r.Findings)
	r.Conceal()
	if c.known != nil && len(result.ConfigErrors) == 0 {
		gone := c.known.narrow(r, c.selected(engine), result.Judged)
		if len(gone) > 0 && !c.minGiven { // a finding that is not shown is not gone
			c.say("%s", goneText(c.flags.baseline, gone))
		}
	}
	if c.changed != nil {
		r.Keep(c.changed.has)
	}
	return r, nil
}

// remember asks once for each path.
func remember(resolve func(string) (string, error)) func(string) (string, error) {
	type answer struct {
		path string
		err  error
	}
	known := map[string]answer{}
	return func(path string) (string, error) {
		a, ok := known[path]
		if !ok {
			a.path, a.err = resolve(path)
			known[path] = a
		}
		return a.path, a.err
	}
}

// selected tells whether the command line lets a rule report.
func (c *check) selected(engine *analysis.Engine) func(id string) bool {
	s := engine.Settings
	matches := func(entries []string, id string) bool {
		return slices.ContainsFunc(entries, func(e string) bool { return analysis.Selects(e, id) })
	}
	return func(id string) bool {
		return !matches(s.Ignore, id) && (len(s.Select) == 0 || matches(s.Select, id) || matches(s.ExtendSelect, id))
	}
}

func (c *check) outcome(r *report.Report, result *analysis.Result) error {
	switch {
	case len(result.Faults) > 0:
		return outcome(exitFault)
	case len(result.ConfigErrors) > 0:
		return outcome(exitUsage)
	}
	fail := c.flags.failOn.severity
	for _, f := range r.Findings {
		if c.flags.exitZero {
			break
		}
		if fail != analysis.NoSeverity && f.Severity >= fail {
			return outcome(exitFindings)
		}
	}
	return nil
}
