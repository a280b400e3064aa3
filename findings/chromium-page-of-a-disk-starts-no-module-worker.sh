#!/usr/bin/env bash
# A page that is opened from the disk can't start a worker from a file, but it can from a `blob:` of its own making. So one
# would expect that the worker's type does not matter. Chromium starts a classic worker from a blob there, but not a module
# worker, and only says that there was an error. The same page on a server starts both. Needs Chromium and chromedriver on
# PATH.
source "$(dirname "$0")/common.bash"
install selenium==4.38.0
echo "Browser: $(chromium --version)"

cat > "$folder/page.html" <<'HTML'
<!doctype html>
<title>waiting</title>
<script>
  const code = new Blob(["postMessage('started')"], { type: 'text/javascript' });
  const start = (type) =>
    new Promise((done) => {
      const worker = new Worker(URL.createObjectURL(code), { type });
      worker.onmessage = (event) => done(`${type}: ${event.data}`);
      worker.onerror = () => done(`${type}: error`);
    });
  Promise.all([start('classic'), start('module')]).then((answers) => {
    document.title = answers.join(', ');
  });
</script>
HTML

actual=$("$python" - "$folder" <<'PY'
import functools
import http.server
import shutil
import sys
import threading

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


folder = sys.argv[1]
handler = functools.partial(Handler, directory=folder)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
options = webdriver.ChromeOptions()
for argument in "--headless", "--no-sandbox", "--disable-gpu":
    options.add_argument(argument)
browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
addresses = {"server": f"http://127.0.0.1:{server.server_port}", "disk": f"file://{folder}"}
for name, address in addresses.items():
    browser.get(f"{address}/page.html")
    WebDriverWait(browser, 20).until(lambda it: it.title not in ("", "waiting"))
    print(f"{name}: {browser.title}")
browser.quit()
PY
)
check $'server: classic: started, module: started\ndisk: classic: started, module: started' "$actual" \
  $'server: classic: started, module: started\ndisk: classic: started, module: error'
