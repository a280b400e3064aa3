// Sets the height of a page's frames of embed.html, next to this file, to the height that they report.

const { href, origin: site } = new URL('embed.html', import.meta.url);

const isOurs = (frame) => frame.src.split(/[?#]/)[0] === href;

/** The origin of a frame's messages, which is opaque in a sandbox. */
const originOf = ({ sandbox }) => (sandbox.length && !sandbox.contains('allow-same-origin') ? 'null' : site);

const frames = () => [...document.querySelectorAll('iframe')].filter(isOurs);

addEventListener('message', ({ data, origin, source }) => {
  if (data?.coroscope !== 'height' || !Number.isFinite(data.height)) return;
  const frame = frames().find(({ contentWindow }) => contentWindow === source);
  if (!frame || origin !== originOf(frame)) return;
  frame.style.blockSize = `${Math.min(Math.max(data.height, 0), 10_000)}px`;
});

// Messages that frames sent before this script ran are lost.
for (const { contentWindow } of frames()) contentWindow?.postMessage({ coroscope: 'height?' }, '*');
