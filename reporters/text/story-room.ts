/**
 * Which stories a run tells in full: five, those that nobody expects before all others. Of the others it gives the
 * headline, and the command that tells them.
 */
import { storyText } from '../../counterexamples/index.ts'
import { oneLine, shorten } from '../../counterexamples/print/plain-text.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { LineOptions } from './options.ts'
import { indent } from './scenario-lines.ts'
import type { StoriesOfScenario, Tellable } from './story-order.ts'

const mostTold = 5
const longestHeadline = 400

export class StoryRoom {
  readonly #options: LineOptions
  readonly #isOnly: boolean
  #left = mostTold
  readonly #waiting: StoriesOfScenario[] = []

  /** `isOnly`: there is one scenario, so that no later one can have a story that nobody expects. */
  constructor(options: LineOptions, isOnly: boolean) {
    this.#options = options
    this.#isOnly = isOnly
  }

  /** Lines about the stories of a scenario that are told in their place. Expected ones wait for the end of the run. */
  inPlace(of: StoriesOfScenario): readonly string[] {
    if (this.#isOnly) return this.#lines(of)
    const expected = of.stories.filter(({ rank }) => rank > 0)
    if (expected.length > 0) this.#waiting.push({ ...of, stories: expected })
    return this.#lines({ ...of, stories: of.stories.filter(({ rank }) => rank === 0) })
  }

  /** Lines about the stories that waited. */
  atEnd(): readonly string[] {
    const { colors } = this.#options
    return this.#waiting.flatMap((of) => [
      '',
      colors.bold(`${oneLine(of.suite)} "${oneLine(of.scenario)}"`),
      ...this.#lines(of),
    ])
  }

  #lines(of: StoriesOfScenario): readonly string[] {
    const inOrder = of.stories.toSorted((one, other) => one.rank - other.rank)
    const told = inOrder.slice(0, this.#left)
    this.#left -= told.length
    return [...told.flatMap((each) => this.#told(each, of)), ...this.#untold(inOrder.slice(told.length), of)]
  }

  #told({ story, title }: Tellable, { commandFor }: StoriesOfScenario): readonly string[] {
    const { colors, width, isFull } = this.#options
    const text = storyText(story, {
      color: colors.isColorSupported,
      width: width - indent.length,
      isFull,
      reproduce: commandFor(null),
    })
    const lines = [...(title === null ? [] : [colors.bold(title)]), ...text.trimEnd().split('\n')]
    return ['', ...lines.map((line) => (line === '' ? '' : `${indent}${line}`)), '']
  }

  #untold(stories: readonly Tellable[], { commandFor }: StoriesOfScenario): readonly string[] {
    const [first] = stories
    if (first === undefined) return []
    const properties = new Set(stories.map(({ story }) => story.property))
    const [command, tells] =
      properties.size === 1 ? [commandFor([...properties]), ''] : [commandFor(['NAME']), ', one property at a time']
    return [
      `${indent}${this.#options.colors.yellow(`not told in full here, ${plural(stories.length, 'story', 'stories')}; to see it${tells}: ${command}`)}`,
      ...stories.map(({ story, title }) => {
        const headline = shorten(oneLine(story.headline), longestHeadline)
        return `${indent}  ${title === null ? headline : `${title} ${headline}`}`
      }),
    ]
  }
}
