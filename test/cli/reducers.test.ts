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
