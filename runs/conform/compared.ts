import type { Lens, Moment, Observation } from '../observed/lens.ts'

/** How much of a variable was compared. */
export interface ComparedVariable {
  readonly name: string
  /** From 0 to 1: how much of it was compared, on average after a step; a family counts by its members. */
  readonly share: number
}

export interface Compared {
  /** From 0 to 1: the mean of the variables. */
  readonly share: number
  /** In the order of their declaration. */
  readonly variables: readonly ComparedVariable[]
  /** After how many steps something could be compared, the initial state included. */
  readonly moments: number
}

/** Counts what was compared. */
export class ComparedCounter {
  readonly #lens: Lens
  readonly #counts = new Map<string, number>()
  #moments = 0

  constructor(lens: Lens) {
    this.#lens = lens
  }

  count(moment: Moment, observed: Observation): void {
    this.#moments++
    for (const path of this.#lens.compared(moment, observed)) this.#counts.set(path, (this.#counts.get(path) ?? 0) + 1)
  }

  get compared(): Compared {
    const variables = Array.from(this.#lens.places, ([name, paths]): ComparedVariable => {
      const all = paths.length * this.#moments
      const counted = paths.reduce((sum, path) => sum + (this.#counts.get(path) ?? 0), 0)
      return { name, share: all === 0 ? 0 : counted / all }
    })
    return comparedOf(variables, this.#moments)
  }
}

/**
 * How much was compared over several runs, of one specification or of several with the same variables: on average after
 * a step of any of them, so that a long run counts for more than a short one. A variable that a run does not have is as good as not
 * compared in it.
 */
export function comparedInAll(runs: readonly Compared[]): Compared {
  const moments = runs.reduce((sum, run) => sum + run.moments, 0)
  const counted = new Map<string, number>()
  for (const { variables, moments: its } of runs) {
    for (const { name, share } of variables) counted.set(name, (counted.get(name) ?? 0) + share * its)
  }
  return comparedOf(
    Array.from(counted, ([name, sum]) => ({ name, share: moments === 0 ? 0 : sum / moments })),
    moments,
  )
}

function comparedOf(variables: readonly ComparedVariable[], moments: number): Compared {
  const sum = variables.reduce((total, { share }) => total + share, 0)
  return { share: variables.length === 0 ? 0 : sum / variables.length, variables, moments }
}
