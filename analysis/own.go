package analysis

// The engine's own findings have rules like any other: they can be configured,
// explained and suppressed.
var (
	ruleDockerfileSyntax = &Rule{
		ID: "ALP001", Name: "dockerfile-syntax", Since: "0.1.0",
		alwaysOn: true,
		Summary:  "a part of the Dockerfile that BuildKit does not accept",
		Severity: Error, Confidence: High,
		Doc: `## What it flags

An instruction that BuildKit's own parser refuses: an unknown instruction or flag, an ENV without a value, a here-document that is never closed, a line over 65,535 bytes. And what a build refuses later: stages that are made from each other in a circle, a ` + "`COPY --from`" + ` of a stage that is not there or with a variable in it, a source of a COPY that leads out of the build context by ` + "`..`" + `.

## Why

The build stops there. crampon reports the place and goes on with the rest of the file.

## What to do

Correct the instruction as the message says.
`,
		Bad:  "FROM scratch\nENV A=1 B\nUSER 1000\n",
		Good: "FROM scratch\nENV A=1 B=2\nUSER 1000\n",
	}
	ruleShellSyntax = &Rule{
		ID: "ALP002", Name: "shell-syntax", Since: "0.1.0",
		alwaysOn: true,
		Summary:  "shell text that no shell accepts",
		Severity: Error, Confidence: High,
		Doc: `## What it flags

A RUN, a script or the text of a ` + "`sh -c`" + ` that does not parse. What BusyBox ash accepts is not flagged, whatever other shells say of it.

## Why

The shell stops with a syntax error: in a RUN the build fails, in an entrypoint the container does not start.

## What to do

Correct the text. crampon leaves the line out and judges the rest. It names the first fault, at which a shell stops too: those behind it come from that one more often than not.
`,
		Bad:  "FROM alpine:3.24\nRUN if true; then echo one\nUSER 1000\n",
		Good: "FROM alpine:3.24\nRUN if true; then echo one; fi\nUSER 1000\n",
	}
	ruleTemplate = &Rule{
		ID: "ALP003", Name: "template", Since: "0.1.0",
		Summary:  "a template, not yet a Dockerfile or script",
		Severity: Info, Confidence: High,
		Doc: `## What it flags

A file that a generator turns into a Dockerfile or script: by its name (` + "`.j2`, `.tmpl`, `.template`, `.erb`" + `) or by placeholders such as ` + "`{{ }}`, `<% %>`, `%%NAME%%`" + ` in places where no build accepts them. A file such as ` + "`Dockerfile.common`" + ` that has no FROM at all is taken for a part that goes into others.

## Why

What stands between the placeholders is not known, so nothing else is said of the file.

## What to do

Lint what the generator writes. To silence the line, list the file under ` + "`ignore:`" + ` in .crampon.yaml.
`,
		Bad:  "FROM {{ base }}\nRUN echo hello\n",
		Good: "FROM scratch\nUSER 1000\nRUN echo hello\n",
	}
	ruleUnreadable = &Rule{
		ID: "ALP004", Name: "unreadable", Since: "0.1.0",
		alwaysOn: true,
		Summary:  "a file that cannot be read as text",
		Severity: Error, Confidence: High,
		Doc: `## What it flags

A file that was named or found but cannot be linted: no permission, a folder or device where a file should be, a loop of links, over 4 MiB, not text.

## Why

A file that is passed over in silence looks like one without findings.

## What to do

Make it readable, or list it under ` + "`ignore:`" + ` in .crampon.yaml.
`,
		Bad:  "\x00\x01\x02\x03FROM scratch\n",
		Good: "FROM scratch\nUSER 1000\n",
	}
	ruleBytes = &Rule{
		ID: "ALP005", Name: "bytes-that-bite", Since: "0.1.0",
		Summary:  "bytes that an editor does not show and a shell does not skip",
		Severity: Warning, Confidence: High,
		Doc: `## What it flags

In scripts: lines that end in CRLF, a byte order mark, NUL bytes. In scripts and Dockerfiles: a no-break space between words. Bytes that are not UTF-8 are told of at info.

## Why

BusyBox ash takes the carriage return as part of the word: ` + "`then\\r`" + ` is no keyword and ` + "`#!/bin/sh\\r`" + ` no interpreter ("not found"). A byte order mark before ` + "`#!`" + ` hides the shebang. A no-break space is no blank: the command's name contains it. Run on BusyBox 1.35: ` + "`printf 'if true; then\\r\\n:\\r\\nfi\\r\\n' | sh`" + ` ends with a syntax error. BuildKit itself drops carriage returns at the ends of a Dockerfile's lines, so these are not flagged there.

## What to do

Convert the file (` + "`dos2unix`" + `), and keep it so by ` + "`*.sh text eol=lf`" + ` in .gitattributes.
`,
		Bad:  "-- entrypoint.sh --\n#!/bin/sh\r\necho hello\r\n",
		Good: "-- entrypoint.sh --\n#!/bin/sh\necho hello\n",
	}
	ruleUnusedIgnore = &Rule{
		ID: "ALP006", Name: "unused-ignore", Since: "0.1.0",
		Summary:  "an ignore comment that matches nothing",
		Severity: Hint, Confidence: High,
		Look: Faded,
		Doc: `## What it flags

A ` + "`# crampon ignore=`" + ` or ` + "`ignore-file=`" + ` comment whose rule reports nothing there any more.

## Why

A comment that outlived its finding hides the next one.

## What to do

Delete the comment, or the rule's ID from it.
`,
		Bad:  "# crampon ignore=ALP102 frozen by the registry\nFROM scratch\nUSER 1000\n",
		Good: "FROM scratch\nUSER 1000\n",
	}
	ruleUnknownIgnore = &Rule{
		ID: "ALP007", Name: "unknown-ignore", Since: "0.1.0",
		Summary:  "an ignore comment that names no rule",
		Severity: Hint, Confidence: High,
		Look: Faded,
		Doc: `## What it flags

A ` + "`# crampon`" + ` comment that names a rule that does not exist, or that cannot be read.

## Why

It silences nothing, and its author believes that it does.

## What to do

Correct the ID; ` + "`crampon rules`" + ` lists them.
`,
		Bad:  "# crampon ignore=ALP9999\nFROM scratch\nUSER 1000\n",
		Good: "FROM scratch\nUSER 1000\n",
	}
	ruleFault = &Rule{
		ID: "ALP009", Name: "crampon-fault", Since: "0.1.0",
		alwaysOn: true,
		Summary:  "a fault of crampon itself",
		Severity: Error, Confidence: High,
		Doc: `## What it flags

A place where crampon itself failed: a rule or a parser broke off. The other rules and files were judged all the same.

## Why

A linter that is silent after a crash says "no findings" where it has not looked. The exit code is 3.

## What to do

Please report it with the file, or the smallest part of it that still shows the fault.
`,
	}
)

// OwnRules are the rules of the engine's own findings.
func OwnRules() []*Rule {
	return []*Rule{ruleDockerfileSyntax, ruleShellSyntax, ruleTemplate, ruleUnreadable, ruleBytes, ruleUnusedIgnore, ruleUnknownIgnore, ruleFault}
}
