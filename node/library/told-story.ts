/** A story in every form that a person reads. */
import { storyDot } from '../../counterexamples/dot/dot.ts'
import { type Story, type StoryStep, storyMermaid, storyText } from '../../counterexamples/index.ts'
import { renderSvg } from '../dot/render-svg.ts'

/** How a promise broke, or a goal was reached. */
export interface ToldStory {
  /** One line: what happened to which promise, in how many states. */
  readonly headline: string
  /** Number of states, the initial state included. */
  readonly length: number
  /** The initial state, and each step with what it changed. */
  readonly steps: readonly StoryStep[]
  /** The whole story as data. */
  readonly data: Story
  /** As `ackproof check` prints it. Ends with a newline. */
  text(options?: { readonly color?: boolean; readonly width?: number }): string
  /** As a Mermaid sequence diagram, which GitHub draws in Markdown. */
  mermaid(): string
  /** As Graphviz text. */
  dot(): string
  /** As a picture: by `dot` where there is one, else by the Graphviz that comes along. Rejects with `RenderError`. */
  svg(): Promise<string>
}

/** `scenario` stands in the pictures. */
export function toldStory(data: Story, scenario: string): ToldStory {
  const dot = (): string => storyDot(data, { scenario })
  return {
    headline: data.headline,
    length: data.length,
    steps: data.steps,
    data,
    text: ({ color = false, width } = {}) => storyText(data, { color, ...(width !== undefined && { width }) }),
    mermaid: () => storyMermaid(data),
    dot,
    svg: async () => (await renderSvg(dot())).svg,
  }
}
