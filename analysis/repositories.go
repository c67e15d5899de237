package analysis

import (
	"slices"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

// ApkRepository is a repository of packages and the setting in which apk is given it.
type ApkRepository struct {
	image.Repository
	State image.State
	// Upgrades: the whole system goes to the repository's packages, for an `apk
	// upgrade` follows in the stage.
	Upgrades bool
}

// Repositories are those of the unit's programs and of the lists that it copies.
func (u *Unit) Repositories() []ApkRepository { return u.repositories.of(u.findRepositories) }

func (u *Unit) findRepositories() []ApkRepository {
	var out []ApkRepository
	for _, stage := range u.Stages() {
		if stage.Apk.IsZero() {
			continue // nothing asks the list that it may copy
		}
		for _, repo := range stage.CopiedRepositories() {
			out = append(out, ApkRepository{Repository: repo, State: stage.Final})
		}
	}
	for _, run := range u.Runs {
		for _, repo := range run.Repositories() {
			out = append(out, ApkRepository{Repository: repo, State: run.State})
		}
	}
	for call := range u.Apk() {
		if call.Applet != "upgrade" || len(call.Operands) > 0 || image.Elsewhere(call.Invocation) {
			continue
		}
		for i, repo := range out {
			if repo.State.Stage == call.Run.State.Stage && !repo.Option && repo.Tag == "" {
				out[i].Upgrades = true
			}
		}
	}
	return out
}

// Foreign tells whether the repository is of another branch than the Alpine that apk
// runs in, and which branch that is. It is silent where either is not known.
func (r ApkRepository) Foreign() (branch string, foreign bool) {
	branch, _ = r.Branch()
	img := r.State.Stage.Image
	if branch == "" || branch == "latest-stable" || r.Elsewhere || img.Distro != alpine.Alpine || img.Release.IsEdge() {
		return branch, false
	}
	if branch == "edge" {
		return branch, true
	}
	of, ok := alpine.ParseRelease(branch)
	return branch, ok && img.Release.Known() && of != img.Release
}

// askedBy tells whether an apk call may ask the repository: it is given with the call,
// or written to the list of its stage or of one that the stage begins with.
func (r ApkRepository) askedBy(call ApkCall) bool {
	if r.Option {
		return r.Command == call.Command
	}
	return call.Run.State.Stage.On(r.State.Stage)
}

// OwnMirror tells whether apk may ask another repository than those of Alpine's own
// mirrors, at a call: one that was written to its list or given with the call.
func (u *Unit) OwnMirror(call ApkCall) bool {
	return call.Has("repositories-file") || slices.ContainsFunc(u.Repositories(), func(r ApkRepository) bool {
		return r.askedBy(call) && !r.OfAlpine()
	})
}
