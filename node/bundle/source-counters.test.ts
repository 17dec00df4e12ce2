import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import * as rewritten from '../../spec/language/rewritten-code.ts'
import * as counters from '../ran.ts'
import { CountedSources } from './counted-sources.ts'
import { counting, helper } from './helper-names.ts'
import { rewriteSource } from './rewrite-source.ts'

const meanings = new Map<string, unknown>([...Object.entries(rewritten), ...Object.entries(counters)])
const all = { ...helper, ...counting }

interface Counted {
  readonly gave: unknown
  /** What the sides are called that ran, and those that did not. */
  readonly ran: readonly string[]
  readonly idle: readonly string[]
  /** Those that did not, of the ones that are there to run. */
  readonly findings: readonly string[]
  /** By line, whether it ran. */
  readonly lines: Readonly<Record<number, boolean>>
  readonly functions: Readonly<Record<string, boolean>>
}

/** Runs the body of a function in TypeScript with its counters. */
function count(body: string): Counted {
  const counted = new CountedSources()
  const text = rewriteSource('/folder/file.cts', body, counted)
  const { code } = transformSync(text, { loader: 'ts', target: 'node20' })
  counters.takeRan()
  const gave: unknown = new Function(...Object.values(all), code)(...Object.keys(all).map((name) => meanings.get(name)))
  const numbers = new Set(counters.takeRan())
  const [file] = counted.files
  const sides = file?.branches.flatMap((branch) => branch.sides) ?? []
  const wordsOf = (of: typeof sides): readonly string[] => of.map(({ words }) => words)
  return {
    gave,
    ran: wordsOf(sides.filter(({ number }) => numbers.has(number))),
    idle: wordsOf(sides.filter(({ number }) => !numbers.has(number))),
    findings: wordsOf(sides.filter(({ number, mayBeIdle }) => !numbers.has(number) && !mayBeIdle)),
    lines: Object.fromEntries(file?.lines.map((each) => [each.line, each.numbers.some((n) => numbers.has(n))]) ?? []),
    functions: Object.fromEntries(file?.functions.map(({ name, number }) => [name, numbers.has(number)]) ?? []),
  }
}

describe('a source with counters', () => {
  it.each([
    ['if (1, 0) return 1; else return 2', 2],
    ['if (false) return 1\nif (true) return 2', 2],
    ['let n = 0; for (const x of [1, 2]) n += x; while (n < 5) n++; do n++; while (n < 9); return n', 9],
    ['let n = 0; outer: for (;;) { for (;;) { if (n++ > 2) break outer; else continue outer } } return n', 4],
    ['switch (2 as number) { case 1: return "a"; case 2: case 3: { } default: return "b" }', 'b'],
    ['switch (2 as number) { default: return "b"; case /* : */ (2) /* : */ : return "c" }', 'c'],
    ['const f = (a = 1, { b = a + 1 } = {} as { b?: number }) => ({ a, b }); return f()', { a: 1, b: 2 }],
    ['return ((a) => a ? 1 : a === 0 ? 2 : 3)(0 as number)', 2],
    ['return [0 || null, 0 ?? 1, null ?? (0 || 2), 1 && (0, 2), (1, 0) && 3]', [null, 0, 2, 2, 0]],
    ['return (function () { "use strict"; return this })()', undefined],
    ['return (function () { "use strict"\n return this })()', undefined],
    ['return hoisted(); function hoisted() { return 1 }', 1],
    ['return [...(function* () { const x = yield 1; if (yield 2) yield x })()]', [1, 2]],
    [
      'class A { n = 1; static m = 2; constructor(readonly k: number) {} get g() { return this.n } static { A.m++ } }\nclass B extends A { constructor() { super(4) } }\nreturn [new B().g, A.m, new B().k]',
      [1, 3, 4],
    ],
    ['return ({ m() { return 1 }, get p() { return 2 }, ["c" + 1]: () => 3, async *g() {} }).m()', 1],
    ['try { throw new Error("x") } catch { return 1 } finally { }', 1],
    ['enum E { A = 1 }\ntype T = { x: 1 }\ninterface I { y: 2 }\ndeclare const z: number\nreturn E.A', 1],
    [
      'function over(a: number): number\nfunction over(a: string): string\nfunction over(a: unknown) { return a }\nreturn over(1)',
      1,
    ],
    ['namespace N { export const a = 1 }\nreturn N.a', 1],
    ['const t = (a: unknown): a is 1 => a === 1\nreturn t(1 as unknown) satisfies boolean', true],
    ['return ((a?: { b: () => number }) => a?.b() ?? 7)(undefined)', 7],
    ['const x = { a: null as null | number }; x.a ??= 3; x.a ||= 4; x.a &&= 5; return x.a', 5],
    ['return ((): { a: 1 } => ({ a: 1 }))()', { a: 1 }],
    ['return (() => () => [1].includes(1) && { x: 1 } === ({ x: 1 } as object))()()', true],
    ['const named = () => 1, given = { key: () => 2 }; return [named.name, given.key.name]', ['named', 'key']],
    ['if (true) { } else { } { const a = 1 } ;;; return 1', 1],
    ['const a = 1\n;[1].forEach(() => {})\nreturn a', 1],
  ])('gives what it gives without them: %s', (body, expected) => {
    expect(count(body).gave).toEqual(expected)
  })

  it('knows both sides of a condition, and the side that a statement after it is', () => {
    const { ran, idle } = count(`
      const f = (n: number) => { if (n > 1) return 'a'; return n < 0 ? 'b' : 'c' }
      return [f(1), f(2)]`)
    expect(ran).toEqual([
      'the then side of `if (n > 1)`',
      'the else side of `if (n > 1)`',
      'the second side of `n < 0 ? … : …`',
    ])
    expect(idle).toEqual(['the first side of `n < 0 ? … : …`'])
  })

  it('knows when the right side of a logical operator ran', () => {
    const rightSides = (expression: string): readonly string[] =>
      count(`return (${expression})`).ran.filter((words) => words.includes('right'))
    expect(rightSides('1 && 2')).toHaveLength(1)
    expect(rightSides('0 && 2')).toHaveLength(0)
    expect(rightSides('0 || 2')).toHaveLength(1)
    expect(rightSides('1 || 2')).toHaveLength(0)
    expect(rightSides('null ?? 2')).toHaveLength(1)
    expect(rightSides('0 ?? 2')).toHaveLength(0)
  })

  it('knows which cases ran, also where objects are compared', () => {
    const body = (value: string): string =>
      `const one = { x: 1 }; switch (${value} as unknown) { case one: return 1; case 'b': return 2; default: return 3 }`
    expect(count(body('{ x: 1 }'))).toMatchObject({
      gave: 1,
      idle: [expect.stringContaining("case 'b'"), expect.anything()],
    })
    expect(count(body("'b'")).ran).toEqual(["`case 'b'` of `switch ('b' as unknown)`"])
    expect(count(body('0')).ran).toEqual(['`default` of `switch (0 as unknown)`'])
  })

  it('takes for no finding what is there so that it never runs', () => {
    const { findings, idle } = count(`
      const f = (a: string | undefined | null, list: readonly number[], most = 3) => {
        if (a === undefined) return 0
        if (a === null) return disabled
        if (a !== null) { } else { return disabled }
        if (a === 'x') throw new Error('no x')
        if (a === 'b' || a === 'c') { return most + (list[0] ?? 0) }
        switch (a) { case 'd': return 1; default: return assertNever(a) }
        throw new Error('nowhere')
      }
      const disabled = 0
      const assertNever = (a: string) => { throw new Error(a) }
      return f('b', [1], 2) + f('d', [1], 2)`)
    expect(idle).toHaveLength(7)
    expect(findings).toEqual([])
  })

  it('finds a side that calls something whose name only sounds like that', () => {
    const { findings } = count(`
      const failOver = (n: number) => n
      const isUnexpected = (n: number) => n > 0
      const f = (n: number) => { if (n > 70) return failOver(n); return n > 9 && isUnexpected(n) ? 1 : 2 }
      return f(1)`)
    expect(findings).toHaveLength(3)
  })

  it('does not look into the sentences of stories', () => {
    const { functions, idle } = count(`
      const spec = { says: (_: unknown) => spec, changes: (f: () => unknown) => f() }
      spec.says((n: number) => n > 1 ? 'many' : 'few').changes(() => 1)`)
    expect(Object.keys(functions)).toEqual(['says (2:28)', 'changes (2:59)', 'changes (3:64)'])
    expect(idle).toEqual([])
  })

  it('knows which lines and functions ran', () => {
    const { lines, functions } = count(`const f = (n: number) =>
  n > 1
    ? 1
    : 2
function never() {
  return 1
}
if (f(2) > 1)
  return 3
return 4`)
    expect(lines).toEqual({ 1: true, 2: true, 3: true, 4: false, 6: false, 8: true, 9: false, 10: true })
    expect(functions).toEqual({ 'f (1:11)': true, 'never (5:1)': false })
  })

  it('quotes a long condition by its beginning, on one line', () => {
    const long = Array.from({ length: 40 }, (_, at) => `n === ${at}`).join('\n  || ')
    const { ran } = count(`const n = 39 as number\nreturn (${long}) ? 1 : 2`)
    expect(
      ran.some((words) => words.startsWith('the first side of `(n === 0 || n === 1') && words.endsWith('…`')),
    ).toBe(true)
    expect(ran.every((words) => words.length < 100 && !words.includes('\n'))).toBe(true)
  })
})
