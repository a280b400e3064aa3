// Files inside of the page: base64 of compressed bytes, in a `<script>` that the browser does not run.

/** The bytes of the file in the element with this id.
 * @param {'gzip' | 'deflate'} format
 * @returns {Promise<ArrayBuffer>} */
export async function unpacked(id, format) {
  const packed = fromBase64(document.getElementById(id)?.textContent ?? '');
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream(format));
  return new Response(stream).arrayBuffer();
}

function fromBase64(text) {
  // Older browsers don't have it.
  const { fromBase64: decode } = /** @type {{ fromBase64?: typeof Uint8Array.fromBase64 }} */ (Uint8Array);
  if (decode) return decode(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let n = 0; n < letters.length; n++) bytes[n] = letters.charCodeAt(n);
  return bytes;
}
