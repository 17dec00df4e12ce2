/** What brokers have shown of a suite, as a part of its page: it follows from the file of results alone. */

import { type Compared, comparedInAll } from '../../runs/conform/compared.ts'
import { versions as allVersions } from '../classpath/versions.ts'
import type { AnyLiveSuite } from '../suites/live-suite.ts'
import { noneKeepsIt, whyNoNeighbour } from './neighbours.ts'
import { comparedOf, type Result, type Results } from './results.ts'
import { brokenPromisesOf, type LiveRow, neighboursOf, predictedFor, rowsOf } from './row.ts'

const begin = '<!-- written by npm run live -- tables -->'
const end = '<!-- end of what npm run live -- tables writes -->'

/** The page with the part between its marks replaced; null where it has none. */
export function withPart(page: string, part: string): string | null {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) return null
  return `${page.slice(0, from)}${begin}\n\n${part}\n${page.slice(to)}`
}

export function partOf(live: AnyLiveSuite, { results, compared }: Results): string {
  const { name } = live.suite
  const rows = rowsOf([live]).filter((row) => brokenPromisesOf(row).length > 0)
  const its = results.filter(({ suite }) => suite === name)
  const shares = compared.filter(({ suite }) => suite === name).map(comparedOf)
  const notes = [...versionNotes(rows), ...neighbourNotes(rows), ...its.flatMap(unseenNotes)]
  return [
    table(
      ['row', 'promise', 'expected of', 'reproduced', 'neighbours that show it', 'last run'],
      rows.flatMap((row) => withoutRepetition(brokenPromisesOf(row).map((promise) => cellsOf(row, promise, its)))),
    ),
    ...(notes.length === 0 ? [] : [[...new Set(notes)].map((note) => `- ${note}\n`).join('')]),
    ...(shares.length === 0 ? [] : [comparedTable(comparedInAll(shares), live.notCompared)]),
  ].join('\n')
}

/** The name of a row, and where it is expected, stand in its first line. */
function withoutRepetition(lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return lines.map((cells, at) =>
    at === 0 ? cells : cells.map((cell, column) => (column % 2 === 0 && column < 3 ? '' : cell)),
  )
}

function cellsOf(row: LiveRow, promise: string, results: readonly Result[]): readonly string[] {
  const { versions } = predictedFor(row)
  const its = results.filter((each) => each.row === row.scenario.name)
  const own = its.filter((each) => each.kind === 'counterexample' && each.promise === promise)
  const keeping = neighboursOf(row, promise).map(({ scenario }) => scenario.name)
  const neighbours = its.filter(
    (each) =>
      keeping.includes(each.neighbour ?? '') &&
      each.kind !== 'counterexample' &&
      (each.promise === promise || each.promise === null),
  )
  const dates = own.map(({ date }) => date).sort()
  return [
    shortName(row),
    promise,
    versions.length === 0
      ? 'no release'
      : versions.length === allVersions.length
        ? 'all versions'
        : versions.join(', '),
    versions.length === 0 ? '' : own.length === 0 ? 'not tried yet' : shown(own),
    neighbours.length > 0
      ? shownBreaks(neighbours)
      : versions.length > 0 && whyNoNeighbour(row, promise, null) !== null
        ? 'none is run'
        : '',
    dates.at(-1) ?? '',
  ]
}

/** `5/5 on 4.9.7, 5.3.3; 4/5 on 5.4.0 (1 inconclusive)`. */
function shown(results: readonly Result[]): string {
  const byVersion = allVersions.flatMap((version) => results.filter(({ rocketmq }) => rocketmq === version))
  const groups = new Map<string, string[]>()
  for (const result of byVersion) {
    const counts = `${result.follows}/${result.runs}${others(result)}`
    groups.set(counts, [...(groups.get(counts) ?? []), result.rocketmq])
  }
  return Array.from(groups, ([counts, versions]) => counts.replace('on', `on ${versions.join(', ')}`)).join('; ')
}

function others({ departs, inconclusive }: Result): string {
  const words = [
    ...(departs > 0 ? [`${departs} depart`] : []),
    ...(inconclusive > 0 ? [`${inconclusive} inconclusive`] : []),
  ]
  return words.length === 0 ? ' on' : ` on (${words.join(', ')})`
}

function shownBreaks(results: readonly Result[]): string {
  const sum = (count: (result: Result) => number): number => results.reduce((total, each) => total + count(each), 0)
  const departs = sum((each) => each.departs)
  const text = `${sum(({ showsTheBreak }) => showsTheBreak)} of ${sum(({ runs }) => runs)}`
  return departs === 0 ? text : `${text}, ${departs} depart otherwise`
}

/** One for each reason, with the rows that it is about. */
function versionNotes(rows: readonly LiveRow[]): readonly string[] {
  const reasons = new Map<string, string[]>()
  for (const row of rows) {
    const { versions, because } = predictedFor(row)
    if (because === null || versions.length === allVersions.length) continue
    const reason = `${versions.length === 0 ? 'not on any version' : 'not on the others'}: ${because}`
    reasons.set(reason, [...(reasons.get(reason) ?? []), shortName(row)])
  }
  return Array.from(reasons, ([reason, names]) => `${reason}: ${names.join('; ')}`)
}

/** One for each reason why promises have no neighbour that is run. The most frequent one is told of all that are not named. */
function neighbourNotes(rows: readonly LiveRow[]): readonly string[] {
  const reasons = new Map<string, string[]>()
  for (const row of rows.filter((each) => predictedFor(each).versions.length > 0)) {
    for (const promise of brokenPromisesOf(row)) {
      const reason = whyNoNeighbour(row, promise, null)
      if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), `${shortName(row)} ("${promise}")`])
    }
  }
  const named = [...reasons].filter(([reason]) => reason !== noneKeepsIt)
  return [
    ...named.map(([reason, names]) => `no neighbour is run, because ${reason}: ${names.join('; ')}`),
    ...(reasons.has(noneKeepsIt) ? [`no neighbour is run, where nothing else is said: ${noneKeepsIt}`] : []),
  ]
}

function unseenNotes({ row, promise, notSeen }: Result): readonly string[] {
  if (promise === null || notSeen.length === 0) return []
  const id = row.split(' ')[0] ?? row
  return [
    `${id}: where "${promise}" breaks it also reads ${notSeen.map((path) => `\`${path}\``).join(', ')}, which nothing shows`,
  ]
}

function comparedTable({ variables, moments }: Compared, notCompared: Readonly<Record<string, string>>): string {
  const rows = variables.map(({ name, share }) => [
    `\`${name}\``,
    `${Math.round(share * 100)} %`,
    share < 1 ? (notCompared[name] ?? '') : '',
  ])
  const title = `How much of each variable was compared with a broker, on average over ${moments} states:\n`
  return `${title}\n${table(['variable', 'compared', 'why not the rest'], rows)}`
}

/** A row without an id is told by its title. */
function shortName({ scenario }: LiveRow): string {
  return scenario.id ?? scenario.name
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
  return `${line(head)}${'|---'.repeat(head.length)}|\n${rows.map(line).join('')}`
}
