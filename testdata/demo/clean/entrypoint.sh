#!/bin/sh
set -eu

case ${LOG_LEVEL:=info} in
debug | info | error) ;;
*)
	echo "LOG_LEVEL must be debug, info or error" >&2
	exit 64
	;;
esac
export LOG_LEVEL

# What an earlier run left behind.
find "${CACHE_DIR:-/tmp/status}" -name '*.part' -exec sh -c 'rm -f -- "$@"' _ {} + 2>/dev/null || true

exec "$@"
