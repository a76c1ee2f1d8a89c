# shellcheck shell=bash disable=SC2034  # the scripts that source this use them
# Shared by every set-up script: where things live, and how to say what is going on.
# Everything that is downloaded, built or running lives below $WORK, which git ignores;
# deleting that folder (make clean) leaves no trace on the machine but Debian packages.
#   PHARMA_WORK   put it on another disk, into the folder pharma-suite there (one per checkout)
set -euo pipefail
# `su` without a dash leaves root without the folders of runuser.
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*" >&2; }
step() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
# One line that says what is wrong and what to do about it, then stop.
die() {
  printf 'make: %s\n' "$*" >&2
  exit 1
}

ROOT=$(CDPATH='' cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
WORK=${PHARMA_WORK:+$PHARMA_WORK/pharma-suite}
WORK=${WORK:-$ROOT/.work}
mkdir -p "$WORK" 2>/dev/null && [ -w "$WORK" ] ||
  die "cannot write in $WORK: work as its owner, or set PHARMA_WORK to a folder of yours"
WORK=$(CDPATH='' cd "$WORK" && pwd)
VENV=$WORK/venv
ODOO_ROOT=$WORK/odoo
export PIP_DISABLE_PIP_VERSION_CHECK=1 DEBIAN_FRONTEND=noninteractive
export PIP_CACHE_DIR=$WORK/cache/pip UV_CACHE_DIR=$WORK/cache/uv
# In a shell that has sourced env.sh, PGHOST names a private server of ours, not one of the user's.
[ "${PGHOST:-}" != "${PHARMA_PG:-}" ] || unset PGHOST PGPORT PGUSER PHARMA_PG

# Let one `make` at a time do what NAME stands for. The lock ends with the process: whatever keeps
# running afterwards is started with 9>&-.
lock() {
  exec 9>"$WORK/$1.lock"
  flock -w 3 9 && return
  say "waiting for another make that works in $WORK ($1)"
  flock -w 1800 9 || die "another make has held $WORK/$1.lock for half an hour: end it, then run again"
}

# Run a command with root's rights: directly as root, else through sudo.
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -E "$@"; fi; }
# Stop unless as_root can work. Asked before anything is run quietly, so that it is seen.
need_root() {
  [ "$(id -u)" = 0 ] || sudo true 2>/dev/null ||
    die "$1 needs root: run the same command as root once, or install sudo and add your user to it"
}

# Run quietly. On failure say one line; what the command wrote is in a log of this script
# (a machine that builds unattended sees its end at once).
quietly() {
  local message=$1 log=$WORK/${0##*/}.log
  shift
  if ! "$@" >"$log" 2>&1; then
    [ -z "${CI:-}" ] || tail -n 30 "$log" >&2
    die "$message (details: $log)"
  fi
}

# Print the address of the Debian mirror that this machine's apt knows, nothing without one.
# shellcheck disable=SC2016  # apt expands $(SITE), not the shell
debian_site() {
  apt-get indextargets --format '$(SITE)' 'Origin: Debian' 2>/dev/null | grep -v security | sort -u | head -n 1 || true
}
