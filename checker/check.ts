import type { SpecDefinition } from '../spec/language/index.ts'
import type { Bounds, CheckOptions, Hooks } from './contract/options.ts'
import type { CheckResult } from './contract/result.ts'
import type { TuningOptions } from './contract/tuning.ts'
import { Explorer } from './explorer.ts'

/** Begins an exhaustive check that the caller drives with `step`. */
export function createExplorer(
  definition: SpecDefinition,
  bounds: Bounds = {},
  hooks: Hooks = {},
  tuning: TuningOptions = {},
): Explorer {
  return new Explorer(definition, bounds, hooks, tuning)
}

/**
 * Explores a specification exhaustively, to the end or to a limit; its stories are as the engine found them. Throws
 * `SpecError` on a mistake in it.
 */
export function check(definition: SpecDefinition, options: CheckOptions = {}, tuning: TuningOptions = {}): CheckResult {
  const explorer = createExplorer(definition, options, options, tuning)
  while (!explorer.step(50));
  return explorer.result()
}
