package alpine

import "strings"

// ashBuiltins are the commands that BusyBox ash runs itself, as `help` of 1.35 and
// 1.37 lists them with Alpine's settings.
const ashBuiltins = " . : [ [[ alias bg break cd chdir command continue echo eval exec exit export false fg getopts hash help history jobs kill let local printf pwd read readonly return set shift source test times trap true type ulimit umask unalias unset wait "

// AshBuiltin tells whether BusyBox ash runs the command itself.
func AshBuiltin(name string) bool {
	return name != "" && !strings.Contains(name, " ") && strings.Contains(ashBuiltins, " "+name+" ")
}
