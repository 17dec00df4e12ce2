/**
 * Memoised functions. A function runs only where it meets values it has not met; after that its result is looked up by
 * the values it read. While a function hardly ever meets the same values again, or memory is short, nothing is added to
 * what is known of it.
 */

import type { FunctionStatistics } from '../contract/result.ts'
import { impure } from '../model/spec-errors.ts'
import type { UserCode, UserFunction } from '../model/user-code.ts'
import type { UserRun } from '../model/user-run.ts'
import { withRoom } from '../values/with-room.ts'
import { finished, withId } from './situation-hash.ts'
import { Trie } from './trie.ts'
import { Worth } from './worth.ts'

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
  /** Whether new results are remembered. */
  isMemoised: boolean
  readonly worth: Worth
  /** How often each result will be needed, as far as that is known before. */
  uses: number
}

export interface MemoOptions {
  /** Runs of a group between two looks at whether its memo pays, at least. */
  readonly trialRuns?: number
  /** States without a change of the tries before instances are listed by what they read first. */
  readonly calmStates?: number
  /** Bytes left of those that the whole run may take. Left out: as many as there are. */
  readonly memoryLeft?: () => number
}

const TRIAL_RUNS = 4096
/** Tries grow by doubling. They may as long as this many times their size is left, which the states need more. */
const ROOM_TO_GROW = 4
/** Addresses in the tries are numbers of 31 bits. */
const MOST_TRIE_BYTES = 2 ** 31

export class Memo {
  /** Root of each function's trie, by function number: a pointer as in `Trie`. */
  roots: Int32Array = new Int32Array(64)
  readonly trie: Trie
  /** States expanded so far; the search counts them. */
  states = 0
  /** States whose successors were asked for once more after that. */
  askedAgain = 0
  readonly groups: FunctionGroup[] = []
  readonly #functions: MemoFunction[] = []
  readonly #userCode: UserCode
  readonly #trialRuns: number
  readonly #memoryLeft: () => number
  /** Bytes of the tries when the memory that is left was last looked at. */
  #knownBytes: number

  constructor(
    userCode: UserCode,
    computeDerived: (slot: number, environment: Int32Array) => number,
    options: MemoOptions = {},
  ) {
    this.#userCode = userCode
    this.trie = new Trie(computeDerived)
    this.#trialRuns = options.trialRuns ?? TRIAL_RUNS
    this.#memoryLeft = options.memoryLeft ?? (() => Number.POSITIVE_INFINITY)
    this.#knownBytes = this.trie.bytes
  }

  get bytes(): number {
    const samples = this.groups.reduce((sum, { worth }) => sum + worth.bytes, 0)
    return this.trie.bytes + this.roots.byteLength + this.#functions.length * 200 + samples
  }

  addGroup(kind: FunctionGroup['kind'], name: string): number {
    const none = { lookups: 0, askedInEachState: 0, runs: 0, mostReads: 0, nodes: 0 }
    const worth = new Worth(this.#trialRuns)
    return this.groups.push({ kind, name, ...none, isMemoised: true, worth, uses: 1 }) - 1
  }

  /** Says that what finds successors is asked once more of every state: when the graph is built. */
  expectSecondPass(): void {
    for (const group of this.groups) if (group.kind !== 'property' && group.kind !== 'constraint') group.uses = 2
  }

  group(number: number): FunctionGroup {
    return this.groups[number] as FunctionGroup
  }

  /** Results of a group asked for so far. */
  lookups(group: FunctionGroup): number {
    return group.lookups + group.askedInEachState * (this.states + this.askedAgain)
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
    if (!group.isMemoised) {
      this.#reconsider(group, situation(number, run, environment))
      return result
    }
    const nodesBefore = this.trie.nodes
    const root = this.trie.insert(this.roots[number] as number, run.reads, run.readCount, environment, result)
    if (root === null) throw this.#impure(fn)
    this.roots[number] = root
    group.nodes += this.trie.nodes - nodesBefore
    this.#judge(group)
    return result
  }

  /**
   * Runs a function whose result is known again, on values that are new to it except for those it read, and compares
   * result and reads. Detects a function that depends on anything but the state. Results that are not remembered cannot
   * be compared: each effect has a number of its own then.
   */
  recheck(number: number, environment: Int32Array): void {
    const fn = this.#functions[number] as MemoFunction
    const group = this.groups[fn.group] as FunctionGroup
    if (fn.isOfSteps === true || !group.isMemoised) return
    const root = this.roots[number] as number
    const known = this.trie.walk(root, environment)
    if (known === 0) return
    const path = this.trie.path(root, environment)
    const { run, result } = this.#userCode.track(fn, environment)
    if (!group.isMemoised) return
    const isSame = result === known && run.readCount === path.length && path.every((slot, at) => slot === run.reads[at])
    if (!isSame) throw this.#impure(fn)
  }

  /** Something was added to what is known of the group: whether that goes on. */
  #judge(group: FunctionGroup): void {
    if (this.trie.bytes !== this.#knownBytes) {
      this.#knownBytes = this.trie.bytes
      if (!this.#hasRoom()) {
        for (const each of this.groups) if (each.isMemoised) rest(each)
        return
      }
    }
    const { worth, runs } = group
    if (worth.isDue(runs) && !worth.pays(runs, group.uses * this.lookups(group))) rest(group)
  }

  /** A function of the group ran, and its result is not remembered: whether those that follow are. */
  #reconsider(group: FunctionGroup, ran: number): void {
    const { worth, runs } = group
    if (!worth.wouldPay(ran, runs) || !this.#hasRoom()) return
    group.isMemoised = true
    worth.resume(runs, group.uses * this.lookups(group))
  }

  #hasRoom(): boolean {
    const { bytes } = this.trie
    return bytes < MOST_TRIE_BYTES && ROOM_TO_GROW * bytes <= this.#memoryLeft()
  }

  #impure(fn: UserFunction): Error {
    return impure(
      this.#userCode.model.definition,
      fn.name(),
      'it gave another answer, or read other variables, although everything it had read was the same',
    )
  }
}

/** What is known stays known and is looked up; nothing is added to it. */
function rest(group: FunctionGroup): void {
  group.isMemoised = false
  group.worth.rest(group.runs)
}

/** A hash of the function and of all that it read. */
function situation(number: number, { reads, readCount }: UserRun, environment: Int32Array): number {
  let hash = Math.imul(number + 1, 0x9e3779b1)
  for (let at = 0; at < readCount; at++) {
    const slot = reads[at] as number
    hash = withId(hash, slot, environment[slot] as number)
  }
  return finished(hash)
}

/** A user's function whose result is a leaf: a negative number. */
export interface MemoFunction extends UserFunction {
  /** Reads a state before and a state after, not one state. */
  readonly isOfSteps?: boolean
}
