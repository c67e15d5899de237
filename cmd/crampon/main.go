// Command crampon lints Dockerfiles and shell scripts that end up in Alpine
// containers.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crampon-lint/crampon/cmd/crampon/report"
)

// The exit codes; the README has the same table.
const (
	exitClean    = 0 // no finding at or above --fail-on
	exitFindings = 1
	exitUsage    = 2 // a wrong command line, configuration, or place for a report
	exitFault    = 3 // crampon failed
)

func main() {
	spend()
	os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
}

// spend lets the heap grow to five times what is alive, which is some 20 MB, before
// it is collected: a sixth of a run's time on one processor. Past 200 MB the
// collector works as hard as it must. GOGC and GOMEMLIMIT go before.
func spend() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(200 << 20)
	}
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// say writes one line for a person to standard error. Its words may come from a
// file or its name, so they are made harmless, line by line.
func (s streams) say(format string, args ...any) {
	var b strings.Builder
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		b.WriteString(report.Visible(line) + "\n")
	}
	_, _ = io.WriteString(s.err, b.String()) // there is nowhere else to complain
}

// outcome is an error by which a command gives its exit code: what there is to
// say was said.
type outcome int

func (o outcome) Error() string { return fmt.Sprintf("exit code %d", int(o)) }

// run is the program. All that goes wrong before a file is judged is a matter of
// usage; a panic outside the engine is crampon's own fault, as one inside it.
func run(args []string, s streams) (code int) {
	defer func() {
		if p := recover(); p != nil {
			s.say("crampon failed: %v\n%s\nThis is a fault of crampon. Report it with the files that it was given.", p, debug.Stack())
			code = exitFault
		}
	}()
	root := newRoot(s)
	root.SetArgs(args)
	err := root.Execute()
	var o outcome
	switch {
	case err == nil:
		return exitClean
	case errors.As(err, &o):
		return int(o)
	}
	s.say("crampon: %v", err)
	return exitUsage
}

// newRoot is the command line, made anew for each run.
func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "crampon",
		Short: "Lint Dockerfiles and shell scripts that end up in Alpine containers",
		Long: `crampon lints Dockerfiles and shell scripts that end up in Alpine containers.

It reads a Dockerfile the way a build would, works out which distribution, shell,
libc and packages are there at every instruction, follows COPY into the scripts
that the image runs, and judges all of it. It reads files and nothing else: no
network but for package indexes that you name, no container engine.`,
		Example:       "  crampon check\n  crampon check --format json path/to/Dockerfile entrypoint.sh\n  crampon explain ALP101",
		Args:          noSuchCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w\nSee: %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(newCheck(s), newPin(s), newBaseline(s), newMerge(s), newExplain(s), newRules(s), newInit(s), newSchema(s), newLSP(s), newVersion(s), newMan(s))
	return root
}

// noSuchCommand refuses arguments of the root command, which has none of its
// own, and says what may have been meant.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if _, err := os.Lstat(args[0]); err == nil {
		return fmt.Errorf("there is no command %q; to lint that path: crampon check %s", args[0], args[0])
	}
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	return fmt.Errorf("there is no command %q%s\nSee: crampon --help", args[0], didYouMean(args[0], names))
}
