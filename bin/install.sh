#!/usr/bin/env bash
# Installs Debian packages for their programs alone, as root: none of their services is started now or later, and Postgres
# makes no cluster of its own. Services that were there before stay as they are.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.conf
undo=()
# The end of what it said, if it failed.
quietly() {
    local log
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        return 1
    fi
    rm -f "$log"
}
restore() {
    local step
    for step in "${undo[@]}"; do eval "$step"; done
}
trap restore EXIT

if [ ! -e "$policy" ]; then
    undo+=("rm -f $policy")
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
quietly apt-get update
for package in "$@"; do
    case $package in
        postgresql)
            quietly apt-get install -y --no-install-recommends postgresql-common
            if [ -e "$clusters" ]; then
                cp -p "$clusters" "$clusters.lectern"
                undo+=("mv $clusters.lectern $clusters")
                echo 'create_main_cluster = false' >>"$clusters"
            fi
            ;;
    esac
done
quietly apt-get install -y --no-install-recommends "$@"
for package in "$@"; do
    case $package in
        nginx | redis-server)
            if command -v systemctl >/dev/null; then
                systemctl disable --quiet "$package" || true
            fi
            ;;
    esac
done
