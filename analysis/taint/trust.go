package taint

// Trust says how far away the person is who controls a value, from the nearest
// to the farthest: the order decides which of several sources is told of first.
type Trust int8

// The levels of trust.
const (
	Constant Trust = iota // nobody: the program or the Dockerfile fixes it
	Builder               // who runs the build
	Operator              // who starts the container
	Caller                // who runs a script of which no Dockerfile is known
	Local                 // who can write to the machine: files, names, devices, standard input
	Remote                // who reaches it by network
)

// String is the level in a word.
func (t Trust) String() string {
	return [...]string{"constant", "builder", "operator", "caller", "local", "remote"}[t]
}
