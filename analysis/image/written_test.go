package image

import (
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

// TestWritesThroughVariable: the file of a redirection is found under the name that
// holds it, as it is for Lines.
func TestWritesThroughVariable(t *testing.T) {
	run := Alone(source.NewFile("/x.sh", []byte("f=/etc/apk/repositories\necho a b >> \"$f\"\necho c 2> \"$f\"\necho d | sudo tee -a \"$f\"\n")), Options{})
	var got string
	for _, w := range run.WritesTo(isRepositories) {
		got += w.Command.Program.Text.String()[w.From:w.To] + " into " + w.File + "; "
	}
	if want := "a into /etc/apk/repositories; b into /etc/apk/repositories; d into /etc/apk/repositories; "; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
