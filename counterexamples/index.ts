/**
 * Counterexamples: from a trace to something a person reads. The public entry `ackproof/counterexamples`.
 */
export { type DotOptions, storyDot } from './dot.ts'
export { type Finding, tell } from './explain.ts'
export { type Drawing, RenderError, type RenderOptions, renderSvg } from './render.ts'
export type { Change, Feed, NamedValue, Reason, Story, StoryStep, StoryTurn } from './story.ts'
export { storyText, type TextOptions } from './text.ts'
