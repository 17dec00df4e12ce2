import { describe, expect, it } from 'vitest'
import { javaText, parseProperties } from './java-properties.ts'

const entriesIn = (text: string) => {
  const parsed = parseProperties(text)
  if (parsed.kind === 'malformed') throw new Error(parsed.problem)
  return parsed.entries.map(({ key, value, line }) => [key, value, line])
}

describe('a properties file', () => {
  it('skips blank lines and comments, and counts their lines', () => {
    expect(entriesIn('# a\n\n  ! b\r\nkey=value\r\n')).toEqual([['key', 'value', 4]])
  })

  it.each([['a=b'], ['a = b'], ['  a\t:  b'], ['a b'], ['a:b']])('separates key and value as Java does: %j', (line) => {
    expect(entriesIn(line)).toEqual([['a', 'b', 1]])
  })

  it('keeps further separators in the value', () => {
    expect(entriesIn('peers=n0-127.0.0.1:40911;n1=x')).toEqual([['peers', 'n0-127.0.0.1:40911;n1=x', 1]])
  })

  it('takes a key without a value for an empty one', () => {
    expect(entriesIn('a\nb=')).toEqual([
      ['a', '', 1],
      ['b', '', 2],
    ])
  })

  it('joins continued lines without their indent', () => {
    expect(entriesIn('a = b,\\\n    c\nd=e')).toEqual([
      ['a', 'b,c', 1],
      ['d', 'e', 3],
    ])
  })

  it('does not continue a line that ends in an escaped backslash, nor a comment', () => {
    expect(entriesIn('a=b\\\\\n# c\\\nd=e')).toEqual([
      ['a', 'b\\', 1],
      ['d', 'e', 3],
    ])
  })

  it('resolves escapes in keys and values', () => {
    expect(entriesIn('a\\ b\\=c=\\u00e9\\t\\q')).toEqual([['a b=c', 'é\tq', 1]])
  })

  it('reports an escape that Java refuses', () => {
    expect(parseProperties('a=b\nc=\\u12')).toMatchObject({ kind: 'malformed', line: 2 })
    expect(entriesIn('a=\\\\u12')).toEqual([['a', '\\u12', 1]])
  })

  it('keeps every entry of a repeated key', () => {
    expect(entriesIn('a=1\na=2')).toHaveLength(2)
  })

  it('survives a file that ends in a continuation', () => {
    expect(entriesIn('a=b\\')).toEqual([['a', 'b', 1]])
  })
})

it('keeps blanks behind a value, as Java does', () => {
  expect(entriesIn('a = true \t')).toEqual([['a', 'true \t', 1]])
})

it('says which lines a backslash took into a value', () => {
  const parsed = parseProperties('a=C:\\store\\\nflushDiskType=SYNC_FLUSH')
  expect(parsed).toMatchObject({
    entries: [{ key: 'a', continuedBy: [{ line: 2, text: 'flushDiskType=SYNC_FLUSH' }] }],
  })
})

it('takes each byte for a character, in any encoding', () => {
  expect(javaText(Uint8Array.from([0x61, 0x3d, 0xd6, 0xd0, 0x92]))).toBe('a=\u00d6\u00d0\u0092')
})
