// Opens traces with the importer of npm's `speedscope`, and prints what it made of them as JSON.
//
//     node speedscope.mjs path/to/node_modules/speedscope trace.json …
//
// The package ships one script for the browser. It is run up to where it would draw its page, with a stand-in
// for the page, and the function that it calls for a dropped file is taken out of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...files] = process.argv.slice(2);
const release = join(folder, 'dist/release');
const script = readdirSync(release).find((name) => /^speedscope-.*\.js$/.test(name));
const code = readFileSync(join(release, script), 'utf8');
const importer = /async function (\w+)\((\w+),(\w+)\)\{return\(await \w+\)\.importProfileGroupFromText\(\2,\3\)\}/.exec(
  code,
);
const page = code.lastIndexOf('console.log(`speedscope v');
if (!importer || page < 0) {
  throw new Error(`${script} is not laid out as it was in the version that this file was written for`);
}

// biome-ignore lint/complexity/useArrowFunction: `new` works only with a function
const standIn = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : standIn),
  apply: () => standIn,
  construct: () => standIn,
});
for (const name of ['window', 'document', 'location', 'localStorage']) {
  Object.defineProperty(globalThis, name, { value: standIn, configurable: true });
}
const loaded = Symbol('loaded');
globalThis.stop = (open) => {
  globalThis.open = open;
  throw loaded;
};
try {
  // biome-ignore lint/complexity/noCommaOperator: an indirect call of eval runs the script in the global scope
  // biome-ignore lint/security/noGlobalEval: it is the pinned package
  (0, eval)(`${code.slice(0, page)}stop(${importer[1]});${code.slice(page)}`);
} catch (error) {
  if (error !== loaded) throw error;
}

const complaints = [];
console.log = () => {};
for (const kind of ['warn', 'error']) console[kind] = (text) => complaints.push(String(text));
const groups = [];
for (const file of files) {
  const group = await globalThis.open(file, readFileSync(file, 'utf8'));
  const profiles = group.profiles.map((profile) => {
    const calls = [];
    profile.forEachCall(
      (node, at) => calls.push(['open', node.frame.name, at]),
      (node, at) => calls.push(['close', node.frame.name, at]),
    );
    return { name: profile.getName(), weight: profile.getTotalWeight(), calls };
  });
  groups.push({ profiles, complaints: complaints.splice(0) });
}
process.stdout.write(JSON.stringify(groups));
