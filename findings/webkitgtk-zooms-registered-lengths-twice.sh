#!/usr/bin/env bash
# CSS `zoom: 2` draws each length twice as long, and a custom property of 50px means the same length whether it is registered
# (`@property`, `CSS.registerProperty`) or not. In WebKitGTK, a length from a registered property is zoomed twice. Besides,
# `getBoundingClientRect` leaves the zoom out there, so 100 pixels of the window are 50. Needs MiniBrowser, WebKitWebDriver
# and Xvfb (on Debian webkit2gtk-driver and xvfb), and Chromium and chromedriver.
source "$(dirname "$0")/common.bash"
install_selenium
script="
CSS.registerProperty({ name: '--registered', syntax: '<length>', inherits: true, initialValue: '0px' });
const zoomed = document.createElement('div');
zoomed.style.cssText = 'zoom: 2; --registered: 50px; --other: 50px';
document.body.append(zoomed);
return ['50px', 'var(--other)', 'var(--registered)'].map((width) => {
  const box = document.createElement('div');
  box.style.cssText = 'height: 10px; width: ' + width;
  zoomed.append(box);
  return box.getBoundingClientRect().width;
}).join(' ');
"
chromium=$(evaluate chromium "$script")
webkit=$(evaluate webkit "$script")
check "Chromium 100 100 100, WebKitGTK 100 100 100" "Chromium $chromium, WebKitGTK $webkit" \
  "Chromium 100 100 100, WebKitGTK 50 50 100"
