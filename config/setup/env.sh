# shellcheck shell=bash
# Source this after set-up: the environment in which Odoo, its shell and the tests run.
#   . config/setup/env.sh [demo|test]     which of the two private clusters, default test
# Sourced, it runs itself as a script and takes over only what that prints, so that a person's
# shell keeps its own options and a failure is a status, not the end of the shell.
# shellcheck source-path=SCRIPTDIR
if [ "${BASH_SOURCE[0]}" != "$0" ]; then
  pharma_environment=$(bash "${BASH_SOURCE[0]}" "${1:-test}") || return 1
  eval "$pharma_environment"
  unset pharma_environment
  return 0
fi

. "$(dirname "$0")/lib.sh"
cluster=${1:-test}
put() { printf 'export %s=%q\n' "$1" "$2"; }

if [ -z "${PGHOST:-}" ]; then
  bash "$ROOT/config/setup/pg.sh" start "$cluster"
  dir=$(bash "$ROOT/config/setup/pg.sh" dir "$cluster")
  put PGHOST "$dir"
  put PHARMA_PG "$dir"
  put PGPORT 5432
  put PGUSER odoo
  prefix=
else
  export PGUSER=${PGUSER:-$(id -un)}
  [ "$PGUSER" != postgres ] ||
    die "PGUSER=postgres: Odoo refuses to work as the server's superuser, set PGUSER to another role that may create databases"
  error=$(psql -XAtwc 'SELECT 1' postgres 2>&1 >/dev/null) ||
    die "no database server on PGHOST=$PGHOST as PGUSER=$PGUSER: correct them, or unset PGHOST for a private server. It says: ${error//$'\n'/ }"
  # Others work on that server: what is ours carries a name that is drawn once per work folder.
  [ -s "$WORK/id" ] || od -An -N4 -tx4 /dev/urandom | tr -d ' ' >"$WORK/id"
  prefix=pharma_$(cat "$WORK/id")_
  put PGUSER "$PGUSER"
fi
put PHARMA_DB_PREFIX "$prefix"

odoo_path=${ODOO_SOURCE:-$ODOO_ROOT/usr/lib/python3/dist-packages}
case :${PYTHONPATH:-}: in
*:"$odoo_path":*) ;;
*) put PYTHONPATH "$odoo_path${PYTHONPATH:+:$PYTHONPATH}" ;;
esac
case $PATH in
"$VENV/bin":*) ;;
*) put PATH "$VENV/bin:$PATH" ;;
esac
put PYTHONDONTWRITEBYTECODE 1
core_addons=
[ ! -d "$odoo_path/addons" ] || core_addons=$odoo_path/addons,
# The folder within the other first: Odoo's export of terms takes a file for one of the module
# below the first folder that holds it.
put PHARMA_ADDONS_PATH "$core_addons$ROOT/addons,$ROOT"
put PHARMA_DATA_DIR "$WORK/data-$cluster"
# Odoo with the settings that every run here shares, without those of ~/.odoorc; call as:
# odoo [command] [arguments].
printf 'odoo() { ODOO_RC=/dev/null %q %q "$@"; }\n' "$VENV/bin/python" "$ROOT/config/setup/odoo-bin"
