// A remark plugin, for Docusaurus, Starlight and everything else that is built on unified.

import { fromHtml } from 'hast-util-from-html';
import { ownInfo, show } from './tool.js';

/**
 * Replaces fences by their code, picture and output.
 * @param {Parameters<typeof show>[1]} [options]
 */
export default function coroscope(options = {}) {
  return (tree, file) => {
    /** @type {{ parent: any, node: any, info: string }[]} */
    const found = [];
    collect(tree, found);
    if (found.length === 0) return;
    const fences = found.map(({ node, info }) => ({
      file: file.path ?? 'document',
      line: node.position?.start.line ?? 1,
      info,
      body: node.value,
    }));
    let answers;
    try {
      answers = show(fences, options);
    } catch (error) {
      const [problem] = error.problems ?? [];
      file.fail(error.message, problem && { line: problem.line, column: 1 }, 'coroscope-docs:fence');
    }
    for (const [n, { parent, node }] of found.entries()) {
      const { code, html } = answers[n];
      const shown = [];
      if (code !== null) shown.push({ ...node, lang: 'python', meta: null, value: code });
      // As a tree, since MDX takes no HTML.
      const [element] = fromHtml(html, { fragment: true }).children;
      shown.push({
        type: 'paragraph',
        children: [],
        data: { hName: element.tagName, hProperties: element.properties, hChildren: element.children },
      });
      parent.children.splice(parent.children.indexOf(node), 1, ...shown);
    }
  };
}

/** Finds the fences below a node. */
function collect(parent, found) {
  for (const node of parent.children ?? []) {
    const info = node.type === 'code' ? ownInfo(`${node.lang ?? ''} ${node.meta ?? ''}`) : null;
    if (info !== null) found.push({ parent, node, info });
    collect(node, found);
  }
}
