package analysis

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Engine analyses files. It keeps nothing between calls and may be used by
// several goroutines.
type Engine struct {
	FS       source.FS
	Rules    []*Rule
	Settings Settings
	// Progress is told, from any goroutine, after each file; nil for nobody.
	Progress func(done, total int)
	// Dockerfiles are those that may ship a script which is named alone; nil to look
	// through the script's git root, else its folder, each time.
	Dockerfiles func(script string) []Target
	// Indexes reads the package indexes that the settings or a config name; nil to
	// read none.
	Indexes Indexes
	// Held is what the caller holds from call to call; nil for nothing.
	Held Held
}

// Held is what a caller that judges nearly the same over and over, as an editor
// does, holds of it: files that have not changed, and what was parsed of them.
type Held interface {
	// File is a file at hand; nil for one that is to be read.
	File(path string) *source.File
	// Document is a Dockerfile, at hand or parsed now.
	Document(f *source.File) *dockerfile.Document
	// Program is the program of a whole script, at hand or parsed now.
	Program(f *source.File, d shell.Dialect) *shell.Program
}

// Result is what an analysis found.
type Result struct {
	// Findings in order of file, place and rule.
	Findings []Finding
	// Files is the number of files that were reported on, with or without findings.
	Files int
	// Judged are the absolute paths of these files.
	Judged map[string]bool
	// ConfigErrors are faults of config files. Files under a config with a fault
	// are judged by what of it could be read; the caller stops on them or not.
	ConfigErrors []config.Error
	// IndexErrors tell why package indexes that the settings name were not read. What
	// they would have shown was not found.
	IndexErrors []error
	// Faults are crampon's own, each with file and rule, for the reader of a bug report.
	Faults []string
	// Shipped are the scripts that each Dockerfile ships and runs, in order.
	Shipped map[string][]string
}

// Analyze judges the targets. An order of work: the Dockerfiles first, each with
// the scripts that it ships, then the scripts that none of them ships. One slot
// a file, files in parallel, nothing shared but what is read-only; the findings
// are then put in order, so that a run is the same with any number of workers.
func (e *Engine) Analyze(ctx context.Context, targets []Target) *Result {
	return e.newRun().analyze(ctx, targets)
}

// Units are those in which a file takes part, for who wants facts rather than
// judgments: the Dockerfile itself; of a script each Dockerfile that ships it,
// else the script alone. None for a template and for what cannot be read.
func (e *Engine) Units(ctx context.Context, t Target) []*Unit {
	return e.newRun().units(ctx, t)
}

func (e *Engine) newRun() *run {
	cache := &source.Cache{FS: e.FS}
	if e.Held != nil {
		cache.Held = e.Held.File
	}
	return &run{
		Engine:   e,
		cache:    cache,
		configs:  map[string]*config.Config{},
		noConfig: config.Default(),
		rulesOf:  map[*config.Config][]*Rule{},
		wanted:   map[string]bool{},
	}
}

// run is one call of Analyze.
type run struct {
	*Engine
	cache    *source.Cache
	programs programs
	wanted   map[string]bool // absolute paths of the files that are reported on
	roots    sync.Map        // folder to its git root
	done     atomic.Int64
	total    int

	mu           sync.Mutex
	configs      map[string]*config.Config // by folder
	noConfig     *config.Config            // where there is no config file
	configErrors []config.Error
	indexErrors  []error
	rulesOf      map[*config.Config][]*Rule
}

// judged is the slot of one target.
type judged struct {
	findings []Finding
	path     string   // of a Dockerfile
	shipped  []string // the scripts that it ships, in order of path
	// found are shipped scripts that are reported on though no walk takes them for
	// scripts: they have neither shebang nor ending, but are run.
	found   []string
	ignores []*ignoreFile
	faults  []string
}

func (r *run) analyze(ctx context.Context, targets []Target) *Result {
	var dockerfiles, others []Target
	for _, t := range targets {
		t.Path = absolute(t.Path)
		if t.File != nil {
			r.cache.Put(t.File)
		}
		if r.configOf(t.Path).Ignored(t.Path, "") {
			continue
		}
		mine := r.mine(t.Path)
		if mine {
			r.wanted[t.Path] = true
		}
		switch {
		case t.Kind == Dockerfile:
			dockerfiles = append(dockerfiles, t)
		case mine:
			others = append(others, t)
		}
	}
	r.total = len(dockerfiles) + len(others)
	slots := r.each(ctx, dockerfiles, r.dockerfile)

	shipped := map[string]bool{}
	for _, s := range slots {
		for _, path := range s.shipped {
			shipped[path] = true
		}
		for _, path := range s.found {
			r.wanted[path] = true
		}
	}
	others = slices.DeleteFunc(others, func(t Target) bool { return t.Kind == Script && shipped[t.Path] })
	r.total = len(dockerfiles) + len(others)
	others, more := r.shippedElsewhere(ctx, dockerfiles, others)
	slots = append(slots, more...)
	r.tell(0) // there may be no others
	slots = append(slots, r.each(ctx, others, r.alone)...)
	return r.result(slots)
}

// each works on the targets, Jobs at a time, and gives their slots in order.
// After the context is cancelled no further target is begun.
func (r *run) each(ctx context.Context, targets []Target, work func(Target) *judged) []*judged {
	jobs := r.Settings.Jobs
	if jobs < 1 {
		jobs = runtime.GOMAXPROCS(0)
	}
	slots := make([]*judged, len(targets))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(jobs, len(targets)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(targets) {
					return
				}
				if ctx.Err() != nil {
					slots[i] = &judged{}
					continue
				}
				slots[i] = r.guarded(targets[i], work)
				r.settle(slots[i])
				r.tell(1)
			}
		})
	}
	wg.Wait()
	return slots
}

// tell counts files that are done, and says how far the run is.
func (r *run) tell(more int64) {
	done := r.done.Add(more)
	if r.Progress != nil {
		r.Progress(int(done), r.total)
	}
}

// guarded turns a panic outside of rules into a finding about the file.
func (r *run) guarded(t Target, work func(Target) *judged) (out *judged) {
	defer func() {
		if p := recover(); p != nil {
			f := source.NewFile(t.Path, nil)
			if read, err := r.cache.File(t.Path); err == nil {
				f = read
			}
			out = &judged{}
			out.fault(f, nil, p)
		}
	}()
	return work(t)
}

// fault notes a panic as a finding at the start of the file, and keeps the trace.
func (j *judged) fault(f *source.File, rule *Rule, p any) {
	where := "the analysis"
	if rule != nil {
		where = "rule " + rule.ID
	}
	j.findings = append(j.findings, Finding{
		Rule: ruleFault, Severity: Error, Span: f.Span(0, 0),
		Message: fmt.Sprintf("crampon failed in %s on this file: %v", where, p),
		Help:    "please report it with this file",
	})
	j.faults = append(j.faults, fmt.Sprintf("%s: %s: %v\n%s", f.Path, where, p, debug.Stack()))
}

// dockerfile judges one Dockerfile with the scripts that it ships.
func (r *run) dockerfile(t Target) *judged {
	f, slot := r.read(t)
	if f == nil || slot.unreadable(f) {
		return slot
	}
	u := r.unit(f)
	slot.path, slot.shipped = f.Path, slices.Sorted(maps.Keys(u.Build.Shipped))
	for _, path := range slot.shipped {
		if t.Root != "" && source.IsBelow(t.Root, path) && r.mine(path) && !r.configOf(path).Ignored(path, "") {
			slot.found = append(slot.found, path)
		}
	}
	if r.concerns(slot) {
		slot.judge(r, u)
	}
	return slot
}

// unit understands one Dockerfile.
func (r *run) unit(f *source.File) *Unit {
	doc := r.document(f)
	cfg := r.configOf(f.Path)
	b := image.New(doc, r.context(doc, cfg), r.options(cfg))
	return &Unit{File: f, Build: b, Runs: b.Runs, branch: r.branchOf(cfg)}
}

func (r *run) document(f *source.File) *dockerfile.Document {
	if r.Held != nil {
		return r.Held.Document(f)
	}
	return dockerfile.Parse(f)
}

// units are the units of one file.
func (r *run) units(ctx context.Context, t Target) (out []*Unit) {
	t.Path = absolute(t.Path)
	if t.File != nil {
		r.cache.Put(t.File)
	}
	f, slot := r.read(t)
	if f == nil || t.Kind == Template || slot.unreadable(f) {
		return nil
	}
	defer func() {
		if recover() != nil { // Analyze tells of it
			out = nil
		}
	}()
	if t.Kind == Dockerfile {
		return []*Unit{r.unit(f)}
	}
	for _, d := range r.dockerfilesFor(ctx, []string{t.Path}) {
		if f, err := r.cache.File(d.Path); err == nil && ctx.Err() == nil {
			if u := r.unit(f); u.Build.Shipped[t.Path] != nil {
				out = append(out, u)
			}
		}
	}
	if len(out) == 0 {
		out = append(out, r.script(f))
	}
	return out
}

// alone judges a file that is no Dockerfile and that none is known to ship.
func (r *run) alone(t Target) *judged {
	f, slot := r.read(t)
	switch {
	case f == nil:
	case !t.Named && isGenerated(f): // who names it wants to know
	case t.Kind == Template:
		slot.add(Finding{Rule: ruleTemplate, Span: f.LineSpan(1), Message: "this is a template by its name; lint what is generated from it"})
	case !slot.unreadable(f):
		slot.judge(r, r.script(f))
	}
	return slot
}

func (r *run) script(f *source.File) *Unit {
	return &Unit{File: f, Runs: []*image.Run{image.Alone(f, r.options(r.configOf(f.Path)))}}
}

// read gives the file, or nil and a finding that says why it cannot be read.
func (r *run) read(t Target) (*source.File, *judged) {
	slot := &judged{}
	f, err := (*source.File)(nil), t.Problem
	if err == nil {
		f, err = r.cache.File(t.Path)
	}
	if err != nil {
		slot.cannotRead(t.Path, err)
		return nil, slot
	}
	return f, slot
}

// result joins the slots, in order.
func (r *run) result(slots []*judged) *Result {
	out := &Result{ConfigErrors: r.configErrors, IndexErrors: r.indexErrors, Files: len(r.wanted), Judged: r.wanted, Shipped: map[string][]string{}}
	var all []Finding
	for _, s := range slots {
		if s.path != "" {
			out.Shipped[s.path] = s.shipped
		}
		out.Faults = append(out.Faults, s.faults...)
		all = append(all, s.findings...)
		s.findings = nil
	}
	all = append(all, r.asked(r.unusedIgnores(slots))...)
	out.Findings = slices.DeleteFunc(all, func(f Finding) bool { return !r.wanted[f.Span.File.Path] })
	slices.SortStableFunc(out.Findings, compareFindings) // slots are in order, so notes are too
	out.Findings = merge(out.Findings)
	return out
}

// settle leaves of a slot what the result needs. In a big tree the findings
// outlive their units by minutes; they hold their files, and nothing else: no
// parse tree, no facts.
func (r *run) settle(slot *judged) {
	slot.findings = append([]Finding(nil), r.asked(slot.findings)...) // no room for those that were dropped
	for i := range slot.findings {
		if flow := slot.findings[i].Flow; flow != nil {
			alone := *flow
			alone.Run, alone.Sink.At = nil, nil // the program
			slot.findings[i].Flow = &alone
		}
	}
	slot.ignores = slices.DeleteFunc(slot.ignores, func(i *ignoreFile) bool { return len(i.comments) == 0 })
}

// asked are the findings that the user's settings leave, with their final severity.
func (r *run) asked(findings []Finding) []Finding {
	out := findings[:0]
	for _, f := range findings {
		cfg := r.configOf(f.Span.File.Path)
		f.Severity = r.Settings.level(f.Rule, f.Severity, cfg)
		if f.Severity >= max(r.Settings.MinSeverity, Hint) && !cfg.Ignored(f.Span.File.Path, f.Rule.ID) {
			out = append(out, f)
		}
	}
	return out
}

// merge joins findings of the same rule at the same span: a script judged in
// several settings, two files of a folder that one word names. The notes of all are
// kept, and what another says that the first does not; the highest severity counts.
// It takes the place of what it is given: a big tree has a hundred thousand.
func merge(sorted []Finding) []Finding {
	out := sorted[:0]
	for _, f := range sorted {
		if n := len(out); n > 0 && out[n-1].Rule == f.Rule && out[n-1].Span == f.Span {
			last := &out[n-1]
			if f.Severity > last.Severity {
				f, *last = *last, f
			}
			last.Fixes = shared(last.Fixes, f.Fixes)
			notes := f.Notes
			if f.Message != last.Message {
				notes = append([]string{f.Message}, notes...)
			}
			for _, note := range notes {
				if !slices.Contains(last.Notes, note) {
					last.Notes = append(slices.Clip(last.Notes), note)
				}
			}
			for _, place := range f.Setting {
				if !slices.Contains(last.Setting, place) {
					last.Setting = append(slices.Clip(last.Setting), place)
				}
			}
			continue
		}
		out = append(out, f)
	}
	clear(sorted[len(out):])
	return out
}

// shared are the fixes that are right in both of two settings: what a script makes of
// an edit depends on where it runs.
func shared(a, b []Fix) []Fix {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	var out []Fix
	for _, x := range a {
		for _, y := range b {
			if slices.Equal(x.Edits, y.Edits) {
				x.Safe = x.Safe && y.Safe
				out = append(out, x)
				break
			}
		}
	}
	return out
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
