package lsp

import (
	"context"
	"encoding/json"
	"io/fs"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	protocol "github.com/sourcegraph/go-lsp"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/source"
)

// watched are the files of which news is asked for. A script without ending is
// looked at again on every save.
var watched = []string{
	"**/" + config.Name, "**/.gitignore", "**/*.dockerignore",
	"**/*[Dd]ockerfile*", "**/*[Cc]ontainerfile*", "**/*.{sh,ash,bash}", "**/*entrypoint*",
}

// scans are the passes over the folders. One runs at a time; what is asked for in
// the meantime is one more behind it.
type scans struct {
	running, again bool
	first          chan struct{} // closed when the first has ended
	once           sync.Once
}

func newScans() scans { return scans{first: make(chan struct{})} }

// changeFolders adds and removes folders of the client's.
func (s *Server) changeFolders(added, removed []workspaceFolder) {
	for _, f := range removed {
		s.changeFolder(f, false)
	}
	for _, f := range added {
		s.changeFolder(f, true)
	}
}

func (w *workspace) changeFolder(f workspaceFolder, here bool) {
	named := pathOf(f.URI)
	real := realPath(w.opts.FS, named)
	if followed, err := w.opts.FS.Resolve(named); err == nil {
		real = followed
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.folders = slices.DeleteFunc(w.folders, func(dir string) bool { return dir == real })
	delete(w.named, real)
	if here {
		w.folders = append(w.folders, real)
		if real != named {
			w.named[real] = named
		}
	}
}

func (s *Server) didChangeFolders(raw json.RawMessage) error {
	var p didChangeWorkspaceFoldersParams
	if err := read(raw, &p); err != nil {
		return err
	}
	s.changeFolders(p.Event.Added, p.Event.Removed)
	s.scan()
	return nil
}

// didChangeWatchedFiles looks again at what read the files. Where files came or
// went, or what is linted may have changed, the folders are scanned anew.
func (s *Server) didChangeWatchedFiles(raw json.RawMessage) error {
	var p protocol.DidChangeWatchedFilesParams
	if err := read(raw, &p); err != nil {
		return err
	}
	scan := false
	var paths []string
	for _, change := range p.Changes {
		paths = append(paths, s.pathOf(change.URI))
	}
	s.workspace.mu.Lock()
	for i, change := range p.Changes {
		path := paths[i]
		s.touch(path)
		switch filepath.Base(path) {
		case config.Name, ".gitignore", ".dockerignore":
			scan = true
		}
		if change.Type != int(protocol.Changed) {
			s.touch(filepath.Dir(path))
			scan = true
		}
	}
	s.workspace.mu.Unlock()
	if scan {
		s.scan()
	}
	return nil
}

// scanAround scans the git root of a file outside of the client's folders, once; a
// folder without git root is only listed.
func (s *Server) scanAround(path string) {
	dir := filepath.Dir(path)
	s.workspace.mu.Lock()
	known := slices.ContainsFunc(s.folders, func(folder string) bool { return source.IsBelow(folder, path) })
	s.workspace.mu.Unlock()
	if _, err := s.FS.Stat(dir); known || err != nil {
		return
	}
	if root := source.GitRoot(s.FS, dir); root != "" {
		dir = root
	}
	s.workspace.mu.Lock()
	seen := s.around[dir]
	s.around[dir] = true
	s.workspace.mu.Unlock()
	if !seen {
		s.scan()
	}
}

// scan looks through the folders, aside.
func (s *Server) scan() {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	if s.scans.again = true; s.scans.running {
		return
	}
	s.scans.running = true
	s.running.Go(func() {
		for s.scanAgain() {
			s.scanFolders(s.ctx)
			s.scans.once.Do(func() { close(s.scans.first) })
		}
		s.rouse()
	})
}

// scanAgain tells whether another scan is wanted, and takes the wish.
func (s *Server) scanAgain() bool {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	s.scans.running = s.scans.again && s.ctx.Err() == nil
	s.scans.again = false
	return s.scans.running
}

// scanFolders finds what can be linted, judges it in one go, and learns which
// Dockerfile ships which script.
func (s *Server) scanFolders(ctx context.Context) {
	files := s.overlay()
	engine := s.engine(files)
	engine.Settings.Jobs = max(1, runtime.GOMAXPROCS(0)-1) // the editor goes before
	targets, err := engine.Find(ctx, s.scanned())
	if err != nil || len(targets) == 0 {
		s.learn(nil, &analysis.Result{})
		return
	}
	report, end := s.progress(ctx, "crampon: looking through the folders")
	engine.Progress = report
	result := engine.Analyze(ctx, targets)
	end()
	if ctx.Err() == nil {
		s.learn(targets, result)
	}
}

// scanned are the folders, and the Dockerfiles of those that are only listed.
func (w *workspace) scanned() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := slices.Clone(w.folders)
	for dir := range w.around {
		if source.IsGitRoot(w.opts.FS, dir) {
			out = append(out, dir)
			continue
		}
		entries, _ := w.opts.FS.ReadDir(dir) // one that cannot be read has none
		for _, e := range entries {
			if analysis.KindByName(e.Name()) == analysis.Dockerfile && e.Type().IsRegular() {
				out = append(out, filepath.Join(dir, e.Name()))
			}
		}
	}
	// A folder that is gone is no finding.
	return slices.DeleteFunc(out, func(path string) bool {
		_, err := w.opts.FS.Stat(path)
		return err != nil
	})
}

// learn takes over what a scan found of the texts that are not open.
func (w *workspace) learn(targets []analysis.Target, result *analysis.Result) {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := map[string]*judgment{}
	kinds := map[string]analysis.Kind{}
	judgmentOf := func(path string, kind analysis.Kind) *judgment {
		if found[path] == nil {
			found[path], kinds[path] = &judgment{reads: map[string]bool{path: true}}, kind
		}
		return found[path]
	}
	for _, t := range targets {
		judgmentOf(t.Path, t.Kind)
	}
	for dockerfile, scripts := range result.Shipped {
		j := judgmentOf(dockerfile, analysis.Dockerfile)
		for _, script := range scripts {
			j.reads[script] = true
			judgmentOf(script, analysis.Script).reads[dockerfile] = true
		}
	}
	for _, f := range result.Findings {
		j := judgmentOf(f.Span.File.Path, analysis.Script)
		j.findings = append(j.findings, f)
	}
	for path, t := range w.texts {
		if t.doc == nil && found[path] == nil {
			w.settle(t, nil)
		}
	}
	for path, j := range found {
		t := w.texts[path]
		switch {
		case t == nil:
			t = &text{path: path, kind: kinds[path]}
			w.texts[path] = t
			w.settle(t, j)
		case t.doc == nil:
			t.kind, t.stale = kinds[path], false
			w.settle(t, j)
		}
	}
	for path := range found {
		if t := w.texts[path]; t.doc == nil && t.kind == analysis.Dockerfile {
			w.introduce(t, nil)
		}
	}
	close(w.changed)
	w.changed = make(chan struct{})
}

// progress shows a bar to a client that has bars, for the first scan; later ones are
// nobody's concern.
func (s *Server) progress(ctx context.Context, title string) (report func(done, total int), end func()) {
	select {
	case <-s.scans.first:
		return nil, func() {}
	default:
	}
	if !s.client.Window.WorkDoneProgress {
		return nil, func() {}
	}
	const token = "crampon-scan"
	// The answer is waited for: before it the client does not know the token.
	if err := s.conn.Call(ctx, "window/workDoneProgress/create", map[string]string{"token": token}, nil); err != nil {
		return nil, func() {}
	}
	tell := func(v progressValue) { s.notify("$/progress", progressParams{token, v}) }
	none := 0
	tell(progressValue{Kind: "begin", Title: title, Percentage: &none})
	var mu sync.Mutex
	last := 0
	report = func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		if percent := done * 100 / max(total, 1); percent >= last+5 {
			last = percent
			tell(progressValue{Kind: "report", Percentage: &percent})
		}
	}
	return report, func() { tell(progressValue{Kind: "end"}) }
}

// stamp is by what a change of a file on the disk is seen.
type stamp struct {
	there bool
	mode  fs.FileMode
	size  int64
	time  int64
}

func (w *workspace) stampOf(path string) stamp {
	info, err := w.opts.FS.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{true, info.Mode(), info.Size(), info.ModTime().UnixNano()}
}

// remember notes how the files look that a judgment read, for a later look.
func (w *workspace) remember(j *judgment) {
	for path := range j.reads {
		w.mu.Lock()
		_, known := w.stamps[path]
		w.mu.Unlock()
		if !known {
			now := w.stampOf(path)
			w.mu.Lock()
			w.stamps[path] = now
			w.mu.Unlock()
		}
	}
}

// askRecheck has the worker look at all files that judgments read. Clients call
// for it by saving: some do not watch files.
func (w *workspace) askRecheck() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.recheck = true
	w.rouse()
}

// recheckFiles makes stale what read a file that has changed on disk.
func (w *workspace) recheckFiles() {
	w.mu.Lock()
	var before map[string]stamp
	if w.recheck {
		before = maps.Clone(w.stamps)
	}
	w.recheck = false
	w.mu.Unlock()
	for path, was := range before {
		if now := w.stampOf(path); now != was {
			w.mu.Lock()
			w.stamps[path] = now
			w.touch(path)
			w.mu.Unlock()
		}
	}
}
