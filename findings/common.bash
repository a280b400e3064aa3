# Shared by the scripts in this folder: a temporary virtual environment, and the check of what was seen.

set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# install PACKAGE==VERSION ...: a virtual environment with these packages, as $python.
install() {
  python3 -m venv "$folder/venv"
  python="$folder/venv/bin/python"
  "$python" -m pip install --quiet --disable-pip-version-check "$@"
  echo "Versions: $("$python" --version), $*"
}

# check EXPECTED SEEN PATTERN: prints both, and fails unless what was seen matches the pattern.
check() {
  echo "Expected: $1"
  echo "Seen:     $2"
  if ! [[ $2 =~ $3 ]]; then
    echo "This has changed: it used to match $3" >&2
    exit 1
  fi
}
