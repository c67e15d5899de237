package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
)

// table is every key of the file, in the order in which the template has them.
func table() record[Config] {
	shells := choice{"ash", "bash", "dash", "sh"}
	levels := level{choice{string(Off), string(On), string(AsError), string(AsWarning), string(AsInfo), string(AsHint)}}
	glob := text{what: "a glob", check: checkGlob}
	name := text{what: "an image's name or the start of one", pattern: regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/-]*[A-Za-z0-9]$`)}
	variable := text{what: "a variable's name", pattern: regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)}
	// A release unquoted is a number to YAML; as written, 3.20 is not 3.2.
	release := text{bare: true, what: `an Alpine release such as "3.20" or edge`, pattern: regexp.MustCompile(`^(edge|v?[0-9]+\.[0-9]+(\.[0-9]+)?)$`)}

	ignore := record[PathIgnore]{
		needed(entry("files", list[string]{glob}, func(i *PathIgnore) *[]string { return &i.Files },
			"Globs relative to this file's folder. A folder stands for all that is in it; ** is any number of folders.", "")),
		entry("rules", list[string]{ruleID{}}, func(i *PathIgnore) *[]string { return &i.Rules },
			"The rules that are silent there. Without this key the files are not linted at all.", ""),
	}
	images := record[Image]{
		needed(entry("match", text{what: "a glob over image names", check: checkImageGlob}, func(i *Image) *string { return &i.Match },
			"A glob over the repository, or over repository:tag. The first entry that matches counts.", "")),
		needed(entry("distro", choice{"alpine", "wolfi", "debian", "other"}, func(i *Image) *string { return &i.Distro },
			"What the image is made of.", "")),
		entry("release", release, func(i *Image) *string { return &i.Release },
			"Its Alpine release.", ""),
		entry("shell", shells, func(i *Image) *string { return &i.Shell },
			"What its /bin/sh is, where that is not the distribution's own.", ""),
	}

	beside := text{what: "a file or folder", check: checkBeside}
	location := text{what: "a folder, a file or an address", check: checkLocation}

	return record[Config]{
		entry("rules", dictionary[Level]{ruleID{}, levels}, func(c *Config) *map[string]Level { return &c.Rules },
			"What is made of a rule: off, on, or the severity to report it with (error, warning, info, hint),\n"+
				"which turns on a rule that is off by default. `crampon rules` lists them all.",
			"ALP201: off\nALP106: warning"),
		entry("ignore", list[PathIgnore]{ignore}, func(c *Config) *[]PathIgnore { return &c.Ignore },
			"Paths that are not linted, or not by some rules; also when they are named on the command line.\n"+
				"Globs are relative to this file's folder. A folder stands for all that is in it; ** is any\n"+
				"number of folders.",
			"- files: [third_party]\n- files: [\"**/test/*.sh\", ci]\n  rules: [ALP201]"),
		entry("cgo-hardening", choice{Effective, Explicit}, func(c *Config) *string { return &c.CgoHardening },
			"Whether a cgo build may rely on what its compiler adds by itself (effective, the default:\n"+
				"Alpine's own adds -fstack-protector-strong) or has to state its flags (explicit).",
			"explicit"),
		entry("context", text{what: "a folder", check: checkBeside}, func(c *Config) *string { return &c.Context },
			"The build context of the Dockerfiles, relative to this file's folder. Without it crampon looks\n"+
				"for the folder in which the sources of COPY exist.",
			"."),
		entry("build-args", dictionary[string]{variable, text{bare: true, what: "a value"}}, func(c *Config) *map[string]string { return &c.BuildArgs },
			"Values of ARGs, as docker build --build-arg would give them.",
			"ALPINE_VERSION: \"3.24\""),
		entry("registry-mirrors", dictionary[string]{name, name}, func(c *Config) *map[string]string { return &c.Mirrors },
			"Registries, or the start of image names, that stand for another.",
			"registry.example.com/docker-hub: docker.io"),
		entry("shell", shells, func(c *Config) *string { return &c.Shell },
			"The shell of scripts that do not say by which they are run: ash, bash, dash or sh.",
			"ash"),
		entry("images", list[Image]{images}, func(c *Config) *[]Image { return &c.Images },
			"Images of your own: what they are made of (alpine, wolfi, debian, other), of which Alpine release,\n"+
				"and what their /bin/sh is. match is a glob over the repository, or over repository:tag; the first\n"+
				"entry that matches counts.",
			"- match: registry.example.com/base/*\n  distro: alpine\n  release: \"3.24\"\n- match: registry.example.com/tools:*-bash\n  distro: alpine\n  shell: bash"),
		entry("apk-index", list[string]{location}, func(c *Config) *[]string { return &c.ApkIndex },
			"Where Alpine's package indexes are; where nobody says so, crampon reads none. An entry is a mirror\n"+
				"(an address or a folder) or a single APKINDEX.tar.gz, in whose name {release} stands for v3.24 or\n"+
				"edge, {repo} for main and community, {arch} for x86_64 and its like.",
			"- https://dl-cdn.alpinelinux.org/alpine/{release}/{repo}/{arch}/APKINDEX.tar.gz"),
		entry("apk-keys", list[string]{beside}, func(c *Config) *[]string { return &c.ApkKeys },
			"The keys that sign these indexes: *.rsa.pub, or folders with them, as /etc/apk/keys of an Alpine\n"+
				"image has them. An index that none of them signed is refused.",
			"[ci/apk-keys]"),
		entry("pin", choice{Minor, Major, Exact}, func(c *Config) *string { return &c.Pin },
			"How much of a version a pin holds that a fix writes: minor (~8.14, the default), major (~8), or\n"+
				"exact (=8.14.1-r2, which fails as soon as Alpine publishes -r3).",
			"major"),
	}
}

// checkBeside refuses what could not be meant for every clone. Whether a context
// lies in the repository is seen when it is looked for, see ContextDir.
func checkBeside(name string) error {
	if filepath.IsAbs(name) || strings.HasPrefix(name, "/") {
		return errors.New("it is relative to the folder of this file")
	}
	return nil
}

// checkLocation refuses addresses that are not read.
func checkLocation(location string) error {
	if scheme, _, ok := strings.Cut(location, "://"); ok {
		if !IsAddress(location) {
			return fmt.Errorf("an index is read by http and https, not by %s", scheme)
		}
		return nil
	}
	return checkBeside(location)
}
