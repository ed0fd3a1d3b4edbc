#!/usr/bin/env bash
# setup.sh FOLDER [PYTHON]: makes a virtual environment in FOLDER with the locked dependencies and this very source.
# Nothing is built, and nothing of the folder that this runs in is read. PIP_* variables may name another index: the
# hashes decide what is installed.
set -euo pipefail

fail() {
  echo "trueline: $1" >&2
  exit 3
}

source="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
folder="${1:?the folder of the environment}"
wanted="${2:-}"
if [ -z "$wanted" ]; then
  wanted="$(command -v python3 || command -v python || true)"
fi
case "$wanted" in
  "") fail "there is no Python on the PATH" ;;
  -* | *[[:cntrl:]]*) fail "this names no program" ;;
esac
"$wanted" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed"
"$wanted" -I -m venv "$folder" || fail "the virtual environment could not be made"
python="$folder/bin/python"
[ -e "$python" ] || python="$folder/Scripts/python.exe"
"$python" -I -m pip install --quiet --disable-pip-version-check --no-input --no-cache-dir \
  --require-hashes --no-deps --only-binary :all: --requirement "$source/action/requirements.lock" ||
  fail "the locked dependencies could not be installed"
"$python" -I -P "$source/action/link.py"
