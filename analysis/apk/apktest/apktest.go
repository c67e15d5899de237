// Package apktest makes package indexes for tests, and keys to sign them with.
package apktest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"sync"
)

// T is the test that wants an index: a testing.TB, or a script.
type T interface {
	Helper()
	Fatal(args ...any)
}

// Key signs indexes. Name is that of the file of its public half.
type Key struct {
	Name    string
	private *rsa.PrivateKey
}

// private is made once in a process, for that takes as long as a hundred tests.
var private = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// NewKey is the process's key under a name.
func NewKey(t T, name string) Key {
	t.Helper()
	key, err := private()
	if err != nil {
		t.Fatal(err)
	}
	return Key{name, key}
}

// OtherKey is a key of its own.
func OtherKey(t T, name string) Key {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return Key{name, key}
}

// Public is the public half, as it lies in /etc/apk/keys.
func (k Key) Public(t T) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&k.private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// Sign puts a signature in front of an index. Form is that of its name: RSA, RSA256
// or RSA512.
func (k Key) Sign(t T, form string, index []byte) []byte {
	t.Helper()
	digest := map[string]crypto.Hash{"RSA": crypto.SHA1, "RSA256": crypto.SHA256, "RSA512": crypto.SHA512}[form]
	h := digest.New()
	h.Write(index)
	value, err := rsa.SignPKCS1v15(rand.Reader, k.private, digest, h.Sum(nil))
	if err != nil {
		t.Fatal(err)
	}
	return append(Stream(t, false, File{".SIGN." + form + "." + k.Name, value}), index...)
}

// File is one file of a stream.
type File struct {
	Name    string
	Content []byte
}

// Stream packs files into a gzip stream of tar, with or without tar's end.
func Stream(t T, end bool, files ...File) []byte {
	t.Helper()
	var plain bytes.Buffer
	archive := tar.NewWriter(&plain)
	for _, f := range files {
		if err := archive.WriteHeader(&tar.Header{Name: f.Name, Mode: 0o644, Size: int64(len(f.Content))}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write(f.Content); err != nil {
			t.Fatal(err)
		}
	}
	finish := archive.Flush
	if end {
		finish = archive.Close
	}
	if err := finish(); err != nil {
		t.Fatal(err)
	}
	return pack(t, plain.Bytes())
}

// Pack makes an index of records, without a signature.
func Pack(t T, description, records string) []byte {
	t.Helper()
	return Stream(t, true, File{"DESCRIPTION", []byte(description)}, File{"APKINDEX", []byte(records)})
}

// Bomb makes an index of some 130 KB that unpacks to 130 MB: the same stream again
// and again.
func Bomb(t T) []byte {
	t.Helper()
	const times = 130
	lines := bytes.Repeat([]byte("T:"+strings.Repeat("x", 1021)+"\n"), 1<<10)
	var header bytes.Buffer
	if err := tar.NewWriter(&header).WriteHeader(&tar.Header{Name: "APKINDEX", Size: times * int64(len(lines))}); err != nil {
		t.Fatal(err)
	}
	return append(pack(t, header.Bytes()), bytes.Repeat(pack(t, lines), times)...)
}

// pack makes one gzip stream.
func pack(t T, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if _, err := zip.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Records are as many as asked for, with what Alpine's have in them.
func Records(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "C:Q1yY8lhMF1VhgegJgkcXfqaNab%04dw=\nP:package-%d\nV:%d.%d.%d-r%d\nA:x86_64\nS:504534\nI:929792\n", i%10000, i, i%9, i%31, i%7, i%5)
		fmt.Fprintf(&b, "T:What package %d is for, in so many words\nU:https://example.com/%d/\nL:GPL-2.0-only\no:package-%d\n", i, i, i-i%3)
		fmt.Fprintf(&b, "m:Somebody <somebody@example.com>\nt:%d\nc:1747c01fb96905f101c25609011589d28e01cbb8\n", 1718003507+i)
		fmt.Fprintf(&b, "D:so:libc.musl-x86_64.so.1 so:libpackage-%d.so.1 package-%d\n", i/2, i/3)
		fmt.Fprintf(&b, "p:cmd:command-%d=%d.%d-r0 so:libpackage-%d.so.1=1.0\n\n", i, i%9, i%31, i)
	}
	return b.String()
}
