package report

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
)

// What code scanning takes of a rule's texts, in characters.
const (
	maxDescription = 1024
	maxTags        = 20
)

// homepage is where crampon is told of.
const homepage = "https://github.com/crampon-lint/crampon"

type (
	sarifRule struct {
		ID                   string              `json:"id"`
		Name                 string              `json:"name"`
		ShortDescription     sarifText           `json:"shortDescription"`
		FullDescription      sarifText           `json:"fullDescription"`
		HelpURI              string              `json:"helpUri"`
		Help                 sarifText           `json:"help"`
		DefaultConfiguration sarifConfiguration  `json:"defaultConfiguration"`
		Properties           sarifRuleProperties `json:"properties"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifRuleProperties struct {
		Tags             []string `json:"tags"`
		Precision        string   `json:"precision"`
		ProblemSeverity  string   `json:"problem.severity"`
		SecuritySeverity string   `json:"security-severity,omitempty"` // a number, as a string
	}
)

var semantic = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

// sarifDriverOf names crampon. A version that is no semantic one (devel) stands
// alone: code scanning goes by the semantic one where there is one.
func sarifDriverOf(version string) sarifDriver {
	d := sarifDriver{Name: "crampon", Version: version, InformationURI: homepage, Rules: []*sarifRule{}}
	if semantic.MatchString(version) {
		d.SemanticVersion = version
	}
	return d
}

// sarifRuleOf is all that is said of a rule.
func sarifRuleOf(r *analysis.Rule) *sarifRule {
	return &sarifRule{
		ID: r.ID, Name: pascal(r.Name), HelpURI: r.URL(),
		ShortDescription: sarifText{Text: cut(upper(sentence(r.Summary)), maxDescription)},
		FullDescription:  sarifText{Text: cut(sentence(whatItFlags(r)), maxDescription)},
		Help:             sarifText{Text: helpText(r), Markdown: helpMarkdown(r)},
		DefaultConfiguration: sarifConfiguration{
			Level: sarifLevel(r.Severity),
		},
		Properties: sarifRuleProperties{
			Tags: tags(r), Precision: precision(r.Confidence), ProblemSeverity: problemSeverity(r.Severity),
			SecuritySeverity: securitySeverity(r),
		},
	}
}

// pascal is the name as SARIF asks for it: LatestTag.
func pascal(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "-") {
		b.WriteString(upper(word))
	}
	return b.String()
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// cut leaves at most n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// whatItFlags is the first paragraph of the rule's page; its summary where it has
// no page.
func whatItFlags(r *analysis.Rule) string {
	for paragraph := range strings.SplitSeq(r.Doc, "\n\n") {
		if p := strings.TrimSpace(paragraph); p != "" && !strings.HasPrefix(p, "#") {
			return strings.ReplaceAll(strings.Join(strings.Fields(p), " "), "`", "")
		}
	}
	return upper(r.Summary)
}

func helpMarkdown(r *analysis.Rule) string {
	return strings.TrimSpace(strings.TrimSpace(r.Doc) + fenced("Before", r.Bad) + fenced("After", r.Good) + "\n\n" + elsewhere(r))
}

// fenced is an example; its fence is longer than any in it.
func fenced(title, text string) string {
	if text == "" {
		return ""
	}
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fmt.Sprintf("\n\n## %s\n\n%sdockerfile\n%s\n%[2]s", title, fence, strings.TrimSuffix(text, "\n"))
}

// helpText is the page without its marks.
func helpText(r *analysis.Rule) string {
	var lines []string
	for line := range strings.SplitSeq(helpMarkdown(r), "\n") {
		if !strings.HasPrefix(line, "```") {
			lines = append(lines, strings.TrimPrefix(line, "## "))
		}
	}
	return strings.Join(lines, "\n")
}

// elsewhere says how to see the page and how to silence the rule.
func elsewhere(r *analysis.Rule) string {
	return fmt.Sprintf("`crampon explain %s` shows this page. `# crampon ignore=%[1]s reason` above the line silences it there.", r.ID)
}

func tags(r *analysis.Rule) []string {
	out := []string{"alpine"}
	if securitySeverity(r) != "" {
		out = append(out, "security")
	}
	for _, n := range r.CWE {
		out = append(out, fmt.Sprintf("external/cwe/cwe-%03d", n))
	}
	return out[:min(len(out), maxTags)]
}

func precision(c analysis.Confidence) string {
	if c == analysis.High {
		return "very-high"
	}
	return "high"
}

func problemSeverity(s analysis.Severity) string {
	switch s {
	case analysis.Error:
		return "error"
	case analysis.Warning:
		return "warning"
	}
	return "recommendation"
}

// securitySeverity is a score from 0.1 to 10 for a rule about a weakness that
// somebody can use, and "" for one about a build that breaks or drifts: with a
// score, code scanning files results under security. The rule's severity gives it
// (low, medium, high), one step more where text from outside becomes code.
func securitySeverity(r *analysis.Rule) string {
	drifts := []int{758, 1357} // undefined behaviour, parts that are not pinned
	code := []int{77, 78, 88, 94, 95}
	if !slices.ContainsFunc(r.CWE, func(n int) bool { return !slices.Contains(drifts, n) }) {
		return ""
	}
	scores := map[analysis.Severity]float64{analysis.Hint: 1, analysis.Info: 3, analysis.Warning: 6, analysis.Error: 8}
	score := scores[r.Severity]
	if slices.ContainsFunc(r.CWE, func(n int) bool { return slices.Contains(code, n) }) {
		score += 1.5
	}
	return strconv.FormatFloat(score, 'f', 1, 64)
}
