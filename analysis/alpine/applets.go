package alpine

// Applets are the applets of the release's BusyBox, sorted. The list is exact
// when exact is true; else it is a lower bound, or empty when nothing is known.
func Applets(r Release) (names []string, exact bool) { return nil, false }

// HasApplet tells whether the release's BusyBox has the applet. For releases
// newer than the tables an absent applet is Unknown.
func HasApplet(r Release, name string) Answer { return Unknown }
