import { compareValues } from '../../spec/language/value.ts'
import type { Program } from './program.ts'

/** Orders action instances by the action's place in the definition, then by arguments. */
export function compareInstances(program: Program, left: number, right: number): number {
  const byAction = program.instance(left).action - program.instance(right).action
  return byAction !== 0 ? byAction : compareValues(program.instance(left).args, program.instance(right).args)
}
