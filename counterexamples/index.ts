/**
 * Counterexamples: from a trace to something a person reads. `dot/dot.ts` is apart, since drawing takes a package of others.
 */

export { type TracedProperty, tell, tellPath } from './explain.ts'
export { type MermaidOptions, storyMermaid } from './mermaid/mermaid.ts'
export type { Change, Feed, NamedValue, Reason, Story, StoryStep, StoryTurn } from './story/story.ts'
export { pathText, storyText, type TextOptions } from './text/text.ts'
