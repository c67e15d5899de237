package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// LooseModule is a place where Go takes a module that nobody looked at.
type LooseModule struct {
	Span source.Span
	// Module is what is taken in its newest version; "" where a setting is in the way.
	Module string
	// Setting says what a setting does, as a clause.
	Setting string
}

// LooseModules are `go install x@latest`, `go get x` and the settings that switch
// Go's checks of modules off.
func (u *Unit) LooseModules() []LooseModule {
	var out []LooseModule
	for run, c := range u.Commands("go") {
		verb := c.Arg(0)
		if verb != "install" && verb != "get" && verb != "run" {
			continue
		}
		for i := 1; i < len(c.Args); i++ {
			v := run.Reading(c, c.Args[i])[0]
			if strings.HasPrefix(v, "-") {
				if slices.Contains([]string{"-ldflags", "-tags", "-o", "-mod", "-C", "-gcflags", "-asmflags", "-p", "-exec", "-modfile"}, v) {
					i++
				}
				continue
			}
			if module, version, _ := strings.Cut(v, "@"); isModule(module) && moves(verb, version) {
				out = append(out, LooseModule{Span: c.Args[i].Span(), Module: module})
			}
			if verb == "run" {
				break // the rest are the program's arguments
			}
		}
	}
	for e := range u.Environment("GOSUMDB", "GONOSUMDB", "GOFLAGS", "GOINSECURE", "GOPROXY") {
		if setting := loosens(e); setting != "" {
			out = append(out, LooseModule{Span: e.Span, Setting: setting})
		}
	}
	return out
}

// isModule tells whether the name is that of a module of a host, and no path or pattern.
func isModule(name string) bool {
	first, _, more := strings.Cut(name, "/")
	return more && strings.Contains(first, ".") && !strings.HasPrefix(first, ".") && !strings.HasPrefix(first, "$")
}

func moves(verb, version string) bool {
	switch version {
	case "":
		return verb == "get"
	case "latest", "upgrade", "master", "main", "HEAD":
		return true
	}
	return false
}

func loosens(e EnvValue) string {
	switch e.Name {
	case "GOSUMDB":
		if e.Value == "off" {
			return "modules are not compared with the checksum database"
		}
	case "GONOSUMDB":
		if e.Value == "*" {
			return "no module is compared with the checksum database"
		}
	case "GOFLAGS":
		if slices.Contains(strings.Fields(e.Value), "-insecure") {
			return "modules may come over plain http"
		}
	case "GOINSECURE":
		for pattern := range strings.SplitSeq(e.Value, ",") {
			if pattern == "*" || isModule(pattern+"/") && !(image.Download{URLs: []string{pattern}}).Private() {
				return "modules may come over plain http, without a check of certificates"
			}
		}
	case "GOPROXY":
		for proxy := range strings.FieldsFuncSeq(e.Value, func(r rune) bool { return r == ',' || r == '|' }) {
			if d := (image.Download{URLs: []string{proxy}}); strings.HasPrefix(proxy, "http://") && !d.Private() {
				return "modules come over plain http"
			}
		}
	}
	return ""
}
