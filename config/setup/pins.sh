#!/usr/bin/env bash
# Compile config/*.in into pinned, hashed requirement files; look at the diff and run the tests.
. "$(dirname "$0")/lib.sh"
cd "$ROOT/config"
for name in requirements requirements-dev requirements-uv; do
  step "$name.txt"
  "$VENV/bin/uv" pip compile -q --upgrade --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
    --python-version 3.11 --custom-compile-command 'make pins' "$name.in" -o "$name.txt"
done
step requirements-data.txt
"$VENV/bin/uv" pip compile -q --no-deps --upgrade --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
  --python-version 3.11 --custom-compile-command 'make pins' requirements-data.in -o requirements-data.txt
