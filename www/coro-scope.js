// The script that a page includes. The generated JavaScript imports the element's class, which fetches the module when
// the first element becomes visible. `cargo xtask build` replaces this file by the class alone, which is smaller.
import './coroscope.js';

export const CoroScope = globalThis.customElements?.get('coro-scope');
