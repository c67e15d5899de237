package image

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
)

func TestModeChange(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"chmod 777 /etc/x", "777 777 /etc/x"},
		{"chmod -R 0777 /etc -v", "777 0777 R /etc"},
		{"chmod 777 -R /a /b", "777 777 R /a /b"},
		{"chmod --recursive a+w /a", "202 a+w R /a"},
		{"chmod +w /a", "200 +w /a"},
		{"chmod +s /a", "6000 +s /a"},
		{"chmod u+xs,g-s /a", "4100 u+xs,g-s /a"},
		{"chmod a-s /a", ""},
		{"chmod -s /a", ""},
		{"chmod -- 4755 /a", "4755 4755 /a"},
		{"chmod a+w,o=r /a", "600 a+w,o=r /a"},
		{"chmod $MODE /a", ""},
		{"M=1777; chmod $M /a", "1777 $M /a"},
		{"for f in a b; do chmod o+w /etc/$f; done", "2 o+w /etc/a /etc/b"},
		{"cd /etc; chmod 666 passwd", "666 666 /etc/passwd"},
		{"install -o root -m 4755 a b /usr/bin/", "4755 4755 /usr/bin"},
		{"install -dm 1777 /a /b", "1777 1777 /a /b"},
		{"install --mode=755 a /b", "755 --mode=755 /b"},
		{"mkdir -p -m777 /etc/x", "777 -m777 /etc/x"},
		{"mkdir -p /etc/x", ""},
		{"chmod --reference=/a /b", ""},
		{"chmod", ""},
	} {
		run := Alone(source.NewFile("/x.sh", []byte(tt.line+"\n")), Options{})
		got := ""
		for _, c := range run.Program.Named(ModeChangers...) {
			if m, ok := run.ModeChange(c); ok {
				got = fmt.Sprintf("%o %s", m.Gives, m.Span.Text())
				if m.Recursive {
					got += " R"
				}
				for _, p := range m.Paths() {
					got += " " + p.Path
				}
			}
		}
		if strings.TrimSpace(got) != tt.want {
			t.Errorf("%s: got %q, want %q", tt.line, got, tt.want)
		}
	}
}
