/** Every built-in suite is mutated, and no mistake goes unnoticed without a reason that is written down. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { builtInSuites } from '../../node/catalog.ts'
import { readSurvivors } from '../../node/survivors-file.ts'
import { ackproof } from '../cli/run-ackproof.ts'

interface Report {
  readonly exitCode: number
  readonly suites: readonly {
    readonly suite: string
    readonly killed: number
    readonly of: number
    readonly mutants: readonly { readonly id: string; readonly fate: string }[]
  }[]
}

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const known = readSurvivors(file('survivors.json'), false)
/** They take longer than continuous integration has: their survivors are still to be looked at, one by one. */
const notMutatedYet = ['rocketmq/dledger', 'rocketmq/controller']
const names = builtInSuites.map(({ name }) => name).filter((name) => !notMutatedYet.includes(name))

describe('the mutants of the built-in suites', () => {
  let report: Report

  beforeAll(async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'ackproof-test-')), 'mutants.json')
    await ackproof(['mutate', ...names, '--json', path])
    report = JSON.parse(readFileSync(path, 'utf8'))
  }, 600_000)

  const suiteNamed = (name: string) => report.suites.find(({ suite }) => suite === name)

  it('are all run to their end', () => {
    expect(report.exitCode).toBe(0)
    expect(report.suites.map(({ suite }) => suite)).toEqual(names)
  })

  it.each(names)('survive only for a reason that is written down: %s', (name) => {
    const survivors = (suiteNamed(name)?.mutants ?? []).filter(({ fate }) => ['survived', 'undecided'].includes(fate))
    expect(survivors.map(({ id }) => id).sort()).toEqual(Object.keys(known[name] ?? {}).sort())
  })

  it.each(['rocketmq/transaction', 'rocketmq/store'])('are as many as the page says: %s', (name) => {
    const page = readFileSync(file(`../../docs/specs/${name.replace('/', '-')}.md`), 'utf8')
    const { killed, of } = suiteNamed(name) ?? { killed: 0, of: 0 }
    expect(page).toContain(`**${killed} of ${of}** mutants that change anything`)
  })
})

describe('the list of survivors', () => {
  it('names suites that there are, and says of every survivor why it may live', () => {
    expect(Object.keys(known).filter((name) => !names.includes(name))).toEqual([])
    const reasons = Object.entries(known).flatMap(([suite, ids]) =>
      Object.entries(ids).map(([id, reason]) => [suite, id, reason.trim()]),
    )
    expect(reasons.filter(([, , reason]) => (reason ?? '').length < 20)).toEqual([])
  })

  it.each(['rocketmq/transaction', 'rocketmq/store'])('is explained one by one in the page: %s', (name) => {
    const page = readFileSync(file(`../../docs/specs/${name.replace('/', '-')}.md`), 'utf8')
    for (const id of Object.keys(known[name] ?? {})) expect(page).toContain(`\`${id}\``)
  })
})
