// Gives the frames of a page that show embed.html, which is beside this file, the height that they tell.

const { href, origin: site } = new URL('embed.html', import.meta.url);

const isOurs = (frame) => frame.src.split(/[?#]/)[0] === href;

/** The origin that a frame's messages come from: a sandbox gives it one without a name. */
const originOf = ({ sandbox }) => (sandbox.length && !sandbox.contains('allow-same-origin') ? 'null' : site);

const frames = () => [...document.querySelectorAll('iframe')].filter(isOurs);

addEventListener('message', ({ data, origin, source }) => {
  if (data?.coroscope !== 'height' || !Number.isFinite(data.height)) return;
  const frame = frames().find(({ contentWindow }) => contentWindow === source);
  if (!frame || origin !== originOf(frame)) return;
  frame.style.blockSize = `${Math.min(Math.max(data.height, 0), 10_000)}px`;
});

// What a frame told before this was there is lost.
for (const { contentWindow } of frames()) contentWindow.postMessage({ coroscope: 'height?' }, '*');
