/** A small suite and its broker, in this process: what `reproduce` is tested with. */

import { type Adapter, awaited, forced, unobservable } from '../../../runs/conform/adapter.ts'
import {
  append,
  at,
  each,
  holds,
  list,
  reachable,
  rows,
  specify,
  suite,
  violated,
} from '../../../spec/language/index.ts'
import type { Version } from '../../classpath/versions.ts'
import { DiedAtStart } from '../../processes/java-process.ts'
import type { AnyLiveSuite, LiveRun, LiveSuite } from '../../suites/live-suite.ts'

const records = ['r1', 'r2'] as const
type JournalRecord = (typeof records)[number]

interface Configuration {
  readonly waitsForFlush: boolean
  readonly powerCuts: number
}

/** Mistakes that a specification may have. */
export type Mistake = 'flushes before it appends' | 'answers without a wait'

/** A journal answers at once or after the flush, and a power cut takes what is not flushed. Readers come back for ever. */
function journal(mistake: Mistake | null) {
  return ({ waitsForFlush, powerCuts }: Configuration) =>
    specify('journal', {
      log: list<JournalRecord>([]),
      flushed: 0,
      answered: each(records, false),
      powerCuts,
      reads: 0,
      isOpen: true,
    })
      .action('append')
      .over('record', records)
      .when((s, { record }) => s.isOpen && !s.log.includes(record) && !s.answered[record])
      .changes((s, { record }) => ({
        log: append(s.log, record),
        ...(mistake === 'flushes before it appends' && { flushed: s.log.length }),
      }))
      .action('flush')
      .when((s) => s.isOpen && s.flushed < s.log.length)
      .changes((s) => ({ flushed: s.log.length }))
      .action('answer')
      .over('record', records)
      .when((s, { record }) => {
        const at = s.log.indexOf(record)
        const waits = waitsForFlush && mistake !== 'answers without a wait'
        return s.isOpen && at >= 0 && !s.answered[record] && (!waits || at < s.flushed)
      })
      .changes((_, { record }) => ({ answered: at(record, true) }))
      .action('power cut')
      .fault()
      .when((s) => s.isOpen && s.powerCuts > 0)
      .changes((s) => ({
        isOpen: false,
        powerCuts: s.powerCuts - 1,
        log: s.log.slice(0, s.flushed),
      }))
      .action('restart')
      .when((s) => !s.isOpen)
      .changes((s) => ({ isOpen: true, flushed: s.log.length }))
      .action('read')
      .when((s) => s.isOpen)
      .changes((s) => ({ reads: (s.reads + 1) % 2 }))
      .fair('weak', 'flush')
      .fair('weak', 'read')
      .fair('weak', 'restart')
      .always('what is answered is there', (s) => records.every((each) => !s.answered[each] || s.log.includes(each)))
      .leadsTo(
        'what is answered is flushed in the end',
        (s) => s.answered.r1,
        (s) => s.log.slice(0, s.flushed).includes('r1'),
      )
      .reachable('a record is answered', (s) => s.answered.r1)
}

const usual = {
  'what is answered is there': holds,
  'what is answered is flushed in the end': holds,
  'a record is answered': reachable(),
} as const

function journalSuite(mistake: Mistake | null) {
  return rows(suite('tests/journal', journal(mistake), { waitsForFlush: true, powerCuts: 0 }), usual, [
    {
      id: 'J01',
      title: 'answers at once, 1 power cut',
      headline: 'what is answered is there',
      config: { waitsForFlush: false, powerCuts: 1 },
      expect: { 'what is answered is there': violated(), 'what is answered is flushed in the end': violated() },
      neighbours: [
        {
          id: 'J02',
          title: 'answers after the flush, 1 power cut',
          but: { waitsForFlush: true },
          expect: { 'what is answered is there': holds, 'what is answered is flushed in the end': holds },
        },
        {
          id: 'J03',
          title: 'answers at once, no power cut',
          but: { powerCuts: 0 },
          expect: { 'what is answered is there': holds, 'what is answered is flushed in the end': holds },
        },
      ],
    },
  ])
}

/** What a broker does otherwise than a right one. */
export type Bug =
  | 'loses what is flushed'
  | 'answers before the flush'
  | 'never answers'
  | 'cannot start'
  | 'dies at its start'
  | 'finds its port taken'

/** It flushes and answers when it is asked to, and never sooner than it may. */
class Broker {
  readonly #waitsForFlush: boolean
  readonly #bug: Bug | null
  #log: readonly JournalRecord[] = []
  #flushed = 0
  readonly answers = new Set<JournalRecord>()

  constructor(waitsForFlush: boolean, bug: Bug | null) {
    if (bug === 'cannot start') throw new Error('the disk is full')
    if (bug === 'dies at its start') throw new DiedAtStart('the journal died at its start')
    if (bug === 'finds its port taken') throw new DiedAtStart('died: java.net.BindException: Address already in use')
    this.#waitsForFlush = waitsForFlush
    this.#bug = bug
  }

  get log(): readonly JournalRecord[] {
    return this.#log
  }

  append(record: JournalRecord): void {
    this.#log = [...this.#log, record]
  }

  flush(): void {
    this.#flushed = this.#log.length
  }

  /** Answers if it may. */
  answer(record: JournalRecord): void {
    if (this.#bug === 'never answers') return
    const waits = this.#waitsForFlush && this.#bug !== 'answers before the flush'
    const at = this.#log.indexOf(record)
    if (at >= 0 && (!waits || at < this.#flushed)) this.answers.add(record)
  }

  powerCut(): void {
    this.#log = this.#log.slice(0, this.#bug === 'loses what is flushed' ? 0 : this.#flushed)
  }
}

export interface JournalOptions {
  readonly mistake?: Mistake | null
  /** Of brokers with this configuration, or of all. */
  readonly bug?: { readonly bug: Bug | null; readonly waitsForFlush?: boolean } | null
  /** Of all journals, or of each by itself. */
  readonly versions?: readonly Version[] | ((configuration: Configuration) => readonly Version[])
  /** Is told of each run when it begins, and when its broker is stopped. */
  readonly watch?: (what: 'open' | 'stop', run: LiveRun<Configuration>) => void
}

/** The suite with a mistake or none, over brokers with a bug or none. */
export function journalOn({
  mistake = null,
  bug = null,
  versions = ['5.3.3'],
  watch,
}: JournalOptions = {}): AnyLiveSuite {
  const live: LiveSuite<Configuration> = {
    suite: journalSuite(mistake),
    sources: ['live/reproduce/testing/journal.ts'],
    predicted: (configuration) => ({
      versions: typeof versions === 'function' ? versions(configuration) : versions,
      because: 'no other version has a journal',
    }),
    whyNotTried: ({ action, state }) => {
      if (state.isOpen !== true) return 'nobody can ask a journal that is closed'
      return action === 'answer' || action === 'flush' ? null : 'it is no deed of the journal'
    },
    waysBack: {},
    open: (run) => {
      watch?.('open', run)
      const hasBug = bug?.waitsForFlush === undefined || bug.waitsForFlush === run.configuration.waitsForFlush
      return adapter(run.configuration, hasBug ? (bug?.bug ?? null) : null, () => watch?.('stop', run))
    },
    notCompared: { powerCuts: 'a budget of the specification', reads: 'nobody counts them', flushed: 'in the kernel' },
  }
  return live
}

function adapter({ waitsForFlush }: Configuration, bug: Bug | null, onStop: () => void): Adapter {
  let broker: Broker | null = null
  const real = (): Broker => broker as Broker
  const record = (args: Readonly<Record<string, unknown>>): JournalRecord => args.record as JournalRecord
  return {
    attempts: {
      answer: ({ args }) => real().answer(record(args)),
      flush: () => real().flush(),
    },
    actions: {
      append: forced(({ args }) => real().append(record(args))),
      flush: forced(() => real().flush()),
      answer: awaited(({ args }) => {
        real().answer(record(args))
        // An answer that may not be given yet is none that is late: whoever looks sees that there is none.
        return bug !== 'never answers'
      }),
      'power cut': forced(() => real().powerCut()),
      restart: forced(() => real().flush()),
      read: unobservable('nobody counts reads'),
    },
    start: () => {
      broker = new Broker(waitsForFlush, bug)
    },
    observe: () => ({
      log: real().log,
      answered: Object.fromEntries(records.map((each) => [each, real().answers.has(each)])),
    }),
    stop: onStop,
  }
}
