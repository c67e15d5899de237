package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/cmd/crampon/report"
)

// checkFlags is what the flags of `crampon check` say.
type checkFlags struct {
	// given tells whether the user gave a flag, be it with an empty value.
	given func(flag string) bool

	formats  []string
	output   string
	category string
	exitZero bool

	fix, unsafeFixes, diff bool

	baseline string
	diffBase string

	sel, extend, ignore listFlag
	minSeverity, failOn severityFlag

	color choiceFlag
	quiet bool

	today     dayFlag
	config    string
	context   string
	buildArgs []string
	target    string
	jobs      int

	apkIndex, apkKeys []string
	apkUnsigned       bool

	stdinFilename string
	filesFrom     string
	shard         shardFlag
	progress      choiceFlag
}

// add puts each flag of `crampon check`, with its help and its completion, on its
// command. This and addJudging are the places that know them all.
func (f *checkFlags) add(cmd *cobra.Command) {
	f.failOn = severityFlag{severity: analysis.Warning, orNone: true}
	f.color = choiceFlag{value: "auto", choices: []string{"auto", "always", "never"}}
	f.progress = choiceFlag{value: "auto", choices: []string{"auto", "always", "never"}}

	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringArrayVarP(&f.formats, "format", "f", nil, "report as `NAME[=FILE]`: "+strings.Join(formatNames(), ", ")+"; may be given several times (default text)")
	flags.StringVarP(&f.output, "output", "o", "", "write the report to `FILE` instead of standard output")
	flags.Var(&f.failOn, "fail-on", "exit with 1 when a finding of this severity or above is reported: error, warning, info, hint, none")
	flags.BoolVar(&f.exitZero, "exit-zero", false, "exit with 0 whatever is found, so that a later step can upload the report; 2 and 3 stay")
	flags.BoolVar(&f.fix, "fix", false, "make the safe fixes, and report what is left")
	flags.BoolVar(&f.unsafeFixes, "unsafe-fixes", false, "make all fixes, also those that may change what a build or a script does")
	flags.BoolVar(&f.diff, "diff", false, "print what the fixes would change, and write nothing")
	flags.StringVar(&f.baseline, "baseline", "", "report what is not in this `FILE`, which crampon baseline wrote")
	flags.StringVar(&f.diffBase, "diff-base", "", "report what stands on lines changed since the common ancestor of HEAD and this git `REVISION`")
	flags.StringVar(&f.category, "sarif-category", "", "the `NAME` by which code scanning tells several reports on a commit apart")
	flags.Var(&f.color, "color", "colours: auto (on a terminal, unless NO_COLOR is set), always, never")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "one line for each finding, and nothing else")
	f.addJudging(cmd)
	flags.StringVar(&f.stdinFilename, "stdin-filename", "", "the `PATH` that standard input is linted as")
	flags.Var(&f.shard, "shard", "report on one of several parts of the files: 2/5 is the second of five, each for a job of its own")
	flags.Var(&f.progress, "progress", "tell on standard error how far a long run is: auto (on a terminal), always, never")

	offer(cmd, "format", formatNames())
	offer(cmd, "fail-on", f.failOn.words())
	offer(cmd, "color", f.color.choices)
	offer(cmd, "progress", f.progress.choices)
}

// addJudging puts the flags that say what is judged, and how, on a command.
func (f *checkFlags) addJudging(cmd *cobra.Command) {
	f.minSeverity = severityFlag{severity: analysis.Info}

	flags := cmd.Flags()
	flags.SortFlags = false
	flags.Var(&f.sel, "select", "use these `RULES` instead of the default ones: IDs, names, families such as ALP2, or all")
	flags.Var(&f.extend, "extend-select", "use these `RULES` too")
	flags.Var(&f.ignore, "ignore", "leave these `RULES` out")
	flags.Var(&f.minSeverity, "min-severity", "report findings of this severity and above: error, warning, info, hint")
	f.addReading(cmd)

	for _, flag := range []string{"select", "extend-select", "ignore"} {
		if err := cmd.RegisterFlagCompletionFunc(flag, completeRules); err != nil {
			panic(err) // there is no such flag above
		}
	}
	offer(cmd, "min-severity", f.minSeverity.words())
}

// addReading puts the flags that say what is read, and how it is understood, on a
// command.
func (f *checkFlags) addReading(cmd *cobra.Command) {
	f.today = dayFlag{time.Now().UTC()}

	flags := cmd.Flags()
	flags.SortFlags = false
	flags.Var(&f.today, "today", "judge ends of life as of this day")
	flags.StringVar(&f.config, "config", "", "use this config `FILE` for all files, not the nearest .crampon.yaml of each")
	flags.StringVar(&f.context, "context", "", "the build context `DIR` of all Dockerfiles")
	flags.StringArrayVar(&f.buildArgs, "build-arg", nil, "the value of an ARG, as `NAME=VALUE`; may be given several times")
	flags.StringVar(&f.target, "target", "", "judge the `STAGE` that is built, and those it needs")
	flags.StringVar(&f.filesFrom, "files-from", "", "lint the paths listed in `FILE` (- for standard input), one a line, or ended by NUL")
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "work on `N` files at once (default one for each processor)")
	flags.StringArrayVar(&f.apkIndex, "apk-index", nil, "read package indexes at `PLACE`: a mirror's folder or address, an APKINDEX.tar.gz, or a template of one with {release}, {repo} and {arch}; none for not even those of a config; may be given several times")
	flags.StringArrayVar(&f.apkKeys, "apk-keys", nil, "the `KEY` that signs them, a file or a folder of keys such as /etc/apk/keys; may be given several times")
	flags.BoolVar(&f.apkUnsigned, "apk-index-unsigned", false, "take indexes that none of the keys signed")
}

// offer completes a flag of the command with words.
func offer(cmd *cobra.Command, flag string, words []string) {
	complete := cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // the command has no such flag
	}
}

func formatNames() []string {
	var names []string
	for _, f := range report.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// severityFlag is a severity by name.
type severityFlag struct {
	severity analysis.Severity
	orNone   bool // none is a word for it too
}

func (f *severityFlag) String() string { return f.severity.String() }

// Type is the name of the flag's value in the help.
func (f *severityFlag) Type() string { return "SEVERITY" }

// Set reads the word on the command line.
func (f *severityFlag) Set(word string) error {
	if f.orNone && word == "none" {
		f.severity = analysis.NoSeverity
		return nil
	}
	s, ok := analysis.ParseSeverity(word)
	if !ok {
		return fmt.Errorf("it is one of %s", strings.Join(f.words(), ", "))
	}
	f.severity = s
	return nil
}

func (f *severityFlag) words() []string {
	var words []string
	for s := analysis.Error; s > analysis.NoSeverity; s-- {
		words = append(words, s.String())
	}
	if f.orNone {
		words = append(words, "none")
	}
	return words
}

// listFlag is a list of words with commas between them, longer each time the flag
// is given. An empty word stays: a script that sets --select to nothing has lost a
// variable, and does not mean the default.
type listFlag []string

func (f *listFlag) String() string { return strings.Join(*f, ",") }

// Type is the name of the flag's value in the help.
func (f *listFlag) Type() string { return "RULES" }

// Set reads the words on the command line.
func (f *listFlag) Set(words string) error {
	*f = append(*f, strings.Split(words, ",")...)
	return nil
}

// choiceFlag is one of a few words.
type choiceFlag struct {
	value   string
	choices []string
}

func (f *choiceFlag) String() string { return f.value }

// Type is the name of the flag's value in the help.
func (f *choiceFlag) Type() string { return "WHEN" }

// Set reads the word on the command line.
func (f *choiceFlag) Set(word string) error {
	if !slices.Contains(f.choices, word) {
		return fmt.Errorf("it is one of %s", strings.Join(f.choices, ", "))
	}
	f.value = word
	return nil
}

// dayFlag is a day of the calendar.
type dayFlag struct{ time.Time }

func (f *dayFlag) String() string { return "today" }

// Type is the name of the flag's value in the help.
func (f *dayFlag) Type() string { return "YYYY-MM-DD" }

// Set reads the word on the command line.
func (f *dayFlag) Set(word string) error {
	day, err := time.Parse(time.DateOnly, word)
	if err != nil {
		return fmt.Errorf("it is a day such as 2026-11-22")
	}
	f.Time = day
	return nil
}

// shardFlag is a part of a run.
type shardFlag struct{ analysis.Shard }

func (f *shardFlag) String() string {
	if f.Count == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", f.Index, f.Count)
}

// Type is the name of the flag's value in the help.
func (f *shardFlag) Type() string { return "I/N" }

// Set reads the word on the command line.
func (f *shardFlag) Set(word string) error {
	index, count, _ := strings.Cut(word, "/")
	var err1, err2 error
	f.Index, err1 = strconv.Atoi(index)
	f.Count, err2 = strconv.Atoi(count)
	if err1 != nil || err2 != nil || f.Index < 1 || f.Index > f.Count {
		return errors.New("it is a part and the number of parts, such as 2/5")
	}
	return nil
}
