// Runs before a page's own scripts: helpers that tests need in every page.
'use strict';

/** The violations of the page's content security policy. */
window.policyViolations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.policyViolations.push(
    `${event.violatedDirective} forbade ${event.blockedURI || 'something inline'} ` +
      `(${event.sourceFile || 'no file'}:${event.lineNumber})`,
  );
});

/** Imports a module as the page does. A script that Firefox's driver runs would get a second instance. */
window.imported = (url) => import(url);
