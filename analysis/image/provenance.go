package image

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Fetch is a download and what becomes of it, in its own program and, when that
// is a RUN or the download an ADD, in the later RUNs of the stage.
//
// A rule asks the unit for them and looks at the fates:
//
//	for _, f := range p.Fetches() {
//		if use, ok := f.Fate(image.MadeExecutable); ok && f.Checked == alpine.No { ... f.Span, use.Span ... }
//	}
type Fetch struct {
	Download
	// Fates are what is done with it, in order. None says that nothing is known of it.
	Fates []Fate
	// Checked tells whether it is compared with a checksum or signature. No: there
	// is no check in the program that may mean it, nor in the later RUNs. Unknown: there is one of which that
	// cannot be told. Check is the command.
	Checked alpine.Answer
	Check   *shell.Command
}

// Fate is one thing that is done with a download.
type Fate struct {
	Kind    FateKind
	Run     *Run
	Command *shell.Command // that does it: the interpreter, the chmod, the tar; nil for the ADD itself
	Span    source.Span    // the word that names the command
	// To is the folder that it is unpacked into or the path under which it becomes executable
	// or a key, "" where that is not known.
	To string
}

// FateKind tells what is done with a download.
type FateKind int8

// What is done with a download.
const (
	Interpreted    FateKind = iota // given to a shell, Python and so on, by a pipe, by $( ), as a file
	MadeExecutable                 // chmod +x, install, moved into a folder of PATH
	Unpacked                       // tar, unzip and their like
	Installed                      // by a package manager that does not check it
	Trusted                        // a key by which others are checked
)

// Unchecked tells whether the download comes from the network and nothing checks
// it. An address that cannot be told may be a file.
func (f *Fetch) Unchecked() bool { return f.Web() && f.Checked == alpine.No && !f.namesCommit() }

// IntoSystem tells whether the download is unpacked over folders in which the
// system has its programs and libraries.
func (f Fate) IntoSystem() bool {
	if f.Kind != Unpacked {
		return false
	}
	first := firstPart(strings.TrimPrefix(f.To, "/"))
	return f.To == "/" || slices.Contains([]string{"bin", "sbin", "lib", "usr", "etc"}, first) && f.To != "/usr/src" && !strings.HasPrefix(f.To, "/usr/src/") && !strings.HasPrefix(f.To, "/usr/share/")
}

// Fate is the first of that kind.
func (f *Fetch) Fate(kinds ...FateKind) (Fate, bool) {
	for _, x := range f.Fates {
		if slices.Contains(kinds, x.Kind) {
			return x, true
		}
	}
	return Fate{}, false
}

// Fetches are the downloads of the runs, and those by ADD of the build, which may be nil.
func Fetches(b *Build, runs []*Run) []*Fetch {
	var out []*Fetch
	takers := takers{}
	for _, r := range runs {
		for _, c := range r.Program.Named("curl", "wget", "aria2c") {
			for _, d := range r.Downloads(c) {
				t := &tracker{fetch: &Fetch{Download: d, Checked: alpine.No}, takers: takers}
				t.commandFetch(r, c)
				out = append(out, t.fetch)
			}
		}
	}
	if b == nil {
		return out
	}
	for _, stage := range b.Stages {
		for _, step := range stage.Steps {
			for _, d := range step.Downloads() {
				t := &tracker{fetch: &Fetch{Download: d, Checked: alpine.No}, takers: takers}
				t.addFetch(step)
				out = append(out, t.fetch)
			}
		}
	}
	return out
}

func (t *tracker) commandFetch(r *Run, c *shell.Command) {
	if len(t.fetch.To) == 0 {
		t.output(r, c)
	}
	for _, name := range t.fetch.To {
		t.keep(r, c, name)
	}
	t.follow(r, c)
	if r.When == AtBuild && r.Script == nil && r.Step != nil {
		t.laterSteps(r.Step)
	}
	if checksum := t.fetch.option("checksum"); checksum {
		t.fetch.Checked, t.fetch.Check = alpine.Yes, c
	} else if len(t.fetch.Fates) > 0 {
		t.findChecks()
	}
}

func (d Download) option(name string) bool {
	return slices.ContainsFunc(d.Run.FetchOptions(d.Command), func(o Option) bool { return o.Name == name })
}

func (t *tracker) addFetch(step *Step) {
	dest := t.fetch.To[0]
	if strings.HasSuffix(dest, "/") || path.Base(dest) == "." {
		dest = path.Join(dest, nameOf(t.fetch.URLs[0]))
	}
	switch {
	case strings.HasPrefix(dest, "/"):
	case step.Before.Workdir != "":
		dest = path.Join(step.Before.Workdir, dest)
	default:
		return
	}
	t.files = []kept{{path: path.Clean(dest)}}
	if isKey(t.files[0].path) {
		t.fetch.Fates = append(t.fetch.Fates, Fate{Kind: Trusted, Span: step.Keyword, To: t.files[0].path})
	}
	t.laterSteps(step)
	if step.HasFlag("checksum") {
		t.fetch.Checked = alpine.Yes
	} else {
		t.findChecks()
	}
}

// apkKeys hold the keys that apk trusts. From apk 2.14 on /usr/share/apk/keys is no
// more than the store that /etc/apk/keys links to.
var apkKeys = []string{"/etc/apk/keys", "/usr/share/apk/keys", "/lib/apk/keys"}

// aptKeys hold those that apt trusts, or is told to.
var aptKeys = []string{"/etc/apt/trusted.gpg.d", "/etc/apt/keyrings", "/usr/share/keyrings"}

// isKey tells whether a package manager checks by a file of that path.
func isKey(file string) bool {
	return inFolder(file, apkKeys) || inFolder(file, aptKeys)
}

// ForApk tells whether it is a key that apk trusts.
func (f Fate) ForApk() bool {
	return f.Kind == Trusted && inFolder(f.To, apkKeys)
}

// inFolder tells whether a file lies below one of the folders.
func inFolder(file string, dirs []string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool { return strings.HasPrefix(file, dir) && strings.HasPrefix(file[len(dir):], "/") })
}
