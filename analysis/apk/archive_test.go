package apk_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/apk"
	"github.com/crampon-lint/crampon/analysis/apk/apktest"
)

const curl = "P:curl\nV:8.14.1-r2\n\n"

func trusted(t *testing.T, keys ...apktest.Key) apk.Keys {
	t.Helper()
	out := apk.Keys{}
	for _, k := range keys {
		public, err := apk.ParseKey(k.Public(t))
		if err != nil {
			t.Fatal(err)
		}
		out[k.Name] = public
	}
	return out
}

func TestOpenIndex(t *testing.T) {
	key := apktest.NewKey(t, "alpine-devel@test-1.rsa.pub")
	index := apktest.Pack(t, "v3.24.2-1-g0\n", curl)
	for _, form := range []string{"RSA", "RSA256", "RSA512"} {
		x, err := apk.OpenIndex(key.Sign(t, form, index), trusted(t, key))
		if err != nil || x.Description != "v3.24.2-1-g0" || x.Len() != 1 {
			t.Errorf("%s: %v", form, err)
		}
	}
}

// What is not signed by a key that is trusted is not even unpacked.
func TestOpenIndexRefuses(t *testing.T) {
	key, other := apktest.NewKey(t, "right.rsa.pub"), apktest.OtherKey(t, "other.rsa.pub")
	index := apktest.Pack(t, "v3.24.2", curl)
	signed := key.Sign(t, "RSA", index)
	changed := bytes.Clone(signed)
	changed[len(changed)-12] ^= 1 // in what is signed
	impostor := other
	impostor.Name = key.Name
	twice := append(apktest.Stream(t, false,
		apktest.File{Name: ".SIGN.RSA.other.rsa.pub", Content: []byte("x")},
		apktest.File{Name: ".SIGN.DSA.right.rsa.pub", Content: []byte("x")}), index...)
	for name, tt := range map[string]struct {
		content []byte
		want    string
	}{
		"unsigned":                    {index, "it is not signed"},
		"another key":                 {other.Sign(t, "RSA", index), "it is signed by other.rsa.pub, which is none of the keys given"},
		"two signatures":              {twice, "it is signed by other.rsa.pub, which is none of the keys given"},
		"another key of the name":     {impostor.Sign(t, "RSA256", index), "the signature by right.rsa.pub is wrong: it is not what was signed"},
		"changed":                     {changed, "the signature by right.rsa.pub is wrong: it is not what was signed"},
		"longer":                      {append(bytes.Clone(signed), apktest.Pack(t, "", curl)...), "the signature by right.rsa.pub is wrong: it is not what was signed"},
		"cut off":                     {signed[:len(signed)-9], "the signature by right.rsa.pub is wrong: it is not what was signed"},
		"cut off in the signature":    {signed[:40], "it is cut off"},
		"an unknown form":             {append(apktest.Stream(t, false, apktest.File{Name: ".SIGN.ED25519.x", Content: []byte("x")}), index...), "it has no signature of a form that apk knows"},
		"a signature of any length":   {append(apktest.Stream(t, false, apktest.File{Name: ".SIGN.RSA.right.rsa.pub", Content: make([]byte, 1<<20)}), index...), "it cannot be read: it unpacks to more than any index has"},
		"a page that says not found":  {[]byte("<html>404</html>"), "it is no APKINDEX.tar.gz: gzip: invalid header"},
		"nothing":                     {nil, "it is no APKINDEX.tar.gz: EOF"},
		"an index of version 3 (adb)": {[]byte("ADBd...."), "it is no APKINDEX.tar.gz: unexpected EOF"},
	} {
		x, err := apk.OpenIndex(tt.content, trusted(t, key))
		if err == nil || err.Error() != tt.want || x != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A signature by a key that nobody trusts stands beside one that holds, as while a
// repository changes its key.
func TestOpenIndexTwoKeys(t *testing.T) {
	key, other := apktest.NewKey(t, "right.rsa.pub"), apktest.OtherKey(t, "other.rsa.pub")
	index := apktest.Pack(t, "v3.24.2", curl)
	mine, theirs := key.Sign(t, "RSA", index), other.Sign(t, "RSA", index)
	// Two streams of signatures: apk reads the first, which signs the second too.
	if _, err := apk.OpenIndex(append(theirs[:len(theirs)-len(index):len(theirs)-len(index)], mine...), trusted(t, key)); err == nil {
		t.Error("the outer signature is by nobody known")
	}
	outer := key.Sign(t, "RSA", theirs)
	if x, err := apk.OpenIndex(outer, trusted(t, key)); err != nil || x.Len() != 1 {
		t.Errorf("%v", err)
	}
}

func TestOpenUnsigned(t *testing.T) {
	key := apktest.NewKey(t, "right.rsa.pub")
	index := apktest.Pack(t, "v3.24.2", curl)
	for name, content := range map[string][]byte{"unsigned": index, "signed": key.Sign(t, "RSA", index)} {
		if x, err := apk.OpenUnsigned(content); err != nil || x.Len() != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, tt := range map[string]struct {
		content []byte
		want    string
	}{
		"cut off":             {index[:len(index)-20], "it is cut off"},
		"the checksum is off": {index[:len(index)-4], "it is cut off"},
		"no index":            {apktest.Stream(t, true, apktest.File{Name: "DESCRIPTION", Content: []byte("x")}), "there is no APKINDEX in it"},
		"a bomb":              {apktest.Bomb(t), "it cannot be read: it unpacks to more than any index has"},
		"a bad record":        {apktest.Pack(t, "", "P:x\n"), `it cannot be read: the last record: x has "" for a version`},
	} {
		if x, err := apk.OpenUnsigned(tt.content); err == nil || err.Error() != tt.want || x != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParseKeyRefuses(t *testing.T) {
	for content, want := range map[string]string{
		"":          "it is no key in PEM form",
		"not a key": "it is no key in PEM form",
		"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n":                                                         "it is no public key: ",
		"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n": "it is no key of RSA, the only ones that sign an index",
	} {
		if _, err := apk.ParseKey([]byte(content)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v", content, err)
		}
	}
}

// Whatever comes, reading it ends without a panic, and what is read can be asked.
func FuzzOpenUnsigned(f *testing.F) {
	f.Add([]byte(curl), "curl")
	f.Add([]byte(records), "build-base")
	f.Add([]byte("P:a\nV:1\nD:a b\ni:a\np:b=\n\nP:a\nV:1_p~\n"), "a")
	f.Add([]byte("\n\n:\nP:\n"), "")
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		if _, err := apk.OpenUnsigned(text); err == nil && len(text) < 20 {
			t.Errorf("%q is an archive", text)
		}
		x, err := apk.OpenUnsigned(apktest.Pack(t, "", string(text)))
		if err != nil {
			return
		}
		b := apk.Branch{{Name: apk.Main, Index: x}}
		for _, v := range b.Versions(name) {
			if !apk.ValidVersion(v) {
				t.Errorf("%s has the version %q", name, v)
			}
		}
		b.Brings(name, "cmd:"+name)
	})
}
