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

/** Replaces a text area with an editor. `changed` is called with the text after each edit, `run` to run the script. */
export function open(area, changed, run) {
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
        EditorState.tabSize.of(4),
        indentUnit.of('    '),
        python(),
        syntaxHighlighting(highlighting),
        theme,
        marks,
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
    set(text) {
      quiet = true;
      view.setState(state(text));
      quiet = false;
    },
    mark(all) {
      view.dispatch({ effects: setMarks.of(all) });
    },
    fault(number, message) {
      const { doc } = view.state;
      const { from, to, text } = doc.line(Math.min(Math.max(number, 1), doc.lines));
      const indent = text.length - text.trimStart().length;
      const faults = [{ from: from + indent, to, severity: /** @type {const} */ ('error'), message }];
      view.dispatch(setDiagnostics(view.state, number > 0 ? faults : []));
    },
    close() {
      view.destroy();
    },
  };
}
