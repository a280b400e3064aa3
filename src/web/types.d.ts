// Types for the checker: of the JavaScript that wasm-bindgen generates, and of what the class and the module exchange.

declare module '*/coroscope.js' {
  export default function init(options?: { module_or_path: unknown }): Promise<unknown>;
  export function runJob(job: string, input: string): string;
}

declare module '*/coroscope_engine.js' {
  export default function init(options: { module_or_path: WebAssembly.Module }): Promise<{
    memory: WebAssembly.Memory;
    runToEnd: () => void;
  }>;
  export function makeReady(): void;
  export function makeReadyForCopies(source: string): void;
  export function answerCall(
    script: string,
    request: unknown,
    micros: number,
    modules: string[],
    wheels: unknown[],
  ): unknown;
  export function neededWheels(source: string, modules: string[]): string[];
  /** A script, with its files and its standard input. */
  type Program = { source: string; modules: string[]; wheels: unknown[]; input: string };
  /** The order of a run, as a search for other orders tries it. */
  type Order = { strategy: string; sleeps?: number; logs: boolean; documents: string[] };
  /** A program and how it is run. */
  export type Run = [
    program: Program & { order?: Order },
    isVirtual: boolean,
    base: string,
    report: (part: unknown, now: number, exact: boolean, pause: number) => void,
    callWorker: (script: string, request: unknown, micros: number) => Promise<unknown>,
  ];
  export function runScript(...run: Run): Promise<unknown>;
  export function beginBlockingRun(...run: Run): void;
  export function blockingRunEnded(): unknown;
  export function tryOrder(program: Program, order: Order): string;
}

/** The scope of a service worker, whose other types are in a library that excludes the types of pages. */
declare const registration: ServiceWorkerRegistration;

interface Window {
  /** Only some browsers require or have Trusted Types. */
  trustedTypes?: {
    createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
  };
}

/** What fills elements: an instance of the module. */
interface Renderer {
  css: string;
  mount(element: HTMLElement, root: ShadowRoot, number: number, scripts?: string[]): ElementHandle | undefined;
  /** The compiled module, and the address of its generated JavaScript. */
  module: WebAssembly.Module;
  address: string;
  /** The number by which the class identifies it. */
  number: number;
}

/** The content of an element (`element.rs`). */
interface ElementHandle {
  attribute(name: string, value: string | undefined): void;
  run(): void;
  stop(): void;
  seek(at: string): void;
  open(file: File): void;
  openAddress(address: string): void;
  present(): void;
  svg(): string | undefined;
  recording(): string | undefined;
  leave(): void;
}

/** The properties of the class that are made from lists of attributes. */
declare class ElementWithProperties extends HTMLElement {
  src: string;
  loading: 'lazy' | 'eager' | 'click';
  theme: 'auto' | 'light' | 'dark';
}
