# shellcheck shell=bash disable=SC2034  # the scripts that source this use them
# Shared by every set-up script: where things live, and how to say what is going on.
# Everything that is downloaded, built or running lives below $WORK, which git ignores;
# deleting that folder (make clean) leaves no trace on the machine but Debian packages.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
WORK=${PHARMA_WORK:-$ROOT/.work}
VENV=$WORK/venv
ODOO_ROOT=$WORK/odoo
export PIP_DISABLE_PIP_VERSION_CHECK=1 DEBIAN_FRONTEND=noninteractive
mkdir -p "$WORK"

say() { printf '%s\n' "$*" >&2; }
step() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
# One line that says what is wrong and what to do about it, then stop.
die() {
  printf 'make: %s\n' "$*" >&2
  exit 1
}

# Run a command with root's rights: directly as root, else through sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo -E "$@"
  else
    die "'$*' needs root: run as root, or install sudo and add your user to it"
  fi
}

# Run quietly. On failure say one line; what the command wrote is in $WORK/setup.log
# (a machine that builds unattended sees its end at once).
quietly() {
  local message=$1
  shift
  if ! "$@" >"$WORK/setup.log" 2>&1; then
    [ -z "${CI:-}" ] || tail -n 30 "$WORK/setup.log" >&2
    die "$message (details: $WORK/setup.log)"
  fi
}
