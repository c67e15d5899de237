package alpine

import "testing"

func TestArchitecture(t *testing.T) {
	for platform, want := range map[string]string{
		"linux/amd64": "x86_64", "linux/arm64": "aarch64", "linux/arm64/v8": "aarch64", "linux/arm/v7": "armv7",
		"linux/arm/v6": "armhf", "linux/386": "x86", "linux/s390x": "s390x", "arm64": "aarch64",
		"": "x86_64", "windows/amd64": "x86_64",
	} {
		if got := Architecture(platform); got != want {
			t.Errorf("%s: %s, want %s", platform, got, want)
		}
	}
}
