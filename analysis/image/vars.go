package image

import (
	"maps"
	"sort"
	"strings"

	"github.com/crampon-lint/crampon/analysis/dockerfile"
	"github.com/crampon-lint/crampon/analysis/source"
)

// VarKind tells how a variable came to be.
type VarKind int8

// The kinds of variables of a Dockerfile.
const (
	Env VarKind = iota // ENV: in the container too, and the operator may set another
	Arg                // ARG: during the build only, and the builder may set another
)

func (k VarKind) String() string {
	if k == Env {
		return "ENV"
	}
	return "ARG"
}

// Var is a variable that an ENV or ARG declares.
type Var struct {
	Name  string
	Kind  VarKind
	Value string
	Known bool        // Value is its value
	Span  source.Span // its declaration
	Given bool        // the value comes from --build-arg or the config
	// From is the ARG in the value of an ENV: whoever runs the build sets the one by
	// the other. Nil for none.
	From *Var
}

func (v Var) evidence() Evidence {
	text := v.Name + " is " + v.Value
	if v.Given {
		text += ", as given for the build"
	}
	return Evidence{Span: v.Span, Text: text}
}

// Vars are the variables in force at one point. The zero value has none. They
// are never changed; set returns others that share what they can: a state is
// kept for each instruction, and few instructions set variables.
type Vars struct{ m map[string]*Var }

// Get is the variable of that name.
func (v Vars) Get(name string) (Var, bool) {
	if x := v.m[name]; x != nil {
		return *x, true
	}
	return Var{}, false
}

// Value is the value of a variable whose value is known.
func (v Vars) Value(name string) (string, bool) {
	if x := v.m[name]; x != nil && x.Known {
		return x.Value, true
	}
	return "", false
}

// Lookup is Value in the form that words of a shell program ask for. A variable
// that is not declared may come from the base image: it is unknown.
func (v Vars) Lookup(name string) ([]string, bool) {
	if value, ok := v.Value(name); ok {
		return []string{value}, true
	}
	return nil, false
}

// Names are the declared names in order.
func (v Vars) Names() []string {
	names := make([]string, 0, len(v.m))
	for n := range v.m {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

func (v Vars) set(vars ...Var) Vars {
	m := make(map[string]*Var, len(v.m)+len(vars))
	maps.Copy(m, v.m)
	for _, x := range vars {
		m[x.Name] = &x
	}
	return Vars{m}
}

// over are the variables of both, those of v first.
func (v Vars) over(below Vars) Vars {
	m := maps.Clone(below.m)
	if m == nil {
		return v
	}
	maps.Copy(m, v.m)
	return Vars{m}
}

func (v Vars) onlyEnv() Vars {
	m := make(map[string]*Var, len(v.m))
	for name, x := range v.m {
		if x.Kind == Env {
			m[name] = x
		}
	}
	return Vars{m}
}

// argIn is the first ARG of a word, or that of an ENV in it; nil for none, and for one
// whose value was given.
func (v Vars) argIn(word string) *Var {
	if !strings.Contains(word, "$") {
		return nil
	}
	for _, x := range v.usedIn(word) {
		switch {
		case x.Given:
		case x.Kind == Arg:
			return &x
		case x.From != nil:
			return x.From
		}
	}
	return nil
}

// usedIn are the variables that a word names, in order of name.
func (v Vars) usedIn(word string) []Var {
	var used []Var
	for _, name := range v.Names() {
		if names(word, "$"+name) || names(word, "${"+name) {
			used = append(used, *v.m[name])
		}
	}
	return used
}

// names tells whether the reference stands in the word and does not run on into a
// longer name.
func names(word, reference string) bool {
	for {
		i := strings.Index(word, reference)
		if i < 0 {
			return false
		}
		word = word[i+len(reference):]
		if word == "" || !strings.Contains(nameBytes, word[:1]) {
			return true
		}
	}
}

const nameBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

// declareArgs is what holds after an ARG. A default may use what was declared
// before it in the same instruction. An ARG without default takes the value of
// the global ARG of its name.
func (b *Build) declareArgs(vars Vars, in *dockerfile.Instruction, globals Vars) Vars {
	for _, a := range in.Vars {
		name := a.Name.Value()
		if x, ok := vars.Get(name); ok && x.Kind == Env {
			continue // an ENV of the name hides the ARG
		}
		x := Var{Name: name, Kind: Arg, Span: a.Name.Span()}
		if given, ok := b.Options.BuildArgs[name]; ok {
			x.Value, x.Known, x.Given = given, true, true
		} else if a.HasValue {
			x.Value, x.Known = b.expand(a.Value.Value(), vars)
		} else if g, ok := globals.Get(name); ok {
			x.Value, x.Known, x.Given = g.Value, g.Known, g.Given
		}
		vars = vars.set(x)
	}
	return vars
}

// declareEnv is what holds after an ENV. Its values see the variables as they
// were before the instruction.
func (b *Build) declareEnv(vars Vars, in *dockerfile.Instruction) Vars {
	set := make([]Var, 0, len(in.Vars))
	for _, a := range in.Vars {
		x := Var{Name: a.Name.Value(), Kind: Env, Span: a.Name.Span()}
		x.Value, x.Known = b.expand(a.Value.Value(), vars)
		x.From = vars.argIn(a.Value.Value())
		set = append(set, x)
	}
	return vars.set(set...)
}

// Value is what a word of the instruction, such as the value of an ENV, stands for
// when every variable in it is known.
func (s *Step) Value(w dockerfile.Word) (string, bool) {
	if w.Text == nil {
		return "", false
	}
	return s.Stage.Build.expand(w.Value(), s.Before.Vars)
}
