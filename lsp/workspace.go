package lsp

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"sync"

	protocol "github.com/sourcegraph/go-lsp"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/source"
)

// workspace is the texts that the server knows: those that are open, and those
// that can be linted below the client's folders.
type workspace struct {
	opts Options

	mu      sync.Mutex
	folders []string          // with links followed
	named   map[string]string // what the client calls those that it calls otherwise
	// paths are those of the open documents by address, aliases those of open
	// documents that are links, by what they lead to.
	paths   map[protocol.DocumentURI]string
	aliases map[string]string
	around  map[string]bool // folders that were scanned for the sake of one file
	texts   map[string]*text
	readers map[string]map[*text]bool // by path: what has read it for its last judgment
	queue   []string                  // open and just closed texts to tell of, the most urgent last
	// changed is closed, and replaced, when a text becomes stale.
	changed chan struct{}
	wake    chan struct{} // for the worker: there is something to do

	judging int      // judgments that are being made
	touched []string // files that changed while they are

	stamps  map[string]stamp // of the files that judgments read, as they were on disk
	recheck bool
	scans   scans

	working, collecting bool // the worker, and the collector of garbage, are not at rest
	// rested is called when one comes to rest; nil outside of tests.
	rested func()
}

// begin notes that somebody has something to do; false when that is known.
func (w *workspace) begin(busy *bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	was := *busy
	*busy = true
	return !was
}

// rest notes that somebody has nothing left to do.
func (w *workspace) rest(busy *bool) {
	w.mu.Lock()
	*busy = false
	w.mu.Unlock()
	if w.rested != nil {
		w.rested()
	}
}

// covers tells whether a path is looked at though it is not open. The lock is held.
func (w *workspace) covers(path string) bool {
	if slices.ContainsFunc(w.folders, func(dir string) bool { return source.IsBelow(dir, path) }) {
		return true
	}
	for dir := range w.around {
		if source.IsBelow(dir, path) {
			return true
		}
	}
	return false
}

// text is one file: open, or on disk.
type text struct {
	path string
	kind analysis.Kind
	doc  *document // nil: not open
	last *judgment // nil: never judged
	// stale: a file that the last judgment read has changed since.
	stale   bool
	judging sync.Mutex // held while it is judged

	// told is the name of the diagnostics that the client has, toldOf the version
	// that they are of.
	told   string
	toldOf *document
}

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

func newWorkspace(opts Options) *workspace {
	return &workspace{
		opts: opts, texts: map[string]*text{}, readers: map[string]map[*text]bool{}, around: map[string]bool{}, stamps: map[string]stamp{},
		named: map[string]string{}, paths: map[protocol.DocumentURI]string{}, aliases: map[string]string{},
		changed: make(chan struct{}), wake: make(chan struct{}, 1), scans: newScans(),
	}
}

func (w *workspace) document(path string) *document {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.current(path)
}

// current is the same; the lock is held.
func (w *workspace) current(path string) *document {
	t := w.texts[path]
	if t == nil || t.doc == nil {
		t = w.texts[w.aliases[path]]
	}
	if t == nil {
		return nil
	}
	return t.doc
}

// pathOf is the path of a document, with the links followed that lead to its folder:
// what is opened by another name lies over the same file. It stays as it is while
// the document is open, whatever becomes of the folder.
func (w *workspace) pathOf(uri protocol.DocumentURI) string {
	w.mu.Lock()
	path, ok := w.paths[uri]
	w.mu.Unlock()
	if !ok {
		path = realPath(w.opts.FS, pathOf(uri))
	}
	return path
}

// documentsIn are the open documents of a folder.
func (w *workspace) documentsIn(dir string) []*document {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []*document
	for _, t := range w.texts {
		if t.doc != nil && filepath.Dir(t.path) == dir {
			out = append(out, t.doc)
		}
	}
	return out
}

// open puts a version of a document in place of the one before, or of the disk.
func (w *workspace) open(d *document) {
	real := d.path
	if w.document(d.path) == nil {
		if followed, err := w.opts.FS.Resolve(d.path); err == nil {
			real = followed
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.texts[d.path]
	if t == nil {
		t = &text{path: d.path}
		w.texts[d.path] = t
	}
	if t.doc == nil {
		w.paths[d.uri] = d.path
		if real != d.path {
			w.aliases[real] = d.path
		}
		w.touch(filepath.Dir(d.path))
	}
	t.doc, t.kind = d, d.kind
	w.touch(d.path)
	w.enqueue(d.path)
}

// close goes back to what is on disk.
func (w *workspace) close(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.texts[path]
	if t == nil || t.doc == nil {
		return
	}
	delete(w.paths, t.doc.uri)
	t.doc = nil
	w.touch(path)
	maps.DeleteFunc(w.aliases, func(_, to string) bool { return to == path })
	w.enqueue(path)
}

// touch makes stale what depends on a file or folder. The lock is held.
func (w *workspace) touch(path string) {
	w.touchOne(path)
	for real, to := range w.aliases {
		if to == path {
			w.touchOne(real)
		}
	}
	close(w.changed)
	w.changed = make(chan struct{})
}

func (w *workspace) touchOne(path string) {
	if w.judging > 0 {
		w.touched = append(w.touched, path)
	}
	for t := range w.readers[path] {
		w.outdate(t)
	}
	if t := w.texts[path]; t != nil {
		w.outdate(t)
	}
}

// settle gives a text its last judgment; nil for a text that goes. Of the names that
// a judgment has read most are those of the one before. The lock is held.
func (w *workspace) settle(t *text, j *judgment) {
	var before, now map[string]bool
	if t.last != nil {
		before = t.last.reads
	}
	if j != nil {
		now = j.reads
	}
	for path := range before {
		if !now[path] {
			if delete(w.readers[path], t); len(w.readers[path]) == 0 {
				delete(w.readers, path)
			}
		}
	}
	for path := range now {
		if before[path] {
			continue
		}
		if w.readers[path] == nil {
			w.readers[path] = map[*text]bool{}
		}
		w.readers[path][t] = true
	}
	if t.last = j; j == nil {
		delete(w.texts, t.path)
	}
}

// outdate makes one text stale. The lock is held.
func (w *workspace) outdate(t *text) {
	t.stale = true
	if t.doc != nil {
		w.enqueue(t.path)
	}
}

// enqueue has the worker tell of a text before all others. The lock is held.
func (w *workspace) enqueue(path string) {
	if i := slices.Index(w.queue, path); i >= 0 {
		w.queue = slices.Delete(w.queue, i, i+1)
	}
	w.queue = append(w.queue, path)
	w.rouse()
}

// rouse wakes the worker, now or when it next sleeps.
func (w *workspace) rouse() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// next takes the most urgent text off the queue; nil when there is none.
func (w *workspace) next() *text {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) > 0 {
		last := len(w.queue) - 1
		path := w.queue[last]
		w.queue = w.queue[:last]
		if t := w.texts[path]; t != nil {
			return t
		}
	}
	return nil
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
// somebody else is judging stay away. The lock is held, and those of the others'
// judging are taken.
func (w *workspace) company(first subject) []subject {
	all := []subject{first}
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
		FS: files, Held: files, Rules: w.opts.Rules, Settings: w.opts.Settings, Dockerfiles: w.dockerfiles,
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
