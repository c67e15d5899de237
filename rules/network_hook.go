package rules

import "github.com/crampon-lint/crampon/analysis"

var _ = register(&analysis.Rule{
	ID: "ALP524", Name: "network-hook", Since: "0.1.0",
	Summary:    "a value of the network is split into words in a script of udhcpc or ifupdown",
	Severity:   analysis.Error,
	Confidence: analysis.Medium,
	CWE:        []int{88},
	Doc: `## What it flags

In a script that udhcpc, udhcpc6 or ifupdown starts, a text of the lease (` + "`boot_file`, `message`, `rootpath`" + ` and their like) as a word of a command that takes options which do harm: without quotes, where it becomes several words, or in front, where it may begin with a dash. What becomes code is told by the rules of its class.

Silent: addresses and numbers, which udhcpc writes itself, and host names, which it checks.

## Why

Any machine of the network can answer as a DHCP server, and the script runs as root. udhcpc hands most texts over as they came: BusyBox 1.37's source checks only those of the type host name, and udhcpc6 none. ` + "`wget -q $boot_file`" + ` with ` + "`-O /etc/init.d/x http://...`" + ` in it is code at the next start.

~~~console
$ mkdir next; echo "server-key" > private; echo menu > menu
$ boot_file="menu private" sh bad/udhcpc/default.script bound
$ ls next
menu
private
$ rm next/*; boot_file="menu private" sh good/udhcpc/default.script bound
...
$ ls next
~~~

## What to do

Quote the value, and write ` + "`--`" + ` in front of it; better, let only the characters through that it needs.
`,
	Bad: `-- udhcpc/default.script --
#!/bin/sh
case $1 in
bound|renew) cp $boot_file next/ ;;
esac
`,
	Good: `-- udhcpc/default.script --
#!/bin/sh
case $1 in
bound|renew) cp -- "$boot_file" next/ ;;
esac
`,
	Run: func(p *analysis.Pass) {
		for _, f := range p.Flows() {
			if ofHook(f) {
				p.Report(injection(f, "quote the value, and write -- in front of it"))
			}
		}
	},
})
