/** Types for the element `<coro-scope>`. Written by `cargo xtask codegen`. */

/** The detail of `run-end`. Durations are in milliseconds and, except `took`, summed over all tasks. */
export interface RunTotals {
  lesson: string;
  outcome: 'done' | 'failed' | 'cancelled' | 'stopped';
  /** why it failed, or would never have ended */
  error?: string;
  tasks: number;
  events: number;
  /** the duration of the run */
  took: number;
  running: number;
  ready: number;
  waiting: number;
  findings: number;
  /** whether the run confirmed the reader's guess */
  guess?: 'right' | 'wrong';
  /** whether the run solved the exercise */
  solved: boolean;
}

/** The detail of `orders`.  */
export interface OrdersTotals {
  lesson: string;
  /** how many orders were tried */
  tried: number;
  /** how many different outcomes they had */
  outcomes: number;
  /** whether all possible orders were tried */
  complete: boolean;
  /** whether the exercise is solved in every order */
  solved: boolean;
}

/** The detail of `finding`. Times are in milliseconds since the start of the run. */
export interface Finding {
  kind: string;
  title: string;
  sentence: string;
  advice: string;
  from: number;
  until: number;
  /** the names of the tasks involved */
  tasks: string[];
}

export interface CoroScopeEventMap {
  /** The element is ready; with `src`, the recording is shown. */
  load: CustomEvent<{ title?: string }>;
  /** The reader changed a setting, or opened a recording. */
  settings: CustomEvent<{ link: string, title: string }>;
  /** A run began. */
  'run-start': CustomEvent<{ lesson: string }>;
  /** A run is over and drawn. */
  'run-end': CustomEvent<RunTotals>;
  /** A search for other orders of the run of a lesson or a script is over. */
  orders: CustomEvent<OrdersTotals>;
  /** A mistake was found in the run, such as a blocked loop. */
  finding: CustomEvent<Finding>;
  /** The module did not load or panicked, or `src` could not be shown. */
  error: CustomEvent<{ message: string }>;
}

/** Attributes with string values. */
export interface CoroScopeTexts {
  /** The lesson to run; `script` for the reader's own Python script; `recording` for a recording of another program. */
  lesson: string;
  /** The file with the Python script to show. Value: a URL, relative to the page. */
  script: string;
  /** A recording to show instead of a run. One of another program than a lesson is shown with its own title and files. Value: a URL, relative to the page. */
  src: string;
  /** The moment to show when the run has reached it. An event means the moment after it. Value: a time such as `350ms`, or an event such as `e57`. */
  at: string;
  /** The clock of the run. On the virtual clock, each run is the same, event for event. */
  clock: string;
  /** The order in which answers and timers come in the run of a lesson or a script, on the virtual clock and with answers from memory. *Try other orders* finds such orders. Value: choices that differ from the clock, such as `3:1,8:2`; `0` for none. */
  schedule: string;
  /** With `answers`, each sleep stands for an answer from outside in other orders: it takes between no time and three times as long. Such a schedule is not one without it. Value: `answers` or nothing. */
  sleeps: string;
  /** The Python script to show. Value: compressed as in the playground's links. */
  code: string;
  /** The example to show as the Python script. Value: a file name in `scripts/` without `.py`. */
  example: string;
  /** `many` – Clients one at a time: for comparison; each waits until the one before has left. */
  alone: string;
  /** `helper` – Attempts: how often a document is requested before it is given up. */
  attempts: string;
  /** `files` – Cancel after: when the writer is cancelled; 0 lets it finish. */
  cancel: string;
  /** `queue` – Capacity: how many documents the queue holds; 0 means no limit. `pipeline` – Capacity: how many items each queue holds; 0 means no limit. */
  capacity: string;
  /** `timeouts` – Cleanup: how long the work takes to clean up, even when it is cancelled. */
  cleanup: string;
  /** `many` – Clients together: each client is a task; the page stays responsive, because the loop lets it paint in between. */
  clients: string;
  /** `groups` – Cleanup: how long a task takes to clean up, even when it is cancelled. */
  closing: string;
  /** `queue` – Consumers: tasks that take documents and count their words. */
  consumers: string;
  /** `machine` – Customers: how many want a ticket. */
  customers: string;
  /** `depth` – Deepest: the depths are 1, 3, 10, 30, 100, 300 and 1000, up to this one. */
  deepest: string;
  /** `loop` – Delay: the timers wait once, twice and three times this long. */
  delay: string;
  /** `queue` – Documents: how many documents to fetch in all; they repeat after twelve. `downloads` – Documents: how many documents to download; they repeat after twelve. `pipeline` – Documents: how many documents to fetch; they repeat after twelve, and the database stores each title once. `helper` – Documents: how many documents to fetch; they repeat after twelve. */
  documents: string;
  /** `queue` – At the end: a None ends one consumer; a consumer that gets no None waits forever, until you stop the run. */
  ends: string;
  /** `gather` – When one fails: whether gather stops at the first failure or returns results and errors alike. */
  errors: string;
  /** `pause` – Count every: how long the counter sleeps before each count. */
  every: string;
  /** `pipeline` – Fetchers: tasks that fetch documents at the same time. */
  fetchers: string;
  /** `locks` – Gap: the time from the beginning of one task to that of the next. `machine` – Gap: the time from one customer to the next. */
  gap: string;
  /** `worth` – Jobs: how many jobs there are; they are never sped up more than that. */
  jobs: string;
  /** `gather`, `downloads`, `pipeline`, `queue` – Added latency: a sleep before each request, so that the picture stays readable on a fast network; some documents take up to 2.5 times as long. `helper` – Added latency: a sleep before each fetch, so that the picture stays readable on a fast network. `groups` – Added latency: a sleep before each request; each task sleeps this much longer than the one before. */
  latency: string;
  /** `depth` – Total levels: each depth is awaited repeatedly until this many levels have been awaited; more levels give steadier figures. */
  levels: string;
  /** `downloads` – At most: how many downloads may run at once. `timeouts` – Limit: the limit; where there are two, the outer one: the inner one is twice as long. */
  limit: string;
  /** `files` – Lines: how many lines the writer wants to write. */
  lines: string;
  /** `helper` – At most: how many fetches may run at once. */
  most: string;
  /** `blocking` – Numbers: primes are counted up to this number; twice as many numbers are almost three times the work. `worth` – Computing: a job counts primes up to this number; the longer that takes, the longer it waits. */
  numbers: string;
  /** `gather` – Order: one after the other takes as long as all latencies added up, so leave it out with many tasks. */
  order: string;
  /** `background` – Main's own work: how long main does something else in the meantime. */
  own: string;
  /** `pause` – Pause: how long the sleeper sleeps. `locks` – Pause: a sleep between reading and writing; 0 still lets the others run. `files` – Time per line: a sleep before each line, as if the writer had to wait for it. `helper` – Pause: the wait before the first retry, doubled for each further one; also the time between two starts when the rate is limited. `many` – Pause: how long a client sleeps before and after it asks; some sleep up to 2.5 times as long. */
  pause: string;
  /** `machine` – Payment: how long the bank takes to answer. */
  pay: string;
  /** `queue` – Producers: tasks that fetch documents and put them into the queue. */
  producers: string;
  /** `files` – Readers: tasks that read the file afterwards, all at the same time. */
  readers: string;
  /** `helper` – Refusals: how many requests are refused before one is answered. */
  refusals: string;
  /** `timeouts` – A report: what a task says of its work when its limit was reached. */
  report: string;
  /** `worth` – Waiting: the share of its time that a job waits for the network or a disk; for the rest it computes. */
  share: string;
  /** `gather` – Tasks: how many documents to fetch; they repeat after twelve. `background` – Tasks: how many tasks run in the background. `locks` – Tasks: how many tasks add to the counter. `groups` – Tasks: how many documents to fetch; with fewer than two, nothing goes wrong. */
  tasks: string;
  /** `machine` – Tickets: how many there are. */
  tickets: string;
  /** `background` – First task takes: the second task takes twice as long, the third three times, and so on. */
  time: string;
  /** `locks` – Additions: how often each task adds 1. */
  times: string;
  /** `loop` – Turns: the task looks for primes, five thousand numbers in each turn; every few milliseconds the loop lets the page paint. */
  turns: string;
  /** `gather`, `queue`, `downloads`, `pipeline`, `helper` – Your own URLs: one per line; leave empty for the sample documents of this site. */
  urls: string;
  /** `background` – Main: what main does with the tasks when its own work is done. `locks` – The counter: a lock lets one task at a time read, wait and write, in the order in which they asked. `machine` – A customer: when a customer takes the ticket, and whether others can look meanwhile. `files` – The writer: a scope closes the file whatever happens; the last line of a function may never run, and what was written to a file that is not closed is lost. `helper` – The helper: all three are in the program; this chooses the one that the fetches use. `groups` – What goes wrong: a task fails when its document is missing; the third task’s cleanup may fail as well. `blocking` – The counter: in one go it blocks every other task; slices, less work and a worker are three cures. `worth` – Compare: whether your share of waiting is compared with others. */
  variant: string;
  /** `sync` – Time per wait: a sleep, in place of a wait for a server or a disk. */
  wait: string;
  /** `sync` – Waits: how many waits there are, in each half. */
  waits: string;
  /** `queue` – Time per document: how long a consumer sleeps after counting, as if it stored the result somewhere slow. `timeouts` – Work: how long the work takes; below the limit, nothing times out. */
  work: string;
}

export class CoroScope extends HTMLElement {
  /** How fast a lesson's run on the virtual clock is shown, and any run that is played again: at true speed, slower, or faster. With `max`, a run on the virtual clock is shown as soon as it is computed. */
  speed: '1' | '1/100' | '1/50' | '1/20' | '1/10' | '1/4' | '1/2' | '3' | '10' | 'max';
  /** If present, the lesson runs as soon as it is loaded, and again when a setting changes. */
  autoplay: boolean;
  /** When to fetch the module: `lazy`, when the element comes near the viewport; `eager`, at once; `click`, when the reader clicks. */
  loading: 'lazy' | 'eager' | 'click';
  /** The colour scheme; `auto` is that of the page. */
  theme: 'auto' | 'light' | 'dark';
  /** Which parts are shown; `picture` is the smallest: title, picture, status and a Run button. */
  view: 'both' | 'timeline' | 'code' | 'picture';
  /** Whether the reader is asked to guess before the run, and is shown the answer, moments to look at, settings to try and an exercise after it. */
  guide: 'on' | 'off';
  /** The language in which a lesson’s program is shown. The reader can switch. */
  language: 'python' | 'rust';

  /** Runs the lesson from its start. Loads the module first if necessary. */
  run(): void;
  /** Cancels the current run. */
  stop(): void;
  /** Goes to a moment: a number of milliseconds, or a value of `at`. Throws a `TypeError` for anything else. */
  seek(moment: number | string): void;
  /** Shows a recording that no link can lead to: one that the page has as a file, or an address that is not for others. Then dispatches `settings`, or `load` for an address. */
  open(recording: Blob | string): void;
  /** Shows title, question, timeline and answer in full screen, in large type, until the reader presses Esc. Browsers allow full screen only on a key or a click; otherwise the element covers the window. */
  present(): void;
  /** Returns the picture of the last run as SVG; `null` before the first run. */
  toSVG(): string | null;
  /** Returns the last run as a recording that `src` can show; `null` before the first run. */
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
