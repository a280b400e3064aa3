/** What `<coro-scope>` is to TypeScript. */

/** A run in numbers. Durations are milliseconds, summed over all tasks but for `took`. */
export interface RunTotals {
  lesson: string;
  outcome: 'done' | 'failed' | 'cancelled' | 'stopped';
  /** What it failed with, where it failed. */
  error?: string;
  tasks: number;
  events: number;
  /** From the run's beginning to its end. */
  took: number;
  running: number;
  ready: number;
  waiting: number;
  findings: number;
}

/** Something remarkable about a run. */
export interface Finding {
  kind: string;
  title: string;
  sentence: string;
  advice: string;
  /** Milliseconds since the run began. */
  from: number;
  until: number;
  /** The names of the tasks that it is about. */
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

/** Attributes whose values are texts; the last lines are the knobs of the lessons. */
export interface CoroScopeTexts {
  lesson: string;
  /** The address of a recording to show in place of a run. */
  src: string;
  /** A moment: `350ms`, `1200us`, or an event such as `e57`. */
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

  /** Runs the lesson from its start; loads what that needs. */
  run(): void;
  /** Cancels what runs. */
  stop(): void;
  /** Goes to a moment: milliseconds, or what the attribute `at` takes. */
  seek(moment: number | string): void;
  /** The picture of the last run; null where there is none. */
  toSVG(): string | null;
  /** The last run as a recording; null where there is none. */
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
