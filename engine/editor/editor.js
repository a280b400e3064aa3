// The editor for scripts: CodeMirror with Python, the names of tasks at their lines, and an underline where the script
// failed.

import { autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  WidgetType,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The colours and fonts of the element, light or dark. */
const theme = EditorView.theme({
  '&': { flex: '1', minBlockSize: '0', backgroundColor: 'var(--wash)', borderRadius: 'var(--radius)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { font: 'var(--small) / 1.45 var(--mono)', overflow: 'auto', scrollbarWidth: 'thin' },
  '.cm-content': { caretColor: 'currentColor', paddingBlock: '0.375rem' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--muted)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--wash)' },
  '.cm-cursor': { borderInlineStartColor: 'currentColor' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 20%, transparent)',
    color: 'inherit',
  },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--ready) 20%, transparent)' },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--paper)',
    color: 'inherit',
    border: '1px solid var(--rule)',
  },
  '.cm-at': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 12%, transparent)',
    boxShadow: 'inset 2px 0 var(--accent)',
  },
  '.cm-hidden-lines': { margin: '0.125rem 0.375rem', color: 'var(--muted)' },
  '.cm-chips': { float: 'inline-end', marginInlineStart: '1rem' },
});

const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.controlKeyword], fontWeight: '600' },
  { tag: [tags.comment, tags.string, tags.special(tags.string)], color: 'var(--muted)' },
  { tag: [tags.definition(tags.function(tags.variableName)), tags.definition(tags.className)], color: 'var(--accent)' },
]);

const setMarks = StateEffect.define();

/** The names of tasks, at the end of a line. */
class Chips extends WidgetType {
  constructor(marks) {
    super();
    this.marks = marks;
  }

  eq(other) {
    return JSON.stringify(this.marks) === JSON.stringify(other.marks);
  }

  toDOM() {
    const chips = document.createElement('span');
    chips.className = 'cm-chips chips';
    for (const { kind, words } of this.marks) {
      const chip = document.createElement('span');
      chip.className = kind;
      chip.textContent = words;
      chips.append(chip);
    }
    return chips;
  }

  ignoreEvent() {
    return true;
  }
}

const marks = StateField.define({
  create: () => Decoration.none,
  update(shown, change) {
    for (const effect of change.effects) {
      if (effect.is(setMarks)) return decorate(effect.value, change.state.doc);
    }
    return shown.map(change.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(all, doc) {
  const lines = Map.groupBy(
    all.filter(({ line }) => line <= doc.lines),
    ({ line }) => line,
  );
  const decorations = [...lines]
    .sort(([a], [b]) => a - b)
    .flatMap(([number, at]) => {
      const { from, to } = doc.line(number);
      return [
        Decoration.line({ class: 'cm-at' }).range(from),
        Decoration.widget({ widget: new Chips(at), side: 1 }).range(to),
      ];
    });
  return Decoration.set(decorations);
}

/** The lines between these comments run, but are folded: set-up code that would distract. */
const HIDE = /^\s*#\s*coroscope:\s*hide\s*$/;
const SHOW = /^\s*#\s*coroscope:\s*show\s*$/;

/** Shows or hides the lines of the part with this number.
 * @type {import('@codemirror/state').StateEffectType<number>} */
const toggleHidden = StateEffect.define();

/** The parts between the comments: where they begin and end, and the number of lines inside. */
function hiddenParts(doc) {
  const parts = [];
  let first = 0;
  for (let number = 1; number <= doc.lines; number++) {
    const { text } = doc.line(number);
    if (!first && HIDE.test(text)) first = number;
    const isLast = number === doc.lines;
    if (first && (SHOW.test(text) || isLast)) {
      const lines = number - first - (SHOW.test(text) ? 1 : 0);
      if (lines > 0) parts.push({ from: doc.line(first).from, to: doc.line(number).to, lines });
      first = 0;
    }
  }
  return parts;
}

/** The button that stands for hidden lines, or hides them again. */
class HiddenLines extends WidgetType {
  constructor(part, lines, isOpen) {
    super();
    this.part = part;
    this.lines = lines;
    this.isOpen = isOpen;
  }

  eq(other) {
    return this.part === other.part && this.lines === other.lines && this.isOpen === other.isOpen;
  }

  toDOM(view) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet cm-hidden-lines';
    button.setAttribute('aria-expanded', `${this.isOpen}`);
    const lines = this.lines === 1 ? '1 line' : `${this.lines} lines`;
    button.textContent = this.isOpen ? `Hide ${lines}` : `Show ${lines.replace(' ', ' hidden ')}`;
    button.addEventListener('click', () => view.dispatch({ effects: toggleHidden.of(this.part) }));
    return button;
  }

  ignoreEvent() {
    return true;
  }
}

const hidden = StateField.define({
  create: ({ doc }) => fold(doc, new Set()),
  update(shown, { docChanged, effects, newDoc }) {
    const toggled = effects.filter((effect) => effect.is(toggleHidden));
    if (!docChanged && toggled.length === 0) return shown;
    const open = new Set(shown.open);
    for (const { value } of toggled) if (!open.delete(value)) open.add(value);
    return fold(newDoc, open);
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ decorations }) => decorations),
    EditorView.atomicRanges.of((view) => view.state.field(field).decorations),
  ],
});

/** The parts, and what is drawn for them; those in `open` are shown. */
function fold(doc, open) {
  const parts = hiddenParts(doc);
  const decorations = parts.map(({ from, to, lines }, n) => {
    const widget = new HiddenLines(n, lines, open.has(n));
    return open.has(n)
      ? Decoration.widget({ widget, block: true, side: -1 }).range(from)
      : Decoration.replace({ widget, block: true }).range(from, to);
  });
  return { parts, open, decorations: Decoration.set(decorations) };
}

/** Replaces a selection by typed text. The browser's own way sets style attributes when it joins lines, which a strict
 * content security policy forbids. */
const replaceSelection = EditorView.domEventHandlers({
  beforeinput({ inputType, data, isComposing }, view) {
    const { from, to, empty } = view.state.selection.main;
    if (inputType !== 'insertText' || empty || isComposing || !data) return false;
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), {
        userEvent: 'input.type',
        scrollIntoView: true,
      });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handler) => handler(view, from, to, data, insert))) view.dispatch(insert());
    return true;
  },
});

/** Replaces a text area with an editor, which shows a file. `changed` is called with the text after each edit, `run` to run
 * the script. */
export function open(area, file, changed, run) {
  /** The states of the files that were shown, with what can be undone in them. */
  const states = new Map();
  let shown = file;
  // Set while a program changes the text, not the reader.
  let quiet = false;
  const runs = () => {
    run();
    return true;
  };
  const state = (doc) =>
    EditorState.create({
      doc,
      extensions: [
        lineNumbers(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightSelectionMatches(),
        autocompletion(),
        EditorView.lineWrapping,
        EditorState.tabSize.of(4),
        indentUnit.of('    '),
        python(),
        syntaxHighlighting(highlighting),
        theme,
        marks,
        hidden,
        lintGutter(),
        replaceSelection,
        keymap.of([
          { key: 'Mod-Enter', run: runs },
          ...closeBracketsKeymap,
          ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
          ...searchKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ 'aria-label': area.getAttribute('aria-label'), translate: 'no' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) changed(update.state.doc.toString());
        }),
      ],
    });
  const view = new EditorView({ state: state(area.value), root: area.getRootNode() });
  const hadFocus = area.getRootNode().activeElement === area;
  area.replaceWith(view.dom);
  if (hadFocus) {
    view.dispatch({ selection: { anchor: Math.min(area.selectionStart, view.state.doc.length) } });
    view.focus();
  }
  return {
    show(next, text) {
      states.set(shown, view.state);
      const before = states.get(next);
      quiet = true;
      view.setState(before?.doc.toString() === text ? before : state(text));
      quiet = false;
      shown = next;
    },
    forget() {
      states.clear();
      shown = '';
    },
    mark(all) {
      view.dispatch({ effects: setMarks.of(all) });
    },
    fault(number, message) {
      const { doc } = view.state;
      const { from, to, text } = doc.line(Math.min(Math.max(number, 1), doc.lines));
      const indent = text.length - text.trimStart().length;
      const { parts, open } = view.state.field(hidden);
      const inside = parts.findIndex((part) => part.from <= from && from <= part.to);
      if (number > 0 && inside >= 0 && !open.has(inside)) view.dispatch({ effects: toggleHidden.of(inside) });
      const faults = [{ from: from + indent, to, severity: /** @type {const} */ ('error'), message }];
      view.dispatch(setDiagnostics(view.state, number > 0 ? faults : []));
    },
    close() {
      view.destroy();
    },
  };
}
