#!/bin/sh
# Writes the upstreams that the operator lists in UPSTREAM_1, UPSTREAM_2, ...
set -eu
for n in 1 2 3; do
	eval "host=\${UPSTREAM_$n:-}"
	[ -n "$host" ] || continue
	printf 'upstream u%s { server %s; }\n' "$n" "$host"
done > /etc/nginx/conf.d/upstreams.conf
eval "${PRE_START_HOOK:-true}"
exec "$@"
