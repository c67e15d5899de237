package rules

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/fix"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// atHand are files with other contents than on disk, by path.
type atHand map[string]*source.File

// File implements analysis.Held.
func (h atHand) File(path string) *source.File { return h[path] }

// Program implements analysis.Held.
func (atHand) Program(f *source.File, d shell.Dialect) *shell.Program {
	return shell.Parse(source.Whole(f), d)
}

// Document implements analysis.Held.
func (atHand) Document(f *source.File) *dockerfile.Document { return dockerfile.Parse(f) }

// judge is how the fix engine asks for the findings of a tree.
func (t tree) judge(tb testing.TB, settings analysis.Settings) fix.Judge {
	engine := t.engine(settings)
	return func(files ...*source.File) []analysis.Finding {
		held := atHand{}
		for _, f := range files {
			held[f.Path] = f
		}
		engine.Held = held
		return t.findings(tb, engine)
	}
}

// mend fixes a tree with the engine of `crampon check --fix`.
func (t tree) mend(tb testing.TB, settings analysis.Settings, wish fix.Wish) (tree, fix.Outcome) {
	tb.Helper()
	var files []*source.File
	for _, f := range t {
		files = append(files, source.NewFile(root+f.Name, f.Data))
	}
	out := fix.All(files, t.judge(tb, settings), wish)
	mended := slices.Clone(t)
	for i, f := range out.Files {
		mended[i].Data = f.Content
	}
	return mended, out
}

// trees are the fixtures, the examples, and the trees shaped like real ones.
func trees(t *testing.T) map[string]tree {
	out := map[string]tree{}
	for _, r := range All() {
		if r.Run == nil {
			continue
		}
		out[r.ID+" Bad"] = example(r.Bad)
		content, err := os.ReadFile(filepath.Join(fixtures, strings.ReplaceAll(r.Name, "-", "_")+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		out[r.ID+" fixture"] = readFixture(t, r, content).files
	}
	for _, dir := range []string{"demo", "corpus/shop"} {
		out[dir] = folderTree(t, filepath.Join("..", "testdata", filepath.FromSlash(dir)))
	}
	return out
}

// folderTree is a folder as a tree.
func folderTree(t *testing.T, dir string) (out tree) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out = append(out, txtar.File{Name: filepath.ToSlash(name), Data: content})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestMend: whatever the tree, fixes come to rest, make the findings go away that
// they are for, bring nothing that keeps a file from being judged, keep every
// comment, and are the same edits that a client would be told.
func TestMend(t *testing.T) {
	settings := analysis.Settings{Select: []string{"all"}, MinSeverity: analysis.Info}
	for name, before := range trees(t) {
		for _, unsafe := range []bool{false, true} {
			after, out := before.mend(t, settings, fix.Wish{Unsafe: unsafe})
			fail := func(format string, args ...any) {
				t.Helper()
				t.Errorf("%s, unsafe %v: "+format+"\n%s", append([]any{name, unsafe}, append(args, differ(before.String(), after.String()))...)...)
			}
			rest := after.judge(t, settings)(out.Files...)
			for _, f := range rest {
				if c := fix.Choose(out.Files, []analysis.Finding{f}, fix.Wish{Unsafe: unsafe}); len(c) > 0 && !refused(out, c[0]) {
					fail("%s still has the fix %q", line(f), c[0].Fix.Title)
				}
			}
			if was, is := blinding(before.judge(t, settings)()), blinding(rest); is > was {
				fail("%d places are not judged, %d were not before", is, was)
			}
			for i := range before {
				if lost := without(comments(before[i]), comments(after[i])); len(lost) > 0 {
					fail("%s: comments are lost: %q", before[i].Name, lost)
				}
			}
			if again, more := after.mend(t, settings, fix.Wish{Unsafe: unsafe}); len(more.Made) > 0 || again.String() != after.String() {
				fail("a second time makes %d more", len(more.Made))
			}
			for i := range before {
				original := source.NewFile(root+before[i].Name, before[i].Data)
				var own []source.Edit
				for _, e := range out.Edits {
					if e.Span.File.Path == original.Path {
						own = append(own, source.Edit{Span: original.Span(e.Span.Start, e.Span.End), New: e.New})
					}
				}
				if content, err := source.Apply(original, own); err != nil || !bytes.Equal(content, after[i].Data) {
					fail("%s: the edits do not lead there: %v", before[i].Name, err)
				}
			}
		}
	}
}

// TestMendLines: a Dockerfile with Windows' line ends and a byte order mark is fixed
// as one without, and keeps them.
func TestMendLines(t *testing.T) {
	settings := analysis.Settings{Select: []string{"all"}, MinSeverity: analysis.Info}
	const mark = "\xef\xbb\xbf"
	for name, before := range trees(t) {
		if slices.ContainsFunc(before, func(f txtar.File) bool { return !isDockerfile(f) || bytes.Contains(f.Data, []byte("\r")) }) {
			continue // a script with CRLF is another script
		}
		windows := slices.Clone(before)
		for i := range windows {
			windows[i].Data = []byte(mark + strings.ReplaceAll(string(before[i].Data), "\n", "\r\n"))
		}
		want, _ := before.mend(t, settings, fix.Wish{Unsafe: true})
		got, _ := windows.mend(t, settings, fix.Wish{Unsafe: true})
		for i := range got {
			if want := mark + strings.ReplaceAll(string(want[i].Data), "\n", "\r\n"); string(got[i].Data) != want {
				t.Errorf("%s: %s:\n%s", name, got[i].Name, differ(want, string(got[i].Data)))
			}
		}
	}
}

func isDockerfile(f txtar.File) bool {
	return analysis.BufferTarget(root+f.Name, f.Data).Kind == analysis.Dockerfile
}

// refused tells whether a choice, or one like it, was held back.
func refused(out fix.Outcome, c fix.Choice) bool {
	return slices.ContainsFunc(out.Refused, func(r fix.Refusal) bool {
		return r.Finding.Rule == c.Finding.Rule && r.Finding.Span.Text() == c.Finding.Span.Text()
	})
}

// blinding is how many findings say that something was not judged.
func blinding(findings []analysis.Finding) (n int) {
	for _, f := range findings {
		if f.Rule.Blinds() {
			n++
		}
	}
	return n
}

// comments are the texts of a file's comments.
func comments(f txtar.File) (out []string) {
	file := source.NewFile(root+f.Name, f.Data)
	switch analysis.BufferTarget(file.Path, file.Content).Kind {
	case analysis.Dockerfile:
		for _, c := range dockerfile.Parse(file).Comments {
			out = append(out, c.Text)
		}
	case analysis.Script:
		for _, c := range shell.Parse(source.Whole(file), shell.Unknown).Comments {
			out = append(out, c.Text)
		}
	}
	return out
}

// without are the texts of a list that another does not have, as often.
func without(list, other []string) (out []string) {
	other = slices.Clone(other)
	for _, s := range list {
		if i := slices.Index(other, s); i >= 0 {
			other = slices.Delete(other, i, i+1)
		} else {
			out = append(out, s)
		}
	}
	return out
}
