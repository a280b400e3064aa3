// Calls the program `coroscope-docs`, which runs the scripts and makes the pictures.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The version of the questions and answers. */
const VERSION = 1;
const NAMES = ['asyncio', 'coroscope'];

/**
 * What follows the name on the first line of a fence, if it is one of ours.
 * @param {string | null | undefined} info
 */
export function ownInfo(info) {
  const [, name, rest] = /^\s*([\w-]+)(.*)$/s.exec(info ?? '') ?? [];
  return name !== undefined && NAMES.includes(name) ? rest.trim() : null;
}

/**
 * Shows fences. Throws an error with file and line for each that has problems.
 * @param {{ file: string, line: number, info: string, body: string }[]} fences
 * @param {{ command?: string, script?: string, run?: boolean, guide?: string, cache?: string, pictures?: string, picturesUrl?: string }} options
 * @returns {{ code: string | null, html: string, tag: string }[]}
 */
export function show(fences, options) {
  const { command = process.env.COROSCOPE_DOCS || 'coroscope-docs', picturesUrl, ...others } = options;
  const question = {
    'coroscope-docs': VERSION,
    cache: 'node_modules/.cache/coroscope-docs',
    ...others,
    'pictures-url': picturesUrl,
    fences,
  };
  const called = spawnSync(command, ['fences'], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (called.error) {
    throw new Error(
      `${command} can't be started (${called.error.message}): install coroscope-docs, or name it by COROSCOPE_DOCS`,
    );
  }
  if (called.status !== 0) throw new Error(called.stderr.trim());
  const answers = JSON.parse(called.stdout).fences;
  const problems = answers.flatMap((answer) => answer.problems ?? []);
  if (problems.length > 0) {
    const error = new Error(problems.map(({ text }) => text).join('\n'));
    throw Object.assign(error, { problems });
  }
  return answers;
}

/**
 * How many lines of its file are before a text: front matter is often not part of it.
 * @param {string | undefined} file
 * @param {string} text
 */
export function linesBefore(file, text) {
  if (!file || !existsSync(file)) return 0;
  const unified = (words) => words.replaceAll('\r\n', '\n');
  const whole = unified(readFileSync(file, 'utf8'));
  const at = whole.indexOf(unified(text).trim());
  const lines = (words) => words.split('\n').length - 1;
  const first = lines(whole.slice(0, Math.max(at, 0)));
  // Empty lines at its beginning are counted by its own line numbers.
  return Math.max(0, first - lines(text.slice(0, text.length - text.trimStart().length)));
}
