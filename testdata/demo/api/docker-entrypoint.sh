#!/bin/sh
set -e

: "${ORDERS_DB:=/var/lib/orders/orders.db}"
export ORDERS_DB

if [ ! -f "$ORDERS_DB" ]; then
	echo "creating $ORDERS_DB"
	orders migrate
fi

# ORDERS_FLAGS may quote, as in --title "Spare parts".
if [ "$1" = serve ]; then
	shift
	eval "set -- $ORDERS_FLAGS \"\$@\""
	set -- serve "$@"
fi

exec orders "$@"
