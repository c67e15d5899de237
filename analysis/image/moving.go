package image

import (
	"path"
	"strings"

	"github.com/crampon-lint/crampon/analysis/shell"
)

// moving is the command line of a mv, cp, ln or install.
type moving struct {
	sources []shell.Word
	to      shell.Word // the last operand, or the value of -t
	into    bool       // to is a folder, by -t
	mode    string     // that install gives
}

// movingValues are the letters of options that take a value, by the manual pages of
// coreutils 9.1; BusyBox has fewer.
var movingValues = map[string]string{"mv": "tS", "cp": "tS", "ln": "tS", "install": "mogtS"}

// moving reads the command line; it is not ok where nothing goes anywhere (install
// -d makes folders), and where the folder is a part of a word.
func (r *Run) moving(c *shell.Command) (moving, bool) {
	values, ok := movingValues[c.Name]
	m := moving{mode: "755"}
	if !ok {
		return m, false
	}
	var operands []shell.Word
	for i := 0; i < len(c.Args); i++ {
		v := r.Reading(c, c.Args[i])[0]
		switch {
		case strings.HasPrefix(v, "--mode="):
			m.mode = strings.TrimPrefix(v, "--mode=")
		case strings.HasPrefix(v, "--target-directory"), c.Name == "install" && (v == "-d" || v == "--directory"):
			return m, false
		case strings.HasPrefix(v, "--"):
		case strings.HasPrefix(v, "-") && v != "-":
			at := strings.IndexAny(v[1:], values) + 1
			if at == 0 {
				break // switches
			}
			letter, value := v[at], v[at+1:]
			if value != "" && letter == 't' {
				return m, false
			}
			if value == "" && i+1 < len(c.Args) {
				i++
				value = r.Reading(c, c.Args[i])[0]
			}
			switch letter {
			case 'm':
				m.mode = value
			case 't':
				m.to, m.into = c.Args[i], true
			}
		default:
			operands = append(operands, c.Args[i])
		}
	}
	if n := len(operands); !m.into && n > 0 {
		operands, m.to = operands[:n-1], operands[n-1]
	}
	m.sources = operands
	return m, len(operands) > 0
}

// target is where a source goes; names as given.
func (m moving) target(r *Run, c *shell.Command, source, dest string) string {
	if m.into || len(m.sources) > 1 || strings.HasSuffix(dest, "/") || commonDirs[r.place(c, dest).path] {
		return path.Join(dest, path.Base(source))
	}
	return dest
}

// placed is where a mv, cp, ln or install of one file puts it, and which.
func (r *Run) placed(c *shell.Command) (to, from string, ok bool) {
	m, ok := r.moving(c)
	if !ok || len(m.sources) != 1 {
		return "", "", false
	}
	from, known := r.value(c, m.sources[0])
	dest, destKnown := r.value(c, m.to)
	dir := r.folder(c)
	if !known || !destKnown || dir == "" {
		return "", "", false
	}
	abs := func(p string) string {
		if strings.HasPrefix(p, "/") {
			return path.Clean(p)
		}
		return path.Join(dir, p)
	}
	to = abs(m.target(r, c, from, dest))
	if c.Name == "ln" && !strings.HasPrefix(from, "/") {
		return to, path.Join(path.Dir(to), from), true
	}
	return to, abs(from), true
}

// commonDirs are folders of every image: an operand of that name is one, though
// no slash tells.
var commonDirs = map[string]bool{
	"/": true, "/bin": true, "/sbin": true, "/usr/bin": true, "/usr/sbin": true, "/usr/local/bin": true,
	"/usr/local/sbin": true, "/etc": true, "/opt": true, "/tmp": true, "/root": true, "/usr/local": true,
	"/etc/apk/keys": true,
}
