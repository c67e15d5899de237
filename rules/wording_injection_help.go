package rules

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

const (
	scheduleHelp = `let no other characters through than belong there, of a schedule: case "$value" in *[!0-9*/,\ -]*|"") exit 1;; esac`
	namesHelp    = "end the names by a NUL, which no name has in it: find ... -print0 | xargs -0"
	textHelp     = `let no other characters through than belong there, of a name: case "$value" in *[!A-Za-z0-9._-]*|"") exit 1;; esac`
	variableHelp = `let only names through: case "$name" in [!A-Za-z_]*|*[!A-Za-z0-9_]*|"") exit 1;; esac`
	constantHelp = "keep the program constant, in single quotes, and pass the value "
)

// generalHelps are what to do about flows that the help of their class does not fit;
// the first that fits counts.
var generalHelps = []struct {
	fits func(*taint.Flow) bool
	help string
}{
	{runsFetched, "fetch it into a file and compare its SHA-256 before it is run"},
	{isOpenFile, "keep the file where its owner alone writes: make it by mktemp, or in a folder of the program's own"},
	{into("kill"), `let only a number through: case $pid in *[!0-9]*|"") exit 1 ;; esac`},
	{into("xargs rm", "xargs mkdir", "xargs touch", "xargs ch"), namesHelp},
	{isInCrontabLine, textHelp},
	{into("crontab", "/etc/cron", "/var/spool/cron"), scheduleHelp},
	{into("${!", "[[ -v", "[ -v", "test -v", "declare -n", "local -n", "typeset -n"), variableHelp},
	{into("sed", "gsed", "ssh"), textHelp},
	{into("su -c", "runuser -c"), `keep the text constant and pass the value as an argument: su -c '... "$1"' user -- sh "$value"`},
	{into("watch", "flock", "script"), `keep the text constant, in single quotes, and pass the value in the environment, as "$value"`},
	{into("perl"), constantHelp + "in the environment, as $ENV{value}"},
	{into("python"), constantHelp + "as an argument, sys.argv[1]"},
	{into("node"), constantHelp + "in the environment, as process.env.value, read by JSON.parse where it is JSON"},
	{into("ruby"), constantHelp + `in the environment, as ENV["value"]`},
	{into("php"), constantHelp + `in the environment, as getenv("value")`},
	{into("lua"), constantHelp + `in the environment, as os.getenv("value")`},
	{isSourcedText, "read what is data by while read -r, one known name after the other: a file that is sourced is all code"},
	{isPipedNames, `keep the text constant and pass the names as arguments: find ... -exec sh -c '... "$1"' sh {} \;`},
	{isNamedPath, "let no .. through, which leads out of the folder: case /$name/ in */../*) exit 1 ;; esac"},
}

func generalHelp(f *taint.Flow, general string) string {
	for _, h := range generalHelps {
		if h.fits(f) {
			return h.help
		}
	}
	return general
}

// into tells whether a flow ends in a command, by the start of its name.
func into(commands ...string) func(*taint.Flow) bool {
	return func(f *taint.Flow) bool {
		return slices.ContainsFunc(commands, func(c string) bool { return strings.HasPrefix(f.Sink.Command, c) })
	}
}

// runsFetched tells whether what a download answers is the program itself:
// ruby -e "$(curl ...)".
func runsFetched(f *taint.Flow) bool {
	return f.Source.Kind == taint.Output && isCode(f) && encloses(f.Sink.Span, f.Source.Span) && !strings.Contains(f.Sink.Span.Text(), "|")
}

// isOpenFile tells whether a file that others can write is run.
func isOpenFile(f *taint.Flow) bool {
	open := f.Source.Kind == taint.FileText && f.Source.Trust == taint.Local
	return open && (f.Sink.Class == taint.Sourced || runsOpenFile(f))
}

// isInCrontabLine tells whether a value stands behind other text of a line of a crontab: in
// its command, not in its schedule.
func isInCrontabLine(f *taint.Flow) bool {
	return f.Within && into("crontab", "/etc/cron", "/var/spool/cron")(f)
}

func isSourcedText(f *taint.Flow) bool {
	return f.Sink.Class == taint.Sourced && f.Sink.Harm == "run commands"
}

func isPipedNames(f *taint.Flow) bool {
	return f.Sink.Class == taint.Piped && f.Source.Kind == taint.FileName
}

// isNamedPath tells whether a name of a file is a path, which may well have slashes.
func isNamedPath(f *taint.Flow) bool {
	return f.Sink.Class == taint.WrittenPath && f.Source.Kind == taint.FileName
}

func encloses(outer, inner source.Span) bool {
	return outer.File == inner.File && outer.Start <= inner.Start && inner.End <= outer.End
}
