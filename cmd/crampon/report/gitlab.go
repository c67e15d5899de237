package report

import (
	"io"

	"github.com/crampon-lint/crampon/analysis"
)

// GitLab writes a Code Quality report: an array, as GitLab reads it from the
// artifact reports:codequality. Fingerprints are those of baselines: GitLab tells
// by them what a merge request brings and what it mends.
func GitLab(w io.Writer, r *Report, _ Style) error {
	issues := make([]gitlabIssue, len(r.Findings))
	for i := range r.Findings {
		f := &r.Findings[i]
		issues[i] = gitlabIssue{
			Description: shortened(f.Message), CheckName: f.Rule.ID, Severity: gitlabSeverity(f.Severity),
			Location: gitlabLocation{
				Path:  Visible(r.RepositoryName(f.Span.File.Path)),
				Lines: gitlabLines{Begin: f.Span.From().Line, End: f.Span.To().Line},
			},
		}
		if i < len(r.Fingerprints) {
			issues[i].Fingerprint = r.Fingerprints[i]
		}
	}
	return WriteJSON(w, issues)
}

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

func gitlabSeverity(s analysis.Severity) string {
	switch s {
	case analysis.Error:
		return "critical"
	case analysis.Warning:
		return "major"
	case analysis.Info:
		return "minor"
	}
	return "info"
}
