package alpine

import "testing"

func TestPackageFacts(t *testing.T) {
	tests := []struct {
		name    string
		cc      Answer
		fortify bool
		shim    bool
		shell   string
	}{
		{"gcc", Yes, false, false, ""},
		{"g++", Yes, false, false, ""},
		{"build-base", Yes, true, false, ""},
		{"alpine-sdk", Yes, true, false, ""},
		{"clang", Yes, true, false, ""},
		{"clang18", Yes, true, false, ""},
		{"musl-dev", No, false, false, ""},
		{"fortify-headers", No, true, false, ""},
		{"go", Unknown, false, false, ""},
		{"gcompat", No, false, true, ""},
		{"libc6-compat", No, false, true, ""},
		{"bash", No, false, false, "bash"},
	}
	for _, tt := range tests {
		p, ok := PackageFacts(tt.name)
		if !ok || p.Name != tt.name || p.CC != tt.cc || p.Fortify != tt.fortify || p.GlibcShim != tt.shim || p.Shell != tt.shell {
			t.Errorf("%s: %+v, %v", tt.name, p, ok)
		}
		if p.CC == Yes && p.Compiler == "" {
			t.Errorf("%s has a compiler of no family", tt.name)
		}
	}
	for _, name := range []string{"", "curl", "clang-dev", "clang-extra-tools", "clang18-libs", "gcc-doc", "bash-completion"} {
		if p, ok := PackageFacts(name); ok {
			t.Errorf("%q: %+v", name, p)
		}
	}
}
