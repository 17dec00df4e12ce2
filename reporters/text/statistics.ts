/** `--stats`: how the exploration went, for people who tune a specification. */
import type { CheckResult } from '../../checker/contract/result.ts'
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { bytesText, count, plural } from '../../counterexamples/print/wording.ts'
import { table } from './table.ts'

/** Below this, tables have hardly been used, and bytes a state say nothing. */
const fewStates = 10_000

export function statisticsLines(result: CheckResult): readonly string[] {
  const { engine, states } = result
  const isTelling = states.distinct >= fewStates
  const inTables = isTelling ? `, ${engine.bytesPerState.toFixed(1)} bytes a state in the tables` : ''
  const actions = Object.entries(result.actions).map(([name, { generated, distinct }]) => [
    name,
    count(generated),
    count(distinct),
    generated === 0 ? 'never fired' : '',
  ])
  const functions = result.functions.map(({ kind, name, lookups, runs, mostReads, nodes, isMemoised }) => [
    `${kind} ${name}`,
    count(lookups),
    count(runs),
    count(mostReads),
    count(nodes),
    runs >= lookups && !isMemoised ? 'run each time' : percent(lookups === 0 ? 1 : 1 - runs / lookups),
  ])
  const variables = result.variables.map(({ path, values, isGrowing }) => [
    path,
    count(values),
    isGrowing ? 'still growing' : '',
  ])
  return [
    `${plural(states.generated, 'transition')} took ${plural(engine.reducerRuns, 'run')} of user code: ${percent(engine.hitRate)} came from the memo`,
    `${engine.bitsPerState} bits a state packed${inTables}, ${bytesText(engine.memoryBytes)} at the peak`,
    'states are compared whole: no hash collisions by construction',
    ...section(['action', 'generated', 'distinct', ''], actions),
    ...section(['function', 'needed', 'runs', 'reads', 'nodes', 'from memo'], functions),
    ...section(['variable', 'values', ''], variables),
    ...(result.slow.length === 0 ? [] : ['', 'what makes it slow', ...result.slow.map(({ text }) => oneLine(text))]),
  ]
}

function section(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : ['', ...table([header, ...rows])]
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
