package apk

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

// Parse reads the words after "apk". Constraints are read without a release:
// Operand.Err tells only what every apk refuses; ask ParseConstraint for one.
//
// A word with an unresolved expansion at the place of an operand is an operand
// of kind Unresolved, or, where Prefix tells, a package whose version is a
// variable. It leaves Sure alone: in practice it holds packages.
func Parse(args []Arg) Invocation {
	applet := appletWord(args)
	p := parser{args: args, Invocation: Invocation{Sure: true, At: applet}}
	p.Operands = make([]Operand, 0, len(args)) // but a few are operands
	if applet >= 0 {
		p.Applet = args[applet].Value
	} else {
		p.Sure = false
	}
	for p.at < len(args) {
		p.word(applet)
	}
	return p.Invocation
}

// Has reports whether the option was given, by its canonical long name without
// dashes; "no-cache" for --no-cache and --cache=no.
func (i Invocation) Has(name string) bool {
	_, ok := i.Option(name)
	return ok
}

// Option is the last option of that name: where one is given twice, apk goes by
// the last.
func (i Invocation) Option(name string) (Option, bool) {
	for _, v := range slices.Backward(i.Options) {
		if v.Name == name {
			return v, true
		}
	}
	return Option{}, false
}

// appletWord is the index of the applet's name, -1 for none: as apk itself looks
// for it, the first word that is no option and names an applet.
func appletWord(args []Arg) int {
	for i, a := range args {
		if !a.Known || strings.HasPrefix(a.Value, "-") {
			continue
		}
		if _, ok := applets[a.Value]; ok {
			return i
		}
	}
	return -1
}

type parser struct {
	args []Arg
	at   int
	rest bool // after --: operands only
	Invocation
}

// word reads one word, and the next too where it is the value of an option.
func (p *parser) word(applet int) {
	a := p.args[p.at]
	text := a.Value
	if !a.Known {
		text = a.Prefix
	}
	switch {
	case p.at == applet:
	case p.rest || len(text) < 2 && (a.Known || text == "") || text[0] != '-':
		p.operand(a)
	case a.Known && text == "--":
		p.rest = true
	case strings.HasPrefix(text, "--"):
		p.long(a, text[2:])
	default:
		p.shorts(a, text[1:])
	}
	p.at++
}

// long reads --name, --name=value or --name value.
func (p *parser) long(a Arg, text string) {
	name, value, explicit := strings.Cut(text, "=")
	o, ok := longOption(p.Applet, name)
	if !ok || !a.Known && !explicit {
		p.unknown(a)
		return
	}
	switch {
	case explicit && o.yesno && a.Known && value == "no":
		o.negate = true
		p.option(Option{Name: o.name(), Value: value, Known: true, ValueIndex: p.at, Own: o.own})
	case explicit:
		p.option(Option{Name: o.name(), Value: value, Known: a.Known, ValueIndex: p.at, Own: o.own})
		if !o.value && !o.yesno {
			p.Sure = false // apk refuses it: no value is expected
		}
	case o.value:
		p.separateValue(o)
	default:
		p.option(Option{Name: o.name(), Known: true, ValueIndex: -1, Own: o.own})
	}
}

// shorts reads a cluster such as -Uuv, -tNAME or -Ut NAME.
func (p *parser) shorts(a Arg, letters string) {
	for i := range len(letters) {
		o, ok := shortOption(p.Applet, letters[i])
		switch value := letters[i+1:]; {
		case !ok:
			p.unknown(Arg{Value: "-" + letters[i:i+1]})
			return
		case !o.value:
			p.option(Option{Name: o.name(), Known: true, ValueIndex: -1, Own: o.own})
		case value != "" || !a.Known:
			p.option(Option{Name: o.name(), Value: value, Known: a.Known, ValueIndex: p.at, Own: o.own})
			return
		default:
			p.separateValue(o)
			return
		}
	}
	if !a.Known {
		p.Sure = false // more letters may follow
	}
}

// separateValue takes the next word for the value.
func (p *parser) separateValue(o optionFacts) {
	opt := Option{Name: o.name(), Index: p.at, ValueIndex: -1, Own: o.own}
	if p.at+1 < len(p.args) {
		p.at++
		next := p.args[p.at]
		opt.Value, opt.Known, opt.ValueIndex = next.Value, next.Known, p.at
	} else {
		p.Sure = false // apk refuses it: a value is expected
	}
	p.Options = append(p.Options, opt)
}

func (p *parser) option(o Option) {
	o.Index = p.at
	p.Options = append(p.Options, o)
}

func (p *parser) unknown(a Arg) {
	p.option(Option{Name: strings.TrimLeft(a.Value, "-"), Known: false, ValueIndex: -1})
	p.Sure = false
}

func (p *parser) operand(a Arg) {
	if a.Known && a.Value == "" {
		return // apk 3 drops empty words
	}
	o := Operand{Index: p.at, Raw: a.Value, Known: a.Known}
	if !a.Known {
		o.variable(a.Prefix)
	} else {
		o.Kind = operandKind(a.Value)
		if o.Kind == Package || o.Kind == Provides {
			var err error
			o.Constraint, err = ParseConstraint(a.Value, alpine.Release{})
			// Other applets take patterns, paths and names: what is no constraint is
			// no fault there.
			if p.Applet == "add" {
				o.Err = err
			}
		}
	}
	p.Operands = append(p.Operands, o)
}

// variable reads what the literal beginning of an unresolved word tells: name
// and operator of curl=$VERSION. php$V-x, $DEPS and /tmp/$x.apk stay Unresolved.
func (o *Operand) variable(prefix string) {
	c := splitConstraint(prefix)
	if c.Op == "" || !validName(c.Name) {
		return
	}
	c.Variable = true
	o.Constraint = c
	o.Kind = Package
	if c.Provided() {
		o.Kind = Provides
	}
}

// operandKind goes by the form of the word; apk add itself asks whether a file
// of that name is there.
func operandKind(s string) OperandKind {
	name := strings.TrimPrefix(s, "!")
	switch {
	case strings.Contains(name, "://"):
		return URL
	case strings.HasSuffix(name, ".apk"):
		return File
	case strings.HasPrefix(name, "./"), strings.HasPrefix(name, "../"), strings.HasPrefix(name, "~/"):
		return File
	}
	if at := strings.IndexAny(name, operators); at >= 0 {
		name = name[:at]
	}
	switch slash, colon := strings.IndexByte(name, '/'), strings.IndexByte(name, ':'); {
	case slash == 0 || colon > 0:
		return Provides
	case slash > 0:
		return File
	}
	return Package
}
