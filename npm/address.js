// Replaces import.meta where the module is inlined into the script, which then has no address of its own.
export const coroscopeMeta = { url: globalThis.document?.baseURI ?? 'about:blank' };
