package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// IndexLeft is an instruction whose layer keeps the package index that its apk
// commands fetched.
type IndexLeft struct {
	Step  *image.Step
	Calls []ApkCall // those that fetch it and do not drop it; at least one
	// Edits make each of them drop it; none where another command may need it.
	Edits []source.Edit
}

// IndexesLeft are those of the stages that ship. An `apk add` that takes its index
// from an earlier layer is ALP214's.
func (u *Unit) IndexesLeft() []IndexLeft {
	var out []IndexLeft
	at := map[*image.Step]int{}
	all := map[*image.Step][]ApkCall{}
	needed := map[*image.Step]bool{} // another apk command looks into the index
	for call := range u.Apk() {
		step := call.Run.Step
		if step == nil || call.Run.When != image.AtBuild || call.Run.Script != nil || !step.Stage.Ships() || image.Elsewhere(call.Invocation) {
			continue
		}
		switch call.Applet {
		case "add", "update", "upgrade":
		case "del", "info", "audit", "verify":
			continue
		default:
			needed[step] = true
			continue
		}
		all[step] = append(all[step], call)
		if call.Has("no-cache") || call.Has("no-network") || cachesApk(step) || clearsCache(call.Run) || call.linksCache() || call.Applet == "add" && u.IndexBefore(call) != nil {
			continue
		}
		i, seen := at[step]
		if !seen {
			i, at[step] = len(out), len(out)
			out = append(out, IndexLeft{Step: step})
		}
		out[i].Calls = append(out[i].Calls, call)
	}
	for i := range out {
		if !needed[out[i].Step] {
			out[i].Edits = u.dropIndex(out[i].Calls, all[out[i].Step])
		}
	}
	return out
}

// dropIndex gives each call --no-cache, and takes away an `apk update` in front of
// another: that one fetches the index itself. So do those of later layers from then on
// that took it from this one.
func (u *Unit) dropIndex(calls, all []ApkCall) []source.Edit {
	var edits []source.Edit
	for _, call := range calls {
		next := slices.IndexFunc(all, func(a ApkCall) bool { return a.Command == call.Command }) + 1
		if call.Applet == "update" && next < len(all) {
			if needless, ok := upTo(call.Command, all[next].Command); ok {
				edits = append(edits, source.Edit{Span: needless})
				continue
			}
		}
		edits = append(edits, call.NoCache())
		for _, add := range u.Adds() {
			if old := u.IndexBefore(add); old != nil && old.Command == call.Command {
				edits = append(edits, add.NoCache())
			}
		}
	}
	return edits
}

// NoCache is the edit that makes the call fetch the index itself and leave none.
func (a ApkCall) NoCache() source.Edit {
	at := a.AppletSpan()
	return source.Edit{Span: at.File.Span(at.End, at.End), New: " --no-cache"}
}

// upTo is a command with the && or ; that joins it to the next.
func upTo(c, next *shell.Command) (source.Span, bool) {
	span, after := c.Span(), next.Span()
	if c.Via != nil || next.Via != nil || len(c.Redirects) > 0 || span.File != after.File || after.Start < span.End {
		return source.Span{}, false
	}
	between := span.File.Span(span.End, after.Start).Text()
	joint := strings.Join(strings.Fields(strings.NewReplacer("\\\n", " ", "\\\r\n", " ").Replace(between)), " ")
	return span.File.Span(span.Start, after.Start), joint == "&&" || joint == ";"
}

// clearsCache tells whether the program removes what lies in apk's cache.
func clearsCache(r *image.Run) bool {
	for _, c := range r.Program.Named("rm", "find") {
		if slices.ContainsFunc(c.Args, func(w shell.Word) bool {
			src := strings.Trim(w.Source(), `"'`)
			return strings.HasPrefix(src, "/var/cache") || strings.HasPrefix(src, "/var/{") || strings.HasPrefix(src, "/etc/apk/cache") || strings.Contains(src, "$")
		}) {
			return true
		}
	}
	for _, c := range r.Program.Named("apk") {
		if r.Apk(c).Applet == "cache" {
			return true
		}
	}
	return false
}

// linksCache tells whether the call keeps its cache in a folder of its own.
func (a ApkCall) linksCache() bool { return a.Has("cache-dir") }
