package alpine

// equip tells of compilers and bash where an official image's Dockerfile, in all
// its versions, leaves no doubt.
func (img *Image) equip(n name) {
	onAlpine := img.Distro == Alpine
	slim := hasToken(n.tag, "slim")
	switch {
	case img.Distro == Windows:
	case img.Distro == Scratch || img.Distro == BusyBox,
		// The minirootfs: no package but the base.
		onAlpine && n.official("alpine"):
		img.HasGo, img.HasCC, img.HasBash = No, No, No
	case onAlpine && n.under("mcr.microsoft.com/dotnet"):
		// The SDK and the tags with -extra install icu-libs, the runtimes do not (dotnet/dotnet-docker
		// of August 2026, .NET 8 to 11).
		img.HasICU = AnswerOf(hasToken(n.base(), "sdk") || hasToken(n.tag, "extra"))
	case n.official("debian", "ubuntu"):
		img.HasGo, img.HasCC = No, No
	case n.official("golang"):
		img.HasGo = Yes
		// Debian: g++, gcc and libc6-dev stay installed. Alpine: only
		// ca-certificates; the gcc and bash that built Go before 1.21 were deleted
		// in the same layer.
		img.HasCC = AnswerOf(!onAlpine)
		if onAlpine {
			img.HasBash = No
		}
	case n.official("rust"):
		img.HasCC = Yes // rustc links with gcc: all variants install it
	case n.official("node", "python") && onAlpine:
		img.HasCC, img.HasBash = No, No // .build-deps are deleted in the same layer
	case n.official("php"):
		img.HasCC = AnswerOf(!onAlpine) // $PHPIZE_DEPS stay on Debian; Alpine deletes them
	case n.official("node", "python") && slim:
		img.HasCC = No
	case n.official("node", "python", "ruby", "perl", "pypy", "gcc") && img.Distro == Debian && !slim,
		// buildpack-deps, but for its variants with fewer packages
		n.official("buildpack-deps") && !hasToken(n.tag, "curl", "scm"):
		img.HasCC = Yes
	case n.official("buildpack-deps"):
		img.HasCC = No
	}
}
