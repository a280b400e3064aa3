// A VitePress site with one additional script.
export default {
  title: 'Locks, in VitePress',
  head: [
    ['link', { rel: 'stylesheet', href: '/coroscope/coro-scope.css' }],
    ['script', { type: 'module', src: '/coroscope/coro-scope.js' }],
  ],
  srcExclude: ['README.md'],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'coro-scope' } } },
};
