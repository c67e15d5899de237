package analysis

import (
	"sync"
	"weak"

	"github.com/crampon-lint/crampon/analysis/shell"
	"github.com/crampon-lint/crampon/analysis/source"
)

// programs are those of the scripts of a run. A script that several Dockerfiles ship is
// read once for all that come to it before the collector does: of the bytes that a lint
// of images parses, a fifth are such. Nothing is kept alive for it.
type programs struct {
	read sync.Map // programKey to weak.Pointer[shell.Program]
}

type programKey struct {
	path    string
	dialect shell.Dialect
}

// of is the program of a whole script. It may be in use elsewhere, as what is read of
// it is never changed.
func (p *programs) of(f *source.File, d shell.Dialect) *shell.Program {
	key := programKey{f.Path, d}
	if known, ok := p.read.Load(key); ok {
		if program := known.(weak.Pointer[shell.Program]).Value(); program != nil && program.Text.File == f {
			return program
		}
	}
	program := shell.Parse(source.Whole(f), d)
	p.read.Store(key, weak.Make(program))
	return program
}
