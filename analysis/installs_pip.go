package analysis

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// Pip is a `pip install`, `download` or `wheel`.
type Pip struct{ Install }

// pipOptions are those of pip 23.2 and 26.0, by `pip install --help`.
var pipOptions = options{
	letters: "rcetCif",
	values: " requirement constraint editable target platform python-version implementation abi root prefix src upgrade-strategy" +
		" config-settings config-setting global-option install-option build-option no-binary only-binary progress-bar root-user-action report index-url extra-index-url" +
		" find-links python log keyring-provider proxy retries timeout exists-action trusted-host cert client-cert cache-dir use-feature use-deprecated" +
		" dest wheel-dir uploaded-prior-to group build-constraint default-timeout resume-retries ",
	switches: " pre dry-run user upgrade force-reinstall ignore-installed ignore-requires-python use-pep517 check-build-dependencies break-system-packages" +
		" compile prefer-binary require-hashes help debug isolated require-virtualenv verbose version quiet disable-pip-version-check process-dependency-links egg pre use-wheel ",
}

// pips are the names of the program.
var pips = []string{
	"pip", "pip2", "pip3", "pip2.7", "pip3.6", "pip3.7", "pip3.8", "pip3.9", "pip3.10", "pip3.11", "pip3.12", "pip3.13", "pip3.14",
}

// pipRunners are the names of programs that may be pip.
var pipRunners = append(slices.Clone(pips), "python", "python2", "python3")

// Pips are the runs of pip that take packages, those by `python -m pip` too.
func (u *Unit) Pips() []Pip {
	var out []Pip
	for run, c := range u.Commands(pipRunners...) {
		words := c.Args
		if strings.HasPrefix(c.Name, "python") {
			if c.Arg(0) != "-m" || c.Arg(1) != "pip" {
				continue
			}
			words = words[2:]
		}
		verb := slices.IndexFunc(words, func(w shell.Word) bool { return !strings.HasPrefix(w.Source(), "-") })
		if verb < 0 || !slices.Contains([]string{"install", "download", "wheel"}, words[verb].Source()) {
			continue
		}
		p := Pip{Install{Run: run, Command: c, Words: c.Word.Span().Cover(words[verb].Span())}}
		pipOptions.read(&p.Install, slices.Concat(words[:verb], words[verb+1:]))
		out = append(out, p)
	}
	return out
}

// Requirements are the files of `-r`, with their places.
func (p Pip) Requirements() []InstallOperand {
	var out []InstallOperand
	for _, o := range p.given("r", "requirement") {
		out = append(out, InstallOperand{o.value, o.span})
	}
	return out
}

// Hashed tells whether pip compares what it takes with hashes: it is told to, or a
// file of requirements has them. It may be where a file cannot be read.
func (p Pip) Hashed() bool {
	if p.sets("PIP_REQUIRE_HASHES") || p.has("require-hashes") {
		return true
	}
	return slices.ContainsFunc(p.Requirements(), func(r InstallOperand) bool {
		file, ok := p.Run.File(p.Command, r.Text)
		return ok && bytes.Contains(file.Content, []byte("--hash"))
	})
}

// WheelsOnly tells whether pip is told to build nothing, or to take packages from
// here alone.
func (p Pip) WheelsOnly() bool {
	return p.sets("PIP_ONLY_BINARY") || p.has("only-binary", "no-index") || slices.ContainsFunc(p.Requirements(), func(r InstallOperand) bool {
		file, ok := p.Run.File(p.Command, r.Text)
		return ok && bytes.Contains(file.Content, []byte("--only-binary"))
	})
}

// Platforms are the values of --platform.
func (p Pip) Platforms() []InstallOperand {
	var out []InstallOperand
	for _, o := range p.given("platform") {
		out = append(out, InstallOperand{o.value, o.span})
	}
	return out
}

// Loose are the operands that name a package of the index and no version at all.
// None where the command says that versions stand elsewhere, or could not be read.
func (p Pip) Loose() []InstallOperand {
	if !p.Sure || p.sets("PIP_CONSTRAINT") || p.has("r", "requirement", "c", "constraint", "no-index", "f", "find-links", "e", "editable", "require-hashes") {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Operands), func(o InstallOperand) bool {
		return !pipName.MatchString(o.Text) || slices.Contains([]string{".txt", ".whl", ".gz", ".zip", ".bz2"}, path.Ext(o.Text))
	})
}

// pipName is the name of a package with or without extras, and nothing behind it.
var pipName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9,._ -]*\])?$`)

// PipBuilds are the files of requirements, known to have no hashes, of which pip may
// build packages from source on Alpine: there is a compiler.
func (u *Unit) PipBuilds() []InstallOperand {
	var out []InstallOperand
	for _, p := range u.Pips() {
		if p.Run.When != image.AtBuild || p.Run.State.IsAlpine() != alpine.Yes || p.Hashed() || p.WheelsOnly() || !compiles(p) {
			continue
		}
		for _, r := range p.Requirements() {
			if _, ok := p.Run.File(p.Command, r.Text); ok {
				out = append(out, r)
			}
		}
	}
	return out
}

func compiles(p Pip) bool {
	_, there := p.Run.PackagesAt(p.Command).Any(func(x alpine.Package) bool { return x.CC == alpine.Yes })
	return there == alpine.Yes || p.Run.State.Stage.Image.HasCC == alpine.Yes
}
