package image

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/crampon-lint/crampon/analysis/source"
)

// Fault is something that a build refuses, or does not do as it is written,
// though BuildKit's parser accepts each instruction. Checked against BuildKit
// 0.34.2.
type Fault struct {
	Span    source.Span
	Message string
	// Builds: a build goes on all the same.
	Builds bool
}

func (b *Build) findFaults() {
	for _, s := range b.Stages {
		for _, step := range s.Steps {
			if step.Name == "COPY" || step.Name == "ADD" {
				b.copyFaults(step)
			}
		}
	}
	b.circles()
}

// copyFaults tells of a --from that names no stage, and of sources that lead out
// of the context.
func (b *Build) copyFaults(step *Step) {
	fromElsewhere := false
	for _, f := range step.Flags {
		if f.Name != "from" {
			continue
		}
		fromElsewhere = true
		name := f.Value.Value()
		if strings.Contains(name, "$") {
			b.fault(f.Value.Span(), "variables are not put in for --from; give the image a FROM of its own and name that stage")
		} else if n, err := strconv.Atoi(name); err == nil && b.stage(name, len(b.Stages)) == nil {
			b.fault(f.Value.Span(), fmt.Sprintf("there is no stage %d: the file has %d", n, len(b.Stages)))
		}
	}
	if fromElsewhere {
		return
	}
	for i := 0; i+1 < len(step.Args); i++ {
		src := step.Args[i].Value()
		if strings.Contains(src, "$") || isRemote(src) || !leadsOut(src) {
			continue
		}
		rest := clean(src)
		b.Faults = append(b.Faults, Fault{
			Span:    step.Args[i].Span(),
			Message: fmt.Sprintf("%s leads out of the build context; a build takes %s of the context's root instead", src, orDot(rest)),
			Builds:  b.Context != nil && len(b.Context.Match(src)) > 0,
		})
	}
}

// leadsOut tells whether a relative path climbs above where it begins.
func leadsOut(src string) bool {
	depth := 0
	for part := range strings.SplitSeq(src, "/") {
		switch part {
		case "", ".":
		case "..":
			if depth--; depth < 0 {
				return true
			}
		default:
			depth++
		}
	}
	return false
}

func orDot(path string) string {
	if path == "" {
		return "all"
	}
	return path
}

func (b *Build) fault(span source.Span, message string) {
	b.Faults = append(b.Faults, Fault{Span: span, Message: message})
}

// circles tells of stages that are made from themselves, through whatever others.
// Each circle is told once, where it closes.
func (b *Build) circles() {
	const (
		open = iota + 1
		done
	)
	mark := make([]int, len(b.Stages))
	var visit func(s *Stage)
	edge := func(from, to *Stage, span source.Span) {
		switch mark[to.Index] {
		case open:
			if from == to {
				b.fault(span, "circular dependency: "+to.Title()+" is made from itself")
			} else {
				b.fault(span, fmt.Sprintf("circular dependency: %s is made from %s, and that from this one", from.Title(), to.Title()))
			}
		case 0:
			visit(to)
		}
	}
	visit = func(s *Stage) {
		mark[s.Index] = open
		if s.Base != nil {
			edge(s, s.Base, s.From.Span)
		}
		for _, step := range s.Steps {
			for _, u := range step.Uses() {
				if u.Stage != nil {
					edge(s, u.Stage, u.Ref.Span)
				}
			}
		}
		mark[s.Index] = done
	}
	for _, s := range b.Stages {
		if mark[s.Index] == 0 {
			visit(s)
		}
	}
}
