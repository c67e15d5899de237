package imports

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/crampon-lint/crampon"

// room is a package, by its folder.
type room struct {
	path    string
	subject string
}

// floors are the rooms from the ground up. A room may import those on the floors
// below it, and none on its own floor or above: what two neighbours both need
// belongs one floor down, and what needs both of them one floor up.
func floors() [][]room {
	return [][]room{
		{
			{"analysis/clienttest", "the real programs that tests try crampon with"},
			{"analysis/awk", "the grammar of awk: a program as a tree"},
			{"analysis/source", "files, places in them, text derived from them; the one reader of the disk"},
		},
		{
			{"analysis/alpine", "what is known of Alpine, as tables: releases, image names, applets, packages"},
			{"analysis/config", "the one config file, its schema and its template"},
			{"analysis/source/sourcetest", "a file system in memory, for tests"},
		},
		{
			// These three do not know each other: a RUN's text is a Text to
			// dockerfile, and apk is given words, not a command line.
			{"analysis/dockerfile", "a Dockerfile as a document; BuildKit's parser inside"},
			{"analysis/shell", "a shell text as a program; mvdan.cc/sh inside"},
			{"analysis/apk", "apk's options, operands, constraints and versions; its package indexes"},
		},
		{
			{"analysis/apk/apktest", "package indexes and keys, for tests"},
			{"analysis/image", "stages and their state before each instruction; which files are in the image"},
		},
		{
			{"analysis/build", "compiler runs and Go builds: flags in effect, whether cgo takes part"},
			{"analysis/taint", "from where a value comes and where it is run as code"},
		},
		{
			{"analysis", "the engine: units, rules, passes, findings, fixes, suppression"},
		},
		{
			{"analysis/fix", "fixes that go together, made and looked at; ignore comments that hold"},
		},
		{
			// Judgment, and two ways to show it. None knows a rule by name but
			// rules itself; only cmd brings them together.
			{"rules", "one rule in one file"},
			{"lsp", "the language server over the engine"},
			{"cmd/crampon/report", "findings as text, json, sarif, ..."},
			{"cmd/crampon/index", "package indexes that the user names, from the disk and the network"},
			{"cmd/crampon/rewrite", "new content for files: shown as a diff, or put in their place"},
		},
		{
			{"cmd/crampon", "the command line"},
		},
		{
			{"editors", "clients of the language server; what is Go in there drives real editors"},
			{"analysis/imports", "this page"},
		},
	}
}

// dependencies are the packages of others that crampon is made with, by prefix,
// and who may import them; the longest prefix counts. Whatever is not here is
// imported by tests only.
func dependencies() map[string][]string {
	return map[string][]string{
		// One parser of Dockerfiles, called in one room; nobody else sees its nodes.
		"github.com/moby/buildkit/frontend/dockerfile": {"analysis/dockerfile"},
		"github.com/moby/buildkit/util/suggest":        {"analysis/dockerfile"},
		// One parser of shell. The rooms of facts walk its tree; rules do not.
		"mvdan.cc/sh/v3":        {"analysis/shell"},
		"mvdan.cc/sh/v3/syntax": {"analysis/shell", "analysis/image", "analysis/build", "analysis/taint"},
		// .dockerignore as the builder reads it.
		"github.com/moby/patternmatcher": {"analysis/image"},
		// .gitignore as git reads it, when folders are walked.
		"github.com/go-git/go-git/v5/plumbing/format/gitignore": {"analysis"},
		// Commands, flags and completion; whether there is a terminal.
		"github.com/spf13/cobra": {"cmd/crampon"},
		"golang.org/x/term":      {"cmd/crampon"},
		// Unified diffs, as the go command makes them.
		"github.com/rogpeppe/go-internal/diff": {"cmd/crampon/rewrite"},
		// JSON-RPC, and the types of the language server protocol.
		"github.com/sourcegraph/jsonrpc2": {"lsp"},
		"github.com/sourcegraph/go-lsp":   {"lsp"},
		// YAML with the place of every node.
		"go.yaml.in/yaml/v3": {"analysis/config"},
	}
}

// readers are the ways of the standard library to the disk, to other programs
// and to the network. Below cmd only source has them: what is linted is read
// through source.FS, where it is bounded and an editor can lay its buffers over
// it.
func readers() *regexp.Regexp {
	return regexp.MustCompile(`^(os|os/.*|io/ioutil|syscall|unsafe|plugin|net|net/(http|rpc|smtp|textproto)(/.*)?|crypto/tls)$`)
}

// hidden are the readers of the disk in a package that else only handles names.
func hidden() map[string][]string {
	return map[string][]string{
		"path/filepath": {"EvalSymlinks", "Glob", "Walk", "WalkDir"},
	}
}

func TestImports(t *testing.T) {
	below := map[string][]string{} // room -> what it may import
	var ground []string
	for _, floor := range floors() {
		for _, r := range floor {
			below[r.path] = ground
		}
		ground = slices.Clone(ground)
		for _, r := range floor {
			ground = append(ground, r.path)
		}
	}
	for _, p := range list(t) {
		allowed, ok := below[p.room()]
		if !ok {
			t.Errorf("%s has no room: name it and its subject in floors", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if own, ok := strings.CutPrefix(imported, module+"/"); ok {
				if !slices.Contains(allowed, own) {
					t.Errorf("%s imports %s, which is not below it", p.room(), own)
				}
			} else if !isStandard(imported) && !slices.Contains(importers(imported), p.room()) {
				t.Errorf("%s imports %s; who may do so stands in dependencies", p.room(), imported)
			}
			if p.isBlind() && readers().MatchString(imported) {
				t.Errorf("%s imports %s: files are read through source.FS, and nothing else is reached", p.room(), imported)
			}
		}
	}
}

// TestHabits holds what an import does not show.
func TestHabits(t *testing.T) {
	nolint := regexp.MustCompile(`^//\s*nolint`)
	for _, p := range list(t) {
		for _, name := range p.files(t) {
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
			if err != nil {
				t.Error(err)
				continue
			}
			test := strings.HasSuffix(name, "_test.go")
			for _, group := range file.Comments {
				for _, c := range group.List {
					if nolint.MatchString(c.Text) {
						t.Errorf("%s: mend what the linter says, or the linter's configuration", fset.Position(c.Pos()))
					}
				}
			}
			for _, decl := range file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
					t.Errorf("%s: no init: what a package needs, a variable holds or a caller gives", fset.Position(f.Pos()))
				}
			}
			names := importNames(file)
			ast.Inspect(file, func(n ast.Node) bool {
				imported, selected := qualified(n, names)
				switch {
				// Tests may parse, to compare.
				case !test && imported == "mvdan.cc/sh/v3/syntax" && selected == "NewParser" && p.room() != "analysis/shell":
					t.Errorf("%s: shell text is parsed in analysis/shell only", fset.Position(n.Pos()))
				case !test && p.isBlind() && slices.Contains(hidden()[imported], selected):
					t.Errorf("%s: %s reads the disk; go through source.FS", fset.Position(n.Pos()), selected)
				}
				return true
			})
		}
	}
}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath string
	Dir        string
	Imports    []string
}

// room is the package's folder below the module's.
func (p listed) room() string { return strings.TrimPrefix(p.ImportPath, module+"/") }

// isBlind tells whether the package sees the world through source.FS only.
func (p listed) isBlind() bool {
	top, _, _ := strings.Cut(p.room(), "/")
	return slices.Contains([]string{"analysis", "rules", "lsp"}, top) &&
		!slices.Contains([]string{"analysis/source", "analysis/clienttest"}, p.room())
}

// files are all Go files, those of other systems and of tests too.
func (p listed) files(t *testing.T) []string {
	names, err := filepath.Glob(filepath.Join(p.Dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// list asks the go command for the packages of the module, those that do not
// build too.
func list(t *testing.T) []listed {
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Imports", "./...")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Fatal(err)
	}
	var packages []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// isStandard tells a package of the standard library: the first part of its path
// has no dot.
func isStandard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

// importers are the rooms that may import a package of others.
func importers(imported string) []string {
	for prefix := imported; prefix != "."; prefix = path.Dir(prefix) {
		if rooms, ok := dependencies()[prefix]; ok {
			return rooms
		}
	}
	return nil
}

// importNames are the names under which a file knows its imports.
func importNames(file *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range file.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imported
	}
	return names
}

// qualified is the package and the name of a `package.Name`. A variable that
// shadows a package's name would be taken for it; none should.
func qualified(n ast.Node, names map[string]string) (imported, selected string) {
	s, ok := n.(*ast.SelectorExpr)
	if !ok {
		return "", ""
	}
	x, ok := s.X.(*ast.Ident)
	if !ok {
		return "", ""
	}
	return names[x.Name], s.Sel.Name
}
