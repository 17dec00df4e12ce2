/** Stories that may be told, and which come first. */
import type { Story } from '../../counterexamples/index.ts'

/** A story that may be told. */
export interface Tellable {
  readonly story: Story
  /** The fewer, the earlier: 0 for what nobody expects. */
  readonly rank: number
  /** What it is told under, where its headline is not enough; or null. */
  readonly title: string | null
}

/** The stories that one scenario came to. */
export interface StoriesOfScenario {
  readonly suite: string
  readonly scenario: string
  readonly stories: readonly Tellable[]
  /** The command that tells those of the whole scenario, or those of these properties. */
  readonly commandFor: (properties: readonly string[] | null) => string
}

/** What was expected to break comes after what was not, and goals that are reached come last. */
export function rankOf(isExpected: boolean, { verdict }: Story): number {
  return isExpected ? (verdict === 'violated' ? 1 : 2) : 0
}
