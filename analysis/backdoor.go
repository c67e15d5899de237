package analysis

import (
	"slices"
	"strings"

	"github.com/crampon-lint/crampon/analysis/image"
	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// NetworkShell is a shell that somebody on the network types into.
type NetworkShell struct {
	Run  *image.Run
	Span source.Span // the word that hands the shell over
	// How is a clause: "nc runs a shell for whoever is at the other end".
	How string
}

// connectors are the programs that tie a connection to a program or a pipe.
var connectors = []string{"nc", "ncat", "netcat", "socat", "telnetd"}

// shells are those that may be at the end.
var shells = []string{"sh", "ash", "bash", "dash", "zsh", "ksh", "hush"}

// NetworkShells are the commands that give a shell to the network: nc -e sh and
// its like, nc and a shell in one pipe, and a shell on bash's /dev/tcp.
func (u *Unit) NetworkShells() []NetworkShell {
	var out []NetworkShell
	for r, c := range u.Commands(connectors...) {
		if w, ok := handsShell(c); ok {
			out = append(out, NetworkShell{r, w.Span(), c.Name + " runs a shell for whoever is at the other end"})
		} else if s := shellInPipe(c); s != nil {
			out = append(out, NetworkShell{r, s.Word.Span(), "the shell reads its commands from " + c.Name})
		}
	}
	for r, c := range u.Commands(shells...) {
		for _, to := range c.Redirects {
			if t := to.Target.Source(); strings.HasPrefix(t, "/dev/tcp/") || strings.HasPrefix(t, "/dev/udp/") {
				out = append(out, NetworkShell{r, to.Span, "the shell is tied to " + t})
				break
			}
		}
	}
	return out
}

// handsShell is the word that gives a shell to a connector.
func handsShell(c *shell.Command) (shell.Word, bool) {
	for i, w := range c.Args {
		v := w.Source()
		switch {
		case c.Name == "socat":
			kind, rest, ok := strings.Cut(strings.Trim(v, `"'`), ":")
			if ok && (strings.EqualFold(kind, "EXEC") || strings.EqualFold(kind, "SYSTEM")) && isShell(rest) {
				return w, connects(c)
			}
		case c.Name == "telnetd":
			if v == "-l" && isShell(c.Arg(i+1)) {
				return c.Args[i+1], true
			}
		case v == "-e", v == "-c", v == "--exec", v == "--sh-exec":
			if isShell(c.Arg(i + 1)) {
				return c.Args[i+1], true
			}
		}
	}
	return shell.Word{}, false
}

// connects tells whether a socat has an end on the network.
func connects(c *shell.Command) bool {
	return slices.ContainsFunc(c.Args, func(w shell.Word) bool {
		v := strings.ToUpper(w.Source())
		return strings.Contains(v, "TCP") || strings.Contains(v, "UDP") || strings.Contains(v, "OPENSSL")
	})
}

// isShell tells whether a text runs a shell that reads what comes: "/bin/sh -i".
func isShell(text string) bool {
	text, _, _ = strings.Cut(text, ",") // socat's options
	words := strings.Fields(strings.Trim(text, `"'`))
	if len(words) == 0 || len(words) > 2 || len(words) == 2 && strings.Trim(words[1], "-il") != "" {
		return false
	}
	return slices.Contains(shells, words[0][strings.LastIndexByte(words[0], '/')+1:])
}

// shellInPipe is a shell in the pipe of a connector that reads its commands from
// the pipe: `nc host 1 | sh`, `sh -i < fifo | nc host 1 > fifo`.
func shellInPipe(c *shell.Command) *shell.Command {
	if c.Pipeline == nil {
		return nil
	}
	for at, s := range c.Pipeline.Commands {
		if s == nil || !slices.Contains(shells, s.Name) || at == 0 && len(s.Redirects) == 0 {
			continue
		}
		reads := true
		for i := range s.Args {
			reads = reads && strings.Trim(s.Arg(i), "-il") == "" && s.Arg(i) != ""
		}
		if reads {
			return s
		}
	}
	return nil
}
