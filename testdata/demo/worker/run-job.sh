#!/bin/sh
# run-job QUEUE [OPTION...]: work on one queue and keep its log.
set -eu
queue=$1
shift
exec timeout "${JOB_TIMEOUT:-300}" sh -c "thumbnails $queue $* 2>&1 | tee -a /var/log/$queue.log"
