import { describe, expect, it } from 'vitest'
import { type FinerRead, finerRead } from './finer-read.ts'
import { SourceFile } from './source-file.ts'

const messages = `
type Ask = { readonly kind: 'ask'; readonly ballot: number }
type Message = Ask | { readonly kind: 'yes'; readonly ballot: number; readonly from: string; readonly votedIn: number }
const isAsk = (message: Message): message is Ask => message.kind === 'ask'
function isFor(message: Message, ballot: number): boolean {
  return message.ballot === ballot
}
const isLate = (message: Message) => message.kind === 'yes' && message.votedIn > 3
const first = 0
let last = 0
`

/** `‹` stands where a frame of the stack points to, `«` where its caller's frame does. */
function readIn(code: string, kind: 'set' | 'bag' = 'set'): FinerRead | null {
  const marked = messages + code
  const text = marked.replace(/[‹«]/g, '')
  const file = new SourceFile('spec.ts', text)
  const frames = ['‹', '«'].flatMap((mark) => {
    const at = marked.replaceAll(mark === '‹' ? '«' : '‹', '').indexOf(mark)
    if (at < 0) return []
    const before = text.slice(0, at).split('\n')
    return [{ file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }]
  })
  return finerRead(frames, kind)
}

function insteadOf(code: string, kind?: 'set' | 'bag'): string | null {
  return readIn(code, kind)?.instead ?? null
}

describe('a filter that could be a pattern', () => {
  it('is one where it compares fields with what is written out, or known outside', () => {
    expect(readIn(`const x = (s, ballot) => s.mail.‹filter((m) => m.kind === 'yes' && ballot === m.ballot)`)).toEqual({
      written: "s.mail.filter((m) => m.kind === 'yes' && ballot === m.ballot)",
      instead: "where(s.mail, { kind: 'yes', ballot })",
      fields: new Map([
        ['kind', { text: "'yes'", literal: 'yes' }],
        ['ballot', { text: 'ballot' }],
      ]),
      frame: 0,
    })
    expect(
      insteadOf(`const x = (s, node) => s.mail.‹filter(({ to, term: t }) => to === node && t === s.term[node])`),
    ).toBe('where(s.mail, { to: node, term: s.term[node] })')
    expect(insteadOf('const x = (s) => s.mail.‹filter((m) => { return m.at === -1 && null === m.by })')).toBe(
      'where(s.mail, { at: -1, by: null })',
    )
  })

  it('keeps what a pattern cannot say', () => {
    expect(insteadOf(`const x = (s) => s.mail.‹filter((m) => m.kind === 'yes' && m.votedIn > 3 && m.ok)`)).toBe(
      "where(s.mail, { kind: 'yes' }).filter((m) => m.votedIn > 3 && m.ok)",
    )
    expect(insteadOf('const x = (s) => s.mail.‹filter(isLate).length')).toBe(
      "where(s.mail, { kind: 'yes' }).filter(isLate)",
    )
    expect(insteadOf('const x = (s, b) => s.mail.‹filter((m) => m.ballot === b && m.ballot === s.b)')).toBe(
      'where(s.mail, { ballot: b }).filter((m) => m.ballot === s.b)',
    )
  })

  it('is read through functions of the same file, with what these are given', () => {
    expect(insteadOf('const x = (s) => s.mail.‹filter(isAsk).length')).toBe("where(s.mail, { kind: 'ask' })")
    expect(insteadOf('const x = (s, b) => s.mail.‹filter((m) => isAsk(m) && isFor(m, b)).length')).toBe(
      "where(s.mail, { kind: 'ask', ballot: b })",
    )
  })

  it('takes filters one after the other together', () => {
    expect(
      readIn('const x = (mail, b) => mail.‹filter(isAsk).filter((m) => m.ballot === b).map((m) => m.x)'),
    ).toMatchObject({
      written: 'mail.filter(isAsk).filter((m) => m.ballot === b)',
      instead: "where(mail, { kind: 'ask', ballot: b })",
    })
    expect(insteadOf('const x = (mail, b) => mail.‹filter(isAsk).some((m) => m.ballot === b)')).toBe(
      "where(mail, { kind: 'ask', ballot: b }).length > 0",
    )
    expect(readIn('const x = (mail, b) => mail.‹filter(isAsk).every((m) => m.ok)')).toMatchObject({
      written: 'mail.filter(isAsk)',
      instead: "where(mail, { kind: 'ask' })",
    })
  })

  it('has a form for what asks whether there is one, or for all of them', () => {
    expect(insteadOf('const x = (s, b) => s.mail.‹some((m) => isAsk(m) && m.ballot === b)')).toBe(
      "where(s.mail, { kind: 'ask', ballot: b }).length > 0",
    )
    expect(readIn('const x = (s, b) => !s.mail.‹some((m) => isAsk(m) && m.ballot === b)')).toMatchObject({
      written: '!s.mail.some((m) => isAsk(m) && m.ballot === b)',
      instead: "where(s.mail, { kind: 'ask', ballot: b }).length === 0",
    })
    expect(insteadOf('const x = (s, b) => !s.mail.‹some((m) => isAsk(m) && m.ballot > b)')).toBe(
      "where(s.mail, { kind: 'ask' }).some((m) => m.ballot > b)",
    )
    expect(insteadOf('const x = (s, b) => s.mail.‹find(isAsk)')).toBe("where(s.mail, { kind: 'ask' })[0]")
    expect(insteadOf(`const x = (s) => s.mail.‹every((m) => m.kind !== 'yes' || m.ok)`)).toBe(
      "where(s.mail, { kind: 'yes' }).every((m) => m.ok)",
    )
    expect(insteadOf('const x = (s) => s.mail.‹every((m) => !isAsk(m))')).toBe(
      "where(s.mail, { kind: 'ask' }).length === 0",
    )
  })

  it('is found in a loop that passes over the others', () => {
    expect(insteadOf(`function x(s) { for (const m of s.‹mail) { if (m.kind !== 'yes') continue; use(m) } }`)).toBe(
      "for (const m of where(s.mail, { kind: 'yes' }))",
    )
    expect(insteadOf(`function x(mail) { for (const m of ‹mail) if (isAsk(m) && m.ok) use(m) }`)).toBe(
      "for (const m of where(mail, { kind: 'ask' }))",
    )
  })

  it('is found behind a function that is given the condition', () => {
    const helper = 'const sent = (s, isWanted) => s.mail.‹filter(isWanted)\n'
    expect(readIn(`${helper}const x = (s, b) => «sent(s, (m) => isAsk(m) && m.ballot === b).length`)).toMatchObject({
      written: 'sent(s, (m) => isAsk(m) && m.ballot === b)',
      instead: 'sent(s, { kind: \'ask\', ballot: b }) with where(s.mail, pattern) in "sent"',
      frame: 1,
    })
    expect(insteadOf(`${helper}const x = (s, b) => «sent(s, (m) => m.ok)`)).toBeNull()
  })

  it('has a form for a single element', () => {
    expect(insteadOf('const x = (s, m) => s.mail.‹includes(m)')).toBe('has(s.mail, m)')
    expect(insteadOf('const x = (s, m) => s.mail.‹some((each) => each === m)')).toBe('has(s.mail, m)')
    expect(insteadOf('const x = (s, m) => ({ mail: set(s.mail.‹filter((each) => each !== m)) })')).toBe(
      'removeOne(s.mail, m)',
    )
  })
})

describe('no pattern is named', () => {
  it('where none says the same', () => {
    for (const code of [
      'const x = (s) => s.mail.‹length',
      'const x = (s) => s.mail.‹filter((m) => m.ballot > 3)',
      'const x = (s) => s.mail.‹map((m) => m.ballot)',
      `const x = (s) => s.mail.‹filter((m) => m.kind === 'ask' || m.ok)`,
      `const x = (s) => s.mail.‹every((m) => m.kind === 'ask')`,
      'const x = (s) => s.mail.‹some((m) => m.from === m.to)',
      'const x = (s) => s.mail.‹filter((m, at) => at === 3)',
      'const x = (s) => s.mail.‹filter((m) => m.ballot === next())',
      `const x = (s) => s.mail.‹filter((m, at) => m.kind === 'ask' && at > 2)`,
      'const x = (s) => s.mail.‹filter(isFor)',
      'const x = (s) => s.mail.‹filter((m) => m.ballot === undefined)',
      'const x = (s) => s.mail.‹filter((m) => m.body.kind === "ask")',
      'const x = (s) => [...s.‹mail]',
      'const x = (s) => use(s.‹mail)',
      'function x(s) { for (const m of s.‹mail) { use(m); if (!isAsk(m)) continue } }',
    ]) {
      expect(insteadOf(code), code).toBeNull()
    }
  })

  it('where a name may mean something else', () => {
    expect(insteadOf('const x = (s, isAsk) => s.mail.‹filter(isAsk)')).toBeNull()
    expect(
      insteadOf('const isNew = (m) => m.ballot === last\nconst x = (s) => s.mail.‹filter((m) => isNew(m))'),
    ).toBeNull()
    expect(insteadOf('const isOld = (m) => m.ballot === first\nconst x = (s) => s.mail.‹filter((m) => isOld(m))')).toBe(
      'where(s.mail, { ballot: first })',
    )
  })

  it('for the removal of an element from a bag, of which more copies may be there', () => {
    expect(insteadOf('const x = (s, m) => ({ mail: set(s.mail.‹filter((e) => e !== m)) })', 'bag')).toBeNull()
  })
})
