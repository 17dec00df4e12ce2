import type { PlainWorldOptions } from '../../spec/semantics/plain-world.ts'

/** What finding out about one story may cost: a story that says less is better than one that never comes. */
export const storyBudget: PlainWorldOptions = { mostRuns: 50_000 }
