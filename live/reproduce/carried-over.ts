/** Results that outlive a change of the specification, because the same was carried out, and the same is asked of it. */
import { createHash } from 'node:crypto'
import type { Errand } from './errand.ts'
import type { SourceHashes } from './project.ts'
import { isResultOf, type Result, type Results } from './results.ts'

/**
 * A hash of what the first `runs` runs of an errand carry out: the configuration of the broker, each step with the state
 * behind it, what is tried between them, and what the promises say. A function that a promise calls is not looked into.
 */
export function behaviourOf({ on, kind, broken, pathOf, attemptsOf }: Errand, runs: number): string {
  const { definition, configuration } = on.scenario
  const names = broken.map(({ promise }) => promise)
  const promises = definition.properties
    .filter(({ name }) => names.includes(name))
    .map(({ declaredAt, ...promise }) => promise)
  // Only walks differ from run to run.
  const paths = Array.from({ length: kind === 'random walk' ? runs : 1 }, (_, number) =>
    pathOf(number).steps.map(({ action, params, state }) => ({ action, params, state })),
  )
  const attempts = paths.map((_, number) => attemptsOf(number))
  const text = JSON.stringify({ configuration, promises, paths, attempts }, (_key, value: unknown) =>
    typeof value === 'function' ? String(value) : value,
  )
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/**
 * Results that were made with other sources count for the sources as they are, where the adapter is the same and so is the
 * behaviour. What was compared of a suite on a version is kept where all of its results are.
 */
export function carriedOver(
  known: Results,
  errands: readonly Errand[],
  hashesOf: (errand: Errand) => SourceHashes,
): Results {
  const results = known.results.map((result): Result => {
    const errand = errands.find((each) => isResultOf(result, each))
    if (errand === undefined) return result
    const { all, adapter } = hashesOf(errand)
    if (result.sources === all || result.adapter !== adapter) return result
    return behaviourOf(errand, result.runs) === result.behaviour ? { ...result, sources: all } : result
  })
  const compared = known.compared.map((each) => {
    const its = known.results.flatMap(({ suite, rocketmq, sources }, at) =>
      suite === each.suite && rocketmq === each.rocketmq && sources === each.sources ? [results[at]?.sources] : [],
    )
    const [sources] = its
    return sources !== undefined && its.every((other) => other === sources) ? { ...each, sources } : each
  })
  return { ...known, results, compared }
}
