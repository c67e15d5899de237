package apk

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto"
	"crypto/rsa"
	_ "crypto/sha1" // the digest of .SIGN.RSA
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of what an archive unpacks to, in bytes.
const (
	maxSignatures = 64 << 10
	maxUnpacked   = 128 << 20
)

// Keys are the keys that are trusted, by the name of the file that each came from:
// a signature says by that name which key it was made with.
type Keys map[string]*rsa.PublicKey

// ParseKey reads an RSA key as it lies in /etc/apk/keys.
func ParseKey(content []byte) (*rsa.PublicKey, error) {
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, errors.New("it is no key in PEM form")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("it is no public key: %w", err)
	}
	if public, ok := key.(*rsa.PublicKey); ok {
		return public, nil
	}
	return nil, errors.New("it is no key of RSA, the only ones that sign an index")
}

// signature is one of those that stand before what they sign.
type signature struct {
	key    string // the file name of the key
	digest crypto.Hash
	value  []byte
}

// signatureForms are the beginnings of the names of signatures, with the digest that
// is signed.
var signatureForms = []struct {
	prefix string
	digest crypto.Hash
}{
	{".SIGN.RSA.", crypto.SHA1},
	{".SIGN.RSA256.", crypto.SHA256},
	{".SIGN.RSA512.", crypto.SHA512},
}

// OpenIndex reads an APKINDEX.tar.gz whose signature one of the keys made: gzip
// streams one behind the other, the first a tar of signatures without an end, the
// rest a tar with the files DESCRIPTION and APKINDEX. What is signed are the bytes of
// the rest as they are, so that none of it is unpacked before it is known to be right.
func OpenIndex(content []byte, keys Keys) (*Index, error) {
	signatures, rest, err := splitSignatures(content)
	if err != nil {
		return nil, err
	}
	if err := keys.verify(signatures, rest); err != nil {
		return nil, err
	}
	return OpenUnsigned(rest)
}

// OpenUnsigned reads an APKINDEX.tar.gz, signed or not, and asks for no signature.
func OpenUnsigned(content []byte) (*Index, error) {
	files, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("it is no APKINDEX.tar.gz: %w", err)
	}
	unpacked := &bounded{r: files, left: maxUnpacked}
	archive := tar.NewReader(bufio.NewReaderSize(unpacked, 64<<10))
	description, index := "", (*Index)(nil)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, unreadable(err)
		}
		switch header.Name {
		case "DESCRIPTION":
			text, err := io.ReadAll(io.LimitReader(archive, 1<<10))
			if err != nil {
				return nil, unreadable(err)
			}
			description = strings.TrimSpace(string(text))
		case "APKINDEX":
			if index, err = ReadIndex(archive); err != nil {
				return nil, unreadable(err)
			}
		}
	}
	// What is behind the archive counts for its length and checksum.
	if _, err := io.Copy(io.Discard, unpacked); err != nil {
		return nil, unreadable(err)
	}
	if index == nil {
		return nil, errors.New("there is no APKINDEX in it")
	}
	index.Description = description
	return index, nil
}

// unreadable says in the field's words what the readers of gzip and tar say in theirs.
func unreadable(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it is cut off")
	}
	return fmt.Errorf("it cannot be read: %w", err)
}

// splitSignatures cuts an archive behind its first stream where that holds signatures.
func splitSignatures(content []byte) (signatures []signature, rest []byte, err error) {
	left := bytes.NewReader(content) // a reader of bytes: gzip takes none beyond the stream
	first, err := gzip.NewReader(left)
	if err != nil {
		return nil, nil, fmt.Errorf("it is no APKINDEX.tar.gz: %w", err)
	}
	first.Multistream(false)
	archive := tar.NewReader(&bounded{r: first, left: maxSignatures})
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && !strings.HasPrefix(header.Name, ".SIGN.") {
			return nil, nil, errors.New("it is not signed")
		}
		var value []byte
		if err == nil {
			value, err = io.ReadAll(archive)
		}
		if err != nil {
			return nil, nil, unreadable(err)
		}
		for _, form := range signatureForms {
			if key, ok := strings.CutPrefix(header.Name, form.prefix); ok {
				signatures = append(signatures, signature{key, form.digest, value})
			}
		}
	}
	if _, err := io.Copy(io.Discard, &bounded{r: first, left: maxSignatures}); err != nil {
		return nil, nil, unreadable(err)
	}
	return signatures, content[len(content)-left.Len():], nil
}

// verify asks for one signature by a key that is trusted. A wrong one by such a key
// is an error even beside a right one: somebody changed what was signed.
func (k Keys) verify(signatures []signature, signed []byte) error {
	verified := false
	var strangers []string
	for _, s := range signatures {
		key, ok := k[s.key]
		if !ok {
			strangers = append(strangers, s.key)
			continue
		}
		digest := s.digest.New()
		digest.Write(signed)
		if err := rsa.VerifyPKCS1v15(key, s.digest, digest.Sum(nil), s.value); err != nil {
			return fmt.Errorf("the signature by %s is wrong: it is not what was signed", s.key)
		}
		verified = true
	}
	switch {
	case verified:
		return nil
	case len(strangers) > 0:
		return fmt.Errorf("it is signed by %s, which is none of the keys given", strings.Join(strangers, " and "))
	}
	return errors.New("it has no signature of a form that apk knows")
}

// bounded refuses to give more than so many bytes: of a few of them gzip makes any
// number.
type bounded struct {
	r    io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		// The end may come exactly here.
		if n, err := b.r.Read(make([]byte, 1)); n == 0 {
			return 0, err
		}
		return 0, errTooMuch
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

var errTooMuch = errors.New("it unpacks to more than any index has")
