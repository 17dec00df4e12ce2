/**
 * A frontier in one sentence: `holds with any 2 process crashes; broken by 1 power cut`. Sentences are compared with
 * those that a scenario expects, so they depend on nothing but the frontier, the words for the faults and the bounds.
 */

import { type Budget, isBelow } from '../../checker/faults/budgets.ts'
import type { Frontier } from '../../checker/faults/frontier.ts'
import { count } from '../../counterexamples/print/wording.ts'
import type { FaultKind, PropertyKind } from '../../spec/language/index.ts'
import { isGoal } from '../../spec/language/property-kinds.ts'

/** `1 process crash + 2 power cuts`; `no fault` for none. */
export function budgetText(kinds: readonly FaultKind[], budget: Budget): string {
  const parts = faultTexts(kinds, budget)
  return parts.length === 0 ? 'no fault' : parts.join(' + ')
}

/** `up to 2 process crashes and 1 power cut`: everything that was tried. */
export function triedText(kinds: readonly FaultKind[]): string {
  const parts = faultTexts(
    kinds,
    kinds.map(({ most }) => most),
  )
  const last = parts.at(-1) ?? ''
  return `up to ${parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`}`
}

/** `bounds` is what verdicts without a story are limited to, such as `to depth 12`; null = nothing. */
export function frontierSentence(
  property: PropertyKind,
  kinds: readonly FaultKind[],
  frontier: Frontier,
  bounds: string | null,
): string {
  const texts = new Texts(kinds, frontier, bounds)
  const clauses = isGoal(property) ? goalClauses(texts) : promiseClauses(texts)
  return clauses.filter((clause) => clause !== null).join('; ')
}

type Clause = string | null

function promiseClauses(texts: Texts): readonly Clause[] {
  const { frontier } = texts
  if (texts.isAllSafe) return [`holds with ${texts.tried}`]
  const isBrokenAnyway = frontier.fewest.some(isZero)
  return [
    texts.safe === null ? null : `holds ${texts.safe}`,
    frontier.undecided.length === 0 ? null : `undecided ${texts.list('with', frontier.undecided)}`,
    isBrokenAnyway ? 'broken without any fault' : texts.fewest('broken by', 'by'),
    texts.holdsWithLess ? `holds with anything less${texts.inBounds}` : null,
    frontier.exceptions.length === 0 ? null : `holds again ${texts.exceptions}${texts.inBounds}`,
  ]
}

function goalClauses(texts: Texts): readonly Clause[] {
  const { frontier } = texts
  if (texts.isAllSafe) return [`not reached with ${texts.tried}`]
  const reached = frontier.fewest.some(isZero) ? 'reached without faults' : texts.fewest('reached with', 'with')
  return [
    reached === null ? null : `${reached}${frontier.safe.length === 0 ? '' : texts.inBounds}`,
    frontier.undecided.length === 0 ? null : `undecided ${texts.list('with', frontier.undecided)}`,
    frontier.exceptions.length === 0 ? null : `not reached ${texts.exceptions}${texts.inBounds}`,
  ]
}

const mostExceptions = 4

class Texts {
  readonly frontier: Frontier
  /** ` (to depth 12)`, or nothing. */
  readonly inBounds: string
  readonly #kinds: readonly FaultKind[]
  readonly #bounds: string | null

  constructor(kinds: readonly FaultKind[], frontier: Frontier, bounds: string | null) {
    this.frontier = frontier
    this.inBounds = bounds === null ? '' : ` (${bounds})`
    this.#kinds = kinds
    this.#bounds = bounds
  }

  get isAllSafe(): boolean {
    return this.frontier.fewest.length === 0 && this.frontier.undecided.length === 0
  }

  get tried(): string {
    return `${triedText(this.#kinds)} (all that was tried${this.#bounds === null ? '' : `, ${this.#bounds}`})`
  }

  /** Budgets that are fine, as far as "anything less than what breaks it" does not say it; null where that says it all. */
  get safe(): Clause {
    const { safe } = this.frontier
    if (safe.length === 0 || this.holdsWithLess) return null
    if (safe.some(isZero)) return `without faults${this.inBounds}`
    const stated = safe.length === 1 ? safe : safe.filter((budget) => !this.#isLess(budget))
    const texts = stated.map((budget) => `any ${budgetText(this.#kinds, budget)}`)
    return `with ${texts.join(', or ')}${this.inBounds}`
  }

  /** Whether there are several largest budgets that are fine, each below one that is not, and nothing below is open. */
  get holdsWithLess(): boolean {
    const { safe, fewest } = this.frontier
    return safe.length > 1 && fewest.length > 0 && !this.#isDoubtful && safe.every((budget) => this.#isLess(budget))
  }

  /** Whether something below a budget with a story is open, so that fewer faults may do. */
  get #isDoubtful(): boolean {
    const { fewest, undecided } = this.frontier
    return undecided.some((open) => fewest.some((budget) => isBelow(open, budget)))
  }

  fewest(first: string, next: string): Clause {
    const texts = this.frontier.fewest.map((budget) => budgetText(this.#kinds, budget))
    if (texts.length === 0) return null
    return `${first} ${texts.join(`, or ${next} `)}${this.#isDoubtful ? `, perhaps ${next} fewer` : ''}`
  }

  get exceptions(): string {
    const { exceptions } = this.frontier
    if (exceptions.length <= mostExceptions) return this.list('with', exceptions)
    const rest = exceptions.length - mostExceptions + 1
    return `${this.list('with', exceptions.slice(0, mostExceptions - 1))} and ${count(rest)} more`
  }

  /** `with 1 crash, or with 2 power cuts`; `without faults`. */
  list(word: string, budgets: readonly Budget[]): string {
    return budgets
      .map((budget) => (isZero(budget) ? 'without faults' : `${word} ${budgetText(this.#kinds, budget)}`))
      .join(', or ')
  }

  #isLess(budget: Budget): boolean {
    return !this.#isDoubtful && this.frontier.fewest.some((more) => isBelow(budget, more))
  }
}

function faultTexts(kinds: readonly FaultKind[], budget: Budget): readonly string[] {
  return kinds.flatMap(({ words, plural }, kind) => {
    const times = budget[kind] ?? 0
    return times === 0 ? [] : [`${count(times)} ${times === 1 ? words : plural}`]
  })
}

function isZero(budget: Budget): boolean {
  return budget.every((times) => times === 0)
}
