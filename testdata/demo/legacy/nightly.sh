#!/bin/sh
# Run by cron: exports every table that is listed in /etc/export/tables.
set -e
day=$(date +%F)
mkdir -p "/export/$day"
while read -r table; do
	su nobody -s /bin/sh -c "/usr/bin/export --table $table > /export/$day/$table.csv"
done < /etc/export/tables
