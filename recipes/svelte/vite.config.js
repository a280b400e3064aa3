// The settings of Vite.
import { svelte } from '@sveltejs/vite-plugin-svelte';

export default {
  plugins: [svelte()],
  // The package finds its other files by itself.
  optimizeDeps: { exclude: ['coroscope'] },
};
