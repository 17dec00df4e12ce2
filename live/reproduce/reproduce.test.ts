import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../node/usage-error.ts'
import type { Version } from '../classpath/versions.ts'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import { carryOut } from './carry-out.ts'
import { counterexamplesOf } from './counterexample.ts'
import { whyNoNeighbour } from './neighbours.ts'
import { reproduceData } from './report-data.ts'
import { type ReproduceOptions, Reproduction } from './reproduce.ts'
import { neighboursOf, rowsNamed, versionFor } from './row.ts'
import { exitCodeOf } from './tally.ts'
import { type JournalOptions, journalOn } from './testing/journal.ts'
import { counterexamplesIn } from './trace-file.ts'

const quick: ReproduceOptions = { version: null, runs: 1, seed: 1, walkSteps: 12, waitMs: 1_000 }

async function reproduced(live: AnyLiveSuite, row: string, options: Partial<ReproduceOptions> = {}) {
  const said: string[] = []
  const reproduction = new Reproduction((line) => said.push(line))
  const wanted = rowsNamed([live], row).map((each) => ({ row: each, counterexamples: null }))
  await reproduction.run(wanted, { ...quick, ...options })
  const outcomes = reproduction.done.map(({ outcome }) => outcome)
  return {
    ...reproduction,
    done: reproduction.done,
    said,
    sum: reproduction.sum(),
    outcomes,
    exitCode: exitCodeOf(outcomes),
  }
}

const firstOf = (live: AnyLiveSuite, name: string) => rowsNamed([live], name)[0] as ReturnType<typeof rowsNamed>[number]

describe('a row', () => {
  it('is reproduced with all promises that it breaks, and its neighbours do not show it', async () => {
    const { done, said, sum, exitCode } = await reproduced(journalOn(), 'J01')
    expect(said.slice(0, 12).map((line) => line.replace(/\(\d+\.\d s\)/, '(… s)'))).toMatchInlineSnapshot(`
      [
        "J01 answers at once, 1 power cut (tests/journal) on RocketMQ 5.3.3",
        "  breaks "what is answered is there" in 4 states",
        "     1 append(record: r2)  forced",
        "     2 answer(record: r2)  awaited",
        "     3 power cut           forced",
        "    run 1: follows: 3 steps (… s)",
        "  breaks "what is answered is flushed in the end" in 6 states, of which the last 2 steps go round for ever: they are gone through once, and the end is compared with that after step 4",
        "     1 append(record: r1)  forced",
        "     2 answer(record: r1)  awaited",
        "     3 power cut           forced",
        "     4 restart             forced",
        "     5 read                unobservable: nobody counts reads",
      ]
    `)
    expect(done.map(({ errand: { kind, on }, outcome }) => `${on.scenario.id} ${kind}: ${outcome}`)).toEqual([
      'J01 counterexample: follows',
      'J01 counterexample: follows',
      'J02 same steps: follows',
      'J02 same steps: follows',
      'J02 random walk: follows',
      'J03 same steps: follows',
      'J03 same steps: follows',
      'J03 random walk: follows',
    ])
    expect(sum).toMatchInlineSnapshot(`
      [
        "8 runs: 8 follow",
        "tests/journal: 33 % of the specification's variables compared, in 90 states",
        "  log        100 %",
        "  flushed      0 %  in the kernel",
        "  answered   100 %",
        "  powerCuts    0 %  a budget of the specification",
        "  reads        0 %  nobody counts them",
        "  isOpen       0 %",
      ]
    `)
    expect(exitCode).toBe(0)
  })

  it('has the closing step of a loop carried out, and the end compared with the state to which it returns', async () => {
    const [, lasso] = await counterexamplesOf(firstOf(journalOn(), 'J01'))
    expect(lasso?.trace).toMatchObject({ loop: 4, length: 6, back: { action: 'read' } })
    expect(lasso?.path).toMatchObject({ loop: null, length: 7, back: null })
    expect(lasso?.path.steps[6]).toMatchObject({
      action: 'read',
      changed: ['reads'],
      state: lasso?.trace.steps[4]?.state,
    })
  })

  it('says what a promise reads where it is broken, and nothing has shown', async () => {
    const { done } = await reproduced(journalOn(), 'J01')
    expect(done.slice(0, 2).map(({ notSeen }) => notSeen)).toEqual([[], ['flushed']])
  })

  it('is run as often as one likes, with another random walk each time, and the same walks for the same seed', async () => {
    const walksOf = async (seed: number) => {
      const { done } = await reproduced(journalOn(), 'J01', { runs: 3, seed })
      expect(done).toHaveLength(24)
      const walks = done.filter(({ errand }) => errand.kind === 'random walk')
      return walks.map(({ errand, number }) => JSON.stringify(errand.pathOf(number)))
    }
    const walks = await walksOf(1)
    expect(new Set(walks).size).toBe(6)
    expect(await walksOf(1)).toEqual(walks)
    expect(await walksOf(2)).not.toEqual(walks)
  })

  it('is found by its id, a part of its title, or as one of its suite', () => {
    const live = [journalOn()]
    const idsOf = (text: string) => rowsNamed(live, text).map(({ scenario }) => scenario.id)
    expect(idsOf('j02')).toEqual(['J02'])
    expect(idsOf('after the flush')).toEqual(['J02'])
    expect(idsOf('tests/journal')).toEqual(['J01', 'J02', 'J03'])
    expect(() => idsOf('J04')).toThrow(new UsageError('there is no row "J04"; did you mean "J01"?'))
    expect(() => idsOf('power cut')).toThrow('"power cut" could be any of several rows: tests/journal "J01')
    expect(() => idsOf('an unheard-of row')).toThrow('there is no row "an unheard-of row"; suites are tests/journal')
  })

  it('has for neighbours what differs from it by one switch and keeps the promise', () => {
    const live = journalOn()
    const neighbours = (row: string, promise: string) =>
      neighboursOf(firstOf(live, row), promise).map(({ scenario }) => scenario.id)
    expect(neighbours('J01', 'what is answered is there')).toEqual(['J02', 'J03'])
    expect(neighbours('J02', 'what is answered is there')).toEqual([])
    expect(neighbours('J01', 'a record is answered')).toEqual([])
  })

  it('has a neighbour on a version of its own where a release makes the difference', async () => {
    const live = journalOn({
      versions: ({ waitsForFlush }) => (waitsForFlush ? ['5.3.0', '5.3.3'] : ['4.9.7', '5.2.0']),
    })
    const { done } = await reproduced(live, 'J01', { version: '5.2.0' })
    expect(done.map(({ errand: { on, version } }) => `${on.scenario.id} ${version}`)).toEqual([
      ...['J01 5.2.0', 'J01 5.2.0', 'J02 5.3.3', 'J02 5.3.3', 'J02 5.3.3', 'J03 5.2.0', 'J03 5.2.0', 'J03 5.2.0'],
    ])
  })

  it('says why no neighbour is run beside it', async () => {
    const why = (
      version: Version | null,
      versions?: JournalOptions['versions'],
      promise = 'what is answered is there',
    ) => whyNoNeighbour(firstOf(journalOn(versions === undefined ? {} : { versions }), 'J01'), promise, version)
    expect([why(null), why('5.3.3')]).toEqual([null, null])
    expect(why(null, undefined, 'a record is answered')).toBe('no scenario that differs by one switch keeps it')
    const isRow = ({ waitsForFlush, powerCuts }: { readonly waitsForFlush: boolean; readonly powerCuts: number }) =>
      !waitsForFlush && powerCuts > 0
    const alone: JournalOptions['versions'] = (each) => (isRow(each) ? ['5.3.3'] : [])
    expect(why(null, alone)).toBe(
      'no version shows "J02 answers after the flush, 1 power cut": no other version has a journal; ' +
        'no version shows "J03 answers at once, no power cut": no other version has a journal',
    )
    const later: JournalOptions['versions'] = (each) => (isRow(each) ? ['4.9.7', '5.3.3'] : ['5.3.3'])
    expect(why('4.9.7', later)).toBe(
      '"J02 answers after the flush, 1 power cut" is run on 5.3.3; "J03 answers at once, no power cut" is run on 5.3.3',
    )
    expect([why('5.3.3', later), why(null, later)]).toEqual([null, null])
    const { said } = await reproduced(journalOn({ versions: alone }), 'J01')
    expect(said.filter((line) => line.includes('no neighbour is run beside it: no version shows "J02'))).toHaveLength(2)
  })

  it('is refused on a version that is not expected to show it, with the reason', () => {
    const row = (versions: NonNullable<Parameters<typeof journalOn>[0]>['versions'] = []) =>
      firstOf(journalOn({ versions }), 'J02')
    expect(versionFor(row(['4.9.7', '5.3.3']), null)).toBe('5.3.3')
    expect(versionFor(row(['4.9.7', '5.1.4']), null)).toBe('4.9.7')
    expect(() => versionFor(row(['4.9.7', '5.1.4']), '5.4.0')).toThrow(
      new UsageError(
        'row "J02 answers after the flush, 1 power cut" is not expected of RocketMQ 5.4.0: no other version has a journal; expected of 4.9.7, 5.1.4',
      ),
    )
    expect(() => versionFor(row(), null)).toThrow(
      'no version shows row "J02 answers after the flush, 1 power cut": no other version has a journal',
    )
  })
})

describe('a mistake in a specification is found', () => {
  it('where an action flushes before it appends: the broker loses what the specification has on disk', async () => {
    const { done, exitCode } = await reproduced(journalOn({ mistake: 'flushes before it appends' }), 'J01', {
      runs: 20,
    })
    const departed = done.filter(({ outcome }) => outcome === 'departs')
    expect(departed.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^departs after step \d+, power cut \(forced\): log: expected \[r[12]\], observed \[\]$/),
    )
    expect(exitCode).toBe(1)
  })

  it('where a wait is missing: the broker has not answered what the specification says it answers', async () => {
    const { done, exitCode } = await reproduced(journalOn({ mistake: 'answers without a wait' }), 'J02')
    expect(done[0]).toMatchObject({
      errand: { kind: 'counterexample' },
      outcome: 'departs',
      text: 'departs after step 2, answer(record: r2) (awaited): answered.r2: expected true, observed false',
    })
    expect(exitCode).toBe(1)
  })
})

describe('a broker that does otherwise', () => {
  it('departs, and a neighbour that breaks what it is to keep shows the break', async () => {
    const bug = { bug: 'loses what is flushed', waitsForFlush: true } as const
    const { done, exitCode, sum } = await reproduced(journalOn({ bug }), 'J01', { runs: 10 })
    const shown = done.filter(({ outcome }) => outcome === 'shows the break')
    expect(shown.length).toBeGreaterThan(0)
    for (const { errand, text } of shown) {
      expect(errand.on.scenario.id).toBe('J02')
      expect(text).toMatch(/^shows the break: departs after step \d+, power cut \(forced\): log: expected \[r/)
    }
    // Something flushed that nobody was told of is lost as well: that departs, and breaks no promise.
    expect(done.some(({ outcome }) => outcome === 'departs')).toBe(true)
    expect(sum[0]).toMatch(/^80 runs: \d+ follow, \d+ depart, \d+ show the break$/)
    expect(exitCode).toBe(1)
  })

  it('is found where it takes a step that a neighbour refuses, though it takes none by itself: it shows the break', async () => {
    const bug = { bug: 'answers before the flush', waitsForFlush: true } as const
    const { done, said } = await reproduced(journalOn({ bug }), 'J01', { runs: 5 })
    expect(said).toContainEqual(
      '  neighbour "J02 answers after the flush, 1 power cut" on RocketMQ 5.3.3, which keeps "what is answered is there": ' +
        '2 of 3 steps; answer(record: r2) cannot be taken: its guard is false; it read log = [r2], isOpen = true, answered.r2 = false, flushed = 0; ' +
        'tried all the same: answer',
    )
    const same = done.filter(({ errand }) => errand.kind === 'same steps' && errand.on.scenario.id === 'J02')
    expect(same.filter(({ errand }) => errand.broken[0]?.promise === 'what is answered is there')).toMatchObject(
      Array.from({ length: 5 }, () => ({
        outcome: 'shows the break',
        text:
          'shows the break: departs after step 1, append(record: r2), where answer(record: r2) was refused and tried: ' +
          'answered.r2: expected false, observed true; led along all steps of the row, it breaks the promise after step 3, power cut',
      })),
    )
    const walks = done.filter(({ errand }) => errand.kind === 'random walk' && errand.on.scenario.id === 'J02')
    expect(walks.some(({ outcome, text }) => outcome === 'departs' && text.includes('was refused and tried'))).toBe(
      true,
    )
    // A power cut that the neighbour does not have is not tried.
    const others = done.filter(({ errand }) => errand.on.scenario.id === 'J03')
    expect(new Set(others.map(({ outcome }) => outcome))).toEqual(new Set(['follows']))
    expect(said).toContainEqual(
      expect.stringMatching(/J03.*left out: power cut \(a fault that its specification does not have there\)$/),
    )
  })

  it('is inconclusive where a wait runs out, and that is no departure', async () => {
    const live = journalOn({ bug: { bug: 'never answers', waitsForFlush: false } })
    const { done, exitCode, sum } = await reproduced(live, 'J01', { waitMs: 50 })
    expect(done[0]?.text).toBe(
      'inconclusive after step 2, answer(record: r2): step 2, answer(record: r2) took longer than 50 ms',
    )
    expect(sum[0]).toMatch(/^8 runs: \d follow, \d inconclusive$/)
    expect(exitCode).toBe(3)
  })

  it('has failed where it cannot be started, and leaves nothing behind', async () => {
    const folders: string[] = []
    const stopped: string[] = []
    const live = journalOn({
      bug: { bug: 'cannot start' },
      watch: (what, { folder }) => {
        if (what === 'open') expect(existsSync(folder)).toBe(true)
        ;(what === 'open' ? folders : stopped).push(folder)
      },
    })
    const { done, exitCode } = await reproduced(live, 'J01')
    expect(done.map(({ text }) => text)).toEqual(Array.from(done, () => 'failed: Error: the disk is full'))
    expect(exitCode).toBe(1)
    expect(stopped).toEqual(folders)
    expect(folders.filter((folder) => existsSync(folder))).toEqual([])
  })

  it('fails by itself where its broker dies at its start, after others were started', async () => {
    let opened = 0
    const bug = {
      get bug() {
        return ++opened === 2 ? ('dies at its start' as const) : null
      },
    }
    const { done, exitCode } = await reproduced(journalOn({ bug }), 'J01')
    expect(done.map(({ outcome }) => outcome).slice(0, 3)).toEqual(['follows', 'failed', 'follows'])
    expect([done[1]?.text, exitCode]).toEqual(['failed: the journal died at its start', 1])
    opened = 1
    await expect(reproduced(journalOn({ bug }), 'J01')).rejects.toThrow('the journal died at its start')
  })

  it('is started on other ports where somebody took its port, and not for ever', async () => {
    const counterexample = firstOf(journalOn(), 'J01')
    const [found] = await counterexamplesOf(counterexample)
    if (found === undefined) throw new Error('there is a counterexample')
    const carriedBy = async (taken: number) => {
      let opened = 0
      const bug = {
        get bug() {
          return ++opened <= taken ? ('finds its port taken' as const) : null
        },
      }
      const live = journalOn({ bug })
      const carried = await carryOut({ ...counterexample, live }, found.path, { version: '5.3.3' })
      return { carried, opened }
    }
    expect(await carriedBy(2)).toMatchObject({ opened: 3, carried: { conformance: { outcome: 'follows' } } })
    await expect(carriedBy(3)).rejects.toThrow('Address already in use')
  })
})

describe('a trace in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ackproof-traces-'))
  const fileWith = (content: unknown): string => {
    const path = join(folder, 'trace.json')
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
  const live = journalOn()
  const asked = async () => {
    const [safety] = await counterexamplesOf(firstOf(live, 'J01'))
    return { spec: 'tests/journal', scenario: 'J01', promise: 'what is answered is there', trace: safety?.trace }
  }

  it('is carried out, also as a report of a check has it, and as a run of ours has it', async () => {
    const one = await asked()
    const { spec, scenario, promise, trace } = one
    const properties = [{ name: promise, verdict: 'violated', part: null, trace }]
    const report = {
      version: 1,
      kind: 'check',
      results: [{ spec, scenario: firstOf(live, scenario).scenario.name, properties }],
    }
    for (const content of [one, report]) {
      const counterexamples = counterexamplesIn(fileWith(content), [live])
      expect(counterexamples).toMatchObject([{ promise, trace, row: { scenario: { id: 'J01' } } }])
      const reproduction = new Reproduction(() => {})
      const [first] = counterexamples
      if (first === undefined) throw new Error('there is one')
      await reproduction.run([{ row: first.row, counterexamples }], quick)
      expect(reproduction.done.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'follows'))
      const data = JSON.parse(JSON.stringify(reproduceData(reproduction.done, null)))
      const [ran] = data.runs
      expect(counterexamplesIn(fileWith({ ...ran, promise: ran.promises[0] }), [live])).toMatchObject([{ promise }])
    }
  })

  it.each<[string, (one: Awaited<ReturnType<typeof asked>>) => unknown, string | RegExp]>([
    [
      'of another suite',
      (one) => ({ ...one, spec: 'shop/payment' }),
      'has a trace of "shop/payment"; real brokers carry out tests/journal',
    ],
    ['of no suite', ({ spec: _, ...one }) => one, 'has a trace of no suite that it names; real brokers carry out'],
    ['of another scenario', (one) => ({ ...one, scenario: 'J9' }), '"tests/journal" has no scenario "J9"'],
    ['of another promise', (one) => ({ ...one, promise: 'no loss' }), 'has no promise "no loss"'],
    [
      'that the specification does not have any more',
      (one) => ({ ...one, scenario: 'J02' }),
      /begins in no initial state|step 2: answer.* cannot be taken.*; was it made with another version\?/,
    ],
    ['without steps', (one) => ({ ...one, trace: {} }), 'the trace has no steps'],
    [
      'in a report of another version',
      () => ({ version: 2, kind: 'check', results: [] }),
      'is a report of version 2; expected version 1',
    ],
    [
      'in a report in which nothing is broken',
      () => ({ version: 1, kind: 'check', results: [] }),
      'has no trace of a broken promise',
    ],
    ['that is none', () => ({}), 'has no trace; expected a report'],
    ['that is no JSON', () => 'no', 'is no JSON; expected a report'],
  ])('%s is refused in one line', async (_, change, message) => {
    const path = fileWith(change(await asked()))
    const read = () => counterexamplesIn(path, [live])
    expect(read).toThrow(UsageError)
    expect(read).toThrow(message)
    expect(read).not.toThrow(/\n/)
  })

  it('that is not there is refused', () => {
    expect(() => counterexamplesIn(join(folder, 'none.json'), [live])).toThrow(/^no such file: ".*none\.json"$/)
  })
})
