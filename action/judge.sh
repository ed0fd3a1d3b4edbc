#!/usr/bin/env bash
# Starts judge.py with the Python of the environment that install.sh made, isolated from the workspace.
set -euo pipefail
python="$TRUELINE_ENVIRONMENT/bin/python"
[ -e "$python" ] || python="$TRUELINE_ENVIRONMENT/Scripts/python.exe"
exec "$python" -I -P "$GITHUB_ACTION_PATH/action/judge.py"
