package rules

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/shell"
)

var _ = register(&analysis.Rule{
	ID: "ALP409", Name: "pax-flags", Since: "0.1.0",
	Summary:    "flags for PaX, a kernel that Alpine no longer has",
	Severity:   analysis.Warning,
	Confidence: analysis.High,
	CWE:        []int{693},
	Doc: `## What it flags

` + "`paxctl`" + `, ` + "`paxctl-ng`" + `, ` + "`paxmark`" + ` and ` + "`setfattr -n user.pax.flags`" + ` in Alpine. It is a warning where ` + "`paxctl -c`" + ` or ` + "`-C`" + ` rewrites the program's header and where flags switch protections off (p, e, m, r, x, s), an information where they switch them on, and on Alpine 3.7 and older, which had the kernel.

## Why

Alpine's hardened kernel ended with 3.7 (removed in May 2018), and a container runs on the kernel of its host anyway: the flags protect nothing. What paxctl -c and -C do to the file stays: they make the header PT_GNU_STACK, which marks the stack as not executable, into one for PaX. And who switches a protection off for a program means to run it with less of it.

## What to do

Delete the command.
`,
	Bad:  "FROM alpine:3.24\nCOPY server /usr/bin/server\nRUN paxctl -cm /usr/bin/server\nUSER nobody\n",
	Good: "FROM alpine:3.24\nCOPY server /usr/bin/server\nUSER nobody\n",
	Run: func(p *analysis.Pass) {
		for run, c := range p.Commands("paxctl", "paxctl-ng", "paxmark", "paxmark.sh", "setfattr") {
			flags, ok := paxFlags(c)
			if !ok || run.State.IsAlpine() == alpine.No {
				continue
			}
			f := analysis.Finding{Span: c.Word.Span(), Help: "delete the command"}
			old := run.State.Release().Known() && run.State.Release().Compare(alpine.Release{Major: 3, Minor: 8}) < 0
			switch {
			case c.Name == "paxctl" && strings.ContainsAny(flags, "cC"):
				f.Message = "paxctl rewrites the program's header, which marks its stack as not executable, for a PaX that no container's kernel has"
			case strings.ContainsAny(flags, "pemrxs"):
				f.Message = "protections of PaX are switched off for this program; no kernel that runs containers has them"
			default:
				f.Severity = analysis.Info
				f.Message = "these flags have no effect: Alpine has had no PaX since 3.8, and a container runs on its host's kernel"
			}
			if old {
				f.Severity = analysis.Info
			}
			p.Report(f)
		}
	},
})

// paxFlags are the letters that the command gives; it is not ok for one that sets
// none.
func paxFlags(c *shell.Command) (flags string, ok bool) {
	for i := range c.Args {
		v := c.Arg(i)
		switch {
		case c.Name == "setfattr":
			if v == "user.pax.flags" || strings.HasSuffix(v, "=user.pax.flags") {
				ok = true
			} else if i > 0 && c.Arg(i-1) == "-v" {
				flags += v
			}
		case strings.HasPrefix(v, "--"):
		case strings.HasPrefix(v, "-"), strings.HasPrefix(c.Name, "paxmark") && i == 0:
			flags += strings.Trim(v, "-qQvVzlLf")
			ok = ok || strings.Trim(v, "-qQvV") != ""
		}
	}
	return flags, ok
}
