package image

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Docker is a command line of docker, or of podman, nerdctl or buildah, which read
// theirs alike.
type Docker struct {
	Run     *Run
	Command *shell.Command
	// Verb is what it does: "run", "create", "exec", "build", "pull", "tag", "commit"
	// or "import", however it is said (`container run`, `buildx build`, `bud`).
	Verb     string
	VerbWord shell.Word
	// Options of the verb, by their long names.
	Options []Option
	// Operands are the words behind the options. Those of run, create and exec go on
	// with the container's command.
	Operands []Operand
	// Sure: every word could be told. Not so, behind a word that could not be read or
	// an unknown option, a run's words are in neither Options nor Operands: they may be
	// either, or the container's. A build's, which has options anywhere, are, but an
	// operand may be the unknown option's value.
	Sure bool
}

// Operand is an operand of a command line. Value is what it may be, with unknown
// variables as written.
type Operand struct {
	Word  shell.Word
	Value string
	Known bool
}

// Docker reads the command line; not ok for other commands, and for verbs that are
// of no interest.
func (r *Run) Docker(c *shell.Command) (Docker, bool) {
	if !slices.Contains(DockerNames, c.Name) || c.Program.Defines(c.Name) {
		return Docker{}, false
	}
	d := r.dockers.of(c, func() Docker { return r.readDocker(c) })
	return d, d.Verb != ""
}

// readDocker reads a command line; it has no Verb where there is none of interest.
func (r *Run) readDocker(c *shell.Command) Docker {
	l := dockerLine{words: r.dockerWords(c), Docker: Docker{Run: r, Command: c, Sure: true}}
	if c.Name == "docker-buildx" || c.Name == "buildx" {
		l.Verb = "buildx"
	}
	for dockerSyntaxes[l.Verb].group {
		l.read(dockerSyntaxes[l.Verb])
		if len(l.Operands) == 0 {
			return Docker{}
		}
		l.Verb, l.VerbWord = l.Operands[0].Value, l.Operands[0].Word
		l.Operands, l.Options = nil, nil
	}
	if v, ok := dockerSynonyms[l.Verb]; ok {
		l.Verb = v
	}
	syntax, ok := dockerSyntaxes[l.Verb]
	if !ok || c.Name == "buildah" && syntax.inContainer {
		return Docker{}
	}
	l.read(syntax)
	return l.Docker
}

// Option is the last option of that long name.
func (d Docker) Option(name string) (Option, bool) {
	for _, o := range slices.Backward(d.Options) {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}

// On tells whether a switch is on.
func (d Docker) On(name string) bool {
	o, ok := d.Option(name)
	return ok && !o.is("false")
}

// Span is the option as written, with its value where that is the next word.
func (o Option) Span() source.Span {
	span := o.Word.Span()
	if o.Value.IsZero() || o.Value.Span().File != span.File || o.Value.Span().Start < span.End {
		return span
	}
	return span.Cover(o.Value.Span())
}

func (o Option) is(value string) bool { return len(o.Values) == 1 && o.Values[0] == value }

// Image is the image that a run, create or pull names, as far as it is written
// there: "$REGISTRY/qemu-user-static"; "" where that is not known.
func (d Docker) Image() string {
	if len(d.Operands) == 0 || d.Verb != "run" && d.Verb != "create" && d.Verb != "pull" {
		return ""
	}
	return d.Operands[0].Value
}

// Use is the use of the image that a run, create or pull names. It is not ok where
// the name is not known, and where the image is one that the same program makes.
func (d Docker) Use() (Use, bool) {
	name := d.Image()
	if name == "" || !d.Operands[0].Known || d.Run.makesImage(name) {
		return Use{}, false
	}
	ref := d.Run.dockerRef(d.Operands[0].Word, name)
	return Use{Kind: UseDocker, Ref: ref, Step: d.Run.Step}, ref.Known && !ref.IsScratch()
}

// dockerRef reads the word that names an image and has that value.
func (r *Run) dockerRef(w shell.Word, value string) Ref {
	b := r.State.Stage.Build
	if text, ok := w.Text(); ok && !strings.ContainsAny(value, notInRef) {
		return b.ref(text, Vars{})
	}
	return b.ParseRef(value, w.Span())
}

// dockerWord is a word as the program gets it; a variable may make several of one.
type dockerWord struct {
	word     shell.Word
	readings []string // what it may be, at least one; unknown variables are as written
	known    bool     // it is readings[0]
	many     bool     // it may be any number of words
}

func (r *Run) dockerWords(c *shell.Command) []dockerWord {
	out := make([]dockerWord, 0, len(c.Args))
	for _, w := range c.Args {
		if v, ok := w.Literal(); ok {
			out = append(out, dockerWord{word: w, readings: []string{v}, known: true})
			continue
		}
		sets, ok := w.FieldSets(r.Lookup(c))
		switch {
		case ok && len(sets) == 1:
			for _, field := range sets[0] {
				out = append(out, dockerWord{word: w, readings: []string{field}, known: true})
			}
		case ok && !slices.ContainsFunc(sets, func(fields []string) bool { return len(fields) != 1 }):
			out = append(out, dockerWord{word: w, readings: slices.Concat(sets...)})
		default:
			out = append(out, dockerWord{word: w, readings: r.Reading(c, w), many: mayBeMany(w)})
		}
	}
	return out
}

// mayBeMany tells whether a word is nothing but expansions that the shell may make
// any number of words of: $OPTS, "$@", "${args[@]}". With text beside them ($IMAGE:3)
// it is taken for one.
func mayBeMany(w shell.Word) bool {
	length, split := 0, false
	for _, x := range w.Expansions() {
		length += x.Span.End - x.Span.Start
		split = split || !x.Quoted || x.Name == "@" || strings.Contains(x.Span.Text(), "[@]")
	}
	return split && length == len(strings.Trim(w.Source(), `"`))
}

// dockerLine goes through the words of a command line.
type dockerLine struct {
	Docker
	words []dockerWord // that are left
}

// read takes options and operands, up to the first operand where what follows that
// belongs to another.
func (l *dockerLine) read(s dockerSyntax) {
	for len(l.words) > 0 && (l.Sure || s.mixed) {
		w := l.words[0]
		text := w.readings[0]
		l.words = l.words[1:]
		switch {
		case w.many:
			l.Sure = false
		case text == "--":
			l.rest()
		case strings.HasPrefix(text, "--"):
			l.long(s, w)
		case strings.HasPrefix(text, "-") && text != "-":
			l.cluster(s, w)
		default:
			l.Operands = append(l.Operands, w.operand())
			if s.group {
				return
			}
			if !s.mixed {
				l.rest()
			}
		}
	}
}

func (w dockerWord) operand() Operand { return Operand{w.word, w.readings[0], w.known} }

// rest takes the words that are left for operands.
func (l *dockerLine) rest() {
	for _, w := range l.words {
		l.Operands = append(l.Operands, w.operand())
	}
	l.words = nil
}

func (l *dockerLine) long(s dockerSyntax, w dockerWord) {
	name, _, has := strings.Cut(w.readings[0][2:], "=")
	switch {
	case has:
		l.option(name, w, w, len("--")+len(name)+len("="))
	case strings.Contains(s.values, " "+name+" "):
		l.valued(name, w)
	case strings.Contains(s.switches, " "+name+" "):
		l.option(name, w, dockerWord{}, 0)
	default:
		l.unknown(name, w)
	}
}

// cluster takes short options: -it, -p 80:80, -dp80:80, -e=A=1.
func (l *dockerLine) cluster(s dockerSyntax, w dockerWord) {
	text := w.readings[0]
	for i := 1; i < len(text); i++ {
		name := s.letter(text[i])
		switch {
		case name == "":
			l.unknown(text[i:i+1], w)
			return
		case strings.Contains(s.switches, " "+name+" "):
			l.option(name, w, dockerWord{}, 0)
			if i+1 < len(text) && text[i+1] == '=' { // -t=false
				l.Options[len(l.Options)-1].Values = []string{text[i+2:]}
				return
			}
		case i+1 < len(text):
			l.option(name, w, w, i+1+len(text[i+1:])-len(strings.TrimPrefix(text[i+1:], "=")))
			return
		default:
			l.valued(name, w)
			return
		}
	}
}

// valued takes the next word for the option's value.
func (l *dockerLine) valued(name string, w dockerWord) {
	if len(l.words) == 0 {
		l.Sure = false
		return
	}
	l.option(name, w, l.words[0], 0)
	l.words = l.words[1:]
}

// unknown is an option of which it is not known whether the next word is its value:
// where that is an option, it is not.
func (l *dockerLine) unknown(name string, w dockerWord) {
	l.option(name, w, dockerWord{}, 0)
	if len(l.words) == 0 || l.words[0].many || !strings.HasPrefix(l.words[0].readings[0], "-") {
		l.Sure = false
	}
}

func (l *dockerLine) option(name string, w, value dockerWord, cut int) {
	o := Option{Name: name, Word: w.word, Value: value.word}
	for _, v := range value.readings {
		o.Values = append(o.Values, v[min(cut, len(v)):])
	}
	l.Options = append(l.Options, o)
}
