/** Somebody else's project, with the package beside vitest: what its tests and programs see. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Consumer, consumer, type Ran } from './consumer.ts'

/** With comments, types and empty lines, so that no line of the compiled module is where it was written. */
const lock = `
// Who holds the lock?
import { holds, reachable, specify, suite, violated } from 'ackproof'

/** What may go wrong. */
interface Config {
  readonly isBroken: boolean
}

type Client =
  | 'ann'
  | 'bob'

const clients: readonly Client[] = ['ann', 'bob']

export const lock = ({ isBroken }: Config) =>
  specify('lock', { holder: null as Client | null, waiting: null as Client | null })
    .action('acquire').over('client', clients)
      .when((s) => isBroken || s.holder === null)

      .changes((s, { client }) => (s.holder === null ? { holder: client } : { waiting: client }))
    .action('release')
      .when((s) => s.holder !== null)
      .changes(() => ({ holder: null, waiting: null }))

    // The promise:
    .always('one holder', (s) => s.waiting === null)

    .reachable('held', (s) => s.holder !== null)

const known = { 'one holder': violated(3), held: reachable(2) }

export const locks = suite('lock', lock, { isBroken: false })
  .scenario({ title: 'sound', expect: { 'one holder': holds, held: reachable() }, counts: { distinct: 3 } })
  .scenario({ title: 'known to be broken', config: { isBroken: true }, expect: known })
`
const brokenLock = `${lock}  .scenario({ title: 'broken', config: { isBroken: true }, expect: { ...known, 'one holder': holds } })
`

const promise = "    .always('one holder', (s) => s.waiting === null)"
const lineOf = (text: string, wanted: string): number => text.split('\n').indexOf(wanted) + 1

/** Written by somebody who had never heard of ackproof. What is removed may still be chosen. */
const cart = `
export interface CartState { readonly items: readonly string[]; readonly chosen: string | null; readonly isPaid: boolean }

export type CartAction =
  | { readonly type: 'cart/added'; readonly payload: string }
  | { readonly type: 'cart/removed'; readonly payload: string }
  | { readonly type: 'cart/chosen'; readonly payload: string }
  | { readonly type: 'cart/paid' }

export const initialState: CartState = { items: [], chosen: null, isPaid: false }

export function cartReducer(state: CartState = initialState, action: CartAction): CartState {
  switch (action.type) {
    case 'cart/added':
      if (state.isPaid || state.items.includes(action.payload)) return state
      return { ...state, items: [...state.items, action.payload] }
    case 'cart/removed':
      if (state.isPaid) return state
      return { ...state, items: state.items.filter((item) => item !== action.payload) }
    case 'cart/chosen':
      return state.items.includes(action.payload) ? { ...state, chosen: action.payload } : state
    case 'cart/paid':
      return state.items.length === 0 ? state : { ...state, isPaid: true }
    default:
      return state
  }
}
`

const files = {
  'src/cart.ts': cart,
  'src/cart.ack.ts': `import { fromReducer } from 'ackproof'
import { cartReducer, initialState } from './cart.ts'

const things = ['tea', 'cup'] as const

export const carts = fromReducer('cart', cartReducer, {
  initial: initialState,
  events: {
    'cart/added': { payload: things },
    'cart/removed': { payload: things },
    'cart/chosen': { payload: things },
    'cart/paid': {},
  },
})
  .always('what is chosen is in the cart', (s) => s.chosen === null || s.items.includes(s.chosen))
  .always('nothing is paid that is empty', (s) => !s.isPaid || s.items.length > 0)
`,
  'cart.test.ts': `import { testSuite } from 'ackproof/vitest'
import { carts } from './src/cart.ack.ts'

testSuite(carts)
`,
  'src/lock.ack.ts': lock,
  'src/broken.ack.ts': brokenLock,
  'src/throws.ack.ts': "\nthrow new Error('ouch')\n",
  'src/hangs.ack.ts': 'for (;;);\n',
  'src/idle.ack.ts': `import { specify } from 'ackproof'
export const idle = specify('idle', { n: 0 }).action('never').when(() => false).changes(() => ({ n: 1 })).always('zero', (s) => (s.n > 1 ? false : s.n === 0))
`,
  'src/slow.ack.ts': `import { specify } from 'ackproof'
export const slow = specify('slow', { n: 0 }).action('add').changes((s) => ({ n: s.n + 1 })).always('small', (s) => s.n >= 0)
`,
  'src/partly.ack.ts': `import { specify } from 'ackproof'
export const partly = specify('partly', { n: 0 })
  .action('stay').changes(() => ({}))
  .always('fine', (s) => s.n === 0)
  .always('mistaken', () => { throw new Error('evaluated') })
`,
  'partly.test.ts': `import { testSuite } from 'ackproof/vitest'
testSuite(new URL('./src/partly.ack.ts', import.meta.url))
`,
  'file.test.ts': `import { testSuite } from 'ackproof/vitest'

testSuite(new URL('./src/lock.ack.ts', import.meta.url))
`,
  'memory.test.ts': `import { testSuite } from 'ackproof/vitest'
import { locks } from './src/lock.ack.ts'

testSuite(locks, { strict: true })
`,
  'file-broken.test.ts': `import { testSuite } from 'ackproof/vitest'

testSuite(new URL('./src/broken.ack.ts', import.meta.url))
`,
  'memory-broken.test.ts': `import { testSuite } from 'ackproof/vitest'
import { locks } from './src/broken.ack.ts'

testSuite(locks, { pictures: 'pictures' })
`,
  'unloadable.test.ts': `import { testSuite } from 'ackproof/vitest'
testSuite(new URL('./src/throws.ack.ts', import.meta.url))
testSuite(new URL('./src/nowhere.ack.ts', import.meta.url))
testSuite(new URL('./src/hangs.ack.ts', import.meta.url), { timeLimitSeconds: 1 })
`,
  'strict.test.ts': `import { testSuite } from 'ackproof/vitest'
testSuite(new URL('./src/idle.ack.ts', import.meta.url), { strict: true })
`,
  'slow.test.ts': `import { expect, it } from 'vitest'
import { testSuite } from 'ackproof/vitest'
import { slow } from './src/slow.ack.ts'

let ticks = 0
setInterval(() => ticks++, 10).unref()
testSuite(slow, { timeLimitSeconds: 1 })
it('let timers go on', () => expect(ticks).toBeGreaterThan(20))
`,
  'play.test.ts': `import { expect, it } from 'vitest'
import { play } from 'ackproof/check'
import { lock } from './src/lock.ack.ts'

it('plays a lock', () => {
  const game = play(lock({ isBroken: false })).do('acquire', { client: 'ann' }).expect('one holder')
  expect(game.state).toEqual({ holder: 'ann', waiting: null })
  expect(game.why('acquire', { client: 'bob' })?.text).toContain('its guard is false; it read holder = ann')
})

it('tells where a step cannot be taken', () => {
  play(lock({ isBroken: false })).do('release')
})
`,
  'check.mjs': `import { checkSuite, expectMet } from 'ackproof/check'

const [file] = process.argv.slice(2)
const report = await checkSuite(new URL(file, import.meta.url), { timeLimitSeconds: 60 })
console.log(report.ok, report.scenarios.map(({ name }) => name).join(', '))
expectMet(report)
`,
} satisfies Readonly<Record<string, string>>

describe('a project with the package beside vitest', () => {
  const project: Consumer = consumer(files)

  it.each([
    ['in a file', 'file.test.ts', 'lock.ack.ts > lock'],
    ['in memory', 'memory.test.ts', 'lock'],
  ])('has a test for each promise of a suite %s, which pass', async (_, file, prefix) => {
    const { exitCode, printed } = await project.vitest(file)
    expect(exitCode, printed).toBe(0)
    const tests = [
      'sound > one holder',
      'sound > held',
      'sound > the size of the graph',
      'known to be broken > one holder',
    ]
    for (const test of tests) expect(printed).toMatch(new RegExp(`✓ ${file} > ${prefix} > ${test}`))
  })

  it.each([
    ['in a file', 'file-broken.test.ts', 'node_modules/.cache/ackproof'],
    ['in memory', 'memory-broken.test.ts', 'pictures'],
  ])(
    'has a test that fails at the line of a broken promise %s, with its story and picture',
    async (_, file, pictures) => {
      const { exitCode, printed } = await project.vitest(file)
      expect(exitCode, printed).toBe(1)
      expect(printed).toMatch(/Tests +1 failed \| 6 passed/)
      expect(printed).toContain('UnmetError: one holder: expected holds, found violated (3 states)')
      expect(printed).toContain('BROKEN  "one holder" is broken in 3 states')
      expect(printed).toMatch(/2 {2}acquire\(client: \w+\)\n +◆ waiting: null → \w+/)
      const line = lineOf(brokenLock, promise)
      expect(printed).toContain(`❯ src/broken.ack.ts:${line}:`)
      expect(printed).toMatch(
        new RegExp(`${line}\\| +\\.always\\('one holder', \\(s\\) => s\\.waiting === null\\)\\n +\\| +\\^`),
      )
      expect(printed).not.toContain('Serialized Error')
      expect(printed).toContain(`Picture: ${pictures}/lock--broken--one-holder.svg`)
      expect(readFileSync(join(project.folder, pictures, 'lock--broken--one-holder.svg'), 'utf8')).toContain('<svg')
    },
  )

  it('has one failing test for a file that cannot be loaded, does not end, or is not there', async () => {
    const { exitCode, printed } = await project.vitest('unloadable.test.ts')
    expect(exitCode, printed).toBe(1)
    expect(printed).toMatch(/Tests +3 failed/)
    expect(printed).toMatch(/cannot load "src\/throws\.ack\.ts": .*Error: ouch/)
    expect(printed).toContain('❯ src/throws.ack.ts:2:7')
    expect(printed).toContain('no such file: "src/nowhere.ack.ts"')
    expect(printed).toContain('❯ unloadable.test.ts:3:1')
    expect(printed).toContain('it has been loading for 1 s, and does not come to an end')
  })

  it('has a test for findings where it is strict', async () => {
    const { exitCode, printed } = await project.vitest('strict.test.ts')
    expect(exitCode, printed).toBe(1)
    expect(printed).toMatch(/× strict\.test\.ts > idle\.ack\.ts > idle(\.ack)? > no findings/)
    expect(printed).toContain('action "never" never fires')
    expect(printed).toMatch(/never runs in any scenario \(src\/idle\.ack\.ts:2:\d+\)/)
  })

  it('says that a limit came before an answer, before the time of the test is up, and lets timers go on', async () => {
    const { exitCode, printed } = await project.vitest('slow.test.ts')
    expect(exitCode, printed).toBe(1)
    expect(printed).toMatch(/small: expected holds, and the run ended before an answer; undecided \(.*time/)
    expect(printed).toMatch(/✓ slow\.test\.ts > let timers go on/)
  })

  it('explores only what is asked for with -t', async () => {
    const { exitCode, printed } = await project.vitest('file-broken.test.ts', '-t', 'sound one holder')
    expect(exitCode, printed).toBe(0)
    expect(printed).toMatch(/Tests +1 passed \| 6 skipped/)
    const whole = await project.vitest('partly.test.ts')
    expect(whole.printed).toContain('it threw Error: evaluated')
    const part = await project.vitest('partly.test.ts', '-t', 'fine')
    expect(part.exitCode, part.printed).toBe(0)
    expect(part.printed).toMatch(/Tests +1 passed \| 1 skipped/)
  })

  it('plays a specification in a test, and is shown the line that took an impossible step', async () => {
    const { printed } = await project.vitest('play.test.ts')
    expect(printed).toMatch(/✓ play\.test\.ts > plays a lock/)
    expect(printed).toContain(
      'PlayError: release cannot be taken: its guard is false; it read holder = null (in the initial state)',
    )
    const line = lineOf(files['play.test.ts'], "  play(lock({ isBroken: false })).do('release')")
    expect(printed).toContain(`❯ play.test.ts:${line}:`)
  })

  it('checks a Redux reducer as it stands, and tells its mistake as a story', async () => {
    const { exitCode, printed } = await project.vitest('cart.test.ts')
    expect(exitCode, printed).toBe(1)
    expect(printed).toMatch(/✓ cart\.test\.ts > cart > cart > nothing is paid that is empty/)
    expect(printed).toContain('"what is chosen is in the cart" is broken in 4 states')
    const steps = ['cart/added\\(payload: \\w+\\)', 'cart/chosen\\(payload: \\w+\\)', 'cart/removed\\(payload: \\w+\\)']
    expect(printed).toMatch(new RegExp(steps.map((step, at) => `${at + 1} +${step}`).join('[^]*')))
    const line = lineOf(
      files['src/cart.ack.ts'],
      "  .always('what is chosen is in the cart', (s) => s.chosen === null || s.items.includes(s.chosen))",
    )
    expect(printed).toContain(`❯ src/cart.ack.ts:${line}:4`)
  })

  it('checks a file in a program', async () => {
    const fine = await project.node('check.mjs', './src/lock.ack.ts')
    expect(fine).toEqual({ exitCode: 0, printed: 'true sound, known to be broken\n' })
    const broken: Ran = await project.node('check.mjs', './src/broken.ack.ts')
    expect(broken.exitCode).toBe(1)
    expect(broken.printed).toContain('✗ lock › broken › one holder: expected holds, found violated (3 states)')
    expect(broken.printed).toContain(`src/broken.ack.ts:${lineOf(brokenLock, promise)}:`)
  })
})

/** Other versions of Node that are here: `ACKPROOF_NODES=/opt/node22/bin/node:/opt/node24/bin/node`. */
const otherNodes = (process.env.ACKPROOF_NODES ?? '').split(':').filter((path) => path !== '' && existsSync(path))

describe.skipIf(otherNodes.length === 0)('the same project under another Node (see ACKPROOF_NODES)', () => {
  it.each(otherNodes.length === 0 ? ['none'] : otherNodes)('%s', async (program) => {
    const project = consumer(files, program)
    const { exitCode, printed } = await project.vitest('file.test.ts', 'memory.test.ts')
    expect(exitCode, printed).toBe(0)
    for (const file of ['file-broken.test.ts', 'memory-broken.test.ts']) {
      const broken = await project.vitest(file)
      expect(broken.printed).toMatch(/Tests +1 failed \| 6 passed/)
      expect(broken.printed).toContain(`❯ src/broken.ack.ts:${lineOf(brokenLock, promise)}:`)
    }
    const { printed: checked } = await project.node('check.mjs', './src/lock.ack.ts')
    expect(checked).toContain('true sound')
  })
})
