#!/usr/bin/env bash
# Stop what runs from this checkout and delete everything that git ignores below $WORK.
. "$(dirname "$0")/lib.sh"
bash "$ROOT/config/setup/demo.sh" stop
for name in demo test; do
  bash "$ROOT/config/setup/pg.sh" stop "$name"
  if [ -z "${PGHOST:-}" ]; then
    dir=$(bash "$ROOT/config/setup/pg.sh" env "$name" | sed -n 's/^export PGHOST=\([^ ]*\).*/\1/p')
    rm -rf "$dir"
  fi
done
rm -rf "$WORK"
