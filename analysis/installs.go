package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Install is a run of a language's package manager that takes packages.
type Install struct {
	Run     *image.Run
	Command *shell.Command
	// Words are the manager and its verb, "npm install".
	Words source.Span
	// Operands are what is to be taken; none takes what a file of the project says.
	Operands []InstallOperand
	// Sure: every word was read. Else an operand may be an option's value, and an
	// option may be missing.
	Sure bool

	options []installOption
}

// InstallOperand is a package, a file or an address that an install names, as
// written where variables have no known value.
type InstallOperand struct {
	Text string
	Span source.Span
}

type installOption struct {
	name, value string
	span        source.Span // of the value
}

// options are those of a package manager, long ones without dashes: letters and names
// between blanks that take a value, and that take none.
type options struct{ letters, values, switches string }

// read reads the words behind the verb. An option that is not known makes what follows unsure.
func (o options) read(i *Install, words []shell.Word) {
	i.Sure = true
	for at := 0; at < len(words); at++ {
		w := words[at]
		text := i.Run.Reading(i.Command, w)[0]
		name, value, has := strings.Cut(strings.TrimLeft(text, "-"), "=")
		short := len(text) > 1 && text[0] == '-' && text[1] != '-'
		switch {
		case strings.HasPrefix(text, "$"):
			i.Sure = false
			continue
		case !strings.HasPrefix(text, "-") || text == "-":
			if text != "" {
				i.Operands = append(i.Operands, InstallOperand{text, w.Span()})
			}
			continue
		case short && len(name) > 1 && strings.Contains(o.letters, name[:1]) && !strings.Contains(o.values+o.switches, " "+name+" "):
			name, value = name[:1], text[2:]
		case strings.Contains(o.values, " "+name+" ") || short && len(name) == 1 && strings.Contains(o.letters, name):
			if !has && at+1 < len(words) {
				at++
				value, w = i.Run.Reading(i.Command, words[at])[0], words[at]
			}
		case short || has || strings.HasPrefix(name, "no-") || strings.Contains(o.switches, " "+name+" "):
		default:
			i.Sure = false
		}
		i.options = append(i.options, installOption{name, value, w.Span()})
	}
}

// has tells whether one of the options is given.
func (i Install) has(names ...string) bool {
	return slices.ContainsFunc(i.options, func(o installOption) bool { return slices.Contains(names, o.name) })
}

// given are the values of an option.
func (i Install) given(names ...string) []installOption {
	return slices.DeleteFunc(slices.Clone(i.options), func(o installOption) bool { return !slices.Contains(names, o.name) })
}

// sets tells whether a variable is set where the install runs, or whether its program
// says something of it.
func (i Install) sets(name string) bool {
	_, declared := i.Run.State.Vars.Get(name)
	return declared || strings.Contains(i.Run.Program.Text.String(), name)
}

// LooseInstalls are the installs of a build that take packages in whatever version is the
// newest: by pip, npm, yarn and pnpm.
func (u *Unit) LooseInstalls() []LooseInstall {
	var out []LooseInstall
	take := func(i Install, loose []InstallOperand) {
		if len(loose) > 0 && (i.Run.When == image.AtBuild || i.Run.When == image.OnBuild) {
			out = append(out, LooseInstall{i, loose})
		}
	}
	for _, p := range u.Pips() {
		take(p.Install, p.Loose())
	}
	for _, n := range u.NodeInstalls() {
		take(n.Install, n.Loose())
	}
	return out
}

// LooseInstall is an install with its packages that have no version.
type LooseInstall struct {
	Install
	Packages []InstallOperand
}

// Names are what is written of the packages.
func (l LooseInstall) Names() []string {
	var names []string
	for _, o := range l.Packages {
		names = append(names, o.Text)
	}
	return names
}

// Pinned is the first package with a version, as the manager wants it written.
func (l LooseInstall) Pinned() string {
	text := l.Packages[0].Text
	if slices.Contains(pips, l.Command.Name) || strings.HasPrefix(l.Command.Name, "python") {
		return text + "==X.Y.Z"
	}
	name, _ := splitNode(text)
	return name + "@X.Y.Z"
}
