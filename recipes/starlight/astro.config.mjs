// A Starlight site with one additional script.

import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';

export default defineConfig({
  integrations: [
    starlight({
      title: 'Locks, in Starlight',
      head: [
        { tag: 'link', attrs: { rel: 'stylesheet', href: '/coroscope/coro-scope.css' } },
        { tag: 'script', attrs: { type: 'module', src: '/coroscope/coro-scope.js' } },
      ],
    }),
  ],
});
