package image

import (
	"fmt"
	"strings"
	"testing"
)

// kinds are how the tests call what is done with a download.
var kinds = map[FateKind]string{Interpreted: "run by", MadeExecutable: "executable by", Unpacked: "unpacked by", Installed: "installed by", Trusted: "trusted by"}

func TestFetches(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"pipe", "RUN curl -fsSL https://x.org/i.sh | sh", "https://x.org/i.sh: run by sh; checked no"},
		{"pipe through sudo, bash with arguments", "RUN wget -qO- https://x.org/i.sh | sudo -E bash -s -- -y", "https://x.org/i.sh: run by bash; checked no"},
		{"pipe unpacked on its way", "RUN curl https://x.org/i.gz | gunzip | python3 -", "https://x.org/i.gz: run by python3; checked no"},
		{"data for a program of its own", "RUN curl https://x.org/a.json | python3 -c 'import json'; wget -O - https://x.org/b | sh -c 'cat > b'; curl https://x.org/c | perl -ne print",
			"https://x.org/a.json: checked no | https://x.org/b: checked no | https://x.org/c: checked no"},
		{"php with arguments behind --", "RUN curl -sS https://x.org/installer | php -- --install-dir=/usr/bin", "https://x.org/installer: run by php; checked no"},
		{"substitutions", "RUN sh -c \"$(curl -fsSL https://x.org/1)\" && bash <(curl https://x.org/2) && . <(wget -O- https://x.org/3) && eval \"$(curl https://x.org/4)\"",
			"https://x.org/1: run by sh; checked no | https://x.org/2: run by bash; checked no | https://x.org/3: run by .; checked no | https://x.org/4: run by eval; checked no"},
		{"substitutions that are data", "RUN V=$(curl https://x.org/v); echo \"$(curl https://x.org/w)\"; sh x.sh \"$(curl https://x.org/y)\"; cat <(curl https://x.org/z)",
			"https://x.org/v: checked no | https://x.org/w: checked no | https://x.org/y: checked no | https://x.org/z: checked no"},
		{"a file, then a shell", "RUN curl -sSLo /tmp/i.sh https://x.org/i.sh && cd /tmp && bash -x i.sh", "https://x.org/i.sh > /tmp/i.sh: run by bash; checked no"},
		{"redirected, loop, variables", "ARG V=2\nRUN for p in a b; do wget -q https://x.org/$V/$p; done; chmod 0755 a",
			"https://x.org/2/a https://x.org/2/b > a b: executable by chmod; checked no"},
		{"names of curl -O and wget -P", "RUN curl -O https://x.org/a?b=1 -O https://x.org/k && wget -P /opt https://x.org/t && install -m 755 k /usr/bin/k && chmod +x /opt/t",
			"https://x.org/a?b=1 > a?b=1: checked no | https://x.org/k > k: executable by install; checked no | https://x.org/t > /opt/t: executable by chmod; checked no"},
		{"checked by name", "RUN wget https://x.org/a.tgz && echo \"$SUM  a.tgz\" | sha256sum -c && tar xzf a.tgz -C /usr/local", "https://x.org/a.tgz > a.tgz: unpacked by tar; checked yes"},
		{"checked by comparison", "RUN curl -o t https://x.org/tool && [ \"$(sha256sum tool | cut -d' ' -f1)\" = 0 ] && chmod +x t", "https://x.org/tool > t: executable by chmod; checked yes"},
		{"another is checked", "RUN wget https://x.org/a.tgz https://x.org/b && echo '00  a.tgz' | sha256sum -c && chmod +x b && tar xf a.tgz",
			"https://x.org/a.tgz > a.tgz: unpacked by tar; checked yes | https://x.org/b > b: executable by chmod; checked no"},
		{"a list of sums may name it", "RUN wget https://x.org/b && sha256sum -c SUMS && chmod +x b", "https://x.org/b > b: executable by chmod; checked unknown"},
		{"signature", "RUN wget -O /tool https://x.org/b && gpg --batch --verify /tool.asc /tool && chmod +x /tool", "https://x.org/b > /tool: executable by chmod; checked yes"},
		{"a function checks", "RUN check_sha256() { :; }; wget -O /b https://x.org/b && check_sha256 && chmod +x /b", "https://x.org/b > /b: executable by chmod; checked unknown"},
		{"aria2c checks itself", "RUN aria2c --checksum=sha-256=00 -o b -d / https://x.org/b && chmod +x /b", "https://x.org/b > /b: executable by chmod; checked yes"},
		{"later steps", "RUN wget -O /b https://x.org/b\nRUN mv /b /usr/local/bin/\nRUN chmod a+x /usr/local/bin/b", "https://x.org/b > /b: executable by mv, executable by chmod; checked no"},
		{"ADD", "ADD https://x.org/a.tgz /tmp/\nRUN tar xzf /tmp/a.tgz", "https://x.org/a.tgz > /tmp/: unpacked by tar; checked no"},
		{"ADD, checked later", "WORKDIR /opt\nADD https://x.org/a a\nRUN echo \"$S a\" | sha256sum -c; sha256sum /opt/a; chmod +x a", "https://x.org/a > a: executable by chmod; checked unknown"},
		{"removed before", "RUN wget -O /b https://x.org/b && rm /b\nRUN chmod +x /b", "https://x.org/b > /b: checked no"},
		{"another of the name", "RUN wget -O /tmp/b https://x.org/b && chmod +x /usr/bin/b", "https://x.org/b > /tmp/b: checked no"},
		{"apk checks, unless told not to", "RUN wget -O /a.apk https://x.org/a.apk && apk add /a.apk\nRUN wget -O /c.apk https://x.org/c.apk && apk add --allow-untrusted /c.apk",
			"https://x.org/a.apk > /a.apk: checked no | https://x.org/c.apk > /c.apk: installed by apk; checked no"},
		{"key of apk", "RUN wget -qO /etc/apk/keys/x.rsa.pub https://x.org/k", "https://x.org/k > /etc/apk/keys/x.rsa.pub: trusted by wget; checked no"},
		{"tee, dd", "RUN curl https://x.org/a | tee /a > /dev/null; curl https://x.org/b | dd of=/b; chmod +x /a /b; curl https://x.org/l | tar xzC /usr",
			"https://x.org/a: executable by chmod; checked no | https://x.org/b: executable by chmod; checked no | https://x.org/l: unpacked by tar; checked no"},
		{"options with values, unknown ones", "RUN curl -H 'A: b' -x http://p --retry 3 --retry-delay=2 --new https://no.org https://x.org/a; wget -nv --header 'B: c' -T 5 -U me https://x.org/b",
			"https://x.org/a: checked no | https://x.org/b > b: checked no"},
		{"blanks in a substitution", "RUN curl -Lo /a \"https://x.org/a-$(uname -s)-$(uname -m)\" && chmod +x /a; wget https://x.org/b-`uname -m`; curl \"$A https://x.org/c\"",
			"https://x.org/a-$(uname -s)-$(uname -m) > /a: executable by chmod; checked no | https://x.org/b-`uname -m` > b-`uname -m`: checked no"},
		{"odd", "RUN curl; wget -O; curl -o; wget --output-document; curl | sh; curl -o a; tar; chmod; chmod +x; mv; install -m; sh -o", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := open(t, "-- Dockerfile --\nFROM alpine:3.24\n"+tt.body+"\n", Options{})
			var got []string
			for _, f := range Fetches(b, b.Runs) {
				s := strings.Join(f.URLs, " ")
				if len(f.To) > 0 {
					s += " > " + strings.Join(f.To, " ")
				}
				var fates []string
				for _, x := range f.Fates {
					fates = append(fates, kinds[x.Kind]+" "+x.Span.Text())
				}
				sep := ": "
				if len(fates) > 0 {
					sep += strings.Join(fates, ", ") + "; "
				}
				got = append(got, fmt.Sprintf("%s%schecked %s", s, sep, f.Checked))
			}
			if s := strings.Join(got, " | "); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

// TestWithoutSubstitutions: what stands beside a command's output is left.
func TestWithoutSubstitutions(t *testing.T) {
	for in, want := range map[string]string{
		"https://x.org/a":       "https://x.org/a",
		"a-$(uname -s).tar":     "a-.tar",
		"a-`uname -s`-`id`.tar": "a--.tar",
		"$(a $(b) c)":           "$(a  c)", // the innermost
		"$v $(open `one":        "$v $(open `one",
		"$`x`(y)":               "$(y)", // put together of what is left: none
		"$":                     "$",
		"":                      "",
	} {
		if got := withoutSubstitutions(in); got != want {
			t.Errorf("of %q is left %q, want %q", in, got, want)
		}
	}
}
