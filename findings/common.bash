# Functions for the scripts in this folder: a temporary virtual environment, and a check of the result.

set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# install PACKAGE==VERSION ...: makes a virtual environment with these packages; $python is its Python.
install() {
  python3 -m venv "$folder/venv"
  python="$folder/venv/bin/python"
  "$python" -m pip install --quiet --disable-pip-version-check "$@"
  echo "Versions: $("$python" --version), $*"
}

# check EXPECTED ACTUAL PATTERN: prints both, and fails unless the actual result matches the pattern.
check() {
  echo "Expected: $1"
  echo "Actual:   $2"
  if ! [[ $2 =~ $3 ]]; then
    echo "The behaviour has changed: the result used to match $3" >&2
    exit 1
  fi
}
