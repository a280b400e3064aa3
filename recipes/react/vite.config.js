// The settings of Vite.
import react from '@vitejs/plugin-react';

export default {
  plugins: [react()],
  // The package finds its other files by itself.
  optimizeDeps: { exclude: ['coroscope'] },
};
