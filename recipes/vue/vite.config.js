// The settings of Vite.
import vue from '@vitejs/plugin-vue';

export default {
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'coro-scope' } } })],
  // The package finds its other files by itself.
  optimizeDeps: { exclude: ['coroscope'] },
};
