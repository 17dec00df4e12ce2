/** Interchangeable ids with faults, threads, bounds and mistakes, through the command line. */
import { describe, expect, it } from 'vitest'
import { ackproof, folderWith } from './run-ackproof.ts'

/** A lock server with a set of messages, which may forget who holds the lock, and a network that may lose messages. */
const lock = `
import { at, count, each, holds, insert, reachable, removeOne, set, specify, suite, upTo, violated, where } from 'ackproof'

const clients = ['ann', 'bob', 'cyd'] as const
type Client = (typeof clients)[number]
interface Message {
  readonly kind: 'ask' | 'grant'
  readonly client: Client
}

const lock = ({ crashes, losses }: { readonly crashes: number; readonly losses: number }) =>
  specify('lock', {
    phase: each(clients, 'idle' as 'idle' | 'waiting' | 'holding'),
    isFree: true,
    mail: set<Message>(),
    faults: each(['crashes', 'losses'], (kind) => (kind === 'crashes' ? crashes : losses)),
  })
    .action('ask').over('client', clients)
      .when((s, { client }) => s.phase[client] === 'idle')
      .changes((s, { client }) => ({ phase: at(client, 'waiting'), mail: insert(s.mail, { kind: 'ask', client }) }))
    .action('grant').over('request', (s) => where(s.mail, { kind: 'ask' }))
      .when((s) => s.isFree)
      .changes((s, { request }) => ({
        isFree: false,
        mail: insert(removeOne(s.mail, request), { kind: 'grant', client: request.client }),
      }))
    .action('enter').over('grant', (s) => where(s.mail, { kind: 'grant' }))
      .changes((s, { grant }) => ({ phase: at(grant.client, 'holding'), mail: removeOne(s.mail, grant) }))
    .action('leave').over('client', clients)
      .when((s, { client }) => s.phase[client] === 'holding')
      .changes((_s, { client }) => ({ phase: at(client, 'idle'), isFree: true }))
    .action('server restarts').fault({ spends: 'faults.crashes' })
      .changes(() => ({ isFree: true }))
    .action('lose').over('message', (s) => s.mail).fault({ spends: 'faults.losses' })
      .changes((s, { message }) => ({ mail: removeOne(s.mail, message) }))
    .always('one at a time', (s) => count(s.phase, 'holding') <= 1)
    .reachable('somebody holds it', (s) => count(s.phase, 'holding') === 1)
    .deadlockFree()
    .symmetric(clients)

const faults = { crashes: upTo(1, 'restart of the server', 'restarts of the server'), losses: upTo(2, 'lost message') }

export default suite('lock', lock, { crashes: 0, losses: 0 })
  .scenario({
    title: 'no fault',
    expect: { 'one at a time': holds, 'somebody holds it': reachable(4), 'no deadlock': holds },
    faults,
  })
  .scenario({
    title: 'a restart',
    config: { crashes: 1 },
    expect: { 'one at a time': violated(8), 'somebody holds it': reachable(4), 'no deadlock': holds },
  })
`
const folder = folderWith({ 'lock.ack.ts': lock, 'plain.ack.ts': lock.replace('.symmetric(clients)', '') })

interface Report {
  readonly results: readonly {
    readonly scenario: string
    readonly ok: boolean
    readonly states: { readonly distinct: number; readonly generated: number; readonly depth: number }
    readonly properties: readonly {
      readonly name: string
      readonly verdict: string
      readonly trace: { readonly length: number } | null
    }[]
  }[]
}

async function reported(
  ...words: readonly string[]
): Promise<{ readonly code: number | null; readonly report: Report }> {
  const { code, stdout } = await ackproof(['check', ...words, '--json', '-', '--no-types'], { folder })
  return { code, report: JSON.parse(stdout) as Report }
}

const outcomes = ({ results }: Report): unknown =>
  results.map(({ scenario, ok, properties }) => [
    scenario,
    ok,
    properties.map(({ name, verdict, trace }) => [name, verdict, trace?.length]),
  ])

/** Without times, and without what only explorations up to symmetry say. */
const withoutTimes = (text: string): string => text.replace(/ +\d+\.\d+(?= ?s?$)/gm, '').replace(/\d+ states in .*/, '')

describe('interchangeable ids', () => {
  it('come to the same verdicts and lengths with and without symmetry, which has the counts of the full graph', async () => {
    const [reduced, whole, plain] = [
      await reported('lock.ack.ts'),
      await reported('lock.ack.ts', '--no-symmetry'),
      await reported('plain.ack.ts'),
    ]
    expect([reduced.code, whole.code, plain.code]).toEqual([0, 0, 0])
    expect(outcomes(reduced.report)).toEqual(outcomes(plain.report))
    expect(outcomes(whole.report)).toEqual(outcomes(plain.report))
    const distinct = ({ report }: typeof reduced) => report.results.map(({ states }) => states.distinct)
    expect([distinct(reduced), distinct(whole), distinct(plain)]).toEqual([
      [10, 32],
      [32, 112],
      [32, 112],
    ])
    expect(whole.report.results[0]?.states).toEqual({ ...plain.report.results[0]?.states, symmetric: [] })
  })

  it('that are declared in a suite that ships are explored one by one with --no-symmetry', async () => {
    const words = [
      'check',
      'classic/two-phase-commit-symmetric',
      '--scenario',
      '3 resource managers, one loses patience',
    ]
    const reduced = await ackproof(words)
    const whole = await ackproof([...words, '--no-symmetry'])
    expect([reduced.code, whole.code]).toEqual([0, 0])
    expect(reduced.stdout).toMatch(/ 122 +605 +11 /)
    expect(whole.stdout).toMatch(/ 459 +2,277 +11 /)
    expect(whole.stdout).toContain('every state explored, without symmetry; pinned counts are not compared')
    for (const { stdout } of [reduced, whole]) expect(stdout).toContain('"all or nothing" is broken in 10 states')
  })

  it('break under the same fewest faults', async () => {
    const of = async (...words: readonly string[]) => {
      const { code, stdout } = await ackproof(['check', '--faults', '--no-types', ...words], { folder })
      expect(code).toBe(0)
      return stdout.split('\n').filter((line) => /^ {6}[·"]/.test(line))
    }
    const reduced = await of('lock.ack.ts')
    expect(reduced).toEqual(await of('plain.ack.ts'))
    expect(reduced).toContain(
      '      · one at a time  holds with any 2 lost messages; broken by 1 restart of the server',
    )
  })

  it('give the same output for any number of threads', async () => {
    const [one, two] = [
      await ackproof(['check', 'lock.ack.ts', '--no-types'], { folder }),
      await ackproof(['check', 'lock.ack.ts', '--no-types', '--workers', '2'], { folder }),
    ]
    expect([one.code, two.code]).toEqual([0, 0])
    expect(withoutTimes(two.stdout)).toBe(withoutTimes(one.stdout))
  })

  it('are undecided, and no pass, where a bound ends the exploration', async () => {
    const { code, report } = await reported('lock.ack.ts', '--max-depth', '4')
    expect(code).toBe(3)
    expect(report.results.map(({ states }) => states.distinct)).toEqual([7, 12])
    const { report: plain } = await reported('plain.ack.ts', '--max-depth', '4')
    expect(outcomes(report)).toEqual(outcomes(plain))
  })

  it('are told apart by mutation, as a mistake may treat them differently', async () => {
    const of = async (file: string) => {
      const { code, stdout } = await ackproof(['mutate', file], { folder })
      expect(code).toBe(0)
      return withoutTimes(stdout)
    }
    expect(await of('lock.ack.ts')).toBe(await of('plain.ack.ts'))
  })
})
