package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/fix"
	"github.com/crampon-lint/crampon/analysis/source"
	"github.com/crampon-lint/crampon/cmd/crampon/report"
	"github.com/crampon-lint/crampon/cmd/crampon/rewrite"
)

// fixes tells whether the user asks for fixes, made or shown.
func (f *checkFlags) fixes() bool { return f.fix || f.unsafeFixes || f.diff }

// checkFix refuses what does not go with fixes.
func (f *checkFlags) checkFix(paths []string) error {
	switch {
	case !f.fixes():
	case f.given("baseline") || f.given("diff-base"):
		return errors.New("--fix, --unsafe-fixes and --diff go by all findings, and not with --baseline or --diff-base")
	case !f.diff && (slices.Contains(paths, "-") || f.stdinFilename != ""):
		return errors.New("--fix changes files, and standard input is none; --diff prints what it would change")
	}
	return nil
}

// fix makes the fixes of the findings that are shown, or prints them, and reports
// what stands in the files then.
func (c *check) fix(ctx context.Context, engine *analysis.Engine, outs []output, result *analysis.Result) error {
	selected := c.selected(engine)
	wish := fix.Wish{Unsafe: c.flags.unsafeFixes, Rule: func(r *analysis.Rule) bool { return selected(r.ID) }}
	m, err := c.mend(ctx, engine, result, wish)
	if err != nil {
		return err
	}
	name, err := fileNames()
	if err != nil {
		return err
	}
	var failed error
	if c.flags.diff {
		failed = m.diff(c.out, name)
	} else if failed = m.write(); m.files() > 0 {
		result = engine.Analyze(ctx, c.found)
	}
	if !c.flags.quiet && failed == nil {
		c.tellFixes(m, result, wish, name)
	}
	return cmp.Or(failed, c.report(engine, outs, result))
}

// fileNames is how reports call files: by their path from the working folder.
func fileNames() (func(path string) string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	return (&report.Report{Dir: dir}).Name, nil
}

// heldBack is how many fixes that were held back are named.
const heldBack = 20

// tellFixes says what was done, what was held back, and by which flag.
func (c *check) tellFixes(m *mended, result *analysis.Result, wish fix.Wish, name func(path string) string) {
	verb := "fixed"
	if c.flags.diff {
		verb = "--fix would fix"
		if c.flags.unsafeFixes {
			verb = "--unsafe-fixes would fix"
		}
	}
	unsafe := unsafeOnly(result.Findings, wish)
	switch {
	case m.made > 0:
		c.say("%s %s in %s", verb, report.Plural(m.made, "finding"), report.Plural(m.files(), "file"))
	case len(m.refused)+len(m.links)+unsafe == 0:
		c.say("nothing to fix")
	}
	c.tellRefused(m, name)
	if unsafe > 0 {
		c.say("held back: %s with a fix that may change what a build or a script does; --unsafe-fixes makes them", report.Plural(unsafe, "finding"))
	}
}

// tellRefused says which fixes were not made, and why.
func (c *check) tellRefused(m *mended, name func(path string) string) {
	for i, r := range m.refused {
		if i == heldBack {
			c.say("held back: %d more", len(m.refused)-i)
			break
		}
		at := r.Finding.Span.From()
		why := "the finding would stay"
		if b := r.Brings; b != nil {
			why = fmt.Sprintf("it would bring %s %s: %s", b.Severity, b.Rule.ID, b.Message)
		}
		c.say("held back: %s:%d:%d: %s for %s: %s", name(r.Finding.Span.File.Path), at.Line, at.Column, r.Fix.Title, r.Finding.Rule.ID, why)
	}
	for _, path := range m.links {
		c.say("held back: %s is a link that leads out of its repository", name(path))
	}
}

// unsafeOnly is how many findings have no fix that is wished for, but would if all were.
func unsafeOnly(findings []analysis.Finding, wish fix.Wish) (n int) {
	all := wish
	all.Unsafe = true
	for i := range findings {
		if f := &findings[i]; !hasFix(f, wish) && hasFix(f, all) {
			n++
		}
	}
	return n
}

// mended is what the fixes of a run come to. Nothing of it is written yet.
type mended struct {
	bundles [][]revised // each is written as a whole or not at all
	made    int         // findings that go
	refused []fix.Refusal
	links   []string // linted files that are links out of the tree
}

// revised is a linted file, and what its fixes change.
type revised struct {
	path string // as it was linted; a link, perhaps
	rewrite.Change
}

// files is how many are changed.
func (m *mended) files() (n int) {
	for _, b := range m.bundles {
		n += len(b)
	}
	return n
}

// mend works out the fixes of a result that are wished for. Files whose findings hang
// together, a Dockerfile and the scripts that it ships, are fixed together.
//
// What a fix may not bring is looked for with all rules, also those that the command
// line does not select: what is not shown is no better for it.
func (c *check) mend(ctx context.Context, engine *analysis.Engine, result *analysis.Result, wish fix.Wish) (*mended, error) {
	out := &mended{}
	for _, b := range c.bundles(engine, result, wish) {
		out.links = append(out.links, b.links...)
		done := fix.All(b.files(), b.judge(ctx, engine), wish)
		if err := ctx.Err(); err != nil {
			return nil, err // what was not judged has no findings
		}
		out.made += len(done.Made)
		out.refused = append(out.refused, done.Refused...)
		var changed []revised
		for i, f := range done.Files {
			if m := b.members[i]; !bytes.Equal(f.Content, m.file.Content) {
				changed = append(changed, revised{m.target.Path, rewrite.Change{Path: m.real, Old: m.file.Content, New: f.Content}})
			}
		}
		if len(changed) > 0 {
			out.bundles = append(out.bundles, changed)
		}
	}
	return out, nil
}

// bundle is files that are judged together.
type bundle struct {
	members []*member
	// dockerfiles ship scripts among the members, and are not linted themselves.
	dockerfiles []analysis.Target
	links       []string
}

// member is a file that may be changed.
type member struct {
	target analysis.Target
	real   string // links followed
	file   *source.File
	// aliases are links to the same file that are linted too.
	aliases []analysis.Target
}

func (b *bundle) files() (out []*source.File) {
	for _, m := range b.members {
		out = append(out, m.file)
	}
	return out
}

// judge judges the members with other contents, under all rules.
func (b *bundle) judge(ctx context.Context, engine *analysis.Engine) fix.Judge {
	e := *engine
	e.Progress = nil
	e.Settings.ExtendSelect = slices.Concat(e.Settings.Select, e.Settings.ExtendSelect)
	e.Settings.Select = nil
	e.Dockerfiles = func(string) []analysis.Target { return b.dockerfiles }
	return func(files ...*source.File) []analysis.Finding {
		var targets []analysis.Target
		for i, m := range b.members {
			t := m.target
			t.File = files[i]
			targets = append(targets, t)
			for _, alias := range m.aliases {
				alias.File = source.NewFile(alias.Path, files[i].Content)
				targets = append(targets, alias)
			}
		}
		return e.Analyze(ctx, targets).Findings
	}
}

// bundles are those with a fix that is wished for, in order of their first finding.
func (c *check) bundles(engine *analysis.Engine, result *analysis.Result, wish fix.Wish) []*bundle {
	together := clusters(result.Shipped, aliases(engine.FS, result, wish))
	found := map[string]analysis.Target{}
	for _, t := range c.found {
		found[t.Path] = t
	}
	var out []*bundle
	seen := map[string]bool{}
	for i := range result.Findings {
		f := &result.Findings[i]
		path := f.Span.File.Path
		if seen[path] || !hasFix(f, wish) {
			continue
		}
		paths := together[path]
		if paths == nil {
			paths = []string{path}
		}
		for _, p := range paths {
			seen[p] = true
		}
		out = append(out, newBundle(engine, result, found, paths))
	}
	return out
}

func hasFix(f *analysis.Finding, wish fix.Wish) bool {
	return slices.ContainsFunc(f.Fixes, func(x analysis.Fix) bool { return wish.Wants(f, x) })
}

// aliases are the files, links followed, to the links by which they are linted.
func aliases(fs source.FS, result *analysis.Result, wish fix.Wish) map[string][]string {
	out := map[string][]string{}
	for i := range result.Findings {
		f := &result.Findings[i]
		if path := f.Span.File.Path; hasFix(f, wish) {
			if real, err := fs.Resolve(path); err == nil && real != path && !slices.Contains(out[real], path) {
				out[real] = append(out[real], path)
			}
		}
	}
	return out
}

// clusters are the paths that hang together, for each of them: Dockerfiles with what
// they ship, files with the links to them.
func clusters(pairs ...map[string][]string) map[string][]string {
	of := map[string]*[]string{}
	join := func(paths []string) {
		one := &[]string{}
		for _, path := range paths {
			other := of[path]
			switch {
			case other == nil:
				*one = append(*one, path)
				of[path] = one
			case other != one:
				for _, p := range *other {
					of[p] = one
				}
				*one = append(*one, *other...)
			}
		}
	}
	for _, p := range pairs {
		for path, others := range p {
			join(append([]string{path}, others...))
		}
	}
	out := map[string][]string{}
	for path, cluster := range of {
		if out[path] != nil {
			continue
		}
		slices.Sort(*cluster)
		for _, p := range *cluster {
			out[p] = *cluster
		}
	}
	return out
}

// newBundle takes those of the paths that are linted and may be changed.
func newBundle(engine *analysis.Engine, result *analysis.Result, found map[string]analysis.Target, paths []string) *bundle {
	b := &bundle{}
	for _, path := range paths {
		t, ok := found[path]
		if !ok { // shipped and run, with neither shebang nor ending; or not linted
			t = analysis.Target{Path: path, Kind: analysis.Script}
			if len(result.Shipped[path]) > 0 {
				t.Kind = analysis.Dockerfile
			}
		}
		t.Named = true // so that its Dockerfiles are looked for
		if !result.Judged[path] {
			if t.Kind == analysis.Dockerfile {
				b.dockerfiles = append(b.dockerfiles, t)
			}
			continue
		}
		b.add(engine.FS, t)
	}
	return b
}

// add takes a file that is linted. Its links are followed once, here.
func (b *bundle) add(fs source.FS, t analysis.Target) {
	if t.File != nil { // standard input
		b.members = append(b.members, &member{target: t, real: t.Path, file: t.File})
		return
	}
	real, err := fs.Resolve(t.Path)
	if err != nil {
		return // it is told of as a finding
	}
	dir := filepath.Dir(t.Path)
	tree := cmp.Or(source.GitRoot(fs, dir), t.Root, dir)
	if reach, err := fs.Resolve(tree); err != nil || !source.IsBelow(reach, real) {
		b.links = append(b.links, t.Path)
		return
	}
	for _, m := range b.members {
		if m.real == real {
			m.aliases = append(m.aliases, t)
			return
		}
	}
	if content, err := fs.ReadFile(real); err == nil {
		b.members = append(b.members, &member{target: t, real: real, file: source.NewFile(t.Path, content)})
	}
}

// write puts the fixes into the files. Each bundle is a matter of its own: that one
// was changed in the meantime is no reason to leave the others.
func (m *mended) write() error {
	var errs []error
	for _, b := range m.bundles {
		var changes []rewrite.Change
		for _, r := range b {
			changes = append(changes, r.Change)
		}
		if err := rewrite.All(changes); err != nil {
			errs = append(errs, fmt.Errorf("not fixed: %w", err))
		}
	}
	return errors.Join(errs...)
}

// diff writes what the fixes change. On a terminal nothing in a file acts.
func (m *mended) diff(w io.Writer, name func(path string) string) error {
	for _, b := range m.bundles {
		for _, r := range b {
			text := rewrite.Diff(name(r.path), r.Old, r.New)
			if isTerminal(w) {
				var visible strings.Builder
				for line := range strings.Lines(string(text)) {
					visible.WriteString(report.Visible(strings.TrimRight(line, "\r\n")) + "\n")
				}
				text = []byte(visible.String())
			}
			if _, err := w.Write(text); err != nil {
				return err
			}
		}
	}
	return nil
}
