/** Functions that look at all of a pool where most of what they look at besides comes again and again. */
import type { FunctionStatistics, WholeReader, WholeReads } from '../contract/result.ts'
import type { Ending } from '../explore/ending.ts'
import type { Program } from '../memo/program.ts'
import type { Pool } from '../model/pool.ts'
import { type SampledGroup, sampledStates } from './sample-runs.ts'

/** Each situation of all but the pools would have been met so often, at least, for a part of the pool to be worth it. */
const FEWEST_REPEATS = 8
/** A function reads all of a pool where it does in this share of its runs. */
const TELLING_SHARE = 1 / 8
/** States whose pools are told, and elements of each. */
const MOST_CONTENTS = 32
const MOST_ELEMENTS = 256

export function wholeReads(
  ending: Ending,
  sampled: readonly SampledGroup[],
  functions: readonly FunctionStatistics[],
): readonly WholeReads[] {
  const { program } = ending
  const sizes = groupSizes(program)
  const inQuestion = sampled.filter((each) =>
    wouldRepeat(each, functions[each.group]?.runs ?? 0, sizes.get(each.group) ?? 1),
  )
  return poolsOf(program).flatMap((pool) => {
    const readers = inQuestion.flatMap((each): WholeReader[] => {
      const read = each.pools.get(pool)
      if (read === undefined || read.runs < TELLING_SHARE * each.runs) return []
      const { kind, name, runs } = functions[each.group] as FunctionStatistics
      return [{ name: `${kind} "${name}"`, runs, sites: [...read.sites.values()] }]
    })
    if (readers.length === 0) return []
    const contents: (readonly unknown[])[] = []
    for (const ids of sampledStates(ending, MOST_CONTENTS)) contents.push(pool.valueOf(ids).slice(0, MOST_ELEMENTS))
    return [{ variable: pool.name, collection: pool.kind, readers, contents }]
  })
}

function poolsOf({ model }: Program): readonly Pool[] {
  return [...model.groups.values()].flatMap(({ pool }) => (pool === null ? [] : [pool]))
}

/** Functions in each group. */
function groupSizes({ memo }: Program): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>()
  for (let fn = 0; fn < memo.size; fn++) {
    const { group } = memo.function(fn)
    sizes.set(group, (sizes.get(group) ?? 0) + 1)
  }
  return sizes
}

/** Whether what the functions read besides pools comes again and again, as far as the sample tells. */
function wouldRepeat({ ofPools }: SampledGroup, runsInAll: number, size: number): boolean {
  const { runs, functions, situations } = ofPools
  if (runs === 0 || 2 * situations.size > runs) return false
  return FEWEST_REPEATS * (situations.size / functions.size) * size <= runsInAll
}
