/**
 * Where in the user's source something was declared. The stack is captured at once and read only when it is needed,
 * so that source maps cost nothing in a run without errors.
 */
export type CallSite = () => string | null

/**
 * Where the library itself lies: its source folder under test, its build in a package. Where source maps are on, frames
 * of the build name the sources instead, beside `dist/`, whether these are there or not.
 */
const libraryRoots = (() => {
  const root = new URL('../../', import.meta.url).href.replace(/^file:\/\//, '')
  return [root, root.replace(/dist\/$/, '')]
})()

/** All but the suites that ship, whose places are worth naming. */
const libraryFolders = [
  'spec/language/',
  'spec/source/',
  'spec/semantics/',
  'spec/parts/',
  'checker/',
  'counterexamples/',
  'runs/',
  'audit/',
  'reporters/',
  'node/',
  'cli/',
  'public/',
]

export function captureCallSite(): CallSite {
  const captured = new Error('declared here')
  return () => userFrame(captured.stack ?? '')
}

/** `file:line:column` of the innermost stack frame that is neither the library's nor the platform's, or null. */
export function userFrame(stack: string): string | null {
  for (const line of stack.split('\n')) {
    const frame = /^\s*at (?:.*\()?((?:file:\/\/)?[^()]+?:\d+:\d+)\)?$/.exec(line)?.[1]
    if (frame === undefined) continue
    const place = frame.replace(/^file:\/\//, '')
    if (place.startsWith('node:') || isLibraryFrame(place)) continue
    return place
  }
  return null
}

function isLibraryFrame(place: string): boolean {
  if (place.includes('.test.')) return false
  return libraryRoots.some((root) => libraryFolders.some((folder) => place.startsWith(`${root}${folder}`)))
}
