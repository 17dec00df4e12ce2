import type { Story } from './story.ts'

export interface DotOptions {
  /** Scenario the story belongs to, for the title. */
  readonly scenario?: string
}

/** A story as Graphviz text. */
export function storyDot(story: Story, _options: DotOptions = {}): string {
  return `digraph { label="${story.steps.length} steps" }`
}
