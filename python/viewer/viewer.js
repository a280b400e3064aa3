// The script of a page with one recording: shows the recording that the page contains, or else follows the one that is
// written while its program runs.

import { unpacked } from './embedded.js';

/** Where the server of `python -m coroscope --open` has the recording, relative to the page. */
const FOLLOWED = 'recording';

const element = /** @type {HTMLElement & { open(recording: File | string): void }} */ (
  document.querySelector('coro-scope')
);
const embedded = document.getElementById('coroscope-recording');

async function showEmbedded() {
  const { dataset } = /** @type {HTMLElement} */ (embedded);
  const bytes = await unpacked('coroscope-recording', 'gzip');
  element.open(new File([bytes], dataset.name ?? 'recording'));
}

function showProblem(error) {
  const problem = /** @type {HTMLElement} */ (document.querySelector('body > .problem'));
  problem.textContent = `The recording in this page can’t be unpacked: ${error?.message ?? error}. The file may be incomplete; copy it again.`;
  problem.hidden = false;
}

if (embedded) showEmbedded().catch(showProblem);
else element.open(FOLLOWED);
