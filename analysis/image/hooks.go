package image

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// MissingInterpreter is the shell of the script's shebang, and the shebang's place,
// when the script is started by its name and the image surely lacks that shell.
func (r *Run) MissingInterpreter() (name string, span source.Span, ok bool) {
	if r.Script == nil || r.Script.Sourced || r.Script.Handed || r.Step == nil || r.Program.Shebang == nil {
		return "", source.Span{}, false
	}
	name = path.Base(r.Program.Shebang.Interpreter)
	if shell.DialectOf(name) == shell.Unknown || alpine.LacksCommand(r.State.Stage.Image, name) != alpine.Yes {
		return "", source.Span{}, false
	}
	p := r.State.Stage.Build.scriptPackages(r, r.State.Packages)
	if r.When == AtBuild {
		for _, caller := range r.Step.Runs {
			p = caller.addPackages(p, nil)
		}
	}
	if p.provides(name) != alpine.No || r.State.provides(name) != alpine.No {
		return "", source.Span{}, false
	}
	return name, r.Program.Text.Span(0, r.Program.Shebang.Len), true
}

// Hook is a file that a COPY puts where run-parts or ifup looks for it.
type Hook struct {
	Step *Step
	Dir  string // of the image, /etc/network/if-up.d
	Name string
	// Idle: nobody may execute it, by --chmod or by its mode in the context, and no
	// chmod comes behind.
	Idle bool
	Span source.Span
}

// hookFolders are those whose files run-parts runs: ifupdown's and crond's.
var hookFolders = []string{
	"/etc/network/if-pre-up.d", "/etc/network/if-up.d", "/etc/network/if-down.d", "/etc/network/if-post-up.d", "/etc/network/if-pre-down.d", "/etc/network/if-post-down.d",
	"/etc/periodic/15min", "/etc/periodic/hourly", "/etc/periodic/daily", "/etc/periodic/weekly", "/etc/periodic/monthly",
}

// Hooks are the hooks that the step brings: those that it names, and the scripts in
// folders of the context that it copies whole.
func (s *Step) Hooks() []Hook {
	if s.Copy == nil || s.Copy.Dest == "" || s.Copy.alias != "" {
		return nil
	}
	var out []Hook
	parent, below := path.Dir(s.Copy.Dest), s.Copy.Dest+"/"
	for _, dir := range hookFolders {
		if parent == dir && !s.Copy.IsDir && len(s.Copy.Sources) == 1 {
			src := s.Copy.Sources[0]
			out = append(out, s.hook(dir, path.Base(s.Copy.Dest), src, s.Args[len(s.Args)-1].Span()))
		}
		if s.Copy.Dest == dir || s.Copy.Dest == "/" || strings.HasPrefix(dir, below) {
			out = append(out, s.hooksIn(dir)...)
		}
	}
	return out
}

// hooksIn are those of one folder of the image, at or below what the step copies to.
func (s *Step) hooksIn(dir string) []Hook {
	ctx, fromContext := s.Stage.Build.Context, s.Copy.From == nil && s.Copy.Image == nil
	rest := strings.TrimPrefix(strings.TrimPrefix(dir, s.Copy.Dest), "/")
	var out []Hook
	for i, src := range s.Copy.Sources {
		if i >= len(s.Args)-1 || strings.ContainsAny(src, "*?[") || s.Name == "ADD" && isArchive(src) {
			continue
		}
		span := s.Args[i].Span()
		switch folder := ctx != nil && fromContext && ctx.IsDir(src); {
		case folder:
			for _, rel := range ctx.Match(path.Join(src, rest, "*")) {
				if f, ok := ctx.File(rel); ok && strings.HasPrefix(string(f.Content), "#!") {
					out = append(out, s.hook(dir, path.Base(rel), rel, span))
				}
			}
		case rest == "" && !strings.HasSuffix(src, "/") && (!fromContext || ctx != nil):
			out = append(out, s.hook(dir, path.Base(src), src, span))
		}
	}
	return out
}

func (s *Step) hook(dir, name, src string, span source.Span) Hook {
	h := Hook{Step: s, Dir: dir, Name: name, Span: span}
	mode, err := strconv.ParseUint(s.Copy.Chmod, 8, 32)
	known := err == nil
	if ctx := s.Stage.Build.Context; s.Copy.Chmod == "" && s.Copy.From == nil && s.Copy.Image == nil && ctx != nil {
		var m fs.FileMode
		m, known = ctx.Mode(src)
		mode = uint64(m.Perm())
	}
	h.Idle = known && mode&0o111 == 0 && !s.Stage.mayChmod(dir+"/"+name, s.Index)
	return h
}

// mayChmod tells whether a command behind that instruction may change the file's mode,
// or put another file in its place.
func (s *Stage) mayChmod(name string, after int) bool {
	for _, step := range s.Steps {
		if step.Index <= after {
			continue
		}
		for _, r := range append(slices.Clone(step.Runs), s.Build.ranAt(step)...) {
			for c := range r.Program.All() {
				switch c.Name {
				case "chmod", "find", "xargs", "install", "mv", "cp", "ln", "rsync", "sed", "tar":
					for _, w := range c.Args {
						v, ok := w.Literal()
						if !ok || strings.Contains(v, "*") || v != "" && v[0] != '/' && !isMode(v) || strings.HasPrefix(name, strings.TrimSuffix(v, "/")+"/") || name == v {
							return true
						}
					}
				}
			}
		}
	}
	return false
}

func isMode(s string) bool { return modeLike.MatchString(s) }

var modeLike = regexp.MustCompile(`^([0-7]{3,4}|[ugoa]*[-+=][rwxXst]+|-[A-Za-z]+)$`)

// configFiles are read by programs, and never run.
var configFiles = []string{
	"/etc/network/interfaces", "/etc/inittab", "/etc/fstab", "/etc/passwd", "/etc/group", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/etc/sysctl.conf",
	"/etc/modules", "/etc/nsswitch.conf", "/etc/shells", "/etc/securetty", "/etc/motd", "/etc/apk/repositories", "/etc/apk/world", "/etc/crontabs/root",
}

// IdleShebang is a shebang in a file that nothing runs.
type IdleShebang struct {
	Path string      // in the image
	Copy source.Span // the word of the COPY that brings it
	Span source.Span // the shebang, in a file that no Dockerfile ships as a script
}

// IdleShebangs are those of configuration files that the stage copies from the context.
func (s *Stage) IdleShebangs() []IdleShebang {
	var out []IdleShebang
	for _, name := range configFiles {
		o, ok := s.Final.Files.Lookup(name, s.Build.Context)
		if !ok || o.Inline != nil {
			continue
		}
		if f, ok := s.Build.Context.File(o.Rel); ok {
			if sb, ok := shell.ParseShebang(f.Content); ok {
				out = append(out, IdleShebang{name, o.Copy.word(o.Rel), f.Span(0, sb.Len)})
			}
		}
	}
	return out
}

// word is the source, as it is written, through which a file of the context comes
// into the image; the whole instruction where that is a pattern.
func (c *Copy) word(rel string) source.Span {
	for _, arg := range c.Step.Args[:max(len(c.Step.Args)-1, 0)] {
		if src := path.Clean("/" + arg.Value()); src == "/" || src == "/"+rel || strings.HasPrefix("/"+rel, src+"/") {
			return arg.Span()
		}
	}
	return c.Step.Span
}

// IgnoredInterfaces is the last COPY into interfaces.d when the stage's
// /etc/network/interfaces, which it copies too, does not name that folder; nil else.
func (s *Stage) IgnoredInterfaces() *Step {
	var ignored *Step
	for _, step := range s.Steps {
		if step.Copy != nil && (step.Copy.Dest == "/etc/network/interfaces.d" || path.Dir(step.Copy.Dest) == "/etc/network/interfaces.d") {
			ignored = step
		}
	}
	if ignored == nil {
		return nil
	}
	o, found := s.Final.Files.Lookup("/etc/network/interfaces", s.Build.Context)
	if !found || o.Inline != nil {
		return nil
	}
	if file, ok := s.Build.Context.File(o.Rel); !ok || sourcesMore.Match(file.Content) {
		return nil
	}
	return ignored
}

var sourcesMore = regexp.MustCompile(`(?m)^\s*source(-directory)?\s`)
