// An Eleventy site with the plugin.

import coroscope from 'coroscope-docs/markdown-it';

export default function (config) {
  config.amendLibrary('md', (md) => md.use(coroscope, { run: true }));
  config.addPassthroughCopy('coroscope');
  config.setIncludesDirectory('.');
  config.ignores.add('coroscope');
}
