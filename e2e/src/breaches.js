// Runs before a page's own scripts: notes what the page's content policy forbade.
'use strict';

window.policyViolations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.policyViolations.push(
    `${event.violatedDirective} forbade ${event.blockedURI || 'something inline'} `
      + `(${event.sourceFile || 'no file'}:${event.lineNumber})`);
});
