#!/usr/bin/env bash
# A private PostgreSQL cluster below $WORK: pg.sh start|stop|dir NAME
#   NAME demo: durable;  NAME test: no fsync, for data that may be lost at any time.
# It listens on a socket in its own folder only, which `dir` prints. Clusters that the system runs
# are left alone. With PGHOST set that server is used, nothing is started or printed.
. "$(dirname "$0")/lib.sh"
action=$1 name=${2:-demo}
case $name in demo | test) ;; *) die "pg.sh: there are the clusters demo and test, not $name" ;; esac
[ -z "${PGHOST:-}" ] || exit 0

base=$WORK
owner=()
if [ "$(id -u)" = 0 ]; then
  # PostgreSQL refuses to run as root; its own system user must be able to reach the folder.
  owner=(runuser -u postgres --)
  "${owner[@]}" test -x "$WORK" 2>/dev/null || base=
fi
# A socket's path may have 107 bytes, and PostgreSQL reads it from a list that it splits.
plain() (LC_ALL=C; [ ${#1} -le 80 ] && [[ $1 != *[!A-Za-z0-9/._-]* ]])
plain "$WORK" || base=
[ -n "$base" ] || base=/var/tmp/pharma-$(printf '%s' "$WORK" | md5sum | cut -c1-8)
dir=$base/pg-$name

need_server() {
  local initdb
  initdb=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1) || true
  [ -n "$initdb" ] ||
    die "PostgreSQL's server is missing: run 'make setup', or set PGHOST to a server of yours"
  bin=${initdb%/initdb}
}
pg_ctl() { "${owner[@]}" "$bin/pg_ctl" -s -w -D "$dir/data" "$@" 9>&-; }

case $action in
dir)
  echo "$dir"
  ;;
start)
  lock "pg-$name"
  # Anybody may create names in /var/tmp: a folder or link of somebody else is not ours to fill.
  mkdir -m 755 "$base" 2>/dev/null || [ -d "$base" ] || die "cannot create $base: is the disk full?"
  [ "$base" = "$WORK" ] || { [ ! -L "$base" ] && [ -O "$base" ] && chmod 755 "$base"; } ||
    die "$base belongs to somebody else: remove it, or set PHARMA_WORK to a short path in plain letters"
  need_server
  if [ ! -f "$dir/data/PG_VERSION" ]; then
    # Anybody who reaches the socket may log in, so nobody else may reach the folder.
    mkdir -p "$dir"
    chmod 700 "$dir"
    [ "$(id -u)" != 0 ] || chown -h postgres: "$dir"
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
  need_server
  cd "$dir"
  pg_ctl -m fast stop 2>/dev/null || true
  ;;
*) die "pg.sh: start, stop or dir" ;;
esac
