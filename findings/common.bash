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

# install_selenium: selenium, for evaluate.
install_selenium() {
  install selenium==4.38.0
}

# evaluate BROWSER SCRIPT: prints what JavaScript statements return in an empty page of chromium or webkit, and the browser's
# version on standard error.
evaluate() {
  local start=()
  if [[ $1 == webkit ]]; then start=(xvfb-run --auto-servernum); fi
  "${start[@]}" "$python" - "$@" <<'PY'
import glob
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service as ChromeService
from selenium.webdriver.webkitgtk.service import Service as WebKitService


def chromium():
    options = webdriver.ChromeOptions()
    for argument in "--headless", "--no-sandbox", "--disable-gpu":
        options.add_argument(argument)
    return webdriver.Chrome(options=options, service=ChromeService(shutil.which("chromedriver")))


def webkit():
    options = webdriver.WebKitGTKOptions()
    options.binary_location = glob.glob("/usr/lib/*/webkit2gtk-4.1/MiniBrowser")[0]
    options.add_argument("--automation")
    return webdriver.WebKitGTK(options=options, service=WebKitService(shutil.which("WebKitWebDriver")))


name, script = sys.argv[1:]
browser = {"chromium": chromium, "webkit": webkit}[name]()
print(browser.execute_script(script))
print(f"{name} {browser.capabilities['browserVersion']}", file=sys.stderr)
browser.quit()
PY
}
