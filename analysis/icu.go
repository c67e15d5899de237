package analysis

import (
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
)

// invariant is the variable by which .NET does without ICU.
const invariant = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"

// ICUMissing are the places, in stages of Alpine that are shipped, that have .NET look
// for ICU where nothing brings it.
func (u *Unit) ICUMissing() []Given {
	var out []Given
	for _, g := range u.Given(invariant) {
		value := strings.ToLower(g.Value)
		if g.Step == nil || g.Step.Name != "ENV" || value != "false" && value != "0" || !g.Stage.Ships() || g.Stage.Image.Distro != alpine.Alpine {
			continue
		}
		end := u.Build.Target.Final
		if v, ok := end.Vars.Value(invariant); ok && !strings.EqualFold(v, value) || hasICU(u.Build.Target) {
			continue
		}
		out = append(out, g)
	}
	return out
}

func hasICU(s *image.Stage) bool {
	known := s.Image.HasICU == alpine.No || s.Image.HasICU == alpine.Unknown && s.Final.Packages.Has("icu-libs") == alpine.No
	return !known || s.Says("icu")
}
