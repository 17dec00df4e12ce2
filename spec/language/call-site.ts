/**
 * Where in the user's source something was declared. The stack is captured at once and read only when it is needed,
 * so that source maps cost nothing in a run without errors.
 */
export type CallSite = () => string | null

/** Frames of the library itself: its source folder under test, its build in a package. */
const libraryFolder = new URL('.', import.meta.url).href.replace(/^file:\/\//, '')

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
  const root = libraryFolder.replace(/spec\/language\/$/, '')
  return place.startsWith(`${root}spec/language/`) || place.startsWith(`${root}checker/`)
}
