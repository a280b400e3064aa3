/** Types for the element `<coro-scope>`. */

/** The totals of a run. Durations are in milliseconds and, except `took`, summed over all tasks. */
export interface RunTotals {
  lesson: string;
  outcome: 'done' | 'failed' | 'cancelled' | 'stopped';
  /** The error, if it failed. */
  error?: string;
  tasks: number;
  events: number;
  /** The duration of the run. */
  took: number;
  running: number;
  ready: number;
  waiting: number;
  findings: number;
}

/** A finding about a run, such as a blocked loop. */
export interface Finding {
  kind: string;
  title: string;
  sentence: string;
  advice: string;
  /** Milliseconds since the start of the run. */
  from: number;
  until: number;
  /** The names of the tasks involved. */
  tasks: string[];
}

export interface CoroScopeEventMap {
  load: CustomEvent<Record<string, never>>;
  settings: CustomEvent<{ link: string }>;
  'run-start': CustomEvent<{ lesson: string }>;
  'run-end': CustomEvent<RunTotals>;
  finding: CustomEvent<Finding>;
  error: CustomEvent<{ message: string }>;
}

/** Attributes with string values. Those after `clock` are settings of lessons. */
export interface CoroScopeTexts {
  lesson: string;
  /** The address of a recording to show instead of a run. */
  src: string;
  /** The moment to go to: a time such as `350ms`, or an event such as `e57`. */
  at: string;
  clock: string;
  alone: string;
  cancel: string;
  capacity: string;
  cleanup: string;
  clients: string;
  closing: string;
  consumers: string;
  deepest: string;
  delay: string;
  documents: string;
  ends: string;
  errors: string;
  every: string;
  fetchers: string;
  jobs: string;
  latency: string;
  levels: string;
  limit: string;
  lines: string;
  most: string;
  numbers: string;
  order: string;
  own: string;
  pause: string;
  producers: string;
  readers: string;
  refusals: string;
  share: string;
  tasks: string;
  time: string;
  times: string;
  turns: string;
  urls: string;
  variant: string;
  wait: string;
  waits: string;
  work: string;
}

export class CoroScope extends HTMLElement {
  loading: 'lazy' | 'eager' | 'click';
  theme: 'auto' | 'light' | 'dark';
  view: 'both' | 'timeline' | 'code';
  autoplay: boolean;

  /** Runs the lesson from its start. Loads the module if needed. */
  run(): void;
  /** Stops the run. */
  stop(): void;
  /** Goes to a moment: milliseconds, or a value of the attribute `at`. */
  seek(moment: number | string): void;
  /** The last run as SVG; null before the first run. */
  toSVG(): string | null;
  /** The last run as a recording; null before the first run. */
  recording(): string | null;

  addEventListener<K extends keyof CoroScopeEventMap>(
    type: K,
    listener: (this: CoroScope, event: CoroScopeEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export interface CoroScope extends CoroScopeTexts {}

declare global {
  interface HTMLElementTagNameMap {
    'coro-scope': CoroScope;
  }
}
