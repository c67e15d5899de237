package alpine

import "strings"

// ashBuiltins are the commands that BusyBox ash runs itself: what `help` of Debian's
// 1.35.0 lists. Upstream's 1.26 to 1.37, built with ash's options and without line
// editing, list the same but for history, which comes with it; 1.36 can have sleep
// too, and 1.38 has no chdir any more.
const ashBuiltins = " . : [ [[ alias bg break cd chdir command continue echo eval exec exit export false fg getopts hash help history jobs kill let local printf pwd read readonly return set shift source test times trap true type ulimit umask unalias unset wait "

// AshBuiltin tells whether BusyBox ash runs the command itself.
func AshBuiltin(name string) bool {
	return name != "" && !strings.Contains(name, " ") && strings.Contains(ashBuiltins, " "+name+" ")
}
