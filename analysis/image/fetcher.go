package image

import (
	"path"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// fetcher is how the command line of a program that fetches addresses is read.
type fetcher struct {
	values   string // letters that take a value
	long     string // long options that take one, between blanks
	switches string // long options that take none
	file     string // the letter of the option that names the file to write
	dir      string // and that of the folder
	stdout   bool   // without -o it writes to its output, not to a file of the address's name
}

// CurlValues are the short options of curl that take a value.
const CurlValues = "AbcCdDeEFHhKmoPQrtTuUwxXyYz"

// fetchers are read after `curl --help all` (7.88), `wget --help` (GNU 1.21, and
// BusyBox 1.37, which has fewer) and the manual page of aria2c 1.36.
var fetchers = map[string]fetcher{
	"curl": {
		values: CurlValues, file: "o", stdout: true,
		long:     " abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header egd-file engine etag-compare etag-save expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms header help hostpubmd5 hostpubsha256 hsts interface json keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate referer request request-target resolve retry retry-delay retry-max-time sasl-authzid service-name socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii unix-socket upload-file url url-query user user-agent write-out ",
		switches: " anyauth append basic cert-status compressed compressed-ssh create-dirs crlf digest disable disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure fail fail-early fail-with-body false-start form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control get globoff haproxy-protocol head http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only ignore-content-length include insecure ipv4 ipv6 junk-session-cookies list-only location location-trusted mail-rcpt-allowfails manual metalink negotiate netrc netrc-optional next no-alpn no-buffer no-clobber no-keepalive no-npn no-progress-meter no-sessionid ntlm ntlm-wb parallel parallel-immediate path-as-is post301 post302 post303 progress-bar proxy-anyauth proxy-basic proxy-digest proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw remote-header-name remote-name remote-name-all remote-time remove-on-error retry-all-errors retry-connrefused sasl-ir show-error silent socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-time use-ascii verbose version xattr ",
	},
	"wget": {
		values: "aABDeIlioOPQRtTUwXYn", file: "O", dir: "P", // n: -nv, -nc and their like
		long:     " execute output-file append-output report-speed input-file base config rejected-log tries retry-on-http-error output-document start-pos progress timeout dns-timeout connect-timeout read-timeout wait waitretry quota bind-address limit-rate restrict-file-names prefer-family user password use-askpass local-encoding remote-encoding directory-prefix cut-dirs http-user http-passwd http-password default-page header compression max-redirect proxy-user proxy-password referer user-agent load-cookies save-cookies post-data post-file method body-data body-file secure-protocol certificate certificate-type private-key private-key-type ca-certificate ca-directory crl-file pinnedpubkey ciphers hsts-file ftp-user ftp-password warc-file warc-header warc-max-size warc-dedup warc-tempdir level backups accept reject accept-regex reject-regex regex-type domains exclude-domains follow-tags ignore-tags include-directories exclude-directories ",
		switches: " version help background debug quiet verbose no-verbose no-clobber no-directories no-host-directories no-parent force-html no-config retry-connrefused no-netrc continue show-progress timestamping no-if-modified-since no-use-server-timestamps server-response spider random-wait no-proxy no-dns-cache ignore-case inet4-only inet6-only ask-password no-iri unlink xattr force-directories protocol-directories no-cache adjust-extension ignore-length save-headers no-http-keep-alive no-cookies keep-session-cookies content-disposition content-on-error auth-no-challenge https-only no-check-certificate no-hsts no-remove-listing no-glob no-passive-ftp passive-ftp preserve-permissions retr-symlinks ftps-implicit ftps-resume-ssl ftps-clear-data-connection ftps-fallback-to-ftp warc-cdx no-warc-compression no-warc-digests no-warc-keep-log recursive delete-after convert-links convert-file-only backup-converted mirror page-requisites strict-comments follow-ftp span-hosts relative trust-server-names ",
	},
	"aria2c": {
		values: "oodixsjkKlUmtTu", file: "o", dir: "d",
		long:     " out dir checksum max-connection-per-server split max-concurrent-downloads min-split-size timeout connect-timeout max-tries retry-wait user-agent header input-file log console-log-level file-allocation summary-interval referer ",
		switches: " continue quiet allow-overwrite auto-file-renaming conditional-get ",
	},
}

// fetching is a fetcher's command line.
type fetching struct {
	addresses []given
	files     []given // of -o, in order
	dir       given
	options   []Option
	named     bool // curl -O: files have the addresses' names
}

// given is a value on a command line: a word, or the end of one.
type given struct {
	word shell.Word
	cut  int // bytes of the word's reading that stand before it
}

func (g given) readings(r *Run, c *shell.Command) []string {
	if g.word.IsZero() {
		return nil
	}
	out := append([]string{}, r.Reading(c, g.word)...)
	for i := range out {
		out[i] = out[i][min(g.cut, len(out[i])):]
		if withoutSubstitutions(out[i]) != out[i] { // left as written
			out[i] = strings.Trim(out[i], `"'`)
		}
	}
	return out
}

// Option is an option of a curl, wget, aria2c or docker.
type Option struct {
	// Name is that of the long form, or the letter.
	Name string
	Word shell.Word // in which it stands
	// Values are what its value may be, with unknown variables as written; none for
	// a switch. Value is the word it stands in.
	Values []string
	Value  shell.Word
}

// FetchOptions are the options of a curl, wget or aria2c; none for other commands.
func (r *Run) FetchOptions(c *shell.Command) []Option {
	f, ok := r.fetching(c)
	if !ok {
		return nil
	}
	return f.options
}

// fetching reads the command line. What follows an option that is not known is
// passed over: it may be the option's value.
func (r *Run) fetching(c *shell.Command) (fetching, bool) {
	how, ok := fetchers[c.Name]
	if !ok || c.Program.Defines(c.Name) {
		return fetching{}, false
	}
	return r.fetched.of(c, func() fetching { return r.readFetching(how, c) }), true
}

func (r *Run) readFetching(how fetcher, c *shell.Command) fetching {
	l := fetchLine{how: how, run: r, c: c}
	for l.at < len(c.Args) {
		w := c.Args[l.at]
		readings := r.Reading(c, w)
		s := readings[0]
		l.at++
		switch {
		case len(readings) > 1 && strings.HasPrefix(s, "-"): // an option now and then
		case s == "--":
			for ; l.at < len(c.Args); l.at++ {
				l.addresses = append(l.addresses, given{word: c.Args[l.at]})
			}
		case strings.HasPrefix(s, "--"):
			l.long(w, s[2:])
		case strings.HasPrefix(s, "-") && s != "-":
			l.cluster(w, s)
		case s != "" && !strings.ContainsAny(withoutSubstitutions(s), " \t\n"): // several words in one variable are not read
			l.addresses = append(l.addresses, given{word: w})
		}
	}
	return l.fetching
}

// withoutSubstitutions leaves out what commands print, as written: of its value nothing
// is known, and the blanks in it separate no words. One within another is left, but for
// the innermost.
func withoutSubstitutions(s string) string {
	for from := 0; ; {
		i := strings.IndexAny(s[from:], "$`")
		if i < 0 {
			return s
		}
		from += i
		if size := substitutionSize(s[from:]); size > 0 {
			s = s[:from] + s[from+size:]
		} else {
			from++
		}
	}
}

// substitutionSize is the length of the $( ) without others in it, or of the ` `, with
// which the text begins; 0 for none.
func substitutionSize(s string) int {
	if rest, ok := strings.CutPrefix(s, "$("); ok {
		if end := strings.IndexAny(rest, "()"); end >= 0 && rest[end] == ')' {
			return len("$(") + end + len(")")
		}
	} else if s[0] == '`' {
		if end := strings.IndexByte(s[1:], '`'); end >= 0 {
			return 1 + end + 1
		}
	}
	return 0
}

type fetchLine struct {
	fetching
	how fetcher
	run *Run
	c   *shell.Command
	at  int // the next word
}

func (l *fetchLine) long(w shell.Word, s string) {
	name, _, has := strings.Cut(s, "=")
	switch key := " " + name + " "; {
	case has:
		l.option(name, w, given{w, len("--") + len(name) + len("=")})
	case strings.Contains(l.how.long, key):
		l.option(name, w, l.next())
	case strings.Contains(l.how.switches, key) || strings.HasPrefix(name, "no-"):
		l.option(name, w, given{})
	default:
		l.option(name, w, given{})
		l.at++
	}
}

func (l *fetchLine) cluster(w shell.Word, s string) {
	for i := 1; i < len(s); i++ {
		letter := s[i : i+1]
		switch {
		case !strings.Contains(l.how.values, letter):
			l.option(letter, w, given{})
			continue
		case i+1 < len(s):
			l.option(letter, w, given{w, i + 1})
		default:
			l.option(letter, w, l.next())
		}
		return
	}
}

func (l *fetchLine) next() given {
	l.at++
	if l.at > len(l.c.Args) {
		return given{}
	}
	return given{word: l.c.Args[l.at-1]}
}

func (l *fetchLine) option(name string, w shell.Word, value given) {
	l.options = append(l.options, Option{Name: name, Word: w, Values: value.readings(l.run, l.c), Value: value.word})
	switch {
	case name == l.how.file || name == "output" || name == "output-document" || name == "out":
		l.files = append(l.files, value)
	case name == l.how.dir || name == "output-dir" || name == "directory-prefix" || name == "dir":
		l.dir = value
	case name == "url":
		l.addresses = append(l.addresses, value)
	case l.how.stdout && (name == "O" || name == "remote-name" || name == "remote-name-all" || name == "J"):
		l.named = true
	}
}

// to are the paths, as given, under which the address of that index is kept;
// none where it goes to the command's output.
func (f fetching) to(r *Run, c *shell.Command, i int, urls []string) []string {
	dir := ""
	if d := f.dir.readings(r, c); len(d) > 0 {
		dir = d[0]
	}
	var names []string
	switch how := fetchers[c.Name]; {
	case len(f.files) > 0 && (how.stdout || c.Name == "aria2c"):
		names = f.files[min(i, len(f.files)-1)].readings(r, c)
	case len(f.files) > 0:
		names = f.files[len(f.files)-1].readings(r, c)
		dir = "" // wget -O knows no -P
	case how.stdout && !f.named:
		return nil
	default:
		for _, u := range urls {
			names = append(names, nameOf(u))
		}
	}
	var out []string
	for _, n := range names {
		switch {
		case n == "-" || n == "/dev/stdout" || n == "/proc/self/fd/1":
		case dir == "" || strings.HasPrefix(n, "/"):
			out = append(out, n)
		default:
			out = append(out, path.Join(dir, n))
		}
	}
	return out
}

// nameOf is the name under which an address is kept: its last part.
func nameOf(url string) string {
	url, _, _ = strings.Cut(url, "#")
	return path.Base(url)
}
