import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Completeness, Verdict } from '../../checker/contract/result.ts'
import type { Outcome } from '../../runs/session/exit-code.ts'
import { propertyTraits } from '../../spec/language/property-kinds.ts'
import { project } from './pages.ts'

const text = readFileSync(`${project}docs/glossary.md`, 'utf8')
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| term |'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))
const terms = rows.flatMap(([term = '']) => term.split(', ').map((each) => each.replaceAll('`', '')))

const verdicts = {
  holds: true,
  violated: true,
  reachable: true,
  unreachable: true,
  undecided: true,
} satisfies Record<Verdict, true>

const completeness = {
  full: true,
  depth: true,
  constraint: true,
  states: true,
  time: true,
  memory: true,
  stopped: true,
  sampled: true,
} satisfies Record<Completeness, true>

const outcomes = { met: true, unmet: true, undecided: true, error: true } satisfies Record<Outcome, true>

it('explains each term in one sentence, with the word of TLA+ or a dash', () => {
  expect(rows.length).toBeGreaterThan(80)
  for (const row of rows)
    expect(
      row.map((cell) => cell.trim() !== ''),
      row.join(' | '),
    ).toEqual([true, true, true])
  for (const [term, meaning] of rows) expect(meaning, term).not.toMatch(/\.\s|\.$/)
})

it('has every word of a verdict and of completeness', () => {
  for (const word of [...Object.keys(verdicts), ...Object.keys(completeness)]) expect(terms).toContain(word)
})

it('has every outcome', () => {
  const meaning = rows.find(([term]) => term === 'outcome')?.[1]
  for (const word of Object.keys(outcomes)) expect(meaning).toContain(`\`${word}\``)
})

it('lists the promises of liveness, all of them', () => {
  const meaning = rows.find(([term]) => term === 'liveness')?.[1]
  const methods = Object.values(propertyTraits)
    .filter(({ decidedBy }) => decidedBy === 'behaviour')
    .map(({ method }) => `\`${method}\``)
  expect(meaning?.match(/`\w+`/g)?.sort()).toEqual(methods.sort())
})
