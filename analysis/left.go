package analysis

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Left are the packages that apk adds by name and that are in the image when it is
// built; none of an image that is made for building or testing. What may be gone is
// left out.
func (u *Unit) Left() []WorldEntry {
	if u.Build == nil || u.Build.Target == nil || len(u.World(u.Build.Target)) == 0 || u.ForBuilding() {
		return nil
	}
	var out []WorldEntry
	for _, e := range u.World(u.Build.Target) {
		if e.Gone == alpine.No {
			out = append(out, e)
		}
	}
	return out
}

// LeftToolchains are the compilers and headers among what is left, those of one
// `apk add` together. An image that says nothing of what it starts is taken for one to
// build with.
func (u *Unit) LeftToolchains() [][]WorldEntry {
	left := u.Left()
	if len(left) == 0 {
		return nil
	}
	if final := u.Build.Target.Final; final.Entrypoint == nil && final.Cmd == nil {
		return nil
	}
	var tools []WorldEntry
	for _, e := range left {
		if toolchain(e.Operand.Constraint.Name) && !u.Starts(e.Operand.Constraint.Name) {
			tools = append(tools, e)
		}
	}
	return byCall(tools, func(e WorldEntry) *ApkCall { return e.Call })
}

func toolchain(name string) bool {
	if strings.HasSuffix(name, "-dev") || name == "make" || name == "cmake" {
		return true
	}
	p, known := alpine.PackageFacts(name)
	return known && p.Compiler != "" && !p.Go && p.Name != "rust" && p.Name != "cargo" && p.Name != "tcc"
}

// LateDels are the packages that an `apk del` takes away which an earlier layer of the
// image added, those of one del together.
func (u *Unit) LateDels() [][]WorldEntry {
	if u.Build == nil || u.Build.Target == nil {
		return nil
	}
	var late []WorldEntry
	for _, e := range u.World(u.Build.Target) {
		if e.Late() {
			late = append(late, e)
		}
	}
	return byCall(late, func(e WorldEntry) *ApkCall { return e.Del })
}

// byCall puts entries together that have the same command, in order of first sight.
func byCall(entries []WorldEntry, of func(WorldEntry) *ApkCall) [][]WorldEntry {
	var out [][]WorldEntry
	for _, e := range entries {
		i := slices.IndexFunc(out, func(g []WorldEntry) bool { return of(g[0]).Command == of(e).Command })
		if i < 0 {
			out = append(out, []WorldEntry{e})
		} else {
			out[i] = append(out[i], e)
		}
	}
	return out
}

// buildWords are what stages, files and folders of images are called that are made to
// build, test or develop in.
var buildWords = []string{
	"dev", "devel", "development", "devcontainer", "build", "builder", "buildenv", "buildpack", "test", "tests", "testing", "ci", "debug",
	"sdk", "toolchain", "toolbox", "workspace", "compile", "compiler", "lint", "e2e", "integration", "debugger", "tools", "netshoot",
}

// ForBuilding tells whether the image is made to build, test or develop in, by what its
// stage, file and folder are called.
func (u *Unit) ForBuilding() bool {
	if u.Build == nil || u.Build.Target == nil {
		return false
	}
	dir, file := filepath.Split(u.File.Path)
	for _, name := range []string{u.Build.Target.Name, file, filepath.Base(dir)} {
		for word := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool { return r == '-' || r == '_' || r == '.' || r == ' ' }) {
			if slices.Contains(buildWords, word) {
				return true
			}
		}
	}
	return false
}

// Starts tells whether what runs in the container of the built image calls a command
// of the package: ENTRYPOINT, CMD, HEALTHCHECK and the scripts that they run.
func (u *Unit) Starts(pkg string) bool {
	for _, run := range u.Runs {
		if run.When != image.AtStart && run.When != image.AtHealth || run.State.Stage == nil || !run.State.Stage.Ships() {
			continue
		}
		for c := range run.Program.All() {
			if c.Name != "" && (c.Name == pkg || alpine.Brings(pkg, c.Name) || slices.Contains(commandsOf[pkg], c.Name)) {
				return true
			}
		}
	}
	return false
}

// commandsOf are commands of packages that no other table of commands needs.
var commandsOf = map[string][]string{
	"busybox-extras": {"telnetd", "ftpd", "tftpd", "httpd", "inetd", "telnet", "dnsd", "fakeidentd", "ftpget", "ftpput", "tftp", "readahead", "udhcpd", "dumpleases"},
	"openssh-server": {"sshd", "ssh-keygen"},
	"docker":         {"dockerd", "docker", "containerd"},
	"netcat-openbsd": {"nc", "netcat"},
	"shadow":         {"usermod", "useradd", "groupmod", "groupadd", "userdel", "groupdel", "passwd", "chpasswd", "newuidmap", "newgidmap"},
	"busybox-suid":   {"su", "crontab", "crond", "traceroute", "passwd", "mount", "umount"},
	"build-base":     {"gcc", "g++", "make", "cc", "ld"},
	"alpine-sdk":     {"gcc", "g++", "make", "cc", "abuild", "git"},
	"g++":            {"gcc", "cc", "c++"},
}

// VariableSetting is a variable that a Dockerfile or a program sets for what it starts.
type VariableSetting struct {
	Name string
	Span source.Span
}

// SettingsOf are the places that put one of the names into the environment: ENV and
// ARG, `export`, and assignments in front of apk.
func (u *Unit) SettingsOf(names ...string) []VariableSetting {
	var out []VariableSetting
	for _, stage := range u.Stages() {
		for _, step := range stage.Steps {
			if in := step.Instruction; in.Name == "ENV" || in.Name == "ARG" && len(in.Vars) > 0 {
				for _, v := range in.Vars {
					if slices.Contains(names, v.Name.Value()) && (in.Name == "ENV" || v.HasValue) {
						out = append(out, VariableSetting{v.Name.Value(), v.Name.Span()})
					}
				}
			}
		}
	}
	for _, c := range u.Commands("apk", "export") {
		for _, a := range c.Assigns {
			if slices.Contains(names, a.Name) && a.HasValue {
				out = append(out, VariableSetting{a.Name, a.Span})
			}
		}
	}
	return out
}
