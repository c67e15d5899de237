package rules

import (
	"fmt"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
)

// reportMisuses reports the unit's misuses of applets that have that outcome and topic.
func reportMisuses(p *analysis.Pass, outcome alpine.Outcome, topic, message string) {
	for _, m := range p.Misuses() {
		if m.Outcome != outcome || m.Topic != topic {
			continue
		}
		f := analysis.Finding{
			Span:    m.Span,
			Message: fmt.Sprintf(message, m.Command.Name, optionOrText(m)),
			Notes:   append(releaseNote(m.Run.State), measured(m.Usage)),
			Help:    misuseHelp(m),
			Fixes:   m.Fixes(),
		}
		if topic == "checksum" && m.Unseen {
			f.Severity = analysis.Error
			f.Message += ", and its failure is passed over"
		}
		p.Report(f)
	}
}

// optionOrText is the option, or the text in quotes where it is short enough.
func optionOrText(m analysis.Misuse) string {
	const short = 30
	switch text := m.Text; {
	case strings.HasPrefix(text, "-") && !strings.ContainsAny(text, " \n"):
		return text
	case len(text) <= short && !strings.Contains(text, "\n"):
		return `"` + text + `"`
	}
	return "this text"
}

// measured says for which BusyBox a row holds.
func measured(u *alpine.Usage) string {
	if u.From == u.To {
		return fmt.Sprintf("so measured with BusyBox %v", u.From)
	}
	return fmt.Sprintf("so measured with BusyBox %v to %v", u.From, u.To)
}

// misuseHelp is what to write, and which package brings the command that was meant.
func misuseHelp(m analysis.Misuse) string {
	install := ""
	if pkgs := alpine.PackagesWith(m.Command.Name); len(pkgs) > 0 {
		install = "install " + pkgs[0]
	}
	switch {
	case m.Advice == "":
		return install
	case install == "":
		return m.Advice
	}
	return m.Advice + "; or " + install
}
