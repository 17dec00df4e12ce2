/** What a file says of objects of its author's own, compared by content, through the built program. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

/** A walk over three places, with promises that are all broken in the third state. */
const walk = (promises: string, imports = ''): string => `
import { bag, each, holds, specify, suite, violated } from 'ackproof'
${imports}
interface Point { readonly x: number; readonly y: number }
const goal: Point = { x: 2, y: 0 }
const start: Point = { x: 0, y: 0 }
const COMMIT = { type: 'commit' }, ABORT = { type: 'abort' }
const nothing: Point | null = null
export const points = specify('points', {
  pos: start, seen: [] as readonly Point[], pool: bag<Point>(), last: null as { type: string } | null,
  phase: each(['a', 'b'] as const, 'up'),
})
  .action('move').over('message', [COMMIT, ABORT]).when((s) => s.pos.x < 2)
    .changes((s, { message }) => {
      const next = { x: s.pos.x + 1, y: 0 }
      return { pos: next, seen: [...s.seen, next], pool: bag([...s.pool, next]), last: s.pos.x === 1 ? message : ABORT }
    })
${promises}
`

async function verdicts(source: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = folderWith({ 'points.spec.ts': source, ...others })
  const { stdout, stderr } = await ackproof(['check', 'points.spec.ts', '--json', 'report.json'], { folder })
  return [...stdout.matchAll(/^ {6}[✗✓?] .*$/gm)].map(([line]) => line.trim().replace(/\s+/g, ' ')).join('\n') || stderr
}

describe('a promise about an object of the author, in a file', () => {
  it.each([
    ['===', '(s) => s.pos !== goal'],
    ['== with a cast', '(s) => !((s.pos as unknown) == goal)'],
    ['a literal', '(s) => (s.pos as unknown) !== ({ y: 0, x: 2 } as unknown)'],
    ['a constant that an action put into the state', '(s) => s.last !== COMMIT'],
    ['includes', '(s) => !s.seen.includes(goal)'],
    ['includes with a literal', '(s) => !s.pool.includes({ x: 2, y: 0 })'],
    ['indexOf', '(s) => s.seen.indexOf(goal) === -1'],
    ['lastIndexOf', '(s) => s.pool.lastIndexOf(goal) === -1'],
    ['a new list', '(s) => ![...s.seen, start].includes(goal)'],
    ['a Set', '(s) => !new Set(s.seen).has(goal)'],
    ['a Map', '(s) => !new Map(s.seen.map((point) => [point, true])).has(goal)'],
    [
      'a switch',
      '(s) => { switch (s.pos) { case start: return true; case goal: return false; default: return true } }',
    ],
    ['a function beside', '(s) => !isGoal(s.pos)'],
  ])('compares content: %s', async (_what, promise) => {
    const source = walk(`.always('p', ${promise})`, "import { isGoal } from './goal.ts'")
    const goal =
      'export const isGoal = (point: object): boolean => point === theGoal\nconst theGoal: object = { x: 2, y: 0 }'
    expect(await verdicts(source, { 'goal.ts': goal })).toBe('✗ p expected holds; found violated (3 states)')
  })

  it('compares arguments and whole families by content as well', async () => {
    const source = walk(`
      .alwaysStep('never commits', (before, step) => step.args.message !== COMMIT || before.pos === start)
      .alwaysStep('nobody goes down', (before, _step, after) => before.phase === after.phase)
      .always('nothing is nothing', (s) => s.pos !== nothing && s.pos !== null && s.pos.x !== 7)`)
    expect(await verdicts(source)).toBe(
      [
        '✗ never commits expected holds; found violated (3 states)',
        '✓ nobody goes down expected holds; found holds on the full graph',
        '✓ nothing is nothing expected holds; found holds on the full graph',
      ].join('\n'),
    )
  })

  it('is refused with its place where content cannot be compared', async () => {
    const source = walk(".always('p', (s) => !Array.prototype.includes.call(s.seen, goal))")
    expect(await verdicts(source)).toMatch(
      /^ackproof: cannot load "points\.spec\.ts": points\.spec\.ts:18:22: includes compares identity here; write has\(values, value\) or sameValue\(a, b\) from ackproof\n$/,
    )
  })

  it('shows nothing of how it is done where an array is printed', async () => {
    const source = walk(`.always('p', (s) => {
      console.log('%o', s.seen)
      return true
    })`)
    const folder = folderWith({ 'points.spec.ts': source })
    const { code, stderr } = await ackproof(['check', 'points.spec.ts'], { folder })
    expect([code, stderr]).toEqual([0, expect.stringContaining('[length]: ')])
    expect(stderr).not.toContain('Symbol(')
  })

  it('fails where it was written, whatever was rewritten before it', async () => {
    const source = walk(`.always('p', (s) => {
      if (s.pos === goal && s.seen.includes(goal)) throw new Error('arrived')
      return true
    })`)
    const folder = folderWith({ 'points.spec.ts': source })
    const { code, stdout } = await ackproof(['check', 'points.spec.ts'], { folder })
    expect(code).toBe(4)
    expect(stdout).toContain('points.spec.ts:19:58): it threw Error: arrived')
  })

  it('compares identity in a function of another package, which is not read', async () => {
    const folder = folderWith({
      'points.spec.ts': walk(".always('p', (s) => !isSame(s.pos, goal))", "import { isSame } from 'compare'"),
    })
    const compare = join(folder, 'node_modules/compare')
    mkdirSync(compare, { recursive: true })
    writeFileSync(join(compare, 'package.json'), '{ "name": "compare", "type": "module", "exports": "./index.js" }')
    writeFileSync(join(compare, 'index.js'), 'export const isSame = (one, other) => one === other')
    const { code, stdout } = await ackproof(['check', 'points.spec.ts'], { folder })
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('1 as expected') })
  })
})
