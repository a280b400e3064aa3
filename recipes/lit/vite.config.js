// The settings of Vite.
export default {
  // The package finds its other files by itself.
  optimizeDeps: { exclude: ['coroscope'] },
};
