// Starts the page: loads the module that lies beside this file.
import init from './coroscope.js';

await init({ module_or_path: new URL('./coroscope_bg.wasm', import.meta.url) });
