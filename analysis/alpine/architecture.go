package alpine

import "strings"

// Architecture is Alpine's name for that of a platform as --platform has it:
// "aarch64" for "linux/arm64". It is x86_64, on which most images are built, where
// the platform does not tell.
func Architecture(platform string) string {
	arch, variant, _ := strings.Cut(strings.TrimPrefix(platform, "linux/"), "/")
	switch arch {
	case "arm64", "aarch64":
		return "aarch64"
	case "arm":
		if variant == "v6" {
			return "armhf"
		}
		return "armv7"
	case "386":
		return "x86"
	case "loong64":
		return "loongarch64"
	case "ppc64le", "riscv64", "s390x":
		return arch
	}
	return "x86_64"
}
