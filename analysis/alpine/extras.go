package alpine

// extras are the packages that an official image on Alpine adds, in any version of
// its Dockerfile, and leaves in the image: read in docker-library/{golang, python,
// php, redis} and nodejs/docker-node at their state of 2026, and in the older ones of
// their history as far as tags still stand for them. What a build deletes in the same
// layer is not there.
var extras = map[string][]string{
	"alpine": {},
	"golang": {"ca-certificates"},
	"node":   {"libstdc++", "ca-certificates"},
	"python": {"ca-certificates", "tzdata", "libffi", "sqlite-libs"},
	"php":    {"ca-certificates", "curl", "libressl", "openssl", "tar", "xz"},
	"redis":  {"tzdata", "su-exec", "gosu", "setpriv", "util-linux", "util-linux-misc"},
}

// Extras are the packages that may be in the image besides Alpine's base system,
// and whether that is known at all.
func (img Image) Extras() ([]string, bool) {
	if img.Distro != Alpine || !img.Official {
		return nil, false
	}
	pkgs, ok := extras[img.Name]
	return pkgs, ok
}
