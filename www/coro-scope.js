// The one script that a page names. The generated JavaScript brings the element's class along, which fetches the rest
// when the first element is to be seen. `cargo xtask build` puts the class alone in this place, which is smaller.
import './coroscope.js';

export const CoroScope = globalThis.customElements?.get('coro-scope');
