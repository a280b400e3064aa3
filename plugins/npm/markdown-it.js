// A markdown-it plugin, for VitePress and Eleventy.

import { linesBefore, ownInfo, show } from './tool.js';

/**
 * Replaces fences by their code, picture and output.
 * @param {any} md
 * @param {Parameters<typeof show>[1]} [options]
 */
export default function coroscope(md, options = {}) {
  md.core.ruler.push('coroscope', (state) => {
    const found = state.tokens.filter((token) => token.type === 'fence' && ownInfo(token.info) !== null);
    if (found.length === 0) return;
    // VitePress and Eleventy name the page.
    const file = state.env?.path ?? state.env?.page?.inputPath;
    const before = linesBefore(file, state.src);
    const fences = found.map((token) => ({
      file: file ?? 'document',
      line: before + (token.map?.[0] ?? 0) + 1,
      info: ownInfo(token.info) ?? '',
      body: token.content,
    }));
    const answers = show(fences, options);
    state.tokens = state.tokens.flatMap((token) => {
      const n = found.indexOf(token);
      if (n < 0) return [token];
      const { code, html } = answers[n];
      const shown = new state.Token('html_block', '', 0);
      shown.map = token.map;
      shown.content = `${html}\n`;
      if (code === null) return [shown];
      token.info = 'python';
      token.content = `${code}\n`;
      return [token, shown];
    });
  });
}
