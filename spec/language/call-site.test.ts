import { describe, expect, it } from 'vitest'
import { captureCallSite, locationOf, userFrame } from './call-site.ts'

const stack = (...frames: readonly string[]): string => ['Error: declared here', ...frames].join('\n')

describe('the place in a stack', () => {
  it.each([
    ['a call', '    at counter (/home/me/a.spec.ts:3:7)', '/home/me/a.spec.ts:3:7'],
    ['a call without a name', '    at /home/me/a.spec.ts:3:7', '/home/me/a.spec.ts:3:7'],
    ['a call that waited', '    at async /home/me/a.spec.ts:3:7', '/home/me/a.spec.ts:3:7'],
    ['a method with another name', '    at Builder.always [as never] (/a.spec.ts:3:7)', '/a.spec.ts:3:7'],
    ['a constructor', '    at new Shop (/a.spec.ts:3:7)', '/a.spec.ts:3:7'],
    ['a URL', '    at counter (file:///home/me/a%20b.spec.ts:3:7)', '/home/me/a b.spec.ts:3:7'],
    ['a URL of a drive', '    at file:///C:/me/a.spec.ts:3:7', 'C:/me/a.spec.ts:3:7'],
    ['blanks and parentheses', '    at f (/my (old) work/a.spec.ts:3:7)', '/my (old) work/a.spec.ts:3:7'],
    ['the same without a name', '    at /my (old) work/a.spec.ts:3:7', '/my (old) work/a.spec.ts:3:7'],
  ])('is found in %s', (_, frame, place) => {
    expect(userFrame(stack(frame))).toBe(place)
  })

  it('is the innermost that is neither the platform nor the library', () => {
    const library = new URL('./suite.ts', import.meta.url).pathname
    const frames = [`    at suite (${library}:1:1)`, '    at node:internal/vm:73:18', '    at <anonymous>']
    expect(userFrame(stack(...frames, '    at /a.spec.ts:3:7', '    at /b.spec.ts:1:1'))).toBe('/a.spec.ts:3:7')
    expect(userFrame(stack(...frames))).toBe(null)
  })
})

describe('the place of a declaration', () => {
  it('is known however deep in the library it is taken, and whatever the limit of the author', () => {
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 0
    try {
      const deep = (depth: number): string | null => (depth === 0 ? locationOf(captureCallSite()) : deep(depth - 1))
      expect(deep(20)).toMatch(/call-site\.test\.ts:\d+:\d+$/)
      expect(Error.stackTraceLimit).toBe(0)
    } finally {
      Error.stackTraceLimit = limit
    }
  })

  it('is null where nothing is known of it', () => {
    expect(locationOf(() => null)).toBe(null)
  })
})
