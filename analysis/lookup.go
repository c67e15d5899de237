package analysis

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// configOf is the config of a file: the one that the user names, else the
// nearest .crampon.yaml, else the default. Looked up once a folder.
func (r *run) configOf(path string) *config.Config {
	if r.Settings.Config != nil {
		return r.Settings.Config
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.configIn(filepath.Dir(path))
}

// configIn is the config of the files in a folder; the lock is held.
func (r *run) configIn(dir string) *config.Config {
	c, ok := r.configs[dir]
	if ok {
		return c
	}
	switch path, last := config.At(r.FS, dir); {
	case path != "":
		c = r.readConfig(path)
	case last:
		c = r.noConfig
	default:
		c = r.configIn(filepath.Dir(dir))
	}
	r.configs[dir] = c
	return c
}

// readConfig reads a config file and notes its faults; the lock is held.
func (r *run) readConfig(path string) *config.Config {
	f, err := r.cache.File(path)
	if err != nil {
		r.configErrors = append(r.configErrors, config.Error{Span: source.NewFile(path, nil).Span(0, 0), Message: reason(err)})
		return r.noConfig
	}
	c, faults := config.Parse(f, r.knows)
	r.configErrors = append(r.configErrors, faults...)
	return c
}

// options are what image is told of a build.
func (r *run) options(cfg *config.Config) image.Options {
	args := make(map[string]string, len(cfg.BuildArgs)+len(r.Settings.BuildArgs))
	maps.Copy(args, cfg.BuildArgs)
	maps.Copy(args, r.Settings.BuildArgs)
	out := image.Options{
		BuildArgs:   args,
		Target:      r.Settings.Target,
		Unmirror:    cfg.Unmirror,
		ScriptShell: cfg.Shell,
		Identify:    identify(cfg),
		Program:     r.programs.of,
	}
	if r.Held != nil {
		out.Program = r.Held.Program
	}
	return out
}

// identify answers for the images that the config describes.
func identify(cfg *config.Config) func(repository, tag string) (alpine.Image, bool) {
	if len(cfg.Images) == 0 {
		return nil
	}
	return func(repository, tag string) (alpine.Image, bool) {
		own, ok := cfg.Image(repository, tag)
		if short := alpine.Identify(repository, tag).Name; !ok && short != repository {
			own, ok = cfg.Image(short, tag) // docker.io/library/x is x
		}
		if !ok {
			return alpine.Image{}, false
		}
		img := alpine.Image{Name: repository, Shell: own.Shell, Evidence: repository + " is " + own.Distro + " by " + config.Name}
		switch own.Distro {
		case "alpine":
			img.Distro, img.Libc = alpine.Alpine, alpine.Musl
		case "wolfi":
			img.Distro, img.Libc = alpine.Wolfi, alpine.Glibc
		case "debian":
			img.Distro, img.Libc = alpine.Debian, alpine.Glibc
		default:
			img.Distro = alpine.Other
		}
		if img.Shell == "" {
			img.Shell = map[string]string{"alpine": "ash", "wolfi": "ash", "debian": "dash"}[own.Distro]
		}
		img.Release, _ = alpine.ParseRelease(own.Release)
		return img, true
	}
}

// context is the build context of a Dockerfile.
func (r *run) context(doc *dockerfile.Document, cfg *config.Config) *image.Context {
	root := r.Settings.Context
	if root == "" {
		dir, err := cfg.ContextDir(r.FS)
		if err != nil {
			r.configFault(config.Error{Span: cfg.Place("context"), Message: err.Error()})
		}
		root = dir
	}
	if root == "" {
		return image.FindContext(r.cache, doc, r.root(filepath.Dir(doc.File.Path)))
	}
	return image.OpenContext(r.cache, root, doc.File.Path)
}

// configFault notes a fault of a config file that shows only in use, once.
func (r *run) configFault(e config.Error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if slices.Contains(r.configErrors, e) {
		return
	}
	r.configErrors = append(r.configErrors, e)
}

// root is the git root of the files in a folder, "" for none, looked up once a folder.
func (r *run) root(dir string) string {
	if root, ok := r.roots.Load(dir); ok {
		return root.(string)
	}
	root := source.GitRoot(r.FS, dir)
	r.roots.Store(dir, root)
	return root
}

// shippedElsewhere judges scripts that were named, by the Dockerfiles of their
// git root, else of their folder, that ship them: so a script named alone gets
// the findings that it has in its folder. It gives back the scripts that no
// Dockerfile ships. Scripts that were found by walking are left to the
// Dockerfiles that were found with them.
func (r *run) shippedElsewhere(ctx context.Context, known, others []Target) (rest []Target, slots []*judged) {
	named := map[string]bool{}
	var scripts []string
	for _, t := range others {
		if t.Kind == Script && t.Named {
			named[t.Path] = true
			scripts = append(scripts, t.Path)
		}
	}
	if len(named) == 0 {
		return others, nil
	}
	seen := map[string]bool{}
	for _, t := range known {
		seen[t.Path] = true
	}
	var more []Target
	for _, t := range r.dockerfilesFor(ctx, scripts) {
		if !seen[t.Path] {
			seen[t.Path] = true
			more = append(more, t)
		}
	}
	r.total += len(more)
	shipped := map[string]bool{}
	slots = r.each(ctx, more, func(t Target) *judged {
		f, err := r.cache.File(t.Path)
		if err != nil {
			return &judged{}
		}
		return r.judgeIfShips(f, named)
	})
	for _, s := range slots {
		for _, path := range s.shipped {
			shipped[path] = true
		}
	}
	for _, t := range others {
		if !shipped[t.Path] {
			rest = append(rest, t)
		}
	}
	return rest, slots
}

// dockerfilesFor are the Dockerfiles that may ship one of the scripts.
func (r *run) dockerfilesFor(ctx context.Context, scripts []string) []Target {
	if r.Dockerfiles != nil {
		var out []Target
		for _, path := range scripts {
			out = append(out, r.Dockerfiles(path)...)
		}
		return out
	}
	var roots []string
	for _, path := range scripts {
		dir := filepath.Dir(path)
		roots = append(roots, cmp.Or(r.root(dir), dir))
	}
	slices.Sort(roots)
	found, _ := r.Find(ctx, slices.Compact(roots)) // what cannot be walked has none
	return slices.DeleteFunc(found, func(t Target) bool { return t.Kind != Dockerfile })
}

// judgeIfShips judges a Dockerfile that the user did not name, when it ships one
// of the scripts.
func (r *run) judgeIfShips(f *source.File, named map[string]bool) *judged {
	slot := &judged{}
	u := r.unit(f)
	for path := range u.Build.Shipped {
		if named[path] {
			slot.path, slot.shipped = f.Path, slices.Sorted(maps.Keys(u.Build.Shipped))
			slot.judge(r, u)
			return slot
		}
	}
	return slot
}

// reason says in a clause why a file cannot be read.
func reason(err error) string {
	switch {
	case errors.Is(err, errIsFolder), errors.Is(err, errLeadsOut):
		return err.Error()
	case errors.Is(err, source.ErrTooLarge):
		return "this file is larger than 4 MiB and is not linted"
	case errors.Is(err, source.ErrNotRegular):
		return "this is not a regular file"
	case errors.Is(err, fs.ErrPermission):
		return "this file cannot be read: permission denied"
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	}
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return "this file cannot be read: " + pe.Err.Error()
	}
	return "this file cannot be read: " + err.Error()
}
