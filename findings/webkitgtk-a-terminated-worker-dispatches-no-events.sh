#!/usr/bin/env bash
# `worker.terminate()` ends the thread of a worker. The object in the page is an `EventTarget` like any other, so one would
# expect that an event that the page itself dispatches on it still reaches its listeners, as in Chromium. In WebKitGTK,
# `dispatchEvent` on a terminated worker calls no listener, and reports no error. Needs MiniBrowser, WebKitWebDriver and Xvfb
# (on Debian webkit2gtk-driver and xvfb), and Chromium and chromedriver.
source "$(dirname "$0")/common.bash"
install selenium==4.38.0
cat > "$folder/listen.py" <<'PY'
import glob
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service as ChromeService
from selenium.webdriver.webkitgtk.service import Service as WebKitService

SCRIPT = """
const worker = new Worker(URL.createObjectURL(new Blob([''])));
let heard = 0;
worker.addEventListener('message', () => { heard += 1; });
const dispatch = () => worker.dispatchEvent(new MessageEvent('message'));
dispatch();
worker.terminate();
dispatch();
return heard;
"""


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


browser = {"chromium": chromium, "webkit": webkit}[sys.argv[1]]()
version = browser.capabilities["browserVersion"]
print(browser.execute_script(SCRIPT))
browser.quit()
print(f"{sys.argv[1]} {version}", file=sys.stderr)
PY
chromium=$("$python" "$folder/listen.py" chromium)
webkit=$(xvfb-run --auto-servernum "$python" "$folder/listen.py" webkit)
check "Chromium 2 events, WebKitGTK 2 events" "Chromium $chromium events, WebKitGTK $webkit events" \
  "Chromium 2 events, WebKitGTK 1 events"
