/** Contenders take turns, so that a noisy machine is noisy for all of them; counts are compared before anything else. */
import type { Contender, Counts, Missing, Turn } from './tools/contender.ts'

/** Processor time after which a contender has had enough turns, unless the number of turns was asked for. */
const enoughSeconds = 60

export interface Row {
  readonly contender: Contender
  readonly turns: readonly Turn[]
}

export interface Standing {
  readonly rows: readonly Row[]
  /** Those that did not come through their first turn. */
  readonly failed: readonly Missing[]
  /** What each of these counted, where it is not what was expected. */
  readonly differing: readonly { readonly contender: Contender; readonly counts: Counts }[]
  readonly counts: Counts
}

/** `runs` turns for each contender; null for five, and fewer for those that take long. */
export function takeTurns(contenders: readonly Contender[], expected: Counts | null, runs: number | null): Standing {
  const { rows, failed } = firstTurns(contenders)
  const counts = expected ?? rows[0]?.turns[0]?.counts
  if (counts === undefined)
    throw new Error(`no contender came through: ${failed.map(({ reason }) => reason).join('; ')}`)
  const differing = rows
    .filter(({ contender, turns: [first] }) => first !== undefined && !isSame(contender.tool, counts, first.counts))
    .map(({ contender, turns }) => ({ contender, counts: (turns[0] as Turn).counts }))
  if (differing.length > 0) return { rows, failed, differing, counts }

  for (let turn = 2; turn <= (runs ?? 5); turn++) {
    for (const { contender, turns } of rows) {
      const spent = turns.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0)
      if (runs === null && spent >= enoughSeconds) continue
      turns.push(contender.run())
    }
  }
  return { rows, failed, differing, counts }
}

function firstTurns(contenders: readonly Contender[]) {
  const rows: { readonly contender: Contender; readonly turns: Turn[] }[] = []
  const failed: Missing[] = []
  for (const contender of contenders) {
    try {
      rows.push({ contender, turns: [contender.run()] })
    } catch (error) {
      failed.push({ tool: contender.tool, form: contender.form, reason: (error as Error).message })
    }
  }
  return { rows, failed }
}

function isSame(tool: string, expected: Counts, found: Counts): boolean {
  // Spin prints eight significant digits.
  const shown = (count: number): number => (tool === 'spin' ? Number(count.toPrecision(8)) : count)
  return (
    shown(expected.distinct) === found.distinct &&
    shown(expected.generated) === found.generated &&
    (found.depth === null || expected.depth === found.depth)
  )
}
