// What the world outside needs of JavaScript: a Web Worker, and async functions to compare with.
//
// This file is what the page calls and, under an address of its own, what the worker runs; so it is
// found wherever the generated JavaScript is, however the site was built.

const address = new URL(import.meta.url);

if (address.searchParams.has("job")) {
  addEventListener("message", async ({ data }) => {
    const { library, module, job, input } = data;
    try {
      const { default: init, runJob } = await import(/* @vite-ignore */ /* webpackIgnore: true */ library);
      await init({ module_or_path: module });
      try {
        postMessage({ value: runJob(job, input) });
      } catch (error) {
        // The job itself tells with a text.
        postMessage(typeof error === "string" ? { failed: error } : { broken: String(error) });
      }
    } catch (error) {
      postMessage({ broken: String(error) });
    }
  });
}

/** The page may demand that an address that becomes a program comes from a policy. */
function trusted() {
  const script = new URL(address);
  script.searchParams.set("job", "");
  const policy = globalThis.trustedTypes?.createPolicy("coroscope", { createScriptURL: () => script.href });
  return policy ? policy.createScriptURL("") : script.href;
}

export class Job {
  /** `library` is the address of the generated JavaScript, `module` its WebAssembly, compiled. */
  constructor(library, module, job, input) {
    const worker = new Worker(trusted(), { type: "module", name: `coroscope: ${job}` });
    this.worker = worker;
    /** A text where the job is done; rejected with a text by the job, with an Error by the browser. */
    this.answer = new Promise((resolve, reject) => {
      this.leave = resolve;
      worker.onmessage = ({ data }) => {
        if (data.value !== undefined) resolve(data.value);
        else reject(data.failed ?? new Error(data.broken));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message || "no word from it"));
      };
    });
    worker.postMessage({ library, module, job, input });
  }

  /** Ends the work at once. */
  end() {
    this.worker.terminate();
    this.leave("");
  }
}

/** The last of a chain gives up its turn once. */
async function level(depth) {
  await (depth > 1 ? level(depth - 1) : null);
}

/** Milliseconds that `rounds` chains of this depth take, one after the other. */
export async function chain(depth, rounds) {
  const began = performance.now();
  for (let round = 0; round < rounds; round++) await level(depth);
  return performance.now() - began;
}
