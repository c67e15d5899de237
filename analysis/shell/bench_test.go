package shell

import (
	"strings"
	"testing"

	"github.com/crampon-lint/crampon/analysis/source"
	"mvdan.cc/sh/v3/syntax"
)

// entrypoint is shaped like the scripts of official images.
const entrypoint = `#!/bin/sh
set -eu

# usage: file_env VAR [DEFAULT]
file_env() {
	local var="$1"
	local fileVar="${var}_FILE"
	local def="${2:-}"
	if [ "${1#-}" != "$1" ] || [ -z "$(command -v "$1")" ]; then
		printf >&2 'error: both %s and %s are set\n' "$var" "$fileVar"
		exit 1
	fi
	export "$var"="$def" # trailing
	unset "$fileVar"
}

if [ "$(id -u)" = '0' ] && [ "$1" = 'server' ]; then
	find . \! -user app -exec chown app '{}' +
	exec su-exec app "$0" "$@"
fi

apk add --no-cache --virtual .build-deps \
	gcc make musl-dev libffi-dev \
	openssl-dev "$EXTRA" \
	&& for f in /docker-entrypoint.d/*; do
		case "$f" in
			*.sh) echo "$0: running $f"; . "$f" ;;
			*.conf) cat <<-EOF > /etc/app.conf
				listen ${PORT:-8080};
				name $(hostname);
			EOF
			;;
			*) echo "$0: ignoring $f" ;;
		esac
	done \
	&& rm -rf /tmp/* 2>/dev/null || true
sh -c 'echo "$1" | grep -q x' sh "$var"
exec "$@"
`

func BenchmarkBareParse(b *testing.B) {
	s := strings.Repeat(entrypoint, 20)
	parser := syntax.NewParser(syntax.KeepComments(true))
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parser.Parse(strings.NewReader(s), ""); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	s := strings.Repeat(entrypoint, 20)
	text := source.Whole(source.NewFile("x.sh", []byte(s)))
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		if p := Parse(text, Ash); len(p.Errors) > 0 {
			b.Fatal(p.Errors[0].Message)
		}
	}
}
