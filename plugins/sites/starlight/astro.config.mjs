// A Starlight site with the plugin.

import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import coroscope from 'coroscope-docs/remark';

export default defineConfig({
  markdown: { remarkPlugins: [[coroscope, { run: true }]] },
  integrations: [
    starlight({
      title: 'Fences, in Starlight',
      head: [{ tag: 'script', attrs: { type: 'module', src: '/coroscope/coro-scope.js' } }],
    }),
  ],
});
