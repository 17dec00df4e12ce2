import { describe, expect, it } from 'vitest'
import { differenceOfJson, fitsPrinted } from './printed.ts'

describe('printed text', () => {
  const printed = '  ✓ ok     one       1,298   0.07\n\nmore (of it)\nthe end 12.5 s\n'

  it.each([
    ['as it is', printed],
    ['with other seconds', '  ✓ ok     one       1,298   1,000.00\n\nmore (of it)\nthe end 0.1 s'],
    ['in a narrower table', '  ✓ ok  one  1,298  0.07\n\nmore (of it)\nthe end 12.5 s\n\n'],
    ['with lines left out', '  ...\nmore (of it)\n...\n'],
    ['with lines left out where there are none', printed.replace('the end', '...\nthe end')],
    ['with words left out', '  ✓ ok ... 1,298 ...\n\nmore ...\nthe ... s'],
  ])('fits %s', (_, shown) => {
    expect(fitsPrinted(shown, printed)).toBe(true)
  })

  it.each([
    ['with another count', printed.replace('1,298', '1,299')],
    ['without its first line', printed.replace(/^.*\n/, '')],
    ['without its last line', printed.replace(/the end.*\n/, '')],
    ['without an empty line', printed.replace('\n\n', '\n')],
    ['with another indentation', printed.trimStart()],
    ['with lines in another order', '...\nthe end 12.5 s\nmore (of it)\n...'],
    ['with a line that is not there', '...\nfewer\n...'],
  ])('does not fit %s', (_, shown) => {
    expect(fitsPrinted(shown, printed)).toBe(false)
  })
})

describe('a report', () => {
  const real = { version: 1, ok: true, seconds: 0.25, none: null, results: [{ n: 1 }, { n: 2, more: 0 }, { n: 3 }] }

  it.each([
    ['as it is', real],
    ['with fields left out', { ok: true }],
    ['with members of a list left out', { results: [{ n: 2 }] }],
    ['with another figure where it is not whole', { seconds: 1.5 }],
  ])('fits %s', (_, shown) => {
    expect(differenceOfJson(shown, real)).toBe(null)
  })

  it.each([
    ['another value', { version: 2 }, 'the report.version is 1, not 2'],
    ['a field that it lacks', { seed: null }, 'the report has no field "seed"'],
    ['another type', { seconds: '0.25' }, 'the report.seconds is 0.25, not "0.25"'],
    ['an object instead of a list', { results: {} }, 'the report.results is not an object'],
    ['a list instead of null', { none: [] }, 'the report.none is not a list'],
    ['members in another order', { results: [{ n: 3 }, { n: 1 }] }, 'the report.results has no member like number 1'],
    ['another member', { results: [{ n: 4 }] }, 'the report.results[0].n is 1, not 4'],
    ['more members', { results: [{ n: 3 }, { n: 3 }] }, 'the report.results has no member like number 1'],
  ])('does not fit with %s', (_, shown, difference) => {
    expect(differenceOfJson(shown, real)).toContain(difference)
  })
})
