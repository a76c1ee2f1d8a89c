#!/usr/bin/env bash
# A private PostgreSQL cluster below $WORK: pg.sh start|stop|env NAME
#   NAME demo: durable;  NAME test: no fsync, for data that may be lost at any time.
# It listens on a socket in its own folder only. Clusters that the system runs are left alone.
# With PGHOST set that server is used, nothing is started, and `env` prints nothing.
. "$(dirname "$0")/lib.sh"
action=$1 name=${2:-demo}
[ -n "${PGHOST:-}" ] && exit 0

base=$WORK
owner=()
if [ "$(id -u)" = 0 ]; then
  # PostgreSQL refuses to run as root; its own system user must be able to reach the folder.
  owner=(runuser -u postgres --)
  "${owner[@]}" test -x "$WORK" || base=/var/tmp
fi
if [ "$base" != "$WORK" ] || [ ${#base} -gt 80 ]; then  # a socket's path may have 107 characters
  base=/var/tmp/pharma-$(printf '%s' "$WORK" | md5sum | cut -c1-8)
  mkdir -p "$base"
fi
dir=$base/pg-$name
bin=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || die "PostgreSQL's server is missing: run 'make setup' as root, or set PGHOST to a server of yours"
bin=${bin%/initdb}
pg_ctl() { "${owner[@]}" "$bin/pg_ctl" -s -w -D "$dir/data" "$@"; }

case $action in
env)
  echo "export PGHOST=$dir PGPORT=5432 PGUSER=odoo"
  ;;
start)
  if [ ! -f "$dir/data/PG_VERSION" ]; then
    # Anybody who reaches the socket may log in, so nobody else may reach the folder.
    mkdir -p "$dir"
    chmod 700 "$dir"
    [ "$(id -u)" != 0 ] || chown postgres: "$dir"
    cd "$dir"
    rm -rf data.new
    quietly "cannot create a PostgreSQL cluster in $dir: is the disk full?" "${owner[@]}" "$bin/initdb" \
      -D "$dir/data.new" -U odoo -A trust --locale=C.UTF-8 -E UTF8 --no-sync
    mv data.new data
  fi
  cd "$dir"
  pg_ctl status >/dev/null 2>&1 && exit 0
  options="-k $dir -c listen_addresses='' -p 5432 -c max_connections=100 -c shared_buffers=256MB"
  options+=" -c jit=off -c random_page_cost=1.1 -c max_wal_size=2GB"
  [ "$name" = demo ] || options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  pg_ctl -l "$dir/log" -o "$options" start ||
    { tail -n 5 "$dir/log" >&2; die "PostgreSQL did not start: its log is $dir/log"; }
  ;;
stop)
  [ -f "$dir/data/PG_VERSION" ] || exit 0
  cd "$dir"
  pg_ctl -m fast stop 2>/dev/null || true
  ;;
*) die "pg.sh: start, stop or env" ;;
esac
