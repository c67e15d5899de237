package analysis

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/source"
)

// Secret is a password, token or private key that a Dockerfile or script writes
// down or brings into the image.
type Secret struct {
	Name string      // of the variable, label, file or option
	Span source.Span // the name, never the value
	Kind SecretKind
	// Text is the secret itself, in the pieces in which it may be met on a line: for
	// Finding.Secret, and to be told to nobody. None for files.
	Text []string
}

// SecretKind tells where a secret stands.
type SecretKind int8

// Where a secret stands.
const (
	SecretValue    SecretKind = iota // of an ENV, ARG or LABEL
	SecretFile                       // a COPY brings it
	SecretOption                     // of a curl or wget in a RUN, which the image's history has
	SecretInScript                   // of a curl or wget in a script
)

// Secrets are those of the unit that are most likely real: placeholders and
// passwords that are one plain word are left out.
func (u *Unit) Secrets() []Secret {
	var out []Secret
	for _, stage := range u.Stages() {
		for _, step := range stage.Steps {
			switch step.Name {
			case "ENV", "ARG", "LABEL":
				for _, a := range step.Vars {
					if !a.HasValue || strings.Contains(a.Value.Value(), "$") {
						continue
					}
					value, ok := step.Value(a.Value)
					if name := a.Name.Value(); ok && (isToken(value) || secretName(name) && secretValue(value)) {
						out = append(out, Secret{name, a.Name.Span(), SecretValue, pieces(a.Value.Value(), value)})
					}
				}
			case "COPY", "ADD":
				out = append(out, secretFiles(step)...)
			}
		}
	}
	for run, c := range u.Commands("curl", "wget") {
		for _, o := range run.FetchOptions(c) {
			if len(o.Values) != 1 {
				continue
			}
			secret, kind := secretOption(o.Name, o.Values[0]), SecretOption
			if run.Script != nil {
				kind = SecretInScript
			}
			if secret != "" {
				out = append(out, Secret{o.Name, optionSpan(o), kind, pieces(secret)})
			}
		}
	}
	return out
}

// optionSpan is the place of an option's name, also where its value stands in the
// same word.
func optionSpan(o image.Option) source.Span {
	span := o.Word.Span()
	for _, dash := range []string{"--", "-"} {
		if name := dash + o.Name; strings.HasPrefix(span.Text(), name) {
			span.End = span.Start + len(name)
			break
		}
	}
	return span
}

// pieces are the lines of a secret as written and as read, without quotes.
func pieces(forms ...string) []string {
	var out []string
	for _, form := range forms {
		for line := range strings.SplitSeq(form, "\n") {
			if line = strings.Trim(line, " \t\r\\\"'"); len(line) >= leastSecret && !slices.Contains(out, line) {
				out = append(out, line)
			}
		}
	}
	return out
}

// leastSecret is how many bytes the shortest secret has.
const leastSecret = 8

// secretName tells whether a variable of the name holds a secret: names that end
// in _FILE, _URL, _USER and so on do not.
func secretName(name string) bool {
	parts := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool { return r == '_' || r == '-' || r == '.' })
	if len(parts) == 0 {
		return false
	}
	last := parts[len(parts)-1]
	switch last {
	case "PASSWORD", "PASSWD", "PASS", "SECRET", "TOKEN", "APIKEY", "PASSPHRASE":
		return parts[0] != "PUBLIC"
	case "PWD":
		return len(parts) > 1
	case "KEY":
		return len(parts) > 1 && slices.Contains([]string{"API", "ACCESS", "SECRET", "PRIVATE", "ENCRYPTION", "SIGNING"}, parts[len(parts)-2])
	}
	return strings.HasSuffix(last, "PASSWORD")
}

// placeholders are parts of values that nobody takes for a secret.
var placeholders = []string{
	"change", "your", "example", "placeholder", "dummy", "xxx", "replace", "insert", "sample", "fake", "test", "default", "password", "passwd", "secret",
	"token", "admin", "dev", "demo", "local", "todo", "fixme", "none", "123456", "qwerty",
}

// hashes are schemes that stand in front of a hash of a password, which is no password.
var hashes = []string{"sha1", "sha256", "sha512", "md5", "argon2", "argon2id", "bcrypt", "scrypt", "pbkdf2", "pbkdf2_sha256"}

// secretValue tells whether a value looks like a secret that somebody was given: no
// placeholder, path or address, and not one plain word or number.
func secretValue(v string) bool {
	lower := strings.ToLower(v)
	if len(v) < leastSecret || strings.ContainsAny(v, " \t${}<>%|") || strings.HasPrefix(v, "/") || strings.HasPrefix(v, ".") || strings.Contains(v, "://") {
		return false
	}
	if scheme, _, ok := strings.Cut(lower, ":"); ok && slices.Contains(hashes, scheme) {
		return false
	}
	if slices.ContainsFunc(placeholders, func(p string) bool { return strings.Contains(lower, p) }) {
		return false
	}
	letters := strings.ContainsAny(lower, "abcdefghijklmnopqrstuvwxyz")
	return letters && strings.ContainsAny(v, "0123456789")
}

// tokenStarts are how tokens of services begin, each with what is known to follow.
var tokenStarts = []struct {
	start string
	least int
}{
	{"AKIA", 20}, {"ghp_", 40}, {"gho_", 40}, {"ghs_", 40}, {"github_pat_", 60}, {"glpat-", 26}, {"npm_", 40}, {"xoxb-", 30}, {"xoxp-", 30},
	{"sk_live_", 24}, {"AIza", 39}, {"-----BEGIN RSA PRIVATE KEY", 26}, {"-----BEGIN OPENSSH PRIVATE KEY", 30},
}

func isToken(v string) bool {
	return slices.ContainsFunc(tokenStarts, func(t struct {
		start string
		least int
	}) bool {
		return strings.HasPrefix(v, t.start) && len(v) >= t.least && !strings.Contains(strings.ToLower(v), "example") && !strings.ContainsAny(v, "$<{") &&
			!strings.Contains(strings.ToLower(v), "xxx")
	})
}

// secretOption is the secret that an option of a curl or wget carries as it is, ""
// for none.
func secretOption(name, value string) string {
	secret := ""
	switch name {
	case "H", "header":
		header, rest, _ := strings.Cut(value, ":")
		switch strings.ToLower(header) {
		case "authorization", "private-token", "x-api-key", "x-auth-token", "proxy-authorization":
			if fields := strings.Fields(rest); len(fields) > 0 && len(fields) < 3 {
				secret = fields[len(fields)-1]
			}
		}
	case "u", "user", "U", "proxy-user":
		_, secret, _ = strings.Cut(value, ":")
	case "password", "http-password", "oauth2-bearer":
		secret = value
	}
	if !secretValue(secret) {
		return ""
	}
	return secret
}

// privateKeys are the names that ssh-keygen gives to private keys.
var privateKeys = []string{"id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"}

// secretFiles are the sources of a COPY that hold secrets by their name, or, of
// files that often hold none, by what they say; and folders of the context in which
// a private key lies.
func secretFiles(step *image.Step) []Secret {
	var out []Secret
	if step.Copy == nil || step.Copy.Image != nil || step.Copy.From != nil {
		return nil
	}
	for i := 0; i+1 < len(step.Args); i++ {
		if name := secretFile(step.Stage.Build.Context, step.Args[i].Value()); name != "" {
			out = append(out, Secret{Name: name, Span: step.Args[i].Span(), Kind: SecretFile})
		}
	}
	return out
}

// secretFile is the file with a secret that a source is or has in it; "" for none.
func secretFile(ctx *image.Context, src string) string {
	name := path.Base(src)
	switch {
	case slices.Contains(privateKeys, name), name == ".netrc", name == ".git-credentials":
		return name
	case name == ".npmrc", name == ".env", name == ".pypirc":
		f, ok := ctx.File(src)
		if !ok || !slices.ContainsFunc(strings.Split(string(f.Content), "\n"), holdsSecret) {
			return ""
		}
		return name
	case name == "." || name == "/" || !ctx.IsDir(src):
		return "" // of whole contexts ALP612 tells
	}
	for _, key := range privateKeys {
		if f, ok := ctx.File(path.Join(src, key)); ok && bytes.Contains(f.Content, []byte("PRIVATE KEY-----")) {
			return path.Join(name, key)
		}
	}
	return ""
}

// holdsSecret tells whether a line of a .env, .npmrc or .pypirc gives a secret.
func holdsSecret(line string) bool {
	key, value, ok := strings.Cut(strings.TrimSpace(line), "=")
	key = strings.TrimSpace(strings.TrimPrefix(key, "export "))
	value = strings.Trim(strings.TrimSpace(value), `"'`)
	npm := strings.HasSuffix(key, ":_authToken") || strings.HasSuffix(key, ":_password") || key == "_auth"
	return ok && (isToken(value) || (npm || secretName(key)) && secretValue(value))
}
