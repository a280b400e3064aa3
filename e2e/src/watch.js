// Runs before a page's own scripts: what a test needs in every page.
'use strict';

/** What the page's content policy forbade. */
window.policyViolations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.policyViolations.push(
    `${event.violatedDirective} forbade ${event.blockedURI || 'something inline'} `
      + `(${event.sourceFile || 'no file'}:${event.lineNumber})`);
});

/** Imports a module as the page does. What Firefox's driver runs would get a second one of its own. */
window.imported = (url) => import(url);
