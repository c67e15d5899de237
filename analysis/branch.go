package analysis

import (
	"slices"
	"time"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/config"
	"github.com/crampon-lint/crampon/analysis/image"
)

// IndexSource is where the user says that package indexes are. Nothing else is read
// for one.
type IndexSource struct {
	Locations []string // mirrors and single indexes: folders, files, addresses
	Keys      []string // files and folders of keys that sign them
	Unsigned  bool     // take those that none of them signed too
}

// Indexes reads what an IndexSource names. It is asked by several goroutines, and
// for the same again and again.
type Indexes interface {
	// Branch is what the repositories of a release have for an architecture, by apk's
	// name for it; nil where nothing is named for it.
	Branch(from IndexSource, release alpine.Release, arch string) (apk.Branch, error)
}

// branchOf answers for the files under a config. What the command line names goes
// before the config. A fault is noted, once, and there is nothing then.
func (r *run) branchOf(cfg *config.Config) func(alpine.Release, string) apk.Branch {
	from := r.Settings.Index
	named := len(from.Locations) > 0
	if !named {
		from.Locations = cfg.Beside(cfg.ApkIndex)
	}
	if len(from.Keys) == 0 {
		from.Keys = cfg.Beside(cfg.ApkKeys)
	}
	if r.Indexes == nil || len(from.Locations) == 0 {
		return nil
	}
	return func(release alpine.Release, arch string) apk.Branch {
		branch, err := r.Indexes.Branch(from, release, arch)
		switch {
		case err == nil:
			return branch
		case named:
			r.indexError(err)
		default:
			r.configFault(config.Error{Span: cfg.Place("apk-index"), Message: err.Error()})
		}
		return nil
	}
}

// indexError notes what is wrong with an index that the command line names, once.
func (r *run) indexError(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.ContainsFunc(r.indexErrors, func(e error) bool { return e.Error() == err.Error() }) {
		r.indexErrors = append(r.indexErrors, err)
	}
}

// Branch is what the user's indexes have of the Alpine that a state is of; nil where
// they have nothing, or where the release is not known or may move.
func (u *Unit) Branch(s image.State) apk.Branch {
	if u.branch == nil || s.IsAlpine() != alpine.Yes || !s.Release().Known() {
		return nil
	}
	return u.branch(s.Release(), alpine.Architecture(s.Stage.Platform))
}

// Indexed is what the indexes have of the branch that an apk add asks; nil where it
// may ask another repository, by an option or by what was written or copied to its list.
func (u *Unit) Indexed(add ApkCall) apk.Branch {
	b := u.Branch(add.Run.State)
	if b == nil || image.Elsewhere(add.Invocation) || u.OwnMirror(add) || add.Run.State.Stage.Final.MayHave("/etc/apk/repositories") {
		return nil
	}
	for _, r := range u.Repositories() {
		if _, foreign := r.Foreign(); foreign && r.Tag == "" && r.askedBy(add) {
			return nil
		}
	}
	return b
}

// staleAfter is how old the newest package of an index may be. On a branch that gets
// fixes there are several a week.
const staleAfter = 30 * 24 * time.Hour

// Fresh tells whether the indexes are as the mirrors have them today, as far as that
// can be told by their newest packages. A branch that gets no fixes changes no more.
func (p *Pass) Fresh(b apk.Branch, r alpine.Release) bool {
	day := p.Settings.Today
	if facts, ok := r.Facts(); ok && facts.EOL.Before(day) {
		day = facts.EOL
	}
	return b.Newest().After(day.Add(-staleAfter))
}

// Absent is an operand of an apk add that no package of its branch fulfils.
type Absent struct {
	Add     ApkCall
	Operand apk.Operand
	Branch  apk.Branch
	// Closest is the version that the branch has, nearest to what is asked; "" where it
	// has no package of the name.
	Closest string
}

// Absent are those of which the indexes tell. What asks a tagged repository, or for
// what packages provide, is not judged; nor is a package that none of the indexes at
// hand has, where not all that apk asks are, or where the base image is not an
// official one and may ask more.
func (u *Unit) Absent() []Absent {
	var out []Absent
	for _, add := range u.Adds() {
		b := u.Indexed(add)
		if b == nil {
			continue
		}
		for _, o := range add.Operands {
			c := o.Constraint
			if o.Kind != apk.Package || !o.Known || o.Err != nil || c.Conflict || c.Tag != "" || c.ExactWithoutRevision() {
				continue
			}
			versions := b.Versions(c.Name)
			switch {
			case slices.ContainsFunc(versions, c.Allows):
			case len(versions) > 0:
				out = append(out, Absent{add, o, b, closest(versions, c.Version)})
			case b.Whole() && add.Run.State.Stage.Image.Official && len(b.Providers(c.Name)) == 0 && !u.madeUp(add, c.Name):
				out = append(out, Absent{Add: add, Operand: o, Branch: b})
			}
		}
	}
	return out
}

// closest is the oldest of versions, which are there newest first, that is newer than
// the one asked for, else the newest.
func closest(versions []string, asked string) string {
	for _, v := range slices.Backward(versions) {
		if apk.CompareVersions(v, asked) > 0 {
			return v
		}
	}
	return versions[0]
}

// madeUp tells whether a name may be one that the Dockerfile gives itself: of a
// virtual group, or of a package that a file brought.
func (u *Unit) madeUp(add ApkCall, name string) bool {
	if name[0] == '.' {
		return true
	}
	for call := range u.Apk() {
		if call.Run.State.Stage != add.Run.State.Stage {
			continue
		}
		if o, ok := call.Option("virtual"); ok && (!o.Known || o.Value == name) {
			return true
		}
		if slices.ContainsFunc(call.Operands, func(o apk.Operand) bool { return o.Kind == apk.File || o.Kind == apk.URL }) {
			return true
		}
	}
	return false
}

// Like is what the package that has no package of its name may be meant for: one that
// brings a command of that name, or one whose name is a slip away; "" for none.
func (a Absent) Like() string {
	if with := a.Branch.Providers("cmd:" + a.Operand.Constraint.Name); len(with) > 0 {
		return with[0]
	}
	return config.Nearest(a.Operand.Constraint.Name, a.Branch.Names())
}
