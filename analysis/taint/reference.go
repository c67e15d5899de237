package taint

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
)

// Characters of a reference to an image, and of its tag (OCI's distribution
// specification, "Pulling manifests"; Docker's reference grammar for the host).
const (
	referenceProps = Name | Dash | Dot | Slash | Colon | Other
	tagProps       = Name | Dash | Dot
)

// referenced is what an ARG may hold that names the image of a stage, or of one that
// this stage begins with: with anything else in it there is no build.
func referenced(s *image.Stage, arg string) Props {
	for ; s != nil; s = s.Base {
		ref := s.From.Span.Text()
		at := expandedAt(ref, arg)
		if at < 0 {
			continue
		}
		tag := strings.LastIndexByte(ref[:at], ':')
		switch {
		case tag <= strings.LastIndexByte(ref[:at], '/'):
			return referenceProps
		case tag == at-1: // where a tag begins no dash is
			return tagProps &^ Dash
		}
		return tagProps
	}
	return Any
}

// expandedAt is where a text expands a name, if only to what it holds or to a default; -1 for
// nowhere.
func expandedAt(text, name string) int {
	for at := range places(text, "$") {
		rest, braces := strings.CutPrefix(text[at+1:], "{")
		behind, ok := strings.CutPrefix(rest, name)
		switch {
		case !ok:
		case braces && (strings.HasPrefix(behind, "}") || strings.HasPrefix(behind, ":-") || strings.HasPrefix(behind, "-")):
			return at
		case !braces && (behind == "" || !isNameByte(behind[0])):
			return at
		}
	}
	return -1
}
