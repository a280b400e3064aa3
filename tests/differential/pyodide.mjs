// Runs `virtual_loop.py` in the CPython of npm's `pyodide`, which is newer than the one on most machines.
//
//     node pyodide.mjs path/to/node_modules/pyodide virtual_loop.py scheduling.py locks.py …
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [pyodideFolder, ...files] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, 'pyodide.mjs')));
const pyodide = await loadPyodide();
for (const file of files) {
  pyodide.FS.writeFile(basename(file), readFileSync(file, 'utf8'));
}
const [program, ...scenarios] = files.map((file) => basename(file));
pyodide.runPython(`
import runpy, sys
sys.path.insert(0, "")
sys.argv = ${JSON.stringify([program, ...scenarios])}
runpy.run_path(sys.argv[0], run_name="__main__")
sys.stdout.flush()
`);
process.exit(0);
