/** What real brokers have shown. Written by `npm run live -- tables`, from live/results.json. */
import type { ObservedBreak } from '../language/observed-break.ts'

export const observedOnBrokers: readonly ObservedBreak[] = [
]
