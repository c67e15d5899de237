package analysis

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// NodeInstall is a run of npm, yarn or pnpm that takes packages.
type NodeInstall struct{ Install }

// nodeOptions are those of npm 11 (`npm config ls -l`), yarn 1.22 and pnpm 9. Any other
// may take a value or not.
var nodeOptions = options{
	letters: "wC",
	values: " access allow-scripts audit-level before ca cache cafile call cert cpu depth fetch-retries fetch-retry-factor fetch-retry-maxtimeout fetch-retry-mintimeout" +
		" fetch-timeout git globalconfig https-proxy include install-strategy key libc local-address loglevel maxsockets min-release-age node-options noproxy omit only os otp" +
		" prefix proxy registry save-prefix script-shell tag tag-version-prefix umask user-agent userconfig workspace nodedir" +
		" network-timeout network-concurrency modules-folder cache-folder global-folder cwd mutex store-dir virtual-store-dir filter reporter child-concurrency dir ",
	switches: " all audit bin-links color dev dry-run engine-strict force foreground-scripts fund global global-style ignore-scripts include-workspace-root install-links json" +
		" legacy-bundling legacy-peer-deps link long offline optional package-lock package-lock-only parseable prefer-dedupe prefer-offline prefer-online production progress" +
		" save save-bundle save-dev save-exact save-optional save-peer save-prod shrinkwrap silent quiet verbose strict-peer-deps strict-ssl unsafe-perm workspaces yes" +
		" frozen-lockfile pure-lockfile exact ignore-engines ignore-optional ignore-platform non-interactive immutable immutable-cache inline-builds" +
		" prod shamefully-hoist recursive flat peer tilde workspace-root ",
}

// nodeVerbs are the verbs that take packages, of each manager; "" is none at all.
var nodeVerbs = map[string][]string{
	"npm":  {"install", "i", "in", "add", "ci", "clean-install"},
	"pnpm": {"install", "i", "add"},
	"yarn": {"install", "add", ""},
}

// NodeInstalls are those of the unit.
func (u *Unit) NodeInstalls() []NodeInstall {
	var out []NodeInstall
	for run, c := range u.Commands("npm", "pnpm", "yarn") {
		words := slices.Clone(c.Args)
		verb, words := nextVerb(words)
		if verb == "global" {
			verb, words = nextVerb(words)
		}
		if !slices.Contains(nodeVerbs[c.Name], verb) {
			continue
		}
		i := NodeInstall{Install{Run: run, Command: c, Words: c.Word.Span()}}
		if verb != "" {
			i.Words = i.Words.Cover(c.Args[slices.IndexFunc(c.Args, func(w shell.Word) bool { return w.Source() == verb })].Span())
		}
		nodeOptions.read(&i.Install, words)
		out = append(out, i)
	}
	return out
}

// nextVerb takes the first word that is no option out of a command line.
func nextVerb(words []shell.Word) (string, []shell.Word) {
	for i, w := range words {
		if s := w.Source(); !strings.HasPrefix(s, "-") {
			return s, slices.Delete(words, i, i+1)
		}
	}
	return "", words
}

// Scriptless tells whether the scripts of packages do not run.
func (i NodeInstall) Scriptless() bool { return i.has("ignore-scripts") }

// Takes tells whether the install takes a package: as an operand, or by the
// dependencies of the package.json of its folder. The span is the word that says so.
func (i NodeInstall) Takes(name string) (source.Span, bool) {
	for _, o := range i.Operands {
		if pkg, _ := splitNode(o.Text); pkg == name {
			return o.Span, true
		}
	}
	if len(i.Operands) > 0 || !i.Sure || i.has("g", "global") {
		return source.Span{}, false
	}
	file, ok := i.Run.File(i.Command, "package.json")
	if !ok {
		return source.Span{}, false
	}
	var project struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(file.Content, &project); err != nil {
		return source.Span{}, false
	}
	_, ok = project.Dependencies[name]
	return i.Words, ok
}

// splitNode is the name and the version or tag of an operand: @scope/name@1.2.3.
func splitNode(operand string) (name, version string) {
	if at := strings.LastIndexByte(operand, '@'); at > 0 {
		return operand[:at], operand[at+1:]
	}
	return operand, ""
}

// Loose are the operands that name a package of the registry and no version, or a
// tag that moves.
func (i NodeInstall) Loose() []InstallOperand {
	if !i.Sure {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(i.Operands), func(o InstallOperand) bool {
		name, version := splitNode(o.Text)
		return !nodeName.MatchString(name) || slices.Contains([]string{".tgz", ".gz"}, path.Ext(name)) || !slices.Contains([]string{"", "latest", "next", "*"}, version)
	})
}

// nodeName is the name of a package of the registry: user/repository is none.
var nodeName = regexp.MustCompile(`^(@[A-Za-z0-9_~][\w.~-]*/)?[A-Za-z0-9_~][\w.~-]*$`)
