package build

import (
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

// ForAlpine tells whether what a stage makes has to do with Alpine: the stage is
// Alpine, or an Alpine stage begins with it or copies from it. It is unknown
// where the distribution of the stage, or of one that uses it, is; and for a
// script that no Dockerfile is known to ship.
func ForAlpine(s *image.Stage) alpine.Answer {
	if s == nil || s.Build == nil || s.Instruction == nil {
		return alpine.Unknown
	}
	known := true
	for _, o := range s.Build.Stages[s.Index:] {
		if a := isAlpine(o); a != alpine.No && takes(o, s, map[*image.Stage]bool{}) {
			if a == alpine.Yes {
				return alpine.Yes
			}
			known = false
		}
	}
	if !known {
		return alpine.Unknown
	}
	return alpine.No
}

func isAlpine(s *image.Stage) alpine.Answer { return image.State{Stage: s}.IsAlpine() }

// takes tells whether a stage begins with another or copies from it, itself or
// through others.
func takes(s, from *image.Stage, seen map[*image.Stage]bool) bool {
	if s == from {
		return true
	}
	if seen[s] {
		return false
	}
	seen[s] = true
	if s.Base != nil && takes(s.Base, from, seen) {
		return true
	}
	for _, step := range s.Steps {
		for _, use := range step.Uses() {
			if use.Stage != nil && takes(use.Stage, from, seen) {
				return true
			}
		}
	}
	return false
}
