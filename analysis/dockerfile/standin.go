package dockerfile

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// standIn is what BuildKit is given in the place of a shell's command.
const standIn = "x"

// shellCommand is the run of a logical line that BuildKit hands on to a shell as it
// stands: the command of RUN, CMD and ENTRYPOINT in shell form. It is most of a
// Dockerfile, and BuildKit, which takes nothing from it, runs a regular expression
// over it to see whether the line goes on. It is empty where BuildKit looks into it:
// for an array of JSON, and for here-documents.
func shellCommand(line string, escape byte) run {
	parts := split(line, 0, len(line), escape)
	switch parts.kind {
	case kindRun, kindCmd, kindEntrypoint:
	default:
		return run{}
	}
	command := line[parts.rest.from:parts.rest.to]
	if len(command) <= len(standIn) || command[0] == '[' || strings.Contains(line, "<<") {
		return run{}
	}
	return parts.rest
}

// complete puts the command into the node that was read without it.
func (c *chunk) complete(node *parser.Node) {
	if c.command.empty() {
		return
	}
	node.Original = c.logical
	node.Next.Value = c.logical[c.command.from:c.command.to]
}
