// A VitePress site with the plugin.

import coroscope from 'coroscope-docs/markdown-it';

export default {
  title: 'Fences, in VitePress',
  head: [['script', { type: 'module', src: '/coroscope/coro-scope.js' }]],
  markdown: { config: (md) => md.use(coroscope, { run: true }) },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'coro-scope' } } },
};
