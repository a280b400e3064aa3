import init from './your_app.js';

await init();
