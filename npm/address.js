// Stands for import.meta where the module is inside the script: it has no address of its own.
export const coroscopeMeta = { url: globalThis.document?.baseURI ?? 'about:blank' };
