package lsp

import (
	"cmp"
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"sync"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/source"
)

// judgment is what was found in one text.
type judgment struct {
	doc      *document // nil: as on disk
	findings []analysis.Finding
	faults   []config.Error // of the config files that hold for it, or of itself
	// reads are the files and folders that it depends on, by path, those that were
	// missed too. Of a text that only a scan has seen they are those that take part
	// in the same unit.
	reads map[string]bool

	once  sync.Once
	items json.RawMessage // the client's diagnostics
	id    string          // the same for the same items
}

// subject is a version of a text that is being judged.
type subject struct {
	*text
	doc  *document
	kind analysis.Kind
}

// judge gives the findings of a text in one version, nil for the disk's. It judges
// it when that is not the last that was judged, or when that is stale.
func (w *workspace) judge(ctx context.Context, t *text, d *document) *judgment {
	t.judging.Lock()
	defer t.judging.Unlock()
	w.mu.Lock()
	if last := t.last; last != nil && last.doc == d && !t.stale {
		w.mu.Unlock()
		return last
	}
	all := w.company(subject{t, d, w.kindOf(t, d)})
	defer func() {
		for _, s := range all[1:] {
			s.judging.Unlock()
		}
	}()
	for _, s := range all {
		if s.text.doc == s.doc {
			s.stale = false
		}
	}
	from := len(w.touched)
	w.judging++
	w.mu.Unlock()

	judgments := w.analyze(ctx, all)

	w.mu.Lock()
	defer w.mu.Unlock()
	if w.judging--; w.judging == 0 {
		defer func() { w.touched = nil }()
	}
	for i, s := range all {
		w.judged(ctx, s, judgments[i], from)
	}
	return judgments[0]
}

// judged takes over what was found in a subject. The lock is held.
func (w *workspace) judged(ctx context.Context, s subject, j *judgment, from int) {
	if ctx.Err() != nil || s.text.doc != s.doc { // half done, or of a version that is gone
		w.outdate(s.text)
		return
	}
	before := s.last
	w.settle(s.text, j)
	for _, path := range w.touched[from:] {
		if path == s.path || j.reads[path] {
			w.outdate(s.text)
		}
	}
	if s.kind == analysis.Dockerfile {
		w.introduce(s.text, before)
	}
}

// company is a text and the stale ones that take part in the same units, so that a
// Dockerfile is understood once for all its scripts that are open. Those that
// somebody else is judging stay away. A version that is gone by now has no company:
// what it says of others would be taken for the last. The lock is held, and those of
// the others' judging are taken.
func (w *workspace) company(first subject) []subject {
	all := []subject{first}
	if first.text.doc != first.doc {
		return all
	}
	with := map[*text]bool{first.text: true}
	join := func(t *text) {
		if t != nil && t.doc != nil && t.stale && !with[t] && t.judging.TryLock() {
			with[t] = true
			all = append(all, subject{t, t.doc, w.kindOf(t, t.doc)})
		}
	}
	var ships []*text
	switch first.kind {
	case analysis.Dockerfile:
		ships = []*text{first.text}
	case analysis.Script:
		ships = w.shipping(first.path)
		// A Dockerfile beside the script takes the place of all others that ship it.
		if len(ships) == 1 {
			join(ships[0])
		}
	}
	for _, dockerfile := range ships {
		if dockerfile.last == nil {
			continue
		}
		for path := range dockerfile.last.reads {
			t := w.texts[path]
			if t == nil || t.doc == nil || with[t] || w.kindOf(t, t.doc) != analysis.Script {
				continue
			}
			others := slices.DeleteFunc(w.shipping(path), func(o *text) bool { return slices.Contains(ships, o) })
			if len(others) == 0 {
				join(t)
			}
		}
	}
	return all
}

// kindOf is what a version of a text is linted as. The lock is held.
func (w *workspace) kindOf(t *text, d *document) analysis.Kind {
	kind := t.kind
	if d != nil {
		kind = d.kind
	}
	if kind == analysis.NotLinted && len(w.shipping(t.path)) > 0 {
		return analysis.Script // without shebang and ending, but run
	}
	return kind
}

// judgeContent gives the findings of a document as if it had another content.
func (w *workspace) judgeContent(ctx context.Context, t *text, d *document, content *source.File) []analysis.Finding {
	w.mu.Lock()
	kind := w.kindOf(t, d)
	w.mu.Unlock()
	target := analysis.Target{Path: t.path, Kind: kind, Named: true, File: content}
	return w.engine(w.overlay()).Analyze(ctx, []analysis.Target{target}).Findings
}

// introduce makes stale the scripts that a Dockerfile has come to read: it may
// ship them. Those that it has read before know of it. The lock is held.
func (w *workspace) introduce(dockerfile *text, before *judgment) {
	for path := range dockerfile.last.reads {
		t := w.texts[path]
		if t == nil || t.kind == analysis.Dockerfile || before != nil && before.reads[path] {
			continue
		}
		if t.last == nil || !t.last.reads[dockerfile.path] {
			w.outdate(t)
		}
	}
}

// shipping are the Dockerfiles that may ship a script. The lock is held.
func (w *workspace) shipping(script string) []*text {
	var out []*text
	for t := range w.readers[script] {
		if t.kind == analysis.Dockerfile && t.path != script {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b *text) int { return cmp.Compare(a.path, b.path) })
	return out
}

// dockerfiles are the same, as targets.
func (w *workspace) dockerfiles(script string) []analysis.Target {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []analysis.Target
	for _, t := range w.shipping(script) {
		out = append(out, analysis.Target{Path: t.path, Kind: analysis.Dockerfile})
	}
	return out
}

// engine is one that reads through the files, and looks for the Dockerfiles of a
// script among those that are known.
func (w *workspace) engine(files *overlay) *analysis.Engine {
	return &analysis.Engine{
		FS: files, Held: files, Rules: w.opts.Rules, Settings: w.opts.Settings, Indexes: w.opts.Indexes, Dockerfiles: w.dockerfiles,
	}
}

// target is a text to be judged.
func target(path string, kind analysis.Kind, d *document) analysis.Target {
	t := analysis.Target{Path: path, Kind: kind, Named: true}
	if d != nil {
		if t.File = d.file; len(t.File.Content) > source.MaxFile {
			t.Problem = source.ErrTooLarge
		}
	}
	return t
}

// analyze judges texts as if nothing were known of them but the Dockerfiles that may
// ship them.
func (w *workspace) analyze(ctx context.Context, all []subject) []*judgment {
	files := w.overlay()
	var targets []analysis.Target
	judgments := make([]*judgment, len(all))
	at := make(map[string]*judgment, len(all))
	for i, s := range all {
		judgments[i] = &judgment{doc: s.doc, reads: files.asked}
		at[s.path] = judgments[i]
		switch {
		case filepath.Base(s.path) == config.Name:
			judgments[i].faults = w.configFaults(files, s.path)
		case s.kind != analysis.NotLinted:
			targets = append(targets, target(s.path, s.kind, s.doc))
		}
		if s.kind == analysis.Dockerfile {
			files.asked[s.path] = true // by the scripts
		}
	}
	if len(targets) == 0 {
		return judgments
	}
	result := w.engine(files).Analyze(ctx, targets)
	for _, f := range result.Findings {
		j := cmp.Or(at[f.Span.File.Path], judgments[0])
		j.findings = append(j.findings, f)
	}
	for _, t := range targets {
		at[t.Path].faults = result.ConfigErrors
	}
	return judgments
}

// configFaults reads a config file for its faults.
func (w *workspace) configFaults(files source.FS, path string) []config.Error {
	content, err := files.ReadFile(path)
	if err != nil {
		return nil
	}
	_, faults := config.Parse(source.NewFile(path, content), func(id string) bool { return w.rule(id) != nil })
	return faults
}

// rule is the rule of an ID, or one that a code of another linter stands for; nil
// for none.
func (w *workspace) rule(code string) *analysis.Rule {
	for _, r := range w.opts.Rules {
		if r.ID == code || slices.Contains(r.Aliases, code) {
			return r
		}
	}
	return nil
}
