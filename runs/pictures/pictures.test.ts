import { describe, expect, it } from 'vitest'
import type { AnySuite } from '../../spec/language/index.ts'
import { bag, each, holds, insert, record, removeOne, set, specify, suite } from '../../spec/language/index.ts'
import { createChecker } from '../checker.ts'
import { InThisThread } from '../engine/in-this-thread.ts'
import { plannedOf } from '../testing/planned.ts'
import type { SuitePictures } from './pictures.ts'

function drawn(one: AnySuite, mostStates = 1_000): Promise<SuitePictures> {
  const plan = { scenarios: plannedOf(one), mostStates, memoryLimitBytes: 2 ** 30 }
  return createChecker(new InThisThread([one])).draw(plan).report
}

const clients = ['ann', 'bob'] as const
type Message = { readonly type: 'ask' | 'grant'; readonly client: string }

const lock = ({ crashes }: { readonly crashes: number }) =>
  specify('lock', {
    phase: each(clients, 'idle'),
    server: { state: 'free', holder: null as string | null, epoch: 0 },
    disk: record({ mode: 'clean' }),
    inFlight: bag<Message>(),
    known: set<string>(['ann']),
    seen: set<number>(),
    left: crashes,
  })
    .action('ask')
    .over('client', clients)
    .when((s, { client }) => s.phase[client] === 'idle')
    .changes((s, { client }) => ({
      phase: { [client]: 'waits' },
      inFlight: insert(s.inFlight, { type: 'ask', client }),
      known: insert(s.known, client),
      seen: insert(s.seen, 1),
    }))
    .action('grant')
    .over('message', (s) => s.inFlight)
    .when((s, { message }) => s.server.state === 'free' && message.type === 'ask')
    .changes((s, { message }) => ({
      server: { ...s.server, state: 'taken', holder: message.client },
      inFlight: removeOne(s.inFlight, message),
      disk: { mode: 'dirty' },
    }))
    .action('crash')
    .fault()
    .when((s) => s.left > 0 && s.server.state === 'taken')
    .changes((s) => ({ left: s.left - 1, server: { ...s.server, state: 'down' } }))
    .always('fine', () => true)

const locks = suite('lock', lock, { crashes: 0 })
  .scenario({ title: 'no crash', expect: { fine: holds }, counts: { distinct: 8 } })
  .scenario({ title: 'one crash', config: { crashes: 1 }, expect: { fine: holds } })

const movesOf = ({ machines }: SuitePictures, place: string): unknown =>
  machines
    .find((machine) => machine.place === place)
    ?.moves.map(({ from, to, actions }) => [
      from,
      to,
      ...actions.map(({ name, isFault }) => (isFault ? `${name}!` : name)),
    ])

describe('the phases of a suite', () => {
  it('are the words of a family, of a field and of a record, with the steps between them', async () => {
    const pictures = await drawn(locks)
    expect(pictures.machines.map(({ place, starts }) => [place, starts])).toEqual([
      ['phase', ['idle']],
      ['server.state', ['free']],
      ['disk.mode', ['clean']],
    ])
    expect(movesOf(pictures, 'phase')).toEqual([['idle', 'waits', 'ask']])
    expect(movesOf(pictures, 'server.state')).toEqual([
      ['free', 'taken', 'grant'],
      ['taken', 'down', 'crash!'],
    ])
    expect(pictures.leftOut).toEqual([])
  })

  it('are those of the scenarios that are looked at alone', async () => {
    const few = await drawn(
      suite('lock', lock, { crashes: 0 }).scenario({ title: 'no crash', expect: { fine: holds } }),
    )
    expect(movesOf(few, 'server.state')).toEqual([['free', 'taken', 'grant']])
  })

  it('are no names of somebody, and no words that stay', async () => {
    const still = specify('still', { name: 'x', on: each(['x', 'y'], false), who: 'x' as string | null })
      .action('flip')
      .changes((s) => ({ on: { x: !s.on.x }, who: s.who === 'x' ? null : 'x' }))
      .always('fine', () => true)
    expect(await drawn(suite('still', still).scenario({ title: 'one', expect: { fine: holds } }))).toMatchObject({
      machines: [],
      flow: [],
    })
  })
})

describe('the flow of messages of a suite', () => {
  it('is who puts each kind of message into a pool, and who takes it out; names and numbers are none', async () => {
    const { flow } = await drawn(locks)
    expect(flow).toEqual([
      { pool: 'inFlight', message: 'ask', way: 'into', action: { name: 'ask', isFault: false } },
      { pool: 'inFlight', message: 'ask', way: 'out of', action: { name: 'grant', isFault: false } },
    ])
  })
})

describe('a scenario that is too large', () => {
  it('is left out where it pins more, and looked at in part where nobody knew', async () => {
    const { leftOut, machines } = await drawn(locks, 7)
    expect(leftOut.map(({ planned, reason }) => [planned.scenario.name, reason])).toEqual([
      ['no crash', 'more than 7 states'],
      ['one crash', 'looked at in part only: more than 7 states'],
    ])
    expect(machines.length).toBeGreaterThan(0)
  })
})

it('an error in the specification ends it, and is given out', async () => {
  const broken = specify('broken', { word: 'a' })
    .action('go')
    .changes(() => ({ wrod: 'b' }) as never)
    .always('fine', () => true)
  const { failure } = await drawn(suite('broken', broken).scenario({ title: 'one', expect: { fine: holds } }))
  expect(failure?.message).toContain('it changes "wrod", which is no variable')
})
