import type { SpecDefinition } from '../../spec/language/index.ts'
import { needsGraph } from '../../spec/language/property-kinds.ts'
import type { Bounds, Hooks } from '../contract/options.ts'
import type { TuningOptions } from '../contract/tuning.ts'
import type { Decision } from '../liveness/analyse.ts'
import { Program } from '../memo/program.ts'
import type { Model } from '../model/model.ts'
import { grownLayout, type Layout, layoutOf } from '../states/layout.ts'
import { PackedStates } from '../states/packed-states.ts'
import type { Shard } from '../states/shard.ts'
import { Subject } from '../states/subject.ts'
import { Growth } from './growth.ts'
import { OpenProperties } from './open-properties.ts'
import { Sightings } from './sightings.ts'
import { SymmetryCheck } from './symmetry-check.ts'
import { Verifier } from './verifier.ts'

const VERIFIED_STATES = 64
const MOST_LOOP_PAIRS = 100_000
/** Smaller explorations are over at once. */
const SLOW_FROM = 10_000

/** What the phases of a run share: the specification made ready, the states found, and what they say of properties. */
export class SearchContext {
  readonly bounds: Bounds
  readonly tuning: { readonly mostLoopPairs: number; readonly slowFrom: number }
  readonly program: Program
  readonly model: Model
  readonly states: PackedStates
  readonly sightings: Sightings
  readonly properties: OpenProperties
  readonly verifier: Verifier
  /** Null where no ids are interchangeable. */
  readonly symmetryCheck: SymmetryCheck | null
  readonly growth = new Growth()
  /** What user code is being run for. */
  readonly subject = new Subject()
  /** By position, for the properties that need the whole graph and have been judged. */
  readonly decisions = new Map<number, Decision>()
  /** Bytes of the graph and of what judging needs besides, once it has begun. */
  judgingBytes = 0

  /** Ids of all slots of the state being expanded, and behind them those of a successor: the environment of a step. */
  readonly both: Int32Array
  readonly ids: Int32Array
  readonly after: Int32Array

  /** Initial states and successors, repetitions included. */
  generated = 0
  /** Successors outside a constraint, by action. */
  readonly cutBy: Float64Array
  /** Depth of the states being expanded, whose successors lie one deeper; 0 before the start. */
  depth = 0

  constructor(definition: SpecDefinition, bounds: Bounds, hooks: Hooks, tuning: TuningOptions) {
    this.bounds = bounds
    const { mostLoopPairs = MOST_LOOP_PAIRS, slowFrom = SLOW_FROM } = tuning
    this.tuning = { mostLoopPairs, slowFrom }
    const isWithout = bounds.withoutSymmetry === true && definition.symmetric !== undefined
    const explored = isWithout ? { ...definition, symmetric: [] } : definition
    const { memoryLimitBytes } = bounds
    const memoryLeft =
      memoryLimitBytes === undefined ? {} : { memoryLeft: (): number => memoryLimitBytes - this.memoryBytes }
    this.program = new Program(explored, hooks.activity ?? null, { ...tuning, ...memoryLeft })
    if (definition.properties.some(needsGraph)) this.program.memo.expectSecondPass()
    this.model = this.program.model
    this.cutBy = new Float64Array(definition.actions.length)
    const { slots } = this.model
    this.both = this.model.newIds(2)
    this.ids = this.both.subarray(0, slots)
    this.after = this.both.subarray(slots)
    this.verifier = new Verifier(this.program, tuning.verifiedStates ?? VERIFIED_STATES)
    const { symmetry } = this.program
    this.symmetryCheck = symmetry === null ? null : new SymmetryCheck(this.program, symmetry)
    this.sightings = new Sightings(this.program, () => hooks.onSettled?.())
    this.properties = new OpenProperties(this.program, this.sightings)
    const layout = initialLayout(this.model, tuning.initialWidth ?? 1)
    this.states = new PackedStates(this.program, layout, this.ids, tuning, (shard, first) =>
      this.#checkNew(shard, first),
    )
  }

  /** States that have been expanded. */
  get expanded(): number {
    return this.program.memo.states
  }

  /** States found that have not been expanded. */
  get waiting(): number {
    return this.states.distinct - this.expanded
  }

  /** Bytes of all tables: exact for arrays, an estimate for values. */
  get memoryBytes(): number {
    const { memo, effects, model, listBytes, symmetry } = this.program
    const program = memo.bytes + effects.bytes + listBytes + model.interner.bytes + model.bytes
    return this.judgingBytes + this.states.bytes + program + (symmetry?.bytes ?? 0)
  }

  /** States on the longest shortest path found so far. */
  deepest(): number {
    const isOnNext = this.states.visited.shards.some((shard) => {
      const [first, end] = shard.level(this.depth + 1)
      return first < end
    })
    return isOnNext ? this.depth + 1 : this.depth
  }

  /** Checks the states of a shard from row `first` on, which are new. */
  #checkNew(shard: Shard, first: number): void {
    const { after, properties, subject } = this
    if (!properties.needStates) return
    // A full line is looked up in the middle of expanding a state.
    subject.meanwhile(() => {
      subject.look(after, this.depth + 1)
      for (let row = first; row < shard.count; row++) {
        this.states.read(shard, row, after)
        properties.checkState(after, this.depth + 1)
      }
    })
  }
}

function initialLayout(model: Model, width: number): Layout {
  const { firstGrown } = model
  const narrow = layoutOf(Array.from({ length: firstGrown }, () => width))
  return grownLayout(narrow, model.sizes(firstGrown), model.families)
}
