package rules

import (
	"github.com/crampon-lint/crampon/analysis"
	"github.com/crampon-lint/crampon/analysis/taint"
)

var _ = register(&analysis.Rule{
	ID: "ALP541", Name: "config-text", Since: "0.1.0",
	Summary:    "a value from outside in the text of passwd, sudoers or another file of the system, or in a header of a reply",
	Severity:   analysis.Warning,
	Confidence: analysis.Medium,
	CWE:        []int{93},
	Doc: `## What it flags

A value from outside in what is written to ` + "`" + `/etc/passwd` + "`" + `, ` + "`" + `shadow` + "`" + `, ` + "`" + `group` + "`" + `, ` + "`" + `sudoers` + "`" + `, ` + "`" + `doas.conf` + "`" + `, ` + "`" + `/etc/apk/repositories` + "`" + ` and other files whose lines mean something, when it may hold a newline or the file's separator; and in a header that a CGI script prints, by echo, printf or a here-document, when it may hold a newline: error when it comes by network, warning when from others on the machine or from who builds the image, else a hint. That who builds it names its repositories by an ARG is no finding.

## Why

A newline in the value begins a line of its own, a colon a field: a user with the id 0. Behind a line end in a header come headers and a page of the sender's own. Run on BusyBox 1.35 and on 1.37 as Alpine builds it.

~~~console
$ sed s,/etc/,, bad/add.sh > here.sh
$ echo 'me:x:0:0::/:/bin/sh #' | sh here.sh
$ cat passwd
me:x:0:0::/:/bin/sh #:x:1000:1000::/home:/bin/sh
$ sed s,/etc/,, good/add.sh > here.sh
$ echo 'you:x:0:0::/:/bin/sh #' | sh here.sh
$ grep -c . passwd
1
~~~

## What to do

Let only what a name may hold through (` + "`" + `case $name in *[!a-z0-9_-]*) exit 1 ;; esac` + "`" + `), or leave the file to the command that is made for it (` + "`" + `adduser -D -- "$name"` + "`" + `).
`,
	Bad: `-- add.sh --
#!/bin/sh
read -r name
echo "$name:x:1000:1000::/home:/bin/sh" >> /etc/passwd
`,
	Good: `-- add.sh --
#!/bin/sh
read -r name
case $name in ''|*[!a-z0-9_]*) exit 1 ;; esac
echo "$name:x:1000:1000::/home:/bin/sh" >> /etc/passwd
`,
	Run: injected("let only what a name may hold through: case $name in ''|*[!a-z0-9_-]*) exit 1 ;; esac",
		taint.ConfigText),
})
