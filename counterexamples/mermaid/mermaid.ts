/** A story as Mermaid text, which GitHub, GitLab and many editors draw where they show Markdown. */
import { type Lanes, lanesOf } from '../lanes/lanes.ts'
import { isIdle, type Row, rowsOf } from '../lanes/rows.ts'
import { elide, oneLine, shorten } from '../print/plain-text.ts'
import { count } from '../print/wording.ts'
import { changeText, groupByPath } from '../story/change-text.ts'
import { decisiveReasons, reasonText } from '../story/decisive-reasons.ts'
import { foreverText } from '../story/headline.ts'
import type { NamedValue, Story, StoryStep } from '../story/story.ts'
import { decisiveValues, readPaths, valueText } from '../story/story-values.ts'
import { boxed, escaped } from './mermaid-text.ts'

export interface MermaidOptions {
  /** Steps drawn at most; the middle of a longer story is replaced by a note. Default 40. */
  readonly mostSteps?: number
  /** Characters of the whole text at most, 2,000 or more. Default 50,000: Mermaid draws no longer text. */
  readonly mostCharacters?: number
}

/** How much of a story there is room for. */
interface Room {
  readonly steps: number
  /** Columns of a sentence, a value or a reason before it is shortened. */
  readonly text: number
  /** Values of a state, changes of a step and reasons told. */
  readonly values: number
}

/** From generous to what always fits. */
const rooms: readonly Room[] = [
  { steps: 40, text: 300, values: 8 },
  { steps: 24, text: 160, values: 6 },
  { steps: 12, text: 100, values: 4 },
  { steps: 6, text: 60, values: 2 },
  { steps: 2, text: 24, values: 1 },
]

/**
 * A story as a Mermaid sequence diagram: one lane for each actor, one box a step, a frame round a loop, red bands for
 * faults, and the broken promise at the end. Any text of the user's is safe in it. Ends with a newline.
 *
 * @example
 * const text = ['```mermaid', storyMermaid(story).trimEnd(), '```'].join('\n')
 */
export function storyMermaid(story: Story, { mostSteps = 40, mostCharacters = 50_000 }: MermaidOptions = {}): string {
  let text = ''
  for (const room of rooms) {
    text = drawn(story, { ...room, steps: Math.min(room.steps, mostSteps) })
    if (text.length <= mostCharacters) break
  }
  return text
}

function drawn(story: Story, room: Room): string {
  const rows = rowsOf(story, room.steps)
  const lanes = lanesOf(
    story,
    rows.flatMap((row) => (row.kind === 'step' ? [row.step] : [])),
  )
  const columns = columnsFor(lanes.names.length)
  const all = lanes.names.length === 1 ? laneId(0) : `${laneId(0)},${laneId(lanes.names.length - 1)}`
  // Narrower than the lanes together: a wider box pushes the last lane away.
  const acrossColumns = Math.floor(columns * Math.max(1, (lanes.names.length - 1) * 0.8))
  const across = (lines: readonly string[]): string => `Note over ${all}: ${boxed(lines, acrossColumns)}`
  const [first] = story.steps
  const beginning = first === undefined ? [] : [across(['Initial state', ...initialLines(story, first, room)])]
  const before = rows.filter(({ isInLoop }) => !isInLoop)
  const round = rows.filter(({ isInLoop }) => isInLoop)
  const linesOf = (row: Row): readonly string[] =>
    row.kind === 'step' ? stepLines(row.step, lanes, columns, room) : [across([shorten(row.note, room.text)])]
  const lines = [
    ...lanes.names.map(
      (name, lane) =>
        `participant ${laneId(lane)} as ${escaped(elide(name === '' ? story.spec : name, columns * 2)) || '-'}`,
    ),
    ...beginning,
    ...before.flatMap(linesOf),
    ...(round.length === 0
      ? []
      : [`loop ${escaped(foreverText(story))}`, ...round.flatMap(linesOf).map((line) => `  ${line}`), 'end']),
    ...endLines(story, room, across),
  ]
  return `sequenceDiagram\n${lines.map((line) => `  ${line}\n`).join('')}`
}

/** Columns of a lane: Mermaid makes lanes as wide as their boxes. */
function columnsFor(lanes: number): number {
  return [60, 60, 44, 36, 30][lanes] ?? 26
}

function laneId(lane: number): string {
  return `lane${lane}`
}

function stepLines(step: StoryStep, lanes: Lanes, columns: number, room: Room): readonly string[] {
  const sentence = `${step.index}. ${step.isFault ? '⚡ ' : ''}${shorten(oneLine(step.sentence), room.text)}`
  const aside = isIdle(step) ? ['(the story works without it)'] : []
  const box = `Note over ${laneId(lanes.laneOf(step))}: ${boxed([sentence, ...aside, ...changeLines(step, room)], columns)}`
  return step.isFault ? ['rect rgba(200, 30, 30, 0.15)', `  ${box}`, 'end'] : [box]
}

/** What the step did to what the promise reads. */
function changeLines({ changes }: StoryStep, room: Room): readonly string[] {
  const groups = groupByPath(changes.filter(({ isRead }) => isRead))
  const told = groups.slice(0, room.values)
  const hidden = groups.length - told.length
  return [
    ...told.map(({ path, changes: members }) => {
      const texts = members.slice(0, room.values).map((change) => changeText(change, room.text))
      return `◆ ${shorten(`${path} ${texts.join(', ')}`, room.text)}`
    }),
    ...(hidden > 0 ? [`… and ${count(hidden)} more`] : []),
  ]
}

/** The values that the promise reads; of a promise that reads none, nothing. */
function initialLines(story: Story, { state }: StoryStep, room: Room): readonly string[] {
  const read = readPaths(story)
  return valueLines(
    story,
    state.filter(({ path }) => read.has(path)),
    room,
  )
}

function valueLines(story: Story, values: readonly NamedValue[], room: Room): readonly string[] {
  const told = values.slice(0, room.values)
  const hidden = values.length - told.length
  return [
    ...told.map(
      (each) =>
        `${elide(oneLine(each.path), 60)} = ${valueText(story, { path: each.path, value: oneLine(each.value) }, room.text)}`,
    ),
    ...(hidden > 0 ? [`… and ${count(hidden)} more`] : []),
  ]
}

/** What happens for ever, and the broken promise or the goal, with what decides it. */
function endLines(story: Story, room: Room, across: (lines: readonly string[]) => string): readonly string[] {
  const isBroken = story.verdict === 'violated'
  const sign = isBroken ? '✗' : '✓'
  const ever = story.loop !== null && story.back === null ? [across([`↺ ${foreverText(story)}`])] : []
  const reasons = decisiveReasons(story)
  const texts = reasons.map((reason) => reasonText(reason, story)).filter((text) => text !== '')
  const told = texts.slice(0, room.values).map((text) => shorten(text, room.text))
  const hidden = texts.length - told.length
  const read = story.kind === 'deadlock-free' ? [] : decisiveValues(reasons, story, room.values)
  const lines = [
    `${sign} ${shorten(oneLine(story.headline), room.text)}`,
    ...told,
    ...(hidden > 0 ? [`… and ${count(hidden)} more`] : []),
    ...valueLines(story, read, room),
  ]
  const color = isBroken ? 'rgba(200, 30, 30, 0.15)' : 'rgba(11, 110, 79, 0.15)'
  return [...ever, `rect ${color}`, `  ${across(lines)}`, 'end']
}
