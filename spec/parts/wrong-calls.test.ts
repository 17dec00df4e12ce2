import { describe, expect, it } from 'vitest'
import { runEngine } from '../../test/oracle/agreement.ts'
import { change, each, record, type SpecError, specify } from '../language/index.ts'
import * as parts from './index.ts'

const {
  unorderedChannel,
  fifoChannel,
  send,
  delay,
  clocksOf,
  noLease,
  grant,
  emptyLog,
  append,
  fsync,
  untried,
  attempt,
} = parts

const bagOfM = send(unorderedChannel<string>(), 'm')
const line = ['m1', 'm2'].reduce(send, fifoChannel<string>())
const lateLine = delay(line, 0)
const clocks = clocksOf(['a', 'b'])
const granted = grant(noLease<string>(), 'ann', 0, 2)
const log = append(fsync(append(emptyLog<string>(), 'r1')), 'r2')
const file = parts.wholeFile('v')
const cell = parts.register('none')
const history = parts.emptyHistory(cell)
const nodes = ['a', 'b', 'c']
const cuts = parts.partition(parts.wholeNetwork<string>(), nodes, ['c'])
const faults = { losses: 0, delays: 1 }

/** Arguments that the types refuse, or that are wrong in this state, and what is said of them. */
const wrong: Readonly<Record<string, readonly (readonly [args: readonly unknown[], message: string])[]>> = {
  // Channels
  send: [[[undefined, 'm'], 'of what is no channel, undefined: make it with unorderedChannel() or fifoChannel()']],
  arriving: [[[{ late: [] }], 'of what is no channel, {"late":[]}']],
  deliver: [
    [[bagOfM, 'x'], 'of a message that is not in flight, "x": choose one of arriving(channel)'],
    [[line, 'm2'], 'of "m2", which has to wait for the messages sent before it: choose one of arriving(channel)'],
    [[3, 'm'], 'of what is no channel, 3'],
  ],
  underWay: [[[null], 'of what is no channel, null']],
  targets: [[['m'], 'of what is no channel, "m"']],
  lose: [
    [[bagOfM, 'x'], 'of a message that is not in flight, "x": choose one of targets(channel)'],
    [[line, 2], 'at index 2 of a channel: choose one of targets(channel)'],
  ],
  duplicate: [
    [[bagOfM, 'x'], 'of a message that is not in flight, "x": choose one of targets(channel)'],
    [[bagOfM, undefined], 'of a message that is not in flight, undefined'],
    [[line, 'm1'], 'at index "m1" of a channel: choose one of targets(channel)'],
  ],
  overtakers: [
    [[bagOfM], 'of an unordered channel, where every order is possible anyway: declare it with fifoChannel()'],
  ],
  overtake: [
    [[line, 0], 'at index 0 of a channel: choose one of overtakers(channel)'],
    [[bagOfM, 1], 'of an unordered channel'],
  ],
  delayable: [[[bagOfM], 'of an unordered channel']],
  delay: [
    [[line, Number.NaN], 'at index NaN of a channel: choose one of delayable(channel)'],
    [[bagOfM, 0], 'of an unordered channel'],
  ],
  closeConnection: [
    [[bagOfM, 'm'], 'got "m" for isAddressed: give a function'],
    [[bagOfM, () => undefined], 'got undefined from isAddressed of "m": return true or false'],
  ],
  lossSentence: [[[bagOfM, 'x'], 'of a message that is not in flight, "x"']],
  duplicateSentence: [[[line, 5], 'at index 5 of a channel: choose one of targets(channel)']],
  // The message that is held back overtakes nobody.
  overtakeSentence: [[[lateLine, 1], 'at index 1 of a channel: choose one of overtakers(channel)']],
  delaySentence: [[[lateLine, 1], 'at index 1 of a channel: choose one of delayable(channel)']],
  // Clocks, leases, pauses
  clocksOf: [
    [['a'], 'got "a" for the nodes: give an array'],
    [[['a', 'a']], 'of "a" twice: name each node once'],
  ],
  tick: [[[3], 'of what is no clock, 3: make it with clocksOf(nodes)']],
  reading: [[[clocks, 'zoe'], 'of "zoe", which has no clock: choose one of "a", "b"']],
  skew: [
    [[clocks, 'toString', 1], 'of "toString", which has no clock: choose one of "a", "b"'],
    [[clocks, 'a', 0.5], 'by 0.5 ticks: give a whole number, not 0'],
  ],
  skewSentence: [[['a', Number.NaN], 'by NaN ticks: give a whole number, not 0']],
  isExpired: [[[granted, undefined], 'got undefined for the reading: give a whole number']],
  expirySentence: [[['a', granted, 0], 'of a lease until 2: ask isExpired() first']],
  mayGrant: [[[{}, 0], 'of what is no lease, {}: make it with noLease()']],
  grant: [
    [[granted, 'bob', 1, 2], 'at 1 of a lease that "ann" has until 2: ask mayGrant() first'],
    [[noLease(), null, 0, 2], 'to null: name the holder'],
    [[noLease(), 'bob', 0, 0], 'got 0 for the duration: give a whole number, 1 or more'],
  ],
  renew: [
    [[granted, 2, 2], 'at 2 of a lease that nobody has any more: ask mayGrant() first'],
    [[granted, 1, Number.NaN], 'got NaN for the duration'],
  ],
  release: [
    [[granted, 2], 'of token 2, where 1 is the last: give the token of a lease that was granted'],
    [[noLease(), 0], 'got 0 for the token: give a whole number, 1 or more'],
  ],
  admits: [[[0, undefined], 'got undefined for the token: give a whole number, 0 or more']],
  raised: [[[2, 1], 'to token 1 of a fence at 2: ask admits() first']],
  isPaused: [[[parts.noPauses(), undefined], 'got undefined for the node']],
  pause: [[[['a'], 'a'], 'of "a", which is paused already: ask isPaused() first']],
  resume: [[[parts.noPauses(), 'a'], 'of "a", which is not paused: ask isPaused() first']],
  pauseSentence: [[[undefined], 'got undefined for the node']],
  resumeSentence: [[[undefined], 'got undefined for the node']],
  // Partitions
  canReach: [[[cuts, 'a', undefined], 'got undefined for the node it ends with']],
  canTalk: [[[undefined, 'a', 'b'], 'got undefined for the cuts: give an array']],
  partitionsOf: [[[['a', 'b', 'a']], 'of "a" twice: name each node once']],
  partition: [
    [[cuts, nodes, ['z']], 'of "z", which is no node: choose one of partitionsOf(nodes)'],
    [[cuts, nodes, []], 'with nobody on one side: choose one of partitionsOf(nodes)'],
    [[cuts, nodes, nodes], 'with all nodes on one side'],
    [[undefined, nodes, ['a']], 'got undefined for the cuts'],
  ],
  cutLink: [
    [[cuts, 'a', 'a'], 'from "a" to itself: choose two nodes'],
    [[cuts, 'a', 'c'], 'from "a" to "c", which is cut already: ask canReach() first'],
  ],
  mendLink: [[[cuts, 'a', 'b'], 'from "a" to "b", which is not cut: ask canReach() first']],
  partitionSentence: [[[nodes, ['z']], 'of "z", which is no node']],
  cutLinkSentence: [[['a', undefined], 'got undefined for the node it ends with']],
  mendLinkSentence: [[[undefined, 'a'], 'got undefined for the node it begins with']],
  // Retries, tables, outboxes
  mayAttempt: [[[{ phase: 'redy', attempts: 0 }], 'expected a phase of "ready", "waiting", "answered", "given up"']],
  attempt: [[[attempt(untried())], 'of a call that is {"phase":"waiting","attempts":1}: expected mayAttempt(retry)']],
  answered: [[[untried()], 'of a call that is {"phase":"ready","attempts":0}: expected an attempt first']],
  mayTimeOut: [[[undefined], 'of what is no call, undefined: make it with untried()']],
  timedOut: [
    [[untried(), 2], 'expected mayTimeOut(retry)'],
    [[attempt(untried()), undefined], 'got undefined for the most attempts: give a whole number, 1 or more'],
  ],
  isOver: [[[[]], 'of what is no call, []']],
  timeOutSentence: [[[untried(), 2], 'expected mayTimeOut(retry)']],
  rememberedResult: [[[[], undefined], 'got undefined for the key']],
  isRemembered: [[[{}, 'k'], 'got {} for the table: give an array']],
  remember: [
    [[[{ key: 'k', result: 1 }], 'k', 2], 'of "k", which has an entry already: ask isRemembered() first'],
    [[[], 'k'], 'got undefined for the result'],
    [[[], 'k', 1, Number.NaN], 'in a table with room for NaN entries: expected 1 or more'],
  ],
  forgetSentence: [[[[]], 'of an empty table: ask for an entry first, table.length > 0']],
  forgetOldest: [[[[]], 'of an empty table: ask for an entry first, table.length > 0']],
  enlist: [[[[], undefined], 'got undefined for the event']],
  oldest: [[[undefined], 'got undefined for the outbox: give an array']],
  markPublished: [[[['e'], 'f'], 'of an event that is not in the outbox, "f": choose one of the outbox']],
  // Disks
  append: [[[log, undefined], 'got undefined for the record']],
  appendToBuffer: [[[file, 'r'], 'of what is no log, {"value":"v","stale":[]}: make it with emptyLog()']],
  writeOut: [[[[]], 'of what is no log']],
  fsync: [[[null], 'of what is no log']],
  failedFsyncSentence: [[['notised'], "with an error that is \"notised\": say 'swallowed' or 'noticed'"]],
  processCrashSentence: [[[null], 'of what is no log']],
  diskLossSentence: [[[[]], 'of what is no log']],
  fsyncedUpTo: [[[log, -1], 'got -1 for the count: give a whole number, 0 or more']],
  failedFsync: [[[log, 'notised'], "with an error that is \"notised\": say 'swallowed' or 'noticed'"]],
  readable: [[[{}], 'of what is no log']],
  afterProcessCrash: [[[{}], 'of what is no log']],
  powerCutSurvivors: [[[{}], 'of what is no log']],
  afterPowerCut: [
    [
      [log, 0],
      'that leaves 0 records, where 1 are on the platter and 2 are written: choose one of powerCutSurvivors(log)',
    ],
    [[log, 3], 'that leaves 3 records'],
    [[log, 1.5], 'that leaves 1.5 records'],
  ],
  afterDiskLoss: [[[{}], 'of what is no log']],
  powerCutSentence: [[[emptyLog(), log], 'of 0 records before and 2 after: give the log before the power cut first']],
  recovered: [[[undefined], 'of what is no log']],
  wholeFile: [[[undefined], 'got undefined for the value']],
  overwrite: [[[log, 'w'], 'of what is no file']],
  fsyncFile: [[[undefined], 'of what is no file, undefined: make it with wholeFile(value)']],
  replaceFile: [[[undefined, 1], 'of what is no file, undefined: make it with wholeFile(value)']],
  fileSurvivors: [[[file], 'got undefined for the empty file']],
  fileAfterPowerCut: [[[undefined], 'got undefined for the survivor']],
  fileAfterDiskLoss: [[[file], 'got undefined for the empty file']],
  // Fault budgets
  budget: [
    [[{ losses: -1 }], 'got -1 for "losses": give a whole number, 0 or more'],
    [[3], 'got 3: give how many faults of each kind there are'],
  ],
  mayHappen: [[[faults, 'loses'], 'of "loses" in a budget of "losses", "delays"']],
  spend: [
    [[faults, 'losses'], 'of "losses", of which none is left: ask mayHappen() first'],
    [[undefined, 'losses'], 'of "losses" in undefined: declare it with budget({ … })'],
  ],
  spendsOnly: [[[faults, 'lost', faults], 'of "lost" in a budget of "losses", "delays"']],
  budgetPhrase: [[[{ losses: 0.5 }], 'got 0.5 for "losses"']],
  // Promises about messages
  ackedIsDurable: [[['m', ['m']], 'got "m" for what is acknowledged: give an array']],
  missing: [[[['m'], undefined], 'got undefined for what is kept']],
  noPhantom: [[[['m'], undefined], 'got undefined for what is sent']],
  phantoms: [[[undefined, []], 'got undefined for what is delivered']],
  atMostOnce: [[[{}], 'got {} for what is delivered']],
  repeated: [[[3], 'got 3 for what is delivered']],
  exactlyOnce: [[[[], 'm'], 'got "m" for what is sent']],
  fifoPerKey: [[[[], [], 'key'], 'got "key" for the key of a message: give a function']],
  outOfOrder: [[[['m1', 'm2'], ['m2', 'm1'], () => undefined], 'got no key of "m2": return the key']],
  // Histories
  emptyHistory: [[[{ initial: 0 }], 'of an object that is {"initial":0}: give register(initial), fifoQueue() or']],
  invoked: [
    [[history, undefined, { type: 'read' }], 'for a process that is undefined: name it with text or a number'],
    [[history, 'p'], 'got undefined for the operation'],
  ],
  returned: [[[history, 'p', 'ok'], 'for process "p", which waits for no answer']],
  withoutRealTime: [[[[]], 'the history is []: begin with emptyHistory(object)']],
  isWaiting: [[[undefined, 'p'], 'the history is undefined: begin with emptyHistory(object)']],
  callsOf: [[[history, null], 'for a process that is null']],
  isLinearizable: [[[history, undefined], 'of an object that is undefined']],
  isSequentiallyConsistent: [[[history, 3], 'of an object that is 3']],
  explainLinearizability: [[[3, cell], 'the history is 3']],
  explainSequentialConsistency: [[[history, {}], 'of an object that is {}']],
  explanationText: [[[undefined], 'of what is no explanation, undefined']],
  fifoQueue: [[[3], 'got 3 for the first items: give an array']],
}

/** They take nothing that could be wrong. */
const withoutArguments = [
  'emptyLog',
  'emptyOutbox',
  'fifoChannel',
  'idempotencyTable',
  'noLease',
  'noPauses',
  'register',
]
const begins = [...withoutArguments, 'unorderedChannel', 'untried', 'wholeNetwork']

describe('a part', () => {
  it.each(
    Object.entries(wrong).flatMap(([name, calls]) => calls.map(([args, message]) => [name, args, message] as const)),
  )('refuses a wrong call in one line: %s of %j', (name, args, message) => {
    const call = (parts as Readonly<Record<string, unknown>>)[name] as (...given: readonly unknown[]) => unknown
    const said = messageOf(() => call(...args))
    expect(said).toContain(message)
    expect(said).not.toMatch(/\n|is not a function|Cannot read/)
  })

  it('has no function whose wrong calls nobody looked at', () => {
    const functions = Object.entries(parts).flatMap(([name, each]) => (typeof each === 'function' ? name : []))
    expect([...Object.keys(wrong), ...begins].sort()).toEqual(functions.sort())
  })

  it('says so in a specification with the action and its place, also of records', () => {
    const spec = specify('disk', { logs: each(['a'], record(log)), line: record(line) })
      .action('cut')
      .changes((s) => ({ logs: { a: parts.afterPowerCut(s.logs.a, 0) } }))
    expect(messageOf(() => runEngine(spec.definition))).toMatch(
      /^spec "disk", action "cut" \(.*\): it threw RangeError: afterPowerCut\(\) that leaves 0 records/,
    )
  })

  it('costs right calls no read: user code runs as often as without the checks', () => {
    const disk = (appended: typeof append<number>, flushed: typeof parts.fsyncedUpTo<number>) =>
      specify('disk', { log: record(emptyLog<number>()), count: 0 })
        .action('append')
        .when((s) => s.count < 3)
        .changes((s) => ({ log: appended(s.log, s.count), count: s.count + 1 }))
        .action('flush')
        .changes((s) => ({ log: flushed(s.log, 1) }))
    const unchecked = disk(
      (of, entry) => change(of, { records: [...of.records, entry], written: of.records.length + 1 }),
      (of, count) => {
        const covered = Math.min(count, of.written)
        const durable = of.hasHole ? of.durable : Math.max(of.durable, covered)
        return change(of, { flushed: Math.max(of.flushed, covered), durable })
      },
    )
    const [checked, without] = [disk(append, parts.fsyncedUpTo), unchecked].map(({ definition }) => {
      const { states, engine } = runEngine(definition)
      return { states, runs: engine.reducerRuns }
    })
    expect(checked).toEqual(without)
  })
})

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return (error as SpecError).message
  }
  return 'nothing was thrown'
}
