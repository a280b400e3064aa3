#!/usr/bin/env bash
# `worker.terminate()` ends the thread of a worker. The object in the page is an `EventTarget` like any other, so one would
# expect that an event that the page itself dispatches on it still reaches its listeners, as in Chromium. In WebKitGTK,
# `dispatchEvent` on a terminated worker calls no listener, and reports no error. Needs MiniBrowser, WebKitWebDriver and Xvfb
# (on Debian webkit2gtk-driver and xvfb), and Chromium and chromedriver.
source "$(dirname "$0")/common.bash"
install_selenium
script="
const worker = new Worker(URL.createObjectURL(new Blob([''])));
let count = 0;
worker.addEventListener('message', () => { count += 1; });
const dispatch = () => worker.dispatchEvent(new MessageEvent('message'));
dispatch();
worker.terminate();
dispatch();
return count;
"
chromium=$(evaluate chromium "$script")
webkit=$(evaluate webkit "$script")
check "Chromium 2 events, WebKitGTK 2 events" "Chromium $chromium events, WebKitGTK $webkit events" \
  "Chromium 2 events, WebKitGTK 1 events"
