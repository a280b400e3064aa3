// Runs before a page's own scripts: notes errors and warnings, where the driver does not tell what is on the console.
'use strict';

window.consoleProblems = [];
{
  const note = (...words) => { window.consoleProblems.push(words.join(' ')); };
  for (const level of ['warn', 'error']) {
    const say = console[level].bind(console);
    console[level] = (...words) => {
      note(`console.${level}`, ...words);
      say(...words);
    };
  }
  addEventListener('unhandledrejection', (event) => note('unhandled rejection', event.reason));
  // While it goes down, since the failure of a file to load does not bubble.
  addEventListener('error', ({ message, filename, lineno, target, isTrusted }) => {
    // What an element says of itself is no error of the page.
    if (!isTrusted) return;
    if (message) note(message, `(${filename}:${lineno})`);
    else note(target.src ?? target.href ?? target, 'could not be loaded');
  }, true);
}
