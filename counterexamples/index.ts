/**
 * Counterexamples: from a trace to something a person reads.
 */

export { type DotOptions, storyDot } from './dot.ts'
export { type Finding, tell, tellPath } from './explain.ts'
export type { Change, Feed, NamedValue, Reason, Story, StoryStep, StoryTurn } from './story.ts'
export { pathText, storyText, type TextOptions } from './text.ts'
