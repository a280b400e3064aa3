// An Eleventy site with one additional script.

export default function (config) {
  for (const file of ['coroscope', 'job.py', 'job.coro.json']) config.addPassthroughCopy(file);
  config.setIncludesDirectory('.');
  for (const file of ['coroscope', 'README.md']) config.ignores.add(file);
}
