package analysis

import (
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Privilege is an option of a docker run, create or exec that takes a part of the
// container's confinement away.
type Privilege struct {
	Docker image.Docker
	Span   source.Span // of the option, or of its value where that is a word of its own
	// Grants is a clause behind "the container": "has every capability".
	Grants string
	Power  Power
}

// Power is what a container can do by a privilege.
type Power int8

// The powers, in order of weight.
const (
	Within Power = iota // more than others, but to itself alone
	Beyond              // it sees or changes something of the host
	Host                // it can take the host over by well-known means
)

// Privileges are the privileges that docker command lines hand out. Those of
// programs that are run once to change the host, or that start containers
// themselves, are left out: they do not work without.
func (u *Unit) Privileges() []Privilege {
	var out []Privilege
	for _, d := range u.Dockers("run", "create", "exec") {
		if wantsHost(d.Image()) {
			continue
		}
		for _, o := range d.Options {
			value := ""
			if len(o.Values) == 1 {
				value = o.Values[0]
			}
			if grants, power := granted(d, o.Name, value); grants != "" {
				out = append(out, Privilege{d, o.Span(), grants, power})
			}
		}
	}
	return out
}

// wantsHost knows images whose task is to change the host's kernel, and those that
// are container engines.
func wantsHost(name string) bool {
	name, _, _ = strings.Cut(name, "@")
	base := path.Base(name)
	repo, tag, _ := strings.Cut(base, ":")
	return strings.HasPrefix(repo, "qemu-user-static") || repo == "binfmt" || repo == "qus" || strings.Contains(base, "dind") ||
		repo == "docker" && !strings.Contains(tag, "cli") || strings.HasSuffix(name, "kindest/node:"+tag) || repo == "buildkit"
}

// hostCapabilities are those with which a process of the container gets at the host
// by means that are published: mounting its disks, loading a module, opening its
// files by their handles.
var hostCapabilities = []string{"ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "DAC_READ_SEARCH"}

func granted(d image.Docker, option, value string) (string, Power) {
	switch option {
	case "privileged":
		if value != "false" {
			return "has every capability and every device, and no seccomp filter", Host
		}
	case "cap-add":
		return capability(d, strings.TrimPrefix(strings.ToUpper(value), "CAP_"))
	case "security-opt":
		return unconfined(strings.Replace(value, ":", "=", 1))
	case "pid", "ipc", "uts", "userns", "network", "net":
		if value == "host" {
			return sharing[option], Beyond
		}
	case "volume", "mount":
		return mounted(option, value)
	case "device":
		if dev, _, _ := strings.Cut(value, ":"); dev == "/dev/mem" || dev == "/dev/kmem" || dev == "/dev/port" {
			return "can read and write the host's memory", Host
		}
	}
	return "", Within
}

var sharing = map[string]string{
	"pid": "can see and signal the host's processes", "ipc": "shares the host's shared memory", "uts": "can rename the host",
	"userns": "has the host's user IDs", "network": "is on the host's own network interfaces", "net": "is on the host's own network interfaces",
}

func capability(d image.Docker, name string) (string, Power) {
	shares := func(namespaces ...string) bool {
		return slices.ContainsFunc(d.Options, func(o image.Option) bool {
			return slices.Contains(namespaces, o.Name) && len(o.Values) == 1 && o.Values[0] == "host"
		})
	}
	switch {
	case name == "ALL":
		return "has every capability", Host
	case slices.Contains(hostCapabilities, name):
		return "has " + name, Host
	case name == "NET_ADMIN" && shares("network", "net"):
		return "can configure the host's network", Beyond
	case name == "NET_ADMIN":
		return "can configure its own network", Within
	case name == "SYS_PTRACE" && shares("pid"):
		return "can write into the host's processes", Host
	case name == "SYS_PTRACE":
		return "can trace its own processes", Within
	}
	return "", Within
}

func unconfined(value string) (string, Power) {
	switch value {
	case "seccomp=unconfined":
		return "may use every system call", Beyond
	case "apparmor=unconfined":
		return "has no AppArmor profile", Beyond
	case "label=disable":
		return "is not held by SELinux", Beyond
	case "systempaths=unconfined":
		return "can see the parts of /proc and /sys that are hidden from others", Beyond
	case "no-new-privileges=false":
		return "may get privileges by setuid programs", Beyond
	}
	return "", Within
}

// engineSockets are those by which an engine is told to start any container.
var engineSockets = []string{"docker.sock", "podman.sock", "containerd.sock", "crio.sock"}

func mounted(option, value string) (string, Power) {
	from, rest, _ := strings.Cut(value, ":")
	readOnly := slices.Contains(strings.FieldsFunc(rest, func(r rune) bool { return r == ':' || r == ',' }), "ro")
	if option == "mount" {
		from = ""
		for field := range strings.SplitSeq(value, ",") {
			key, v, _ := strings.Cut(field, "=")
			switch key {
			case "src", "source":
				from = v
			case "ro", "readonly":
				readOnly = v != "false"
			}
		}
		rest = value
	}
	switch {
	case rest == "": // a volume without a name
	case strings.HasPrefix(from, "/") && slices.Contains(engineSockets, path.Base(from)):
		return "can tell the host's container engine what to do", Beyond
	case from != "" && path.Clean(from) == "/" && readOnly:
		return "can read all files of the host", Beyond
	case from != "" && path.Clean(from) == "/":
		return "can write all files of the host", Host
	}
	return "", Within
}

// Published is a port of a container that is open to the network.
type Published struct {
	Span source.Span
	// All: every port that the image exposes. Else Address is where it is open.
	All     bool
	Address string
}

// PublishedPorts are the ports that docker run and create open by --publish-all, and
// those they open on all addresses of the host and say so.
func (u *Unit) PublishedPorts() []Published {
	var out []Published
	for _, d := range u.Dockers("run", "create") {
		for _, o := range d.Options {
			switch {
			case o.Name == "publish-all" && d.On("publish-all"):
				out = append(out, Published{Span: o.Span(), All: true})
			case o.Name == "publish" && len(o.Values) == 1:
				for _, all := range []string{"0.0.0.0:", "[::]:"} {
					if strings.HasPrefix(o.Values[0], all) {
						out = append(out, Published{Span: o.Span(), Address: all[:len(all)-1]})
					}
				}
			}
		}
	}
	return out
}

// MissingConfinements are the options of a docker run that confine a container further
// and that it does not have.
func MissingConfinements(d image.Docker) []string {
	var out []string
	if !d.On("read-only") {
		out = append(out, "--read-only")
	}
	if _, ok := d.Option("cap-drop"); !ok {
		out = append(out, "--cap-drop")
	}
	if !slices.ContainsFunc(d.Options, func(o image.Option) bool {
		return o.Name == "security-opt" && slices.ContainsFunc(o.Values, func(v string) bool {
			return v == "no-new-privileges" || v == "no-new-privileges=true" || v == "no-new-privileges:true"
		})
	}) {
		out = append(out, "--security-opt no-new-privileges")
	}
	return out
}
