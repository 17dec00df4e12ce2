import type { StopReason } from '../contract/options.ts'
import { noInitialState } from '../model/spec-errors.ts'
import { requireSymmetricDeclarations, requireSymmetricStart } from './asymmetry.ts'
import { Ended } from './ended.ts'
import { Levels } from './levels.ts'
import type { Phase } from './phase.ts'
import type { SearchContext } from './search-context.ts'

/** Finds the initial states: the first level. */
export class Starting implements Phase {
  readonly isJudging = false
  readonly #context: SearchContext

  constructor(context: SearchContext) {
    this.#context = context
  }

  advance(): Phase {
    const context = this.#context
    const { program, states, properties, after, subject } = context
    states.visited.beginLevel(1)
    const initial = program.plain.initialStates()
    program.witnesses.noteInitial(initial)
    if (initial.length === 0) throw noInitialState(program.model.definition)
    requireSymmetricDeclarations(program)
    requireSymmetricStart(program, initial)
    for (const ids of initial) {
      context.generated++
      program.model.load(ids, after)
      subject.look(after, 1)
      properties.checkInitial(after)
      if (!properties.isOutside(after, 1)) states.enqueueInitial(ids)
    }
    return new Levels(context).endLevel()
  }

  breakOff(reason: StopReason): Phase {
    return new Ended(reason)
  }
}
