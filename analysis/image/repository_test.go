package image

import (
	"fmt"
	"slices"
	"testing"
)

func TestRepositories(t *testing.T) {
	for _, tt := range []struct {
		run  string
		want []string
	}{
		{"apk add -X https://m.test/alpine/v3.24/main curl", []string{"https://m.test/alpine/v3.24/main v3.24 main option"}},
		{"apk --repository=https://m.test/edge/testing add curl", []string{"https://m.test/edge/testing edge testing option"}},
		{"apk add --root /r -X https://m.test/edge/main curl", []string{"https://m.test/edge/main edge main option elsewhere"}},
		{"echo '@x https://m.test/edge/main' >> /etc/apk/repositories", []string{"https://m.test/edge/main edge main @x"}},
		{"echo @x https://m.test/edge/main >> /etc/apk/repositories", []string{"https://m.test/edge/main edge main @x"}},
		{"B=edge; echo https://m.test/$B/main >> /etc/apk/repositories", []string{"https://m.test/edge/main edge main"}},
		{"echo https://m.test/$B/main >> /etc/apk/repositories", []string{"https://m.test/$B/main  "}},
		{"echo https://m.test/edge/main > /r/etc/apk/repositories", []string{"https://m.test/edge/main edge main elsewhere"}},
		{"printf 'https://m.test/a\\n@t https://m.test/edge/testing\\n' | tee -a /etc/apk/repositories", []string{"https://m.test/a  ", "https://m.test/edge/testing edge testing @t"}},
		{"cat > /etc/apk/repositories.d/x.list <<E\nhttps://m.test/v3.2/main\n# https://no.test/\nE", []string{"https://m.test/v3.2/main v3.2 main"}},
		{"sed -i 's/v3.20/v3.21/g' /etc/apk/repositories", []string{"v3.21 v3.21 "}},
		{"sed -i -e 's/v[^/]*/edge/g;s|http:|https:|' /etc/apk/repositories", []string{"edge edge "}},
		{"sed -i 's#https://a.test/edge/main#https://b.test/v3.24/main#' /etc/apk/repositories", []string{"https://b.test/v3.24/main v3.24 main"}},
		{"sed -i '1i @t https://b.test/edge/main' /etc/apk/repositories", []string{"https://b.test/edge/main edge main @t"}},
		{"sed -i 's/a/edge/' /etc/hosts", nil},
		{"sed -i 's/[' /etc/apk/repositories", nil},
		{"sed -i 's/\\(' /etc/apk/repositories", nil},
		{"sed -i s /etc/apk/repositories", nil},
	} {
		b := open(t, "-- Dockerfile --\nFROM alpine:3.24\nRUN <<'END'\n"+tt.run+"\nEND\n", Options{})
		var got []string
		for _, r := range b.Runs[0].Repositories() {
			branch, name := r.Branch()
			line := fmt.Sprintf("%s %s %s", r.Value, branch, name)
			if r.Tag != "" {
				line += " @" + r.Tag
			}
			if r.Option {
				line += " option"
			}
			if r.Elsewhere {
				line += " elsewhere"
			}
			got = append(got, line)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s\n got %q\nwant %q", tt.run, got, tt.want)
		}
	}
}

// What is added to another root, or in play, is not in the image.
func TestPackagesElsewhere(t *testing.T) {
	b := open(t, "-- Dockerfile --\nFROM alpine:3.24\nRUN apk add -p /r gcc && apk add -s make && apk --root / add git\n", Options{})
	p := b.Stages[0].Final.Packages
	for name, want := range map[string]string{"gcc": "no", "make": "no", "git": "yes"} {
		if got := p.Has(name).String(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
