// A Docusaurus site with the plugin.

import coroscope from 'coroscope-docs/remark';

export default {
  title: 'Fences, in Docusaurus',
  url: 'https://example.org',
  baseUrl: '/',
  scripts: [{ src: '/coroscope/coro-scope.js', type: 'module' }],
  presets: [
    ['classic', { docs: { routeBasePath: '/', remarkPlugins: [[coroscope, { run: true }]] }, blog: false, theme: {} }],
  ],
};
