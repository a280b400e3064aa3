// The language of the page: fetches its texts, once for all elements and modules. English is in the program.

import { languages } from './assets.js';
import { text } from './text.js';

/** @typedef {string | Record<string, string>} Translation A text, or its forms by the category of their number. */
/** @typedef {{ code: string, translations: Record<string, Translation> }} Texts */

/** The longest time to wait for the texts, in milliseconds. Then the page is in English. */
const PATIENCE = 10_000;
const ENGLISH = { code: '', translations: {} };

/** @type {Texts | undefined} The texts, when they are known. */
let known;
/** @type {Promise<void> | undefined} Resolves when they are known. */
let arrival;

/** The texts by their English; none before they have arrived. */
export const translations = () => known?.translations ?? {};

/** The language of the page, if there are texts in it; empty for English. */
function pageLanguage() {
  const [code] = document.documentElement.lang.toLowerCase().split('-');
  return Object.hasOwn(languages(), code) && code !== 'en' ? code : '';
}

/** Starts to fetch the texts, if that has not been done. */
export function fetchTexts() {
  if (known || arrival) return;
  const code = pageLanguage();
  if (!code) {
    known = ENGLISH;
    return;
  }
  arrival = read(code).then((texts) => {
    known = texts;
  });
}

/** Calls `then` with the texts: now, or when they have arrived.
 * @param {(texts: Texts) => void} then */
export function whenTexts(then) {
  fetchTexts();
  if (known) then(known);
  else arrival?.then(() => then(known ?? ENGLISH));
}

/** Resolves when the texts are known.
 * @returns {Promise<Texts>} */
export const texts = () => new Promise(whenTexts);

/** Reads the texts in a language. If that fails, the page is in English.
 * @returns {Promise<Texts>} */
async function read(code) {
  try {
    const place = languages()[code];
    return { code, translations: checked(place instanceof URL ? await fetched(place) : place) };
  } catch (error) {
    console.info(`The texts in “${code}” did not load, so this page is in English: ${error?.message ?? error}`);
    return ENGLISH;
  }
}

async function fetched(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`the server answers ${answer.status} for ${url.href}`);
  return answer.json();
}

/** The texts in a file, without those that have no translation yet; fails if it is not a file of texts. */
function checked(file) {
  const isTable = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const isText = (value) => typeof value === 'string';
  const isTranslation = (value) => isText(value) || (isTable(value) && Object.values(value).every(isText));
  const translated = Object.entries(isTable(file?.texts) ? file.texts : { '': 0 }).filter(([, it]) => it !== null);
  if (!translated.every(([, it]) => isTranslation(it))) {
    throw new Error('the file must have an object “texts” with a text, its forms, or null for each English text');
  }
  return Object.fromEntries(translated);
}

/** The texts as a module takes them over: the English text, the category of the number or an empty text, and the translation. */
export function entries({ translations }) {
  return Object.entries(translations).flatMap(([english, translation]) =>
    typeof translation === 'string'
      ? [[english, '', translation]]
      : Object.entries(translation).map(([category, form]) => [english, category, form]),
  );
}

/** The function that finds the category of a number in a language. */
export function categories({ code }) {
  const rules = new Intl.PluralRules(code);
  return (number) => rules.select(number);
}

/** Translates the texts of a page of the site: its title, its text nodes and labels. Resolves with the language's code. */
export async function translatePage() {
  const { code } = await texts();
  if (!code) return 'en';
  document.title = text(document.title);
  for (const element of document.querySelectorAll('[aria-label]')) {
    element.setAttribute('aria-label', translated(element.getAttribute('aria-label') ?? ''));
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const found = translated(node.nodeValue ?? '');
    if (node.nodeValue !== found) node.nodeValue = found;
  }
  return code;
}

/** The translation of a piece of a page, where line ends and several spaces count as one space. */
function translated(piece) {
  const words = piece.trim().split(/\s+/).join(' ');
  const found = text(words);
  return found === words ? piece : piece.replace(piece.trim(), () => found);
}
