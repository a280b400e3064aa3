// Files that the reader saves and opens, the clipboard, and the browser's own timeline.

/** Offers a file for saving. */
export function save(name, type, parts) {
  const address = URL.createObjectURL(new Blob([parts], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after this task.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Draws an SVG text at twice its size and offers it as PNG. */
export async function savePng(name, svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  // More pixels than this, browsers refuse.
  const times = Math.min(2, 16_000 / Math.max(image.width, image.height));
  canvas.width = image.width * times;
  canvas.height = image.height * times;
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => { canvas.toBlob(done, 'image/png'); });
  if (!blob) throw new Error('the browser could not make a PNG of it');
  save(name, 'image/png', blob);
}

/** Copies a text. */
export async function copy(text) {
  if (!navigator.clipboard) throw new Error('the browser lets only secure pages (https) copy');
  await navigator.clipboard.writeText(text);
}

/** Adds a measure to the browser's timeline. `properties` are labels and values in turn. */
export function measure(name, start, end, trackGroup, track, color, properties) {
  const pairs = [];
  for (let n = 0; n < properties.length; n += 2) pairs.push(properties.slice(n, n + 2));
  const devtools = { dataType: 'track-entry', trackGroup, track, color, properties: pairs };
  performance.measure(name, { start, end, detail: { devtools } });
}
