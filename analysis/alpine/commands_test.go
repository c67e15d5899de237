package alpine

import (
	"slices"
	"testing"
)

func TestCommandTables(t *testing.T) {
	packages := map[string]bool{}
	if err := eachEntry(commandText, func(left, right []string) {
		if len(left) == 0 || len(right) == 0 {
			t.Errorf("an entry without packages or commands: %v : %v", left, right)
		}
		for _, p := range left {
			packages[p] = true
		}
	}); err != nil {
		t.Errorf("commands.txt: %v", err)
	}
	if err := eachEntry(dependentText, func(left, right []string) {
		if len(left) != 1 || !packages[left[0]] || len(right) == 0 {
			t.Errorf("dependents.txt: %v is not one package of commands.txt with dependents", left)
		}
	}); err != nil {
		t.Errorf("dependents.txt: %v", err)
	}
	for _, c := range append(optionalApplets, notIn137...) {
		if len(PackagesWith(c)) == 0 {
			t.Errorf("%s is in a list of applets and not in commands.txt", c)
		}
	}
	for name := range usages() {
		if len(PackagesWith(name)) == 0 && !slices.Contains([]string{"adduser", "addgroup", "deluser", "run-parts", "sha3sum"}, name) {
			t.Errorf("%s has usages, and no package is known that brings GNU's", name)
		}
	}
}

func TestBrings(t *testing.T) {
	for _, tt := range []struct {
		pkg, command string
		want         bool
	}{
		{"grep", "grep", true}, {"coreutils", "date", true}, {"coreutils", "grep", false}, {"curl", "curl", true},
		{"alpine-sdk", "git", true}, {"build-base", "patch", true}, {"abuild", "tar", true}, {"bats", "bash", true},
		{"postgresql16-client", "psql", true}, {"git-lfs", "git", true}, {"nginx", "curl", false}, {"bash", "nothing", false},
	} {
		if got := Brings(tt.pkg, tt.command); got != tt.want {
			t.Errorf("%s brings %s: %v", tt.pkg, tt.command, got)
		}
	}
}

func TestLacksCommand(t *testing.T) {
	for _, tt := range []struct {
		tag, command string
		want         Answer
	}{
		{"3.24", "curl", Yes}, {"latest", "curl", Yes}, {"edge", "curl", Yes}, {"3.24", "getent", Unknown}, {"3.24", "grep", Unknown},
		{"3.24", "nothing-known", Unknown}, {"3.11", "patch", Unknown}, {"3.12", "patch", Yes}, {"3.24", "patch", Yes}, {"edge", "patch", Unknown},
		{"3.20", "who", Unknown}, {"3.6", "telnet", Unknown}, {"3.7", "telnet", Yes}, {"3.10", "xz", Yes}, {"3.12", "xz", Unknown}, {"3.24", "uuidgen", Yes},
	} {
		if got := LacksCommand(Identify("alpine", tt.tag), tt.command); got != tt.want {
			t.Errorf("alpine:%s lacks %s: %v, want %v", tt.tag, tt.command, got, tt.want)
		}
	}
	if got := LacksCommand(Identify("debian", "13"), "curl"); got != Unknown {
		t.Errorf("debian:13 lacks curl: %v", got)
	}
}
