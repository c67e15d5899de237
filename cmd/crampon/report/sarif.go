package report

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/analysis/taint"
)

// What GitHub code scanning takes of one upload, by its documentation of SARIF
// support. What is beyond is refused as a whole or dropped without a word.
const (
	maxResults   = 25_000
	maxGzipped   = 10_000_000 // bytes; "10 MB", taken for the smaller of its meanings
	maxRelated   = 100        // of the locations of one result, so many are kept
	maxFlowSteps = 1000       // of the locations of one thread flow, so many are shown
)

// SARIF writes a report as SARIF 2.1.0, for code scanning first and for other
// readers of SARIF where it costs nothing.
//
// Paths are relative to the repository (see Report.Root). Columns are UTF-16 code
// units. Messages are plain text, in which nothing of a file is a link. Results
// stand one on a line, in an order of their own, so that reports of parts of a
// tree can be merged into the report of the tree. Beyond the limits of code
// scanning the least severe are left out, and the report says so. What a comment
// silences is not in it.
func SARIF(w io.Writer, r *Report, s Style) error {
	run := &sarifRun{
		Tool:               sarifTool{Driver: sarifDriverOf(r.Version)},
		OriginalURIBaseIDs: sourceRoot(),
		ColumnKind:         "utf16CodeUnits",
		Results:            r.sarifResults(),
		Invocations:        []sarifInvocation{r.sarifInvocation()},
	}
	if r.Category != "" {
		// The category is what stands before the last slash.
		run.AutomationDetails = &sarifAutomation{ID: strings.TrimSuffix(Visible(r.Category), "/") + "/"}
	}
	for i := range r.Findings {
		run.addRule(r.Findings[i].Rule.ID, func() *sarifRule { return sarifRuleOf(r.Findings[i].Rule) })
	}
	return run.write(w, s)
}

// The log, as far as crampon has something to say. All of it stands in the
// specification under the same names.
type (
	sarifLog struct {
		Schema  string      `json:"$schema"`
		Version string      `json:"version"`
		Runs    []*sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool               sarifTool                `json:"tool"`
		AutomationDetails  *sarifAutomation         `json:"automationDetails,omitempty"`
		Invocations        []sarifInvocation        `json:"invocations"`
		OriginalURIBaseIDs map[string]sarifBaseRoot `json:"originalUriBaseIds"`
		ColumnKind         string                   `json:"columnKind"`
		Results            []*sarifResult           `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string       `json:"name"`
		Version         string       `json:"version"`
		SemanticVersion string       `json:"semanticVersion,omitempty"`
		InformationURI  string       `json:"informationUri"`
		Rules           []*sarifRule `json:"rules"`
	}
	sarifAutomation struct {
		ID string `json:"id"`
	}
	sarifBaseRoot struct {
		Description sarifText `json:"description"`
	}
	sarifInvocation struct {
		ExecutionSuccessful        bool                `json:"executionSuccessful"`
		WorkingDirectory           *sarifArtifact      `json:"workingDirectory,omitempty"`
		ToolConfigurationNotes     []sarifNotification `json:"toolConfigurationNotifications,omitempty"`
		ToolExecutionNotifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             sarifText         `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		RelatedLocations    []sarifLocation   `json:"relatedLocations,omitempty"`
		CodeFlows           []sarifCodeFlow   `json:"codeFlows,omitempty"`
		Fixes               []sarifFix        `json:"fixes,omitempty"`
		PartialFingerprints map[string]string `json:"partialFingerprints,omitempty"`
		Fingerprints        map[string]string `json:"fingerprints,omitempty"`
	}
	sarifLocation struct {
		ID               int           `json:"id,omitempty"`
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
		Message          *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	sarifCodeFlow struct {
		ThreadFlows []sarifThreadFlow `json:"threadFlows"`
	}
	sarifThreadFlow struct {
		Locations []sarifFlowStep `json:"locations"`
	}
	sarifFlowStep struct {
		Location sarifLocation `json:"location"`
	}
	sarifFix struct {
		Description     sarifText       `json:"description"`
		ArtifactChanges []sarifChange   `json:"artifactChanges"`
		Properties      map[string]bool `json:"properties"`
	}
	sarifChange struct {
		ArtifactLocation sarifArtifact      `json:"artifactLocation"`
		Replacements     []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifRegion `json:"deletedRegion"`
		InsertedContent sarifText   `json:"insertedContent"`
	}
)

const (
	sarifSchema  = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sarifVersion = "2.1.0"
	sourceBase   = "%SRCROOT%"
)

// sourceRoot says what paths are relative to. Where the clone lies is left to the
// reader: the same tree gives the same bytes on every machine.
func sourceRoot() map[string]sarifBaseRoot {
	return map[string]sarifBaseRoot{sourceBase: {sarifText{Text: "The root of the repository."}}}
}

// sarifResults are the results in the order in which they are written.
func (r *Report) sarifResults() []*sarifResult {
	out := make([]*sarifResult, 0, len(r.Findings))
	hashes := r.hashesOfLines()
	for i := range r.Findings {
		f := &r.Findings[i]
		result := r.sarifResult(f)
		if i < len(r.Fingerprints) {
			result.Fingerprints = map[string]string{"crampon/v1": r.Fingerprints[i]}
		}
		result.PartialFingerprints = map[string]string{"primaryLocationLineHash": hashes(f.Span)}
		out = append(out, result)
	}
	return out
}

// hashesOfLines gives the hash of the line on which a span begins. A file is
// hashed once, for the lines that have findings: findings come file by file.
func (r *Report) hashesOfLines() func(source.Span) string {
	lines := map[*source.File]map[int]bool{}
	for i := range r.Findings {
		s := r.Findings[i].Span
		if lines[s.File] == nil {
			lines[s.File] = map[int]bool{}
		}
		lines[s.File][s.From().Line] = true
	}
	var last *source.File
	var hashes map[int]string
	return func(s source.Span) string {
		if s.File != last {
			last, hashes = s.File, lineHashes(s.File.Content, lines[s.File])
		}
		return hashes[s.From().Line]
	}
}

func (r *Report) sarifResult(f *analysis.Finding) *sarifResult {
	result := &sarifResult{
		RuleID: f.Rule.ID, Level: sarifLevel(f.Severity),
		Locations: []sarifLocation{{PhysicalLocation: r.sarifPhysical(f.Span)}},
	}
	sentences := []string{sentence(f.Message)}
	for _, n := range f.Notes {
		sentences = append(sentences, sentence(n))
	}
	related := f.Related[:min(len(f.Related), maxRelated)]
	for i, rel := range related {
		text := sarifText{Text: sentence(rel.Message)}
		result.RelatedLocations = append(result.RelatedLocations, sarifLocation{ID: i + 1, PhysicalLocation: r.sarifPhysical(rel.Span), Message: &text})
		sentences = append(sentences, fmt.Sprintf("See [here](%d): %s", i+1, text.Text))
	}
	if f.Help != "" {
		sentences = append(sentences, "What to do: "+sentence(f.Help))
	}
	result.Message.Text = strings.Join(sentences, "\n")
	if steps := f.Flow.Places(); len(steps) > 1 {
		result.CodeFlows = []sarifCodeFlow{{[]sarifThreadFlow{{r.sarifSteps(steps)}}}}
	}
	for _, fix := range f.Fixes {
		if fixed, ok := r.sarifFix(fix); ok {
			result.Fixes = append(result.Fixes, fixed)
		}
	}
	return result
}

// sarifSteps are the steps of a flow; of a very long one, those before the end.
func (r *Report) sarifSteps(steps []taint.Place) []sarifFlowStep {
	if n := len(steps); n > maxFlowSteps {
		steps = append(slices.Clone(steps[:1]), steps[n-maxFlowSteps+1:]...)
	}
	var out []sarifFlowStep
	for _, p := range steps {
		out = append(out, sarifFlowStep{sarifLocation{PhysicalLocation: r.sarifPhysical(p.Span), Message: &sarifText{Text: sentence(p.Text)}}})
	}
	return out
}

// sarifFix is false for a fix that JSON cannot carry: its text is not UTF-8.
func (r *Report) sarifFix(fix analysis.Fix) (sarifFix, bool) {
	out := sarifFix{Description: sarifText{Text: sentence(fix.Title)}, Properties: map[string]bool{"safe": fix.Safe}}
	for _, e := range fix.Edits {
		if !utf8.ValidString(e.New) {
			return out, false
		}
		at := r.sarifPhysical(e.Span)
		replacement := sarifReplacement{at.Region, sarifText{Text: e.New}}
		if n := len(out.ArtifactChanges); n > 0 && out.ArtifactChanges[n-1].ArtifactLocation == at.ArtifactLocation {
			last := &out.ArtifactChanges[n-1]
			last.Replacements = append(last.Replacements, replacement)
			continue
		}
		out.ArtifactChanges = append(out.ArtifactChanges, sarifChange{at.ArtifactLocation, []sarifReplacement{replacement}})
	}
	return out, len(fix.Edits) > 0
}

// sentence is a clause in harmless form, with a full stop. A SARIF message may have
// links, [text](target); of a file's words none becomes one.
func sentence(s string) string {
	s = strings.ReplaceAll(shortened(s), "](", "] (")
	if s != "" && strings.ContainsRune(".!?…", []rune(s)[utf8.RuneCountInString(s)-1]) {
		return s
	}
	return s + "."
}

func sarifLevel(s analysis.Severity) string {
	switch s {
	case analysis.Error:
		return "error"
	case analysis.Warning:
		return "warning"
	}
	return "note"
}

func (r *Report) sarifPhysical(s source.Span) sarifPhysical {
	from, to := s.From(), s.To()
	return sarifPhysical{
		ArtifactLocation: sarifArtifactOf(r.RepositoryName(s.File.Path)),
		Region:           sarifRegion{StartLine: from.Line, StartColumn: from.UTF16 + 1, EndLine: to.Line, EndColumn: to.UTF16 + 1},
	}
}

// sarifArtifactOf is a name with forward slashes as a URI: relative to the
// repository, or that of a file outside of it.
func sarifArtifactOf(name string) sarifArtifact {
	switch {
	case strings.HasPrefix(name, "/"):
		return sarifArtifact{URI: "file://" + escapedPath(name)}
	case len(name) > 2 && name[1] == ':' && name[2] == '/': // C:/
		return sarifArtifact{URI: "file:///" + name[:2] + escapedPath(name[2:])}
	}
	return sarifArtifact{URI: escapedPath(name), URIBaseID: sourceBase}
}

// escapedPath writes every byte that is not plain in each part of a URI as %20; a
// name need not be UTF-8.
func escapedPath(name string) string {
	var b strings.Builder
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~/", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func (r *Report) sarifInvocation() sarifInvocation {
	in := sarifInvocation{ExecutionSuccessful: len(r.Errors) == 0}
	for _, e := range r.Errors {
		n := sarifNotification{Level: "error", Message: sarifText{Text: sentence(e.Message)}}
		if e.Span.IsZero() {
			in.ToolExecutionNotifications = append(in.ToolExecutionNotifications, n)
			continue
		}
		n.Locations = []sarifLocation{{PhysicalLocation: r.sarifPhysical(e.Span)}}
		in.ToolConfigurationNotes = append(in.ToolConfigurationNotes, n)
	}
	for i := range r.Findings {
		// An absolute name is refused where the scheme of the working folder is not known.
		if path.IsAbs(r.RepositoryName(r.Findings[i].Span.File.Path)) {
			root := sarifArtifactOf(strings.TrimSuffix(r.root(), "/") + "/")
			in.WorkingDirectory = &root
			break
		}
	}
	return in
}

// addRule puts a rule that is not there yet into the list, which is in order of ID.
func (run *sarifRun) addRule(id string, made func() *sarifRule) {
	if at, found := run.ruleIndex(id); !found {
		run.Tool.Driver.Rules = slices.Insert(run.Tool.Driver.Rules, at, made())
	}
}

func (run *sarifRun) ruleIndex(id string) (at int, found bool) {
	return slices.BinarySearchFunc(run.Tool.Driver.Rules, id, func(r *sarifRule, id string) int { return strings.Compare(r.ID, id) })
}

// compareResults is an order in which no two different results are equal. It asks
// what stands in the report and nothing else, so that merged reports come out as
// one would.
func compareResults(a, b *sarifResult) int {
	return cmp.Or(
		compareLocations(a.Locations[0], b.Locations[0]),
		strings.Compare(a.RuleID, b.RuleID),
		strings.Compare(a.Message.Text, b.Message.Text),
		strings.Compare(a.Fingerprints["crampon/v1"], b.Fingerprints["crampon/v1"]),
	)
}

func compareLocations(a, b sarifLocation) int {
	p, q := a.PhysicalLocation, b.PhysicalLocation
	return cmp.Or(
		strings.Compare(p.ArtifactLocation.URI, q.ArtifactLocation.URI),
		cmp.Compare(p.Region.StartLine, q.Region.StartLine),
		cmp.Compare(p.Region.StartColumn, q.Region.StartColumn),
		cmp.Compare(p.Region.EndLine, q.Region.EndLine),
		cmp.Compare(p.Region.EndColumn, q.Region.EndColumn),
	)
}

// write puts the results in order, each once (a file may be linted under its name
// and by a link), keeps within the limits, and writes the log.
func (run *sarifRun) write(w io.Writer, s Style) error {
	slices.SortFunc(run.Results, compareResults)
	run.Results = slices.CompactFunc(run.Results, func(a, b *sarifResult) bool {
		return compareLocations(a.Locations[0], b.Locations[0]) == 0 && a.RuleID == b.RuleID && a.Message == b.Message
	})
	all, in := run.Results, &run.Invocations[0]
	in.ToolConfigurationNotes = distinct(in.ToolConfigurationNotes)
	in.ToolExecutionNotifications = distinct(in.ToolExecutionNotifications)
	notes := in.ToolExecutionNotifications
	run.keep(all, maxResults, notes)
	size, err := run.packed()
	for ; err == nil && size > maxGzipped; size, err = run.packed() {
		n := len(run.Results)
		run.keep(all, min(n-1, int(float64(n)*0.9*maxGzipped/float64(size))), notes)
	}
	if err != nil {
		return err
	}
	if cut := len(all) - len(run.Results); cut > 0 && s.Say != nil {
		s.Say(cutText(cut, len(all)))
	}
	out := bufio.NewWriter(w)
	if err := run.encode(out); err != nil {
		return err
	}
	return out.Flush()
}

func cutText(cut, all int) string {
	return fmt.Sprintf("%d of %d findings are not in the SARIF report, the least severe ones: code scanning takes %d, and %d bytes when they are packed.", cut, all, maxResults, maxGzipped)
}

// keep leaves the n most severe results, in their order, and adds to the notes what
// is gone.
func (run *sarifRun) keep(all []*sarifResult, n int, notes []sarifNotification) {
	in := &run.Invocations[0]
	in.ToolExecutionNotifications = notes
	run.Results = all
	if len(all) > n {
		weight := map[string]int{"note": 1, "warning": 2, "error": 3}
		kept := slices.Clone(all)
		slices.SortStableFunc(kept, func(a, b *sarifResult) int { return weight[b.Level] - weight[a.Level] })
		run.Results = kept[:n]
		slices.SortFunc(run.Results, compareResults)
		in.ToolExecutionNotifications = append(slices.Clip(notes),
			sarifNotification{Level: "warning", Message: sarifText{Text: cutText(len(all)-n, len(all))}})
	}
	for _, r := range run.Results {
		r.RuleIndex, _ = run.ruleIndex(r.RuleID)
	}
}

// encode writes the log with a line for each result: of a big tree it is never in
// memory as a whole. Without its results a log is small, and indented.
func (run *sarifRun) encode(w io.Writer) error {
	results := run.Results
	run.Results = []*sarifResult{}
	defer func() { run.Results = results }()
	var b bytes.Buffer
	if err := WriteJSON(&b, sarifLog{sarifSchema, sarifVersion, []*sarifRun{run}}); err != nil {
		return err
	}
	const empty = `"results": []` // in a string the quotes would be escaped
	at := bytes.LastIndex(b.Bytes(), []byte(empty)) + len(empty) - 1
	if _, err := w.Write(b.Bytes()[:at]); err != nil {
		return err
	}
	for i, r := range results {
		line, err := JSONLine(r)
		if err != nil {
			return err
		}
		before := ",\n"
		if i == 0 {
			before = "\n"
		}
		if _, err := io.WriteString(w, before); err != nil {
			return err
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	if len(results) > 0 {
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
	}
	_, err := w.Write(b.Bytes()[at:])
	return err
}

// packed is the size of the log in bytes when it is packed; what is small anyway
// is not packed to know it.
func (run *sarifRun) packed() (int, error) {
	var plain counter
	if err := run.encode(&plain); err != nil || plain <= maxGzipped {
		return int(plain), err
	}
	var n counter
	z := gzip.NewWriter(&n)
	if err := run.encode(z); err != nil {
		return 0, err
	}
	err := z.Close()
	return int(n), err
}

// JSONLine is a value on one line, as WriteJSON writes it.
func JSONLine(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return escaped(bytes.TrimSuffix(b.Bytes(), []byte{'\n'})), nil
}

// counter counts what is written to it.
type counter int

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
