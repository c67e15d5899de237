package image

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
)

// Root tells whether what is run now is run by root: by the last USER, else by
// what is known of the base image.
func (s State) Root() alpine.Answer {
	switch user, _, _ := strings.Cut(s.User, ":"); {
	case s.UserStep == nil:
		return s.Stage.Image.Root
	case user == "": // a variable without a known value
		return alpine.Unknown
	default:
		return alpine.AnswerOf(user == "root" || strings.Trim(user, "0") == "")
	}
}
