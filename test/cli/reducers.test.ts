/** Reducers of other files, checked as they stand. */
import { expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

const reducer = `
const home = { x: 0, y: 0 }
export const initialState = { pos: home, seen: [], moves: 0 }
export function robot(state = initialState, action) {
  switch (action.type) {
    case 'move': {
      if (state.moves === 3) return state
      const pos = { x: (state.pos.x + action.dx + 2) % 2, y: 0 }
      return { ...state, pos, moves: state.moves + 1, seen: state.seen.includes(pos) ? state.seen : [...state.seen, pos] }
    }
    case 'reset':
      return state === initialState || state.pos !== home ? state : { ...initialState }
    default:
      return state
  }
}
`

const spec = `import { fromReducer, holds, suite, violated } from 'ackproof'
import { initialState, robot } from './robot.js'

const robots = fromReducer('robot', robot as never, {
  initial: initialState as { pos: { x: number; y: number }; seen: { x: number; y: number }[]; moves: number },
  events: { move: { dx: [-1, 1] }, reset: {} },
} as never).always('few places', (s: any) => s.seen.length <= 2)
  .alwaysStep('resets at home only', (before: any, step: any) => step.action !== 'reset' || before.pos.x === 0)
  .always('never twice at home', (s: any) => s.moves < 2 || s.pos.x === 1)

export default suite('robots', robots).scenario({
  title: 'three moves',
  expect: { 'few places': holds, 'resets at home only': holds, 'never twice at home': violated(3) } as never,
  counts: { distinct: 4 },
})
`

it('objects are compared by content in the file of the reducer, too', async () => {
  const folder = folderWith({ 'robot.js': reducer, 'robot.spec.ts': spec })
  const { code, stdout } = await ackproof(['check', 'robot.spec.ts'], { folder })
  expect([code, stdout]).toEqual([0, expect.stringContaining('1 scenario: 1 as expected')])
})

it('a mistake of a reducer is told with the line of its own file', async () => {
  const counter = `export function counter(state, action) {
  if (action.type === 'up') state.n += 1
  return state
}
`
  const spec = `import { fromReducer } from 'ackproof'
import { counter } from './counter.js'
export default fromReducer('counter', counter as (s: { n: number }, e: { type: 'up' }) => { n: number },
  { initial: { n: 0 }, events: { up: {} } }).always('small', (s) => s.n < 3)
`
  const folder = folderWith({ 'counter.js': counter, 'counter.spec.ts': spec })
  const { code, stdout, stderr } = await ackproof(['check', 'counter.spec.ts'], { folder })
  expect(code).toBe(4)
  expect(stdout + stderr).toMatch(/counter\.js:2:\d+\): the reducer assigned to state\.n in place/)
})

it('a reducer that spreads its state is run for what it uses, and not for each state', async () => {
  const slices = `interface Slices { left: number; right: number; top: string }
export function slices(state: Slices, event: { type: 'left' | 'right' }): Slices {
  switch (event.type) {
    case 'left': {
      const next = { ...state, left: state.left + 1 }
      return state.left === 60 ? state : { ...next, top: 'left' }
    }
    default:
      return state.right === 60 ? state : { ...state, right: state.right + 1, top: 'right' }
  }
}
`
  const spec = `import { fromReducer } from 'ackproof'
import { slices } from './slices.ts'
export default fromReducer('slices', slices, { initial: { left: 0, right: 0, top: '' }, events: { left: {}, right: {} } })
  .reachable('both', (s) => s.left === 60 && s.right === 60)
`
  const folder = folderWith({ 'slices.ts': slices, 'slices.spec.ts': spec })
  const { stdout } = await ackproof(['check', 'slices.spec.ts', '--json', '-'], { folder })
  const [{ states, engine, properties }] = JSON.parse(stdout).results
  expect(states.distinct).toBe(2 * 60 * 61 + 1)
  expect(properties[0]).toMatchObject({ verdict: 'reachable', trace: { length: 121 } })
  expect(engine.reducerRuns).toBeLessThan(states.distinct)
})
