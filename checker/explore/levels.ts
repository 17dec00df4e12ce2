import type { StopReason } from '../contract/options.ts'
import type { Completeness } from '../contract/result.ts'
import type { Shard } from '../states/shard.ts'
import { SHARDS } from '../states/visited-set.ts'
import { Expander } from './expander.ts'
import { afterExploring } from './judging.ts'
import type { Phase } from './phase.ts'
import type { SearchContext } from './search-context.ts'

/** States that one advance expands at most. */
const STATES_AT_ONCE = 64

/** Expands the states found so far, a level at a time, shard by shard. */
export class Levels implements Phase {
  readonly isJudging = false
  readonly #context: SearchContext
  readonly #expander: Expander
  /** Where on the level the next state is: shard, row, and the level's end in that shard. */
  #shard = SHARDS
  #row = 0
  #end = 0

  constructor(context: SearchContext) {
    this.#context = context
    this.#expander = new Expander(context)
  }

  advance(): Phase {
    const { states, bounds } = this.#context
    const { maxStates } = bounds
    for (let done = 0; done < STATES_AT_ONCE; done++) {
      if (this.#row === this.#end && !this.#nextShard()) {
        const next = this.endLevel()
        if (next !== this) return next
        continue
      }
      this.#expander.expand(states.visited.shards[this.#shard] as Shard, this.#row++)
      if (maxStates !== undefined && states.distinct > maxStates) return this.#leaveLevel('states')
    }
    return this
  }

  breakOff(reason: StopReason): Phase {
    return this.#leaveLevel(reason)
  }

  /** Ends the level whose states were being found, and begins to expand it, unless that is enough. */
  endLevel(): Phase {
    const context = this.#context
    const { states, properties, model, growth } = context
    states.flushAll()
    properties.retire()
    if (context.waiting === 0) {
      return afterExploring(context, properties.constraintCut > 0 ? 'constraint' : 'full')
    }
    context.depth++
    states.visited.beginLevel(context.depth + 1)
    this.#shard = -1
    this.#nextShard()
    const reached = this.#boundReached()
    if (reached !== null) return afterExploring(context, reached)
    growth.beginLevel({ sizes: model.sizes(model.firstGrown), stored: model.stored })
    return this
  }

  /** Ends in the middle of a level. States that wait in line are still looked up and checked. */
  #leaveLevel(completeness: Completeness): Phase {
    this.#context.states.flushAll()
    this.#context.growth.leaveLevel()
    return afterExploring(this.#context, completeness)
  }

  /** Goes to the next shard that has states on this level; false when there is none. */
  #nextShard(): boolean {
    const { states, depth } = this.#context
    while (++this.#shard < SHARDS) {
      const [first, end] = (states.visited.shards[this.#shard] as Shard).level(depth)
      this.#row = first
      this.#end = end
      if (first < end) return true
    }
    this.#row = this.#end
    return false
  }

  /** Why the level that begins is not to be expanded, if it is not. */
  #boundReached(): Completeness | null {
    const { bounds, program, properties, states, depth } = this.#context
    const { maxDepth, maxStates, stopFirst, exhaust } = bounds
    const isDecided = properties.count === 0 && program.properties.length > 0
    if (stopFirst === true && properties.isAnyBroken) return 'stopped'
    if (exhaust !== true && isDecided) return 'stopped'
    if (maxDepth !== undefined && depth >= maxDepth) return 'depth'
    if (maxStates !== undefined && states.distinct > maxStates) return 'states'
    return null
  }
}
