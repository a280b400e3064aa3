#!/usr/bin/env bash
# `checkVisibility()` is false for an element without a box, such as one with `display: none`. In Chromium it is true for an
# SVG group with `display: none`, and for the text in it, although the group's computed `display` is `none`; for a `div` it
# is false. So tests that ask it whether a part of a picture can be seen always pass. Needs Chromium and chromedriver on
# PATH; in Firefox 153 it is false for all three. Source: https://drafts.csswg.org/cssom-view/#dom-element-checkvisibility
source "$(dirname "$0")/common.bash"
install selenium==4.38.0
echo "Browser: $(chromium --version 2>/dev/null)"

actual=$("$python" - <<'PY'
import shutil

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

options = webdriver.ChromeOptions()
for argument in "--headless", "--no-sandbox", "--disable-gpu":
    options.add_argument(argument)
browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
browser.get('data:text/html,<div></div><svg><g><text>1</text></g></svg>')
for name in "div", "g", "text":
    seen = browser.execute_script(
        "const element = document.querySelector(arguments[0]);"
        "(element.closest('g') ?? element).style.display = 'none';"
        "return element.checkVisibility();",
        name,
    )
    print(f"{name}: {seen}")
browser.quit()
PY
)
check $'div: False\ng: False\ntext: False' "$actual" $'div: False\ng: True\ntext: True'
