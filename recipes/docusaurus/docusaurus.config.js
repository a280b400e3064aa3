// A Docusaurus site with one additional script.
export default {
  title: 'Locks, in Docusaurus',
  url: 'https://example.org',
  baseUrl: '/',
  onBrokenLinks: 'throw',
  stylesheets: ['/coroscope/coro-scope.css'],
  scripts: [{ src: '/coroscope/coro-scope.js', type: 'module' }],
  presets: [['classic', { docs: { routeBasePath: '/' }, blog: false, theme: {} }]],
};
