# shellcheck shell=bash
# Source this after set-up: the environment in which Odoo, its shell and the tests run.
#   . config/setup/env.sh [demo|test]     which of the two private clusters, default test
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cluster=${1:-test}
PYTHON=$VENV/bin/python
if [ -n "${ODOO_SOURCE:-}" ]; then
  odoo_path=$ODOO_SOURCE
else
  odoo_path=$ODOO_ROOT/usr/lib/python3/dist-packages
fi
export PYTHONPATH=$odoo_path${PYTHONPATH:+:$PYTHONPATH} PYTHONDONTWRITEBYTECODE=1
export PATH=$VENV/bin:$PATH
if [ -z "${PGHOST:-}" ]; then
  bash "$ROOT/config/setup/pg.sh" start "$cluster"
  eval "$(bash "$ROOT/config/setup/pg.sh" env "$cluster")"
fi
core_addons=
[ ! -d "$odoo_path/addons" ] || core_addons=$odoo_path/addons,
export PHARMA_ADDONS_PATH=$core_addons$ROOT,$ROOT/addons
export PHARMA_DATA_DIR=$WORK/data-$cluster
# Odoo with the settings that every run here shares; call as: odoo [command] [arguments].
odoo() { "$PYTHON" "$ROOT/config/setup/odoo-bin" "$@"; }
