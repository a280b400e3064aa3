// Texts that readers see, in the language of the page. Without translations, and before they have loaded, in English.

/** The translation of a text, with values in the place of their names in braces.
 * @param {string} english
 * @param {Record<string, unknown>} values */
export function text(english, values = {}) {
  // The services (`outside.js`) are bundled separately, so that the class is the place that both know.
  const known = /** @type {any} */ (globalThis.customElements?.get('coro-scope'));
  const found = known?.translations?.[english];
  const template = typeof found === 'string' ? found : english;
  return template.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? `${values[name]}` : whole));
}
