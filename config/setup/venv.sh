#!/usr/bin/env bash
# The pinned Python packages in a virtual environment of their own: venv.sh run|dev
. "$(dirname "$0")/lib.sh"
wanted=${1:-run}
lock setup
python=${PYTHON:-/usr/bin/python3}

files=("$ROOT/config/requirements.txt")
[ "$wanted" = run ] || files+=("$ROOT/config/requirements-dev.txt")
data=$ROOT/config/requirements-data.txt
interpreter=$("$python" -V)
stamp="$interpreter $(cat "${files[@]}" "$data" | sha256sum)"
# What `dev` installed serves `run` as well.
grep -qsxF "$stamp" "$VENV/.installed" && exit 0

step "Python packages"
if [ ! -x "$VENV/bin/uv" ]; then
  quietly "cannot create a virtual environment: install python3-venv" "$python" -m venv --clear "$VENV"
  quietly "cannot reach the Python package index: check the network, then run the same command again" \
    "$VENV/bin/pip" install -q --require-hashes -r "$ROOT/config/requirements-uv.txt"
fi
quietly "cannot install the pinned Python packages: check the network and the free space of $WORK, then run again" \
  "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --require-hashes "${files[@]/#/--requirements=}"
# Only their files are read: what these packages depend on stays away.
[ "$wanted" = run ] || quietly "cannot install the pinned test data: check the network, then run again" \
  "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --no-deps --require-hashes --requirements="$data"
run_stamp="$interpreter $(cat "$ROOT/config/requirements.txt" "$data" | sha256sum)"
printf '%s\n%s\n' "$run_stamp" "$stamp" >"$VENV/.installed"
