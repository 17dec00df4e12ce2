/**
 * Keeps the user's code from replacing what the tool itself relies on: `Promise = null` in a file ends in an error at its
 * place. What exploring fences off by replacing it (`Date`, `performance`, `crypto`) stays as it is.
 */
const names = [
  ...['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'RegExp', 'JSON', 'Reflect'],
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'Proxy', 'Iterator', 'Atomics', 'SharedArrayBuffer'],
  ...['ArrayBuffer', 'DataView', 'Int32Array', 'Uint8Array', 'Uint32Array', 'Float64Array', 'BigInt64Array', 'Intl'],
  ...['Error', 'TypeError', 'RangeError', 'SyntaxError', 'AggregateError', 'URL', 'structuredClone', 'setTimeout'],
] as const

export function lockGlobals(): void {
  for (const name of names) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name)
    if (descriptor?.configurable !== true) continue
    const value: unknown = (globalThis as Record<string, unknown>)[name]
    Object.defineProperty(globalThis, name, { value, writable: false, configurable: false })
  }
}
