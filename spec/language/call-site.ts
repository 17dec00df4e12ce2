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
  const root = pathOf(new URL('../../', import.meta.url).href)
  return [root, root.replace(/dist\/$/, '')]
})()
const isBuilt = libraryRoots[0] !== libraryRoots[1]

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

/** Frames to capture: a row of a table lies deep in the library's own. */
const frames = 40

export function captureCallSite(): CallSite {
  const limit: unknown = Error.stackTraceLimit
  Reflect.set(Error, 'stackTraceLimit', frames)
  const captured = new Error('declared here')
  Reflect.set(Error, 'stackTraceLimit', limit)
  return () => userFrame(captured.stack ?? '')
}

/**
 * Where something was declared, as a report names it: `file:line:column` with an absolute path. Null where that is not
 * known, or is a line of the built library: its sources are not in the package, and nobody's annotation belongs there.
 * Cost: the stack is formatted, some 20 µs.
 */
export function locationOf(declaredAt: CallSite): string | null {
  const place = declaredAt()
  return place === null || isInBuild(place) ? null : place
}

/** Whether a place lies in the built library. */
export function isInBuild(place: string): boolean {
  return isBuilt && place.startsWith(libraryRoots[0] as string)
}

/** `file:line:column` of the innermost stack frame that is neither the library's nor the platform's, or null. */
export function userFrame(stack: string): string | null {
  for (const place of userPlaces(stack)) return place
  return null
}

/** All such frames, from the innermost, as far as the stack was captured. */
export function userFrames(stack: string): readonly string[] {
  return [...userPlaces(stack)]
}

function* userPlaces(stack: string): Generator<string> {
  for (const line of String(stack).split('\n')) {
    // `at name (place)` or `at place`; a path may have blanks and parentheses of its own.
    const frame = /^\s*at (?:.*? )??\((.+:\d+:\d+)\)$/.exec(line) ?? /^\s*at (?:async )?(.+:\d+:\d+)$/.exec(line)
    const place = frame?.[1] === undefined ? null : pathOf(frame[1])
    if (place === null || place.startsWith('node:') || isLibraryFrame(place)) continue
    yield place
  }
}

/** The path in place of the URL of a file, on every system. */
function pathOf(place: string): string {
  return place.startsWith('file://') ? decodeURI(place.slice('file://'.length)).replace(/^\/(?=[A-Za-z]:)/, '') : place
}

function isLibraryFrame(place: string): boolean {
  if (place.includes('.test.')) return false
  return libraryRoots.some((root) => libraryFolders.some((folder) => place.startsWith(`${root}${folder}`)))
}
