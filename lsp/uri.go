package lsp

import (
	"net/url"
	"path"
	"path/filepath"
	"strings"

	protocol "github.com/sourcegraph/go-lsp"
)

// pathOf is the path of a document. What is not on the disk (an unsaved buffer, an
// old version from git) gets a path below a folder that is not there, with its
// scheme for a name.
func pathOf(uri protocol.DocumentURI) string {
	u, err := url.Parse(string(uri))
	if err != nil {
		return filepath.FromSlash("/unnamed:/" + strings.ReplaceAll(string(uri), "/", "_"))
	}
	p := u.Path
	if u.Scheme != "file" {
		return filepath.FromSlash(path.Join("/"+u.Scheme+":", u.Host, p, u.Opaque))
	}
	if hasDrive(p) {
		p = strings.ToUpper(p[1:2]) + p[2:] // "/c:/x" is "C:/x"
	} else if u.Host != "" {
		p = "//" + u.Host + p
	}
	return filepath.Clean(filepath.FromSlash(p))
}

// hasDrive tells a path of Windows in a URI.
func hasDrive(p string) bool {
	return len(p) > 2 && p[0] == '/' && p[2] == ':' && ('a' <= p[1]|0x20 && p[1]|0x20 <= 'z')
}

// uriOf is the address of a file that the client has not named.
func uriOf(name string) protocol.DocumentURI {
	p := filepath.ToSlash(name)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	return protocol.DocumentURI((&url.URL{Scheme: "file", Path: p}).String())
}
