#!/usr/bin/env bash
# The step that installs: an environment of its own under RUNNER_TEMP, anew each time.
set -euo pipefail
folder="$(mktemp -d "${RUNNER_TEMP:?}/trueline.XXXXXXXX")"
if ! bash "$GITHUB_ACTION_PATH/action/setup.sh" "$folder/environment" "${TRUELINE_PYTHON:-}"; then
  echo "::error title=Trueline::it could not be installed; the log of this step says why"
  exit 3
fi
echo "environment=$folder/environment" >>"$GITHUB_OUTPUT"
