package analysis

import (
	"iter"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
)

// localeVariables are those by which C programs choose a locale. LC_MESSAGES is left
// out: translations that programs bring along are found by it on musl too.
var localeVariables = []string{"LANG", "LC_ALL", "LC_CTYPE", "LC_COLLATE", "LC_TIME", "LC_NUMERIC", "LC_MONETARY"}

// MissingLocales are the variables of shipped images that choose a locale which makes
// a difference to C programs with glibc and none with musl, because neither
// musl-locales nor glibc is there.
func (u *Unit) MissingLocales() iter.Seq[EnvValue] {
	return func(yield func(EnvValue) bool) {
		for v := range u.Environment(localeVariables...) {
			if u.Build != nil && u.Build.Target != nil && ships(u.Build.Target, v.State.Stage) && u.lacksLocales(v.State.Stage) &&
				differs(v.Name, v.Value) && !yield(v) {
				return
			}
		}
	}
}

// LocaleTools are the commands that make locales for glibc, run on Alpine without it.
func (u *Unit) LocaleTools() iter.Seq[*shell.Command] {
	return func(yield func(*shell.Command) bool) {
		for run, c := range u.Commands("localedef", "locale-gen", "update-locale", "dpkg-reconfigure") {
			if c.Name == "dpkg-reconfigure" && !slices.ContainsFunc(c.Args, func(w shell.Word) bool { return w.Source() == "locales" }) {
				continue
			}
			if u.lacksLocales(run.State.Stage) && !strings.Contains(c.Word.Source(), "glibc") && !yield(c) {
				return
			}
		}
	}
}

// lacksLocales tells whether a stage surely has musl alone: no musl-locales and no
// glibc over it.
func (u *Unit) lacksLocales(s *image.Stage) bool {
	return (image.State{Stage: s}).IsAlpine() == alpine.Yes && !s.Image.GlibcOnAlpine && s.Final.Packages.Has("musl-locales") == alpine.No &&
		!slices.ContainsFunc(u.GlibcOnAlpine(), func(g GlibcOnAlpine) bool { return s.On(g.Stage) })
}

// differs tells whether a locale differs from musl's own, which is that of C in
// UTF-8, in what the variable stands for. English is taken for the same: its days
// and decimal point are.
func differs(variable, locale string) bool {
	name, charset, _ := strings.Cut(locale, ".")
	language, _, _ := strings.Cut(name, "_")
	charset, _, _ = strings.Cut(charset, "@")
	switch {
	case len(language) < 2 || len(language) > 3 || strings.ToLower(language) != language: // C, POSIX, a variable
		return false
	case charset != "" && !strings.EqualFold(strings.ReplaceAll(charset, "-", ""), "utf8"):
		return true
	}
	return variable != "LC_CTYPE" && language != "en"
}
