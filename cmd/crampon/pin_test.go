package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/apk/apktest"
)

// Whatever a mirror does, pin --write changes nothing unless all that it needs came
// whole and signed; and what came once serves when the mirror is gone.
func TestPinFromAMirror(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache"))
	key := apktest.NewKey(t, keyName)
	const before = "FROM alpine:3.24\nRUN apk add --no-cache curl jq~1.7 docker\nUSER nobody\n"
	put := func(name string, content []byte) {
		t.Helper()
		if err := os.WriteFile(name, content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("Dockerfile", []byte(before))
	put(keyName, key.Public(t))

	main := key.Sign(t, "RSA", apktest.Pack(t, "v3.24.2-1-gabc", "P:curl\nV:8.14.1-r2\nt:1795132800\n\nP:jq\nV:1.8.1-r0\n"))
	community := key.Sign(t, "RSA256", apktest.Pack(t, "v3.24.2-1-gabc", "P:docker\nV:29.0.1-r0\n"))
	give := func(content []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(content) }
	}
	var second http.HandlerFunc // community's answer
	mirror := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v3.24/main/x86_64/APKINDEX.tar.gz":
			give(main)(w, r)
		default:
			second(w, r)
		}
	}))
	t.Cleanup(mirror.Close)
	pin := func() (code int, stdout, stderr string) {
		var out, err bytes.Buffer
		code = run([]string{"pin", "--write", "--today", "2026-11-22", "--apk-index", mirror.URL, "--apk-keys", keyName}, streams{strings.NewReader(""), &out, &err})
		return code, out.String(), err.String()
	}
	content := func() string {
		t.Helper()
		b, err := os.ReadFile("Dockerfile")
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}

	for want, answer := range map[string]http.HandlerFunc{
		"404 Not Found":                           http.NotFound,
		"it is not signed":                        give(apktest.Pack(t, "", "P:docker\nV:29.0.1-r0\n")),
		"is wrong: it is not what was signed":     give(community[:len(community)-9]),
		"it is signed by x, which is none of":     give(apktest.OtherKey(t, "x").Sign(t, "RSA", apktest.Pack(t, "", ""))),
		"it unpacks to more than any index has":   give(key.Sign(t, "RSA", apktest.Bomb(t))),
		"it leads to another address more than 5": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) },
		"it is of Alpine 3.10":                    give(key.Sign(t, "RSA", apktest.Pack(t, "v3.10.9", ""))),
		`docker has "29; rm -rf /" for a version`: give(key.Sign(t, "RSA", apktest.Pack(t, "", "P:docker\nV:29; rm -rf /\n"))),
		"a line of more than 1048576 bytes":       give(key.Sign(t, "RSA", apktest.Pack(t, "", "T:"+strings.Repeat("x", 2<<20)))),
	} {
		second = answer
		code, stdout, stderr := pin()
		if code != exitUsage || stdout != "" || !strings.HasPrefix(stderr, "crampon: the package index "+mirror.URL+"/v3.24/community/x86_64/APKINDEX.tar.gz: ") || !strings.Contains(stderr, want) {
			t.Errorf("%s: exit code %d\n%s%s", want, code, stdout, stderr)
		}
		if got := content(); got != before {
			t.Errorf("%s: the file is changed:\n%s", want, got)
		}
	}

	second = give(community)
	const after = "FROM alpine:3.24\nRUN apk add --no-cache curl~8.14 jq~1.8 docker~29.0\nUSER nobody\n"
	if code, _, stderr := pin(); code != exitClean || content() != after {
		t.Errorf("exit code %d: %s\n%s", code, stderr, content())
	}
	mirror.Close()
	put("Dockerfile", []byte(before))
	if code, _, stderr := pin(); code != exitClean || content() != after || !strings.Contains(stderr, "serves") {
		t.Errorf("without the mirror: exit code %d: %s\n%s", code, stderr, content())
	}
}
