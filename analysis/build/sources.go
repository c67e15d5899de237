package build

import (
	"bytes"
	"go/ast"
	gobuild "go/build"
	"go/parser"
	"go/token"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Sources are what the Go files of the build context tell of a build.
type Sources struct {
	// Found: the module and the packages that are built are in the context.
	Found bool
	// Complete: all that the build is made of was read: no other module takes part.
	Complete bool
	// C tells what cannot be built without a C compiler: files that import "C", and
	// modules that are known to.
	C []image.Evidence
	// Net tells of net and os/user, which use cgo where it is on and do without
	// where it is off.
	Net []image.Evidence
	// Kafka is the import of confluent-kafka-go; zero where there is none.
	Kafka image.Evidence
	// Packages are those that import "C".
	Packages []CgoPackage
}

// maxGoFiles bounds how many Go files are read for one build: a few milliseconds.
const maxGoFiles = 400

// netPackages are the packages of Go's standard library that are built on net or
// os/user, by `go list -deps` of 1.26; a test asks again.
var netPackages = map[string]bool{
	"archive/tar": true, "crypto/tls": true, "crypto/x509": true, "expvar": true, "log/syslog": true,
	"mime/multipart": true, "net": true, "net/http": true, "net/http/cgi": true, "net/http/cookiejar": true,
	"net/http/fcgi": true, "net/http/httptest": true, "net/http/httptrace": true, "net/http/httputil": true,
	"net/http/pprof": true, "net/mail": true, "net/rpc": true, "net/rpc/jsonrpc": true, "net/smtp": true,
	"net/textproto": true, "os/user": true,
}

// cgoModules are modules (or packages, or folders of modules) of which the chief
// package imports "C" on Linux and has nothing to take its place, by their own
// documentation.
var cgoModules = []string{
	"github.com/mattn/go-sqlite3",                // SQLite, compiled in
	"github.com/mutecomm/go-sqlcipher",           // the same with encryption
	"github.com/marcboeker/go-duckdb",            // DuckDB
	"github.com/confluentinc/confluent-kafka-go", // librdkafka
	"gopkg.in/confluentinc/confluent-kafka-go.v1",
	"github.com/h2non/bimg",         // libvips
	"github.com/davidbyttow/govips", // libvips
	"github.com/gographics/imagick", // ImageMagick
	"gopkg.in/gographics/imagick",
	"github.com/go-gl",                           // OpenGL, GLFW
	"github.com/veandco/go-sdl2",                 // SDL
	"gocv.io/x/gocv",                             // OpenCV
	"github.com/libgit2/git2go",                  // libgit2
	"github.com/tecbot/gorocksdb",                // RocksDB
	"github.com/linxGnu/grocksdb",                // RocksDB
	"github.com/DataDog/zstd",                    // zstd, compiled in
	"github.com/valyala/gozstd",                  // zstd
	"rogchap.com/v8go",                           // V8
	"github.com/rogchap/v8go",                    // V8
	"github.com/bytecodealliance/wasmtime-go",    // wasmtime
	"github.com/wasmerio/wasmer-go",              // wasmer
	"github.com/pebbe/zmq4",                      // ZeroMQ
	"github.com/godror/godror",                   // Oracle
	"github.com/miekg/pkcs11",                    // dlopen of PKCS #11 modules
	"github.com/seccomp/libseccomp-golang",       // libseccomp
	"github.com/coreos/go-systemd/v22/sdjournal", // libsystemd
	"github.com/google/gopacket/pcap",            // libpcap
	"github.com/otiai10/gosseract",               // Tesseract
}

// needsCgo tells whether a module or package is one of them or lies in one.
func needsCgo(name string) bool {
	return slices.ContainsFunc(cgoModules, func(m string) bool { return liesIn(name, m) })
}

// liesIn tells whether a package is a module or lies in one.
func liesIn(name, module string) bool {
	rest, ok := strings.CutPrefix(name, module)
	return ok && (rest == "" || rest[0] == '/')
}

// reader reads the packages of one module in the context.
type reader struct {
	ctx     *image.Context
	root    string // of the module, in the context
	module  string // its path
	linux   gobuild.Context
	tags    map[string]bool
	dirs    map[string]bool // in the context
	files   int
	head    []byte // of the file that is read
	out     *Sources
	outside bool // other modules take part
}

// sources reads what the build is made of, as far as it is in the context.
func (g *Go) sources() Sources {
	var out Sources
	root, dir, ok := g.module()
	if !ok {
		return out
	}
	r := &reader{ctx: g.Run.State.Stage.Build.Context, root: root, dirs: map[string]bool{}, out: &out, tags: map[string]bool{}}
	for _, t := range g.tags() {
		r.tags[t] = true
	}
	r.goMod()
	r.linux = gobuild.Context{
		GOOS: "linux", GOARCH: "amd64", Compiler: "gc", CgoEnabled: true, BuildTags: g.tags(),
		ReleaseTags: gobuild.Default.ReleaseTags, JoinPath: path.Join, OpenFile: r.open,
	}
	packages := g.packages
	if len(packages) == 0 {
		packages = []string{"."}
	}
	r.outside = g.unclear
	for _, p := range packages {
		if !r.pattern(dir, p) {
			return Sources{}
		}
	}
	out.Found = r.files > 0
	out.Complete = out.Found && !r.outside && r.files <= maxGoFiles
	return out
}

// module finds the folder of go.mod and the folder in which the build runs, both
// as paths of the context: by where COPY put them, or by a bind mount.
func (g *Go) module() (root, dir string, ok bool) {
	b := g.Run.State.Stage.Build
	if b == nil || b.Context == nil || g.dir == "" {
		return "", "", false
	}
	for d := g.dir; ; d = path.Dir(d) {
		if rel, ok := g.contextDir(d); ok {
			return rel, path.Join(rel, strings.TrimPrefix(g.dir, d)), true
		}
		if d == "/" {
			return "", "", false
		}
	}
}

// contextDir is the folder of the context whose go.mod is in that folder of the
// image.
func (g *Go) contextDir(d string) (string, bool) {
	b := g.Run.State.Stage.Build
	if o, ok := g.Run.State.Files.Lookup(path.Join(d, "go.mod"), b.Context); ok && o.Inline == nil {
		return path.Dir(o.Rel), true
	}
	if g.Run.Step == nil {
		return "", false
	}
	for _, f := range g.Run.Step.Flags {
		if f.Name != "mount" {
			continue
		}
		if kind, ok := f.Field("type"); ok && kind.Value() != "bind" {
			continue
		}
		if _, ok := f.Field("from"); ok {
			continue
		}
		target, ok := f.Field("target", "dst", "destination")
		if !ok {
			continue
		}
		to := target.Value()
		if !strings.HasPrefix(to, "/") {
			to = path.Join(g.Run.State.Workdir, to)
		}
		below, ok := strings.CutPrefix(d, strings.TrimSuffix(path.Clean(to), "/"))
		if !ok || below != "" && below[0] != '/' {
			continue
		}
		from, _ := f.Field("source", "src")
		rel := path.Join(from.Value(), below)
		if _, ok := b.Context.File(path.Join(rel, "go.mod")); ok {
			return path.Join(".", strings.TrimPrefix(rel, "/")), true
		}
	}
	return "", false
}

// goMod reads the module's path and the modules that it requires.
func (r *reader) goMod() {
	f, ok := r.ctx.File(path.Join(r.root, "go.mod"))
	if !ok {
		return
	}
	block, at := "", 0
	for line := range bytes.Lines(f.Content) {
		start := at
		at += len(line)
		words := strings.Fields(strings.SplitN(string(line), "//", 2)[0])
		if len(words) == 0 {
			continue
		}
		verb, rest := block, words
		if block == "" {
			verb, rest = words[0], words[1:]
		}
		switch {
		case len(rest) == 0:
		case rest[0] == "(":
			block = verb
		case rest[0] == ")":
			block = ""
		case verb == "module":
			r.module = strings.Trim(rest[0], `"`)
		case verb == "require":
			name := strings.Trim(rest[0], `"`)
			if needsCgo(name) {
				i := start + bytes.Index(line, []byte(rest[0]))
				r.out.C = append(r.out.C, sayAt("go.mod requires "+name+", which needs cgo", f.Span(i, i+len(rest[0]))))
			}
		}
	}
}

// pattern reads the packages of an operand of go build. It tells false where they
// are not in the context.
func (r *reader) pattern(dir, p string) bool {
	if strings.Contains(p, "@") {
		return false
	}
	rest, below := strings.CutSuffix(p, "...")
	rest = strings.TrimSuffix(rest, "/")
	switch {
	case strings.HasSuffix(rest, ".go"):
		rest = path.Dir(rest)
		fallthrough
	case rest == "" || rest == "." || strings.HasPrefix(rest, "./") || strings.HasPrefix(rest, "../") || rest == "..":
		rest = path.Join(dir, rest)
	default:
		inside, ok := r.inside(rest)
		if !ok {
			return false
		}
		rest = inside
	}
	if !r.ctx.IsDir(rest) {
		return false
	}
	if below {
		r.tree(rest, 0)
	} else {
		r.dir(rest)
	}
	return true
}

// inside is the folder of a package of the module.
func (r *reader) inside(name string) (string, bool) {
	if r.module == "" || !liesIn(name, r.module) {
		return "", false
	}
	return path.Join(r.root, strings.TrimPrefix(name, r.module)), true
}

func (r *reader) tree(dir string, depth int) {
	r.dir(dir)
	for _, sub := range r.ctx.Match(dir + "/*") {
		base := path.Base(sub)
		if depth < 8 && r.files <= maxGoFiles && base != "vendor" && base != "testdata" && base[0] != '.' && base[0] != '_' && r.ctx.IsDir(sub) {
			if _, own := r.ctx.File(path.Join(sub, "go.mod")); !own {
				r.tree(sub, depth+1)
			}
		}
	}
}

// dir reads one package, and those of the module that it imports.
func (r *reader) dir(dir string) {
	if r.dirs[dir] {
		return
	}
	r.dirs[dir] = true
	for _, rel := range r.ctx.Match(dir + "/*.go") {
		name := path.Base(rel)
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, ok := r.ctx.File(rel)
		if !ok {
			continue
		}
		if r.files++; r.files > maxGoFiles {
			return
		}
		r.file(rel, f)
	}
}

// open gives go/build the head of the file whose constraints it is asked for.
func (r *reader) open(string) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(r.head)), nil
}

func (r *reader) file(rel string, f *source.File) {
	set := token.NewFileSet()
	syntax, err := parser.ParseFile(set, rel, f.Content, parser.ImportsOnly|parser.ParseComments|parser.SkipObjectResolution)
	if r.head = f.Content; err == nil {
		r.head = r.head[:set.Position(syntax.Name.End()).Offset] // constraints stand above the package clause
	}
	if built, fault := r.linux.MatchFile(path.Dir(rel), path.Base(rel)); !built || fault != nil {
		return
	}
	if err != nil {
		r.outside = true
		return
	}
	offset := func(at token.Pos) int { return min(set.Position(at).Offset, len(f.Content)) }
	for _, decl := range syntax.Decls {
		imports, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range imports.Specs {
			spec, ok := s.(*ast.ImportSpec)
			if !ok {
				continue
			}
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			start := offset(spec.Path.Pos())
			r.imports(name, rel, f.Span(start, start+len(spec.Path.Value)))
			if name == "C" {
				preamble := spec.Doc
				if preamble == nil && len(imports.Specs) == 1 {
					preamble = imports.Doc
				}
				r.cgoLines(path.Dir(rel), f, preamble, offset)
			}
		}
	}
}

func (r *reader) imports(name, rel string, span source.Span) {
	if dir, ok := r.inside(name); ok {
		r.dir(dir)
		return
	}
	if isKafka(name) {
		r.out.Kafka = sayAt(rel+" imports "+name, span)
	}
	if needsCgo(name) {
		r.out.C = append(r.out.C, sayAt(rel+" imports "+name+", which needs cgo", span))
	}
	switch {
	case name == "C":
		r.out.C = append(r.out.C, sayAt(rel+` imports "C"`, span))
	case netPackages[name] && !(r.tags["netgo"] && (r.tags["osusergo"] || name != "os/user")):
		r.out.Net = append(r.out.Net, sayAt(rel+" imports "+name, span))
	case strings.Contains(strings.SplitN(name, "/", 2)[0], "."):
		r.outside = true
	}
}
