package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/alpine"
	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// TLSOff is a place that makes a program accept any certificate.
type TLSOff struct {
	Program string // that no longer checks
	Span    source.Span
	// Harmless says why nothing is lost: "" when something is.
	Harmless string
	// Remove takes the option away; empty where that is not one edit.
	Remove []source.Edit
}

// TLSOff are the options, settings and variables that switch the check off.
func (u *Unit) TLSOff() []TLSOff {
	var out []TLSOff
	for run, c := range u.Commands("curl", "wget", "git", "npm", "yarn", "pnpm", "pip", "pip3", "python", "python3") {
		out = append(out, tlsOption(u, run, c)...)
	}
	for e := range u.Environment("GIT_SSL_NO_VERIFY", "NODE_TLS_REJECT_UNAUTHORIZED", "PYTHONHTTPSVERIFY", "NPM_CONFIG_STRICT_SSL", "npm_config_strict_ssl") {
		var program string
		switch off := e.Value == "0" || e.Value == "false"; {
		case e.Name == "GIT_SSL_NO_VERIFY" && (e.Value == "1" || e.Value == "true"):
			program = "git"
		case e.Name == "NODE_TLS_REJECT_UNAUTHORIZED" && e.Value == "0":
			program = "Node"
		case e.Name == "PYTHONHTTPSVERIFY" && e.Value == "0":
			program = "Python 2"
		case strings.HasSuffix(strings.ToUpper(e.Name), "STRICT_SSL") && off:
			program = "npm"
		default:
			continue
		}
		out = append(out, TLSOff{Program: program, Span: e.Span})
	}
	return out
}

// tlsOption looks at one command line.
func tlsOption(u *Unit, run *image.Run, c *shell.Command) []TLSOff {
	var out []TLSOff
	switch c.Name {
	case "curl", "wget":
		for _, o := range run.FetchOptions(c) {
			if name := o.Name; name == "k" && c.Name == "curl" || name == "insecure" || name == "proxy-insecure" || c.Name == "wget" && strings.HasPrefix(name, "no-check-cert") {
				out = append(out, TLSOff{c.Name, o.Word.Span(), harmless(u, run, c), without(o)})
			}
		}
		return out
	}
	for i, w := range c.Args {
		v := run.Reading(c, w)[0]
		next := ""
		if i+1 < len(c.Args) {
			next = run.Reading(c, c.Args[i+1])[0]
		}
		if turnsOff(c.Name, v, next, c.Arg(0)) {
			out = append(out, TLSOff{Program: c.Name, Span: w.Span()})
		}
	}
	return out
}

// turnsOff tells whether a word, with the one behind it, switches the check of
// certificates off.
func turnsOff(program, word, next, first string) bool {
	key, value, assigns := strings.Cut(word, "=")
	if !assigns {
		value = next
	}
	isOff := value == "false" || value == "0" || value == "off"
	switch program {
	case "git":
		lower := strings.ToLower(key)
		return strings.HasPrefix(lower, "http.") && strings.HasSuffix(lower, ".sslverify") && isOff && (assigns || first == "config")
	case "npm", "yarn", "pnpm":
		return key == "--strict-ssl" && isOff && assigns || word == "--no-strict-ssl" || key == "strict-ssl" && isOff && first == "config"
	}
	return key == "--trusted-host" && value != "" && !image.Download{URLs: []string{value}}.Private()
}

// harmless says why a fetch without the check loses nothing that matters.
func harmless(u *Unit, run *image.Run, c *shell.Command) string {
	if run.When == image.AtHealth {
		return "this is a health check"
	}
	list := run.Downloads(c)
	if len(list) > 0 && !slices.ContainsFunc(list, func(d image.Download) bool { return !d.Local() }) {
		return "this is the machine's own address"
	}
	if len(list) > 0 && !slices.ContainsFunc(list, func(d image.Download) bool { return !strings.HasPrefix(d.URLs[0], "http://") }) {
		return "the address is plain http, so only a redirection would use TLS"
	}
	for _, f := range u.Fetches() {
		if f.Command == c && f.Checked != alpine.No {
			return "a checksum or signature is compared"
		}
	}
	return ""
}

// without takes a switch out of the command line: a letter of a cluster, or the
// word with the blank before it.
func without(o image.Option) []source.Edit {
	span, text := o.Word.Span(), o.Word.Span().Text()
	if strings.Contains(text, "'") || strings.Contains(text, `"`) || !strings.HasPrefix(text, "-") {
		return nil
	}
	if len(o.Name) == 1 && len(text) > 2 {
		at := span.Start + strings.Index(text, o.Name)
		return []source.Edit{{Span: span.File.Span(at, at+1)}}
	}
	if span.Start == 0 || span.File.Content[span.Start-1] != ' ' {
		return nil
	}
	return []source.Edit{{Span: span.File.Span(span.Start-1, span.End)}}
}
