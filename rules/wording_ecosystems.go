package rules

import "github.com/crampon-lint/crampon/analysis"

// glibcFinding is a finding on a build for glibc that comes to Alpine. With a shim
// it may start: then it is told as an information.
func glibcFinding(g analysis.GlibcBuild, message, help string) analysis.Finding {
	f := analysis.Finding{Span: g.Span, Message: message, Help: help}
	if g.Shim != "" {
		f.Severity = analysis.Info
		f.Notes = append(f.Notes, g.Shim+" lets some programs that are linked with glibc start")
	}
	return f
}
