// Starts the app.
import init from './app.js';

init();
