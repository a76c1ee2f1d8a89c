#!/usr/bin/env bash
# Refresh the translation files from a database in which the suite's modules are installed:
#   pot.sh DATABASE            write <module>/i18n/<module>.pot, vi.po and zh_CN.po
#   pot.sh DATABASE --check    write nothing, exit 1 when a template is out of date
# Terms that are translated already keep their translation, terms that are gone are dropped.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$ROOT/config/setup/env.sh" test
database=${1:-}
[ -n "$database" ] || die "pot.sh DATABASE [--check]: name a database with the modules installed"
shift

folder=$(mktemp -d "$WORK/pot.XXXXXX")
trap 'rm -rf "$folder"' EXIT
printf '[options]\naddons_path = %s\ndata_dir = %s\nlog_level = warn\n' \
  "$PHARMA_ADDONS_PATH" "$PHARMA_DATA_DIR" >"$folder/odoo.conf"
modules=$(python "$ROOT/config/setup/merge_po.py" modules)
# shellcheck disable=SC2086  # one word per module
quietly "cannot export from database $database: does it exist, with Odoo installed in it?" \
  odoo i18n export -c "$folder/odoo.conf" -d "$database" -l pot -o "$folder/export.tgz" $modules
python "$ROOT/config/setup/merge_po.py" merge "$folder/export.tgz" "$@"
