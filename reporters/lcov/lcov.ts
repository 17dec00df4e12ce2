/**
 * Coverage of the author's own files in the format of lcov: what no exploration ran. The count of a place is the number of
 * scenarios that ran it, and 1 for what ran only while files were loaded: runs themselves are remembered, and their number
 * means nothing.
 */
import type { CountedFile } from '../../runs/port/counted-source.ts'
import type { CheckReport } from '../../runs/scenarios/check-scenarios.ts'
import type { FinishedScenario } from '../../runs/scenarios/finished-scenario.ts'
import { wasWhollyCounted } from '../../runs/scenarios/idle-branches.ts'

export interface Coverage {
  readonly text: string
  readonly lines: Share
  readonly branches: Share
  /** Files of which nothing is said that did not run: a scenario of theirs was not explored to its end. */
  readonly unfinished: readonly string[]
}

export interface Share {
  readonly ran: number
  readonly of: number
}

/** Cost: in proportion to the size of the files, times the scenarios. */
export function coverageOf({ scenarios }: Pick<CheckReport, 'scenarios'>): Coverage {
  const paths = [...new Set(scenarios.flatMap(({ planned }) => (planned.files ?? []).map(({ path }) => path)))].sort()
  const records = paths.map((path) => recordOf(path, scenarios))
  return {
    text: records.map(({ text }) => text).join(''),
    lines: sum(records.map(({ lines }) => lines)),
    branches: sum(records.map(({ branches }) => branches)),
    unfinished: records.filter(({ isWhole }) => !isWhole).map(({ path }) => path),
  }
}

interface FileRecord extends Omit<Coverage, 'unfinished'> {
  readonly path: string
  readonly isWhole: boolean
}

function recordOf(path: string, scenarios: readonly FinishedScenario[]): FileRecord {
  const uses = scenarios.flatMap((finished) => {
    const file = finished.planned.files?.find((each) => each.path === path)
    return file === undefined ? [] : [{ finished, file }]
  })
  const isWhole = uses.every(({ finished }) => wasWhollyCounted(finished))
  const runs = uses.map(({ finished: { run }, file }) => ({
    file,
    exploring: new Set(run.ran?.exploring),
    loading: new Set(run.ran?.loading),
  }))
  // A file that two specifications import has other numbers in each, and the same places.
  const countOf = (numbersIn: (file: CountedFile) => readonly number[]): number => {
    const ranIn = (set: 'exploring' | 'loading') => (each: (typeof runs)[number]) =>
      numbersIn(each.file).some((number) => each[set].has(number))
    return runs.filter(ranIn('exploring')).length || (runs.some(ranIn('loading')) ? 1 : 0)
  }
  const isTold = ({ count }: { readonly count: number }): boolean => isWhole || count > 0
  const file = (uses[0] as (typeof uses)[number]).file
  const functions = file.functions
    .map(({ name, line }, at) => ({ name, line, count: countOf((each) => numbersAt(each.functions, at)) }))
    .filter(isTold)
  const lines = file.lines
    .map(({ line }, at) => ({ line, count: countOf((each) => each.lines[at]?.numbers ?? []) }))
    .filter(isTold)
  const branches = file.branches.flatMap(({ line, sides }, branch) => {
    const counts = sides.map((_, side) => countOf((each) => numbersAt(each.branches[branch]?.sides ?? [], side)))
    const wasDecided = counts.some((count) => count > 0)
    return counts.map((count, side) => ({ line, branch, side, count, wasDecided })).filter(isTold)
  })
  const shareOf = (places: readonly { readonly count: number }[]): Share => ({
    ran: places.filter(({ count }) => count > 0).length,
    of: places.length,
  })
  const records = [
    'TN:',
    `SF:${path}`,
    ...functions.map(({ line, name }) => `FN:${line},${name}`),
    ...functions.map(({ count, name }) => `FNDA:${count},${name}`),
    `FNF:${functions.length}`,
    `FNH:${shareOf(functions).ran}`,
    ...branches.map(
      ({ line, branch, side, count, wasDecided }) => `BRDA:${line},${branch},${side},${wasDecided ? count : '-'}`,
    ),
    `BRF:${branches.length}`,
    `BRH:${shareOf(branches).ran}`,
    ...lines.map(({ line, count }) => `DA:${line},${count}`),
    `LF:${lines.length}`,
    `LH:${shareOf(lines).ran}`,
    'end_of_record',
  ]
  return { path, isWhole, text: `${records.join('\n')}\n`, lines: shareOf(lines), branches: shareOf(branches) }
}

function numbersAt(places: readonly { readonly number: number }[], at: number): readonly number[] {
  const place = places[at]
  return place === undefined ? [] : [place.number]
}

function sum(shares: readonly Share[]): Share {
  return {
    ran: shares.reduce((total, { ran }) => total + ran, 0),
    of: shares.reduce((total, share) => total + share.of, 0),
  }
}
