package analysis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/source"
)

// PinTo is what stands behind a package's name to hold a version: ~8.14 of 8.14.1-r2,
// or as much as the config says; "" where the release's apk has no operator for it.
func (p *Pass) PinTo(version string, r alpine.Release) string {
	numbers := 2
	switch p.Settings.Pin {
	case config.Exact:
		return "=" + version
	case config.Major:
		numbers = 1
	}
	if !apk.HasFuzzy(r) {
		return ""
	}
	return "~" + apk.Beginning(version, numbers)
}

// Pin is the edit by which an operand holds a version, in place of the one that it
// may have.
func (p *Pass) Pin(add ApkCall, o apk.Operand, version string) (source.Edit, bool) {
	c, span := o.Constraint, add.Span(o)
	held := c.Name + c.Op + c.Version
	at := strings.Index(span.Text(), held)
	pin := p.PinTo(version, add.Run.State.Release())
	if _, literal := add.Command.Args[o.Index].Literal(); !literal || at < 0 || pin == "" || c.Tag != "" {
		return source.Edit{}, false
	}
	from := span.Start + at
	return source.Edit{Span: span.File.Span(from+len(c.Name), from+len(held)), New: pin}, true
}

// PinClosest is the edit by which an operand that asks for a version without revision
// holds the closest one, where the indexes have the package but not that version.
func (p *Pass) PinClosest(add ApkCall, o apk.Operand) (source.Edit, bool) {
	versions := p.Indexed(add).Versions(o.Constraint.Name)
	asked := o.Constraint.Version
	if len(versions) == 0 || slices.ContainsFunc(versions, func(v string) bool { return apk.FuzzyMatch(asked, v) }) {
		return source.Edit{}, false
	}
	return p.Pin(add, o, closest(versions, asked))
}

// PinAll parts operands of an apk add into those that the indexes have, with the fix
// that pins them all, and the rest. It is safe where the indexes are of today and the
// release is written in the FROM: a build then gets what it got without the pins.
func (p *Pass) PinAll(add ApkCall, operands []apk.Operand) (held, rest []apk.Operand, fixes []Fix) {
	b := p.Indexed(add)
	if len(b) == 0 {
		return nil, operands, nil
	}
	fix := Fix{Safe: p.Fresh(b, add.Run.State.Release()) && !add.Run.State.Stage.ReleaseFromArg()}
	for _, o := range operands {
		if versions := b.Versions(o.Constraint.Name); len(versions) > 0 {
			if edit, ok := p.Pin(add, o, versions[0]); ok {
				held = append(held, o)
				fix.Edits = append(fix.Edits, edit)
				fix.Title = fmt.Sprintf("Hold %s%s", o.Constraint.Name, edit.New)
				continue
			}
		}
		rest = append(rest, o)
	}
	switch len(held) {
	case 0:
		return nil, rest, nil
	case 1:
	default:
		fix.Title = fmt.Sprintf("Hold the %d packages at what the branch has", len(held))
	}
	return held, rest, []Fix{fix}
}
