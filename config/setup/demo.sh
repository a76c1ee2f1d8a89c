#!/usr/bin/env bash
# The demo: demo.sh start|stop|status|logins. Creates the database at the first start, upgrades it
# when the modules have changed, and serves it on the loopback interface only.
#   PORT            ask for a port (taken: an error); without it the first free one from 8069 on
#   DEMO_PASSWORD   password of every demo log-in; without it one is drawn per checkout
. "$(dirname "$0")/lib.sh"
action=${1:-start}
DEMO=$WORK/demo
conf=$DEMO/odoo.conf log=$DEMO/odoo.log pidfile=$DEMO/odoo.pid
mkdir -p "$DEMO"
chmod 700 "$DEMO"

running() { [ -f "$pidfile" ] && kill -0 "$(cat "$pidfile")" 2>/dev/null && grep -qs odoo-bin "/proc/$(cat "$pidfile")/cmdline"; }
setting() { [ ! -f "$conf" ] || sed -n "s/^$1 *= *//p" "$conf"; }
# A connection that was closed a moment ago does not keep a port.
free_port() {
  "$PYTHON" - "$1" 2>/dev/null <<'PY'
import socket, sys
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', int(sys.argv[1])))
PY
}
healthy() { "$PYTHON" -c 'import sys, urllib.request as r; r.urlopen(f"http://127.0.0.1:{sys.argv[1]}/web/health?db_server_status=1", timeout=5)' "$1" 2>/dev/null; }
# Changes when a file of a module does, so that a pulled checkout upgrades its database.
contents() {
  cd "$ROOT"
  { echo "${PGHOST:-} ${ODOO_SOURCE:-}" && find pharma_* addons -type f ! -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum; } | sha256sum
}

stop() {
  if running; then
    local pid
    pid=$(cat "$pidfile")
    kill "$pid"
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
    kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$pidfile"
}

logins() {
  local port
  port=$(setting http_port)
  printf '\n  Pharma Suite   http://127.0.0.1:%s\n\n' "$port"
  "$PYTHON" "$ROOT/config/setup/demo_users.py" list | while IFS=$'\t' read -r login role; do
    printf '    %-34s %s\n' "$role" "$login"
  done
  printf '\n    password of every log-in: %s     stop: make stop     log: %s\n\n' "$(cat "$DEMO/password")" "${log#"$ROOT/"}"
}

case $action in
stop)
  lock demo
  stop
  bash "$ROOT/config/setup/pg.sh" stop demo
  exit 0
  ;;
status | logins)
  PYTHON=$VENV/bin/python
  running || die "the demo is not running: make demo"
  logins
  exit 0
  ;;
start) ;;
*) die "demo.sh: start, stop or status" ;;
esac

case ${PORT:-8069} in *[!0-9]* | '') die "PORT=$PORT is no number: use one from 1024 to 65535, for example PORT=8080" ;; esac
[ "${PORT:-8069}" -ge 1024 ] && [ "${PORT:-8069}" -le 65535 ] ||
  die "PORT=$PORT is out of range: use one from 1024 to 65535, for example PORT=8080"
lock demo
bash "$ROOT/config/setup/system.sh" demo
bash "$ROOT/config/setup/odoo.sh"
bash "$ROOT/config/setup/venv.sh" run
PYTHON=$VENV/bin/python
mapfile -t modules < <("$PYTHON" "$ROOT/config/setup/databases.py" names)
mapfile -t core < <("$PYTHON" "$ROOT/config/setup/databases.py" core-names)
stamp=$(contents)

# --- Already there?
if running && [ "$(cat "$DEMO/contents" 2>/dev/null)" = "$stamp" ]; then
  [ -z "${PORT:-}" ] || [ "$PORT" = "$(setting http_port)" ] ||
    die "the demo is running on port $(setting http_port): make stop, then make demo PORT=$PORT"
  bash "$ROOT/config/setup/pg.sh" start demo
  if [ "${DEMO_PASSWORD:-$(cat "$DEMO/password")}" = "$(cat "$DEMO/password")" ] && healthy "$(setting http_port)"; then
    logins
    exit 0
  fi
fi

# --- Port
port=${PORT:-$(setting http_port)}
if running && [ "$port" = "$(setting http_port)" ]; then
  : # ours, it is stopped below
elif [ -n "${PORT:-}" ]; then
  free_port "$port" || die "port $port is taken: choose another (make demo PORT=8080), or leave PORT out and a free one is found"
else
  port=${port:-8069}
  until free_port "$port"; do
    port=$((port + 1))
    [ "$port" -lt 65535 ] || die "no free port from 8069 on"
  done
fi

stop
. "$ROOT/config/setup/env.sh" demo
database=${PHARMA_DB_PREFIX:-pharma_}demo

# --- Settings: secrets are drawn once per checkout and readable by their owner alone
umask 077
draw() { "$PYTHON" -c 'import secrets, sys; print(secrets.token_urlsafe(int(sys.argv[1])))' "$1"; }
master=$(setting admin_passwd)
[ -s "$DEMO/password" ] && [ -z "${DEMO_PASSWORD:-}" ] || printf '%s\n' "${DEMO_PASSWORD:-$(draw 6)}" >"$DEMO/password"
cat >"$conf" <<CONF
[options]
admin_passwd = ${master:-$(draw 24)}
addons_path = $PHARMA_ADDONS_PATH
data_dir = $PHARMA_DATA_DIR
db_name = $database
dbfilter = ^$database\$
list_db = False
http_interface = 127.0.0.1
http_port = $port
max_cron_threads = 1
workers = 0
log_level = info
CONF

# --- Database: built under another name, so that an interrupted start leaves nothing half done
exists() { [ "$(psql -XAtc "SELECT 1 FROM pg_database WHERE datname = '$1'" postgres)" = 1 ]; }
quiet_odoo() {
  local message=$1
  shift
  quietly "$message" "$PYTHON" "$ROOT/config/setup/odoo-bin" "$@" -c "$conf" --no-http --stop-after-init --log-level=warn
}
joined=$(IFS=,; echo "${modules[*]}")
if ! exists "$database"; then
  step "Database $database with ${#modules[@]} modules and demo data (about 4 minutes, once)"
  dropdb --if-exists --force "$database.new" 2>/dev/null
  createdb -T template0 -E UTF8 "$database.new" || die "cannot create a database on $PGHOST: does the role $PGUSER have the right to?"
  # Odoo's own modules first: its chart of accounts, loaded at the end of an installation, would
  # overwrite the currency that the demo company brings.
  quiet_odoo "the demo database could not be created" -d "$database.new" -i "$(IFS=,; echo "${core[*]}")" \
    --load-language=en_US,vi_VN,zh_CN
  quiet_odoo "the demo database could not be filled" -d "$database.new" -i "$joined"
  "$PYTHON" "$ROOT/config/setup/databases.py" prepare "$database.new"
  rm -f "$DEMO/contents"
  psql -XAtqc "ALTER DATABASE \"$database.new\" RENAME TO \"$database\"" postgres
elif [ "$(cat "$DEMO/contents" 2>/dev/null)" != "$stamp" ]; then
  step "The modules have changed: upgrading $database"
  quiet_odoo "the demo database could not be upgraded: mend it or start over with make clean" -d "$database" \
    -i "$joined" -u "$joined"
fi
if ! cmp -s "$DEMO/password" "$DEMO/password.set" || [ "$(cat "$DEMO/contents" 2>/dev/null)" != "$stamp" ]; then
  "$PYTHON" "$ROOT/config/setup/demo_users.py" passwords "$database" <"$DEMO/password"
  cp "$DEMO/password" "$DEMO/password.set"
fi
printf '%s\n' "$stamp" >"$DEMO/contents"

# --- Server
step "Starting Odoo on port $port"
setsid nohup "$PYTHON" "$ROOT/config/setup/odoo-bin" -c "$conf" >>"$log" 2>&1 </dev/null 9>&- &
echo $! >"$pidfile"
for _ in $(seq 120); do
  healthy "$port" && { logins; exit 0; }
  running || break
  sleep 0.5
done
tail -n 15 "$log" >&2
die "Odoo did not start: its log is $log"
