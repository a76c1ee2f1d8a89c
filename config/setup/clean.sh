#!/usr/bin/env bash
# Stop what runs from this checkout and delete all that it has made: $WORK, the private servers,
# and on a server named by PGHOST the databases that carry this work folder's name.
. "$(dirname "$0")/lib.sh"
pg() { env -u PGHOST bash "$ROOT/config/setup/pg.sh" "$@"; }

bash "$ROOT/config/setup/demo.sh" stop
if [ -s "$WORK/id" ]; then
  prefix=pharma_$(cat "$WORK/id")_
  [ -n "${PGHOST:-}" ] ||
    die "the databases $prefix* are on a server of yours: name it in PGHOST and repeat make clean, or remove $WORK/id to keep them"
  databases=$(psql -XAtwc "SELECT datname FROM pg_database WHERE starts_with(datname::text, '$prefix')" postgres) ||
    die "no database server on PGHOST=$PGHOST: correct it, or remove $WORK/id to keep the databases $prefix*"
  for database in $databases; do
    dropdb --if-exists --force "$database"
  done
fi
for name in demo test; do
  pg stop "$name"
  dir=$(pg dir "$name")
  rm -rf "$dir"
  # The folder around it is empty by now, unless it is $WORK.
  rmdir "${dir%/*}" 2>/dev/null || true
done
rm -rf "$WORK"
