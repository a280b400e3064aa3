// Files inside of the page: base64 of compressed bytes, in a `<script>` that the browser does not run.

/** The bytes of the file in the element with this id.
 * @param {'gzip' | 'deflate'} format
 * @returns {Promise<ArrayBuffer>} */
export async function unpacked(id, format) {
  const text = atob(document.getElementById(id)?.textContent ?? '');
  const packed = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n++) packed[n] = text.charCodeAt(n);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream(format));
  return new Response(stream).arrayBuffer();
}
