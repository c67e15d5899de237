package shell

// Lookup gives all values that a variable may hold. No values and known: it is
// unset. Not known: anything.
type Lookup func(name string) (values []string, known bool)

// Values are all values that the word may have, at most 64; false where one of
// its parts is unknown. Unquoted expansions are not split and patterns not
// matched with files: Fields does the former, nothing the latter.
func (w Word) Values(l Lookup) ([]string, bool) { return nil, false }

// Fields are the words that the shell makes of the word.
func (w Word) Fields(l Lookup) ([]string, bool) { return nil, false }

// Lookup gives the values that hold where the command stands.
func (c *Command) Lookup(outer Lookup) Lookup { return outer }
