/** The figures of a model as a table of text, and how they compare. */
import type { Turn } from './tools/contender.ts'
import type { Row } from './turns.ts'

/** What rows are compared with: one of them for each. */
export interface Comparison {
  /** `first`, in the headings. */
  readonly name: string
  baseOf(row: Row): Row | undefined
}

/** Less processor time than this says nothing: it is told in hundredths of a second. */
const leastSeconds = 0.1

/** Columns that hold words and not figures. */
const words = 3

export function table(rows: readonly Row[], { name, baseOf }: Comparison): string {
  const headings = [
    ...['tool', 'form', 'keeps', 'turns', 'processor', `÷ ${name}`, 'wall', 'check', `÷ ${name}`],
    ...['transitions/s', 'peak', 'bits/state', 'user code'],
  ]
  const lines = [headings, ...rows.map((row) => cells(row, baseOf(row)))]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column < words ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}\n`)
    .join('')
}

function cells({ contender, turns }: Row, base: Row | undefined): string[] {
  const { tool, form, keeps } = contender
  const processor = median(turns.map(({ processorSeconds }) => processorSeconds))
  const check = turns.flatMap(({ details }) => details?.checkSeconds ?? [])
  const [{ counts, details }] = turns as readonly [Turn, ...Turn[]]
  const peaks = turns.flatMap(({ peakMegabytes }) => (peakMegabytes === null ? [] : [peakMegabytes]))
  return [
    tool,
    form,
    keeps,
    String(turns.length),
    `${processor.toFixed(2)} s`,
    inTwoDigits(ratio(turns, base?.turns, processorTime)),
    `${median(turns.map(({ wallSeconds }) => wallSeconds)).toFixed(2)} s`,
    check.length === 0 ? '-' : `${median(check).toFixed(2)} s`,
    inTwoDigits(ratio(turns, base?.turns, checkTime)),
    processor < leastSeconds ? '-' : `${(counts.generated / processor / 1e6).toFixed(2)} M`,
    peaks.length === 0 ? '-' : `${median(peaks).toFixed(0)} MB`,
    details?.bitsPerState == null ? '-' : String(details.bitsPerState),
    details === null ? '-' : details.reducerRuns.toLocaleString('en-US'),
  ]
}

function inTwoDigits(value: number | null): string {
  return value === null ? '-' : value.toFixed(2)
}

function processorTime({ processorSeconds }: Turn): number | null {
  return processorSeconds < leastSeconds ? null : processorSeconds
}

function checkTime({ details }: Turn): number | null {
  return details?.checkSeconds ?? null
}

/** How much slower a row is than another: by its check where both tell that, else by the whole process. */
export function slowness(row: Row, base: Row): number | null {
  return ratio(row.turns, base.turns, checkTime) ?? ratio(row.turns, base.turns, processorTime)
}

/** The median over the pairs of one turn each. */
function ratio(
  turns: readonly Turn[],
  base: readonly Turn[] | undefined,
  timeOf: (turn: Turn) => number | null,
): number | null {
  const ratios = turns.flatMap((turn, index) => {
    const beside = base?.[index]
    const time = timeOf(turn)
    const other = beside === undefined ? null : timeOf(beside)
    return time === null || other === null ? [] : [time / other]
  })
  return ratios.length === 0 ? null : median(ratios)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
