/** One of several runs that share the scenarios of one. */
export interface Shard {
  /** From 1. */
  readonly index: number
  readonly of: number
}

/** Every `of`-th from the `index`-th on: what stands side by side is often alike, and so is shared out. */
export function shareOf<T>(all: readonly T[], { index, of }: Shard): readonly T[] {
  return all.filter((_each, at) => at % of === index - 1)
}
