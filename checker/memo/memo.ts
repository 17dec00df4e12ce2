/**
 * Memoised functions. A function runs only where it meets values it has not met; after that its result is looked up by
 * the values it read. A function that hardly ever meets the same values again stops being memoised.
 */

import type { FunctionStatistics } from '../contract/result.ts'
import { impure } from '../model/spec-errors.ts'
import type { UserCode, UserFunction } from '../model/user-code.ts'
import { withRoom } from '../values/with-room.ts'
import { Trie } from './trie.ts'

/** Functions that count and adapt together: the instances of one action, the parts of one property, … */
export interface FunctionGroup {
  readonly kind: FunctionStatistics['kind']
  readonly name: string
  /** Results asked for, as far as they are counted one by one: see `Memo.lookups`. */
  lookups: number
  /** Functions of the group that are asked in every state, and not counted one by one. */
  askedInEachState: number
  runs: number
  /** Most slots that one run read. */
  mostReads: number
  /** Nodes of the group's tries. */
  nodes: number
  isMemoised: boolean
}

export interface MemoOptions {
  /** Runs after which a group's hit rate is looked at, again each time they have doubled. */
  readonly trialRuns?: number
  /** States without a change of the tries before instances are listed by what they read first. */
  readonly calmStates?: number
}

/** After this many runs of a group its hit rate is judged. */
const TRIAL_RUNS = 4096
/** A group stops memoising when more than this share of the results had to be computed. */
const TOO_MANY_MISSES = 0.6

export class Memo {
  /** Root of each function's trie, by function number: a pointer as in `Trie`. */
  roots: Int32Array = new Int32Array(64)
  readonly trie: Trie
  /** States expanded so far; the search counts them. */
  states = 0
  readonly groups: FunctionGroup[] = []
  readonly #functions: MemoFunction[] = []
  readonly #userCode: UserCode
  readonly #trialRuns: number

  constructor(
    userCode: UserCode,
    computeDerived: (slot: number, environment: Int32Array) => number,
    options: MemoOptions = {},
  ) {
    this.#userCode = userCode
    this.trie = new Trie(computeDerived)
    this.#trialRuns = options.trialRuns ?? TRIAL_RUNS
  }

  get bytes(): number {
    return this.trie.bytes + this.roots.byteLength + this.#functions.length * 200
  }

  addGroup(kind: FunctionGroup['kind'], name: string): number {
    const none = { lookups: 0, askedInEachState: 0, runs: 0, mostReads: 0, nodes: 0 }
    return this.groups.push({ kind, name, ...none, isMemoised: true }) - 1
  }

  group(number: number): FunctionGroup {
    return this.groups[number] as FunctionGroup
  }

  /** Results of a group asked for so far. */
  lookups(group: FunctionGroup): number {
    return group.lookups + group.askedInEachState * this.states
  }

  /** How the functions of every group have fared. */
  statistics(): FunctionStatistics[] {
    return this.groups.map((group) => {
      const { kind, name, runs, mostReads, nodes, isMemoised } = group
      return { kind, name, lookups: this.lookups(group), runs, mostReads, nodes, isMemoised }
    })
  }

  /** The number under which `fn` is looked up. */
  add(fn: MemoFunction): number {
    const number = this.#functions.push(fn) - 1
    this.roots = withRoom(this.roots, number + 1)
    return number
  }

  /** Number of functions. */
  get size(): number {
    return this.#functions.length
  }

  function(number: number): MemoFunction {
    return this.#functions[number] as MemoFunction
  }

  /** Leaf (negative) that belongs to the ids in `environment`. */
  lookup(number: number, environment: Int32Array): number {
    const leaf = this.trie.walk(this.roots[number] as number, environment)
    return leaf === 0 ? this.run(number, environment) : leaf
  }

  /** Runs the function because nothing is known for these ids, and remembers the result. */
  run(number: number, environment: Int32Array): number {
    const fn = this.#functions[number] as MemoFunction
    const group = this.groups[fn.group] as FunctionGroup
    group.runs++
    const { run, result } = this.#userCode.track(fn, environment)
    group.mostReads = Math.max(group.mostReads, run.readCount)
    if (!group.isMemoised) return result
    const nodesBefore = this.trie.nodes
    const root = this.trie.insert(this.roots[number] as number, run.reads, run.readCount, environment, result)
    if (root === null) throw this.#impure(fn)
    this.roots[number] = root
    group.nodes += this.trie.nodes - nodesBefore
    this.#judge(fn.group, group)
    return result
  }

  /**
   * Runs a function whose result is known again, on values that are new to it except for those it read, and compares
   * result and reads. Detects a function that depends on anything but the state.
   */
  recheck(number: number, environment: Int32Array): void {
    const fn = this.#functions[number] as MemoFunction
    if (fn.isOfSteps === true) return
    const root = this.roots[number] as number
    const known = this.trie.walk(root, environment)
    if (known === 0) return
    const path = this.trie.path(root, environment)
    const { run, result } = this.#userCode.track(fn, environment)
    const isSame = result === known && run.readCount === path.length && path.every((slot, at) => slot === run.reads[at])
    if (!isSame) throw this.#impure(fn)
  }

  /**
   * A group whose functions ran for too large a share of what was looked up stops being memoised. Looked at each time
   * its runs have doubled.
   */
  #judge(groupNumber: number, group: FunctionGroup): void {
    if (group.runs < this.#trialRuns || (group.runs & (group.runs - 1)) !== 0) return
    if (group.runs < TOO_MANY_MISSES * this.lookups(group)) return
    group.isMemoised = false
    group.nodes = 0
    this.#functions.forEach((fn, number) => {
      if (fn.group === groupNumber) this.roots[number] = 0
    })
  }

  #impure(fn: UserFunction): Error {
    return impure(
      this.#userCode.model.definition,
      fn.name(),
      'it gave another answer, or read other variables, although everything it had read was the same',
    )
  }
}

/** A user's function whose result is a leaf: a negative number. */
export interface MemoFunction extends UserFunction {
  /** Reads a state before and a state after, not one state. */
  readonly isOfSteps?: boolean
}
