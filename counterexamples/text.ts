import type { Story } from './story.ts'

export interface TextOptions {
  readonly color: boolean
  /** Columns to fill. Default 100. */
  readonly width?: number
  /** The command that shows the story again, printed as the last line. */
  readonly reproduce?: string
}

/** A story as text for a terminal or a log. Ends with a newline. */
export function storyText(story: Story, options: TextOptions): string {
  return `${story.headline}\n${options.reproduce ?? ''}\n`
}
