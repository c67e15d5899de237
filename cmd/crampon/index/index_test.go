package index_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/apk/apktest"
	"github.com/crampon-lint/crampon/cmd/crampon/index"
)

var v324 = alpine.Release{Major: 3, Minor: 24}

// world is a folder with a key, and what makes an index that it signed.
type world struct {
	*testing.T
	dir  string
	key  apktest.Key
	said []string
}

func newWorld(t *testing.T) *world {
	w := &world{T: t, dir: t.TempDir(), key: apktest.NewKey(t, "test.rsa.pub")}
	w.write("keys/test.rsa.pub", w.key.Public(t))
	return w
}

func (w *world) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *world) write(name string, content []byte) {
	w.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path(name)), 0o777); err != nil {
		w.Fatal(err)
	}
	if err := os.WriteFile(w.path(name), content, 0o666); err != nil {
		w.Fatal(err)
	}
}

// signed is an index with curl in that version.
func (w *world) signed(description, version string) []byte {
	return w.key.Sign(w, "RSA", apktest.Pack(w, description, "P:curl\nV:"+version+"\n"))
}

func (w *world) from(locations ...string) analysis.IndexSource {
	return analysis.IndexSource{Locations: locations, Keys: []string{w.path("keys")}}
}

// reader is a new one each time: a run reads an index once.
func (w *world) reader() *index.Reader {
	return &index.Reader{Cache: w.path("cache"), Timeout: time.Minute, Say: func(text string) { w.said = append(w.said, text) }}
}

// curl asks for the versions of curl, and gives them or the error.
func curl(r *index.Reader, from analysis.IndexSource, release alpine.Release) string {
	b, err := r.Branch(from, release, "x86_64")
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, repository := range b {
		out = append(out, repository.Name+" "+strings.Join(repository.Versions("curl"), ","))
	}
	return strings.Join(out, "; ")
}

func TestPlaces(t *testing.T) {
	w := newWorld(t)
	w.write("mirror/v3.24/main/x86_64/APKINDEX.tar.gz", w.signed("v3.24.2-1-gabc", "8.14.1-r2"))
	w.write("mirror/v3.24/community/x86_64/APKINDEX.tar.gz", w.signed("", "8.15.0-r0"))
	w.write("mirror/edge/main/x86_64/APKINDEX.tar.gz", w.signed("v20240923-1-gabc", "9.0.0-r0"))
	w.write("mirror/v3.2/main/x86_64/APKINDEX.tar.gz", w.signed("", "7.0.0-r0"))
	w.write("mirror/v3.2/community/x86_64/APKINDEX.tar.gz", w.signed("", "7.1.0-r0"))
	w.write("mine/community/x.tar.gz", w.signed("v3.24.0", "8.16.0-r0"))
	w.write("mine/any.tar.gz", w.signed("the packages of us", "1-r0"))
	w.write("lies/v3.24/main/x86_64/APKINDEX.tar.gz", w.signed("v3.10.9-1-gabc", "1-r0"))
	for _, tt := range []struct {
		location string
		release  alpine.Release
		want     string
	}{
		{"mirror", v324, "main 8.14.1-r2; community 8.15.0-r0"},
		{"mirror/", alpine.Edge, "main 9.0.0-r0"},
		{"mirror", alpine.Release{Major: 3, Minor: 2}, "main 7.0.0-r0"}, // there was no community then
		{"mirror", alpine.Release{Major: 3, Minor: 9}, ""},
		{"mirror/{release}/community/{arch}/APKINDEX.tar.gz", v324, "community 8.15.0-r0"},
		{"mine/community/x.tar.gz", v324, "community 8.16.0-r0"},
		{"mine/community/x.tar.gz", alpine.Edge, ""}, // it says of which release it is
		{"mine/any.tar.gz", alpine.Edge, " 1-r0"},
		{"lies", v324, "the package index " + w.path("lies/v3.24/main/x86_64/APKINDEX.tar.gz") + ": it is of Alpine 3.10"},
		{"nowhere", v324, "the package index " + w.path("nowhere") + ": there is no such file or folder"},
		{"nowhere/{release}.tar.gz", v324, "the package index " + w.path("nowhere/{release}.tar.gz") + ": there is no such file or folder"},
	} {
		if got := curl(w.reader(), w.from(w.path(".")+"/"+tt.location), tt.release); got != tt.want {
			t.Errorf("%s of %v: %q, want %q", tt.location, tt.release, got, tt.want)
		}
	}
	for location, want := range map[string]string{
		"ftp://mirror/alpine": "the package index ftp://mirror/alpine: an index is read by http and https, not by ftp",
		"https://":            "the package index https://: it is no address",
	} {
		if got := curl(w.reader(), w.from(location), v324); got != want {
			t.Errorf("%s: %q", location, got)
		}
	}
	both := w.from(w.path("mirror"), w.path("mine/any.tar.gz"))
	if got := curl(w.reader(), both, alpine.Edge); got != "main 9.0.0-r0;  1-r0" {
		t.Errorf("two locations: %q", got)
	}
}

func TestFilesRefused(t *testing.T) {
	w := newWorld(t)
	index := w.signed("", "8.14.1-r2")
	w.write("signed.tar.gz", index)
	w.write("unsigned.tar.gz", apktest.Pack(w, "", "P:curl\nV:1-r0\n"))
	w.write("cut.tar.gz", index[:len(index)-30])
	w.write("strange.tar.gz", apktest.OtherKey(w, "else.rsa.pub").Sign(w, "RSA256", apktest.Pack(w, "", "")))
	w.write("bomb.tar.gz", w.key.Sign(w, "RSA", apktest.Bomb(w)))
	w.write("huge.tar.gz", w.key.Sign(w, "RSA", apktest.Pack(w, "", "P:curl\nV:1-r0\nT:"+strings.Repeat("x", 2<<20)+"\n")))
	w.write("text.tar.gz", []byte("not found"))
	w.write("bad.pub", []byte("no key"))
	if err := os.Truncate(w.path("text.tar.gz"), 33<<20); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(w.path("folder.tar.gz"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"unsigned": "it is not signed",
		"cut":      "the signature by test.rsa.pub is wrong: it is not what was signed",
		"strange":  "it is signed by else.rsa.pub, which is none of the keys given",
		"bomb":     "it cannot be read: it unpacks to more than any index has",
		"huge":     "it cannot be read: a line of more than 1048576 bytes",
		"text":     "it has more than 32768 KiB",
		"folder":   w.path("folder.tar.gz") + ": not a regular file",
	} {
		path := w.path(name + ".tar.gz")
		if got := curl(w.reader(), w.from(path), v324); got != "the package index "+path+": "+want {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, tt := range []struct {
		name, want string
		keys       []string
		unsigned   bool
	}{
		{"signed", " 8.14.1-r2", []string{w.path("keys/test.rsa.pub")}, false},
		{"signed", "it is signed by test.rsa.pub, which is none of the keys given; --apk-keys names them", nil, false},
		{"signed", " 8.14.1-r2", nil, true},
		{"unsigned", " 1-r0", nil, true},
		{"strange", "", nil, true},
		{"signed", "a key cannot be read: stat " + w.path("no.pub") + ": no such file or directory", []string{w.path("no.pub")}, false},
		{"signed", "the key " + w.path("bad.pub") + ": it is no key in PEM form", []string{w.path("bad.pub")}, false},
		{"signed", "there is no key (*.pub) in " + w.path("folder.tar.gz"), []string{w.path("folder.tar.gz")}, false},
	} {
		from := analysis.IndexSource{Locations: []string{w.path(tt.name + ".tar.gz")}, Keys: tt.keys, Unsigned: tt.unsigned}
		got := strings.TrimPrefix(curl(w.reader(), from, v324), "the package index "+from.Locations[0]+": ")
		if strings.TrimSpace(got) != strings.TrimSpace(tt.want) {
			t.Errorf("%s with %v: %q, want %q", tt.name, tt.keys, got, tt.want)
		}
	}
}

// server gives what answer gives, and notes how it was asked.
func (w *world) server(answer http.HandlerFunc) (address string, asked func() []string) {
	var mu sync.Mutex
	var log []string
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		log = append(log, strings.TrimSpace(r.URL.Path+" "+r.Header.Get("If-None-Match")))
		mu.Unlock()
		answer(rw, r)
	}))
	w.Cleanup(s.Close)
	return s.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(log)
	}
}

// A mirror is asked once for each index in a run, and in the next by its ETag; what
// it gave serves when it is gone.
func TestCache(t *testing.T) {
	w := newWorld(t)
	content, tag, down := w.signed("v3.24.2", "8.14.1-r2"), `"one"`, false
	address, asked := w.server(func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case down:
			http.Error(rw, "", http.StatusBadGateway)
		case r.Header.Get("If-None-Match") == tag:
			rw.WriteHeader(http.StatusNotModified)
		default:
			rw.Header().Set("ETag", tag)
			_, _ = rw.Write(content)
		}
	})
	location := address + "/alpine/{release}/main/{arch}/APKINDEX.tar.gz"
	steps := []struct {
		do   func()
		want string
		asks string
	}{
		{func() {}, "main 8.14.1-r2", "/alpine/v3.24/main/x86_64/APKINDEX.tar.gz"},
		{func() {}, "main 8.14.1-r2", `/alpine/v3.24/main/x86_64/APKINDEX.tar.gz "one"`},
		{func() { content, tag = w.signed("v3.24.3", "8.14.1-r3"), `"two"` }, "main 8.14.1-r3", `/alpine/v3.24/main/x86_64/APKINDEX.tar.gz "one"`},
		{func() { down = true }, "main 8.14.1-r3", `/alpine/v3.24/main/x86_64/APKINDEX.tar.gz "two"`},
	}
	for i, s := range steps {
		s.do()
		r := w.reader()
		for range 2 {
			if got := curl(r, w.from(location), v324); got != s.want {
				t.Errorf("step %d: %q, want %q", i, got, s.want)
			}
		}
		if log := asked(); len(log) != i+1 || log[i] != s.asks {
			t.Errorf("step %d: asked %q", i, log)
		}
	}
	if len(w.said) != 1 || !strings.Contains(w.said[0], "502 Bad Gateway): the index of ") {
		t.Errorf("said %q", w.said)
	}
	offline := w.reader()
	offline.Offline = true
	if got := curl(offline, w.from(location), v324); got != "main 8.14.1-r3" || len(asked()) != len(steps) {
		t.Errorf("offline: %q, asked %q", got, asked())
	}
	if got := curl(offline, w.from(location), alpine.Edge); got != "" || len(asked()) != len(steps) {
		t.Errorf("offline, and not kept: %q, asked %q", got, asked())
	}
}

// What is kept is believed for its signature, and only when it is whole.
func TestCacheSpoilt(t *testing.T) {
	w := newWorld(t)
	content := w.signed("", "8.14.1-r2")
	address, asked := w.server(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("ETag", `"one"`)
		_, _ = rw.Write(content)
	})
	location := address + "/x.tar.gz"
	want := " 8.14.1-r2"
	if got := curl(w.reader(), w.from(location), v324); got != want {
		t.Fatal(got)
	}
	files, err := os.ReadDir(w.path("cache"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	name := w.path("cache/" + files[0].Name())
	kept, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, spoilt := range [][]byte{nil, kept[:len(kept)-5], []byte("{}\n")} {
		if err := os.WriteFile(name, spoilt, 0o666); err != nil {
			t.Fatal(err)
		}
		if got := curl(w.reader(), w.from(location), v324); got != want {
			t.Errorf("with %d bytes kept: %q", len(spoilt), got)
		}
		if log := asked(); log[len(log)-1] != "/x.tar.gz" {
			t.Errorf("with %d bytes kept: asked %q", len(spoilt), log)
		}
	}
	w.write("elsewhere/else.rsa.pub", apktest.OtherKey(t, "else.rsa.pub").Public(t))
	from := w.from(location)
	from.Keys = []string{w.path("elsewhere")}
	if got := curl(w.reader(), from, v324); !strings.Contains(got, "it is signed by test.rsa.pub") {
		t.Errorf("with other keys: %q", got)
	}
}

// What a server may do. Nothing of it is kept, and nothing that was kept is lost.
func TestServers(t *testing.T) {
	w := newWorld(t)
	good := w.signed("", "8.14.1-r2")
	answers := map[string]struct {
		answer http.HandlerFunc
		want   string
		// serves: what was kept serves in its place.
		serves bool
	}{
		"unsigned":      {give(apktest.Pack(t, "", "P:curl\nV:1-r0\n")), "it is not signed", false},
		"wrongly so":    {give(append(good, 0)), "the signature by test.rsa.pub is wrong: it is not what was signed", false},
		"truncated":     {give(good[:len(good)-30]), "the signature by test.rsa.pub is wrong: it is not what was signed", false},
		"broken off":    {breakOff(good), "the connection broke off", true},
		"a bomb":        {give(w.key.Sign(t, "RSA", apktest.Bomb(t))), "it cannot be read: it unpacks to more than any index has", false},
		"a huge record": {give(w.key.Sign(t, "RSA", apktest.Pack(t, "", "P:"+strings.Repeat("x", 2<<20)))), "it cannot be read: a line of more than 1048576 bytes", false},
		"without end":   {endless, "it has more than 32768 KiB", false},
		"too long":      {announce, "it has more than 32768 KiB", false},
		"a page":        {give([]byte("<html>")), "it is no APKINDEX.tar.gz: unexpected EOF", false},
		"not found":     {http.NotFound, "404 Not Found", false},
		"not modified":  {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotModified) }, "304 Not Modified", false},
		"in a circle":   {func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, r.URL.Path, http.StatusFound) }, "it leads to another address more than 5 times", false},
		"in trouble":    {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusServiceUnavailable) }, "503 Service Unavailable", true},
		"slow":          {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "it has not come within 50ms", true},
		"slow to end":   {slowToEnd, "it has not come within 50ms", true},
	}
	for name, tt := range answers {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var bad atomic.Bool
			address, _ := w.server(func(rw http.ResponseWriter, r *http.Request) {
				if bad.Load() {
					tt.answer(rw, r)
					return
				}
				_, _ = rw.Write(good)
			})
			ask := func() string {
				r := w.reader()
				if bad.Load() && strings.HasPrefix(name, "slow") {
					r.Timeout = 50 * time.Millisecond
				}
				return curl(r, w.from(address+"/x.tar.gz"), v324)
			}
			bad.Store(true)
			if got, want := ask(), "the package index "+address+"/x.tar.gz: "+tt.want; got != want {
				t.Errorf("%q, want %q", got, want)
			}
			if files, _ := os.ReadDir(w.path("cache")); len(files) > 0 {
				t.Errorf("it is kept: %v", files)
			}
			bad.Store(false)
			if got := ask(); got != " 8.14.1-r2" {
				t.Fatal(got)
			}
			bad.Store(true)
			if got := ask(); (got == " 8.14.1-r2") != tt.serves || tt.serves != (len(w.said) == 1) {
				t.Errorf("what was kept serves: %q, said %q", got, w.said)
			}
			bad.Store(false)
			if got := ask(); got != " 8.14.1-r2" {
				t.Errorf("afterwards: %s", got)
			}
		})
	}
}

func give(content []byte) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(content) }
}

func breakOff(content []byte) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Length", "100000")
		_, _ = rw.Write(content)
	}
}

// endless gives as much as is taken.
func endless(rw http.ResponseWriter, r *http.Request) {
	for chunk := make([]byte, 1<<20); r.Context().Err() == nil; {
		if _, err := rw.Write(chunk); err != nil {
			return
		}
	}
}

// announce says that more will come than is taken.
func announce(rw http.ResponseWriter, _ *http.Request) {
	rw.Header().Set("Content-Length", "1000000000")
	rw.WriteHeader(http.StatusOK)
}

func slowToEnd(rw http.ResponseWriter, r *http.Request) {
	_, _ = rw.Write([]byte("\x1f\x8b"))
	_ = http.NewResponseController(rw).Flush()
	<-r.Context().Done()
}

// Nobody may read along where the user asked that nobody can.
func TestRedirectFromHTTPS(t *testing.T) {
	w := newWorld(t)
	plain, asked := w.server(give(w.signed("", "1-r0")))
	s := httptest.NewTLSServer(http.RedirectHandler(plain+"/x.tar.gz", http.StatusFound))
	t.Cleanup(s.Close)
	r := w.reader()
	r.Transport = s.Client().Transport
	if got := curl(r, w.from(s.URL+"/x.tar.gz"), v324); !strings.HasSuffix(got, ": it leads from https to http") || len(asked()) > 0 {
		t.Errorf("%q, asked %q", got, asked())
	}
}

// A password in an address is in no message and in no file.
func TestPassword(t *testing.T) {
	w := newWorld(t)
	address, _ := w.server(http.NotFound)
	location := strings.Replace(address, "http://", "http://me:secret@", 1) + "/x.tar.gz"
	if got := curl(w.reader(), w.from(location), v324); strings.Contains(got, "secret") || !strings.HasSuffix(got, "/x.tar.gz: 404 Not Found") {
		t.Error(got)
	}
}

var _ analysis.Indexes = (*index.Reader)(nil)

// Who is offline waits for a mirror once, and not for each of its indexes.
func TestAwayOnce(t *testing.T) {
	w := newWorld(t)
	content := w.signed("", "8.14.1-r2")
	var away atomic.Bool
	address, asked := w.server(func(rw http.ResponseWriter, r *http.Request) {
		if away.Load() {
			<-r.Context().Done()
			return
		}
		_, _ = rw.Write(content)
	})
	for i, want := range []int{2, 3} {
		r := w.reader()
		if away.Store(i > 0); away.Load() {
			r.Timeout = 50 * time.Millisecond
		}
		if got := curl(r, w.from(address), v324); got != "main 8.14.1-r2; community 8.14.1-r2" || len(asked()) != want {
			t.Errorf("run %d: %q, asked %q", i, got, asked())
		}
	}
	if len(w.said) != 2 {
		t.Errorf("said %q", w.said)
	}
}

// Several goroutines that ask at once cause one question.
func TestConcurrent(t *testing.T) {
	w := newWorld(t)
	address, asked := w.server(give(w.signed("", "8.14.1-r2")))
	r := w.reader()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := curl(r, w.from(address+"/main/x.tar.gz"), v324); got != apk.Main+" 8.14.1-r2" {
				t.Error(got)
			}
		})
	}
	wg.Wait()
	if log := asked(); len(log) != 1 {
		t.Errorf("asked %q", log)
	}
}
