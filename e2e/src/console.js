// Runs before a page's own scripts. Records errors and warnings, for drivers that do not report the console.
'use strict';

window.consoleProblems = [];
{
  const record = (...words) => {
    window.consoleProblems.push(words.join(' '));
  };
  for (const level of ['warn', 'error']) {
    const original = console[level].bind(console);
    console[level] = (...words) => {
      record(`console.${level}`, ...words);
      original(...words);
    };
  }
  addEventListener('unhandledrejection', (event) => record('unhandled rejection', event.reason));
  // In the capture phase, since the error event of a file that cannot be loaded does not bubble.
  addEventListener(
    'error',
    ({ message, filename, lineno, target, isTrusted }) => {
      // Events that scripts dispatch, such as the element's own `error` event, are no errors of the page.
      if (!isTrusted) return;
      if (message) record(message, `(${filename}:${lineno})`);
      else record(target.src ?? target.href ?? target, 'could not be loaded');
    },
    true,
  );
}
