/** Markdown for a step summary or a review: a table of verdicts, then the story of each break, drawn by Mermaid. */
import { type Story, storyMermaid, storyText } from '../../counterexamples/index.ts'
import { oneLine, shorten } from '../../counterexamples/print/plain-text.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { ReportData } from '../json/json.ts'
import { amissIn, casesOf, type ReportCase } from './cases.ts'
import { code, fenceFor, inline } from './markdown-text.ts'

export interface MarkdownOptions {
  /** Bytes of UTF-8 at most. Default 1,000,000: GitHub takes a step summary of 1 MiB. */
  readonly mostBytes?: number
}

const marks: Readonly<Record<ReportCase['status'], string>> = {
  passed: '✓ as expected',
  failed: '✗ **not as expected**',
  undecided: '? undecided',
  error: '! **error**',
  'not run': '– not run',
  noted: 'for your information',
  ignored: 'ignored',
}

/** How much is told. */
interface Room {
  readonly stories: number
  readonly rows: number
  readonly hasText: boolean
  /** Characters of a name or a sentence. */
  readonly cell: number
}

/** From generous to what always fits. More than five stories are for a terminal. */
const rooms: readonly Room[] = [
  { stories: 5, rows: 200, hasText: true, cell: 300 },
  { stories: 5, rows: 100, hasText: false, cell: 150 },
  { stories: 1, rows: 50, hasText: false, cell: 100 },
  { stories: 0, rows: 10, hasText: false, cell: 60 },
  { stories: 0, rows: 0, hasText: false, cell: 60 },
]

/** GitHub-flavoured Markdown. Names of authors mean nothing in it. Ends with a newline. */
export function markdownOf(data: ReportData, { mostBytes = 1_000_000 }: MarkdownOptions = {}): string {
  const cases = casesOf(data)
  let text = ''
  for (const room of rooms) {
    text = written(cases, room)
    if (new TextEncoder().encode(text).length <= mostBytes) break
  }
  return text
}

function written(cases: readonly ReportCase[], room: Room): string {
  const amiss = amissIn(cases)
  const told = amiss.flatMap((each) => (each.story === null ? [] : [{ ...each, story: each.story }]))
  const rest = told.length - room.stories
  const commands = amiss.flatMap(({ story, reproduce }) => (story === null && reproduce !== '' ? [reproduce] : []))
  return [
    `## Ackproof: ${headline(cases, amiss)}`,
    '',
    ...(cases.length === 0 ? [] : table(cases, room)),
    ...told.slice(0, room.stories).flatMap((each) => storyLines(each, room)),
    ...(rest > 0
      ? [`${plural(rest, 'more story', 'more stories')} not told here: the log of the run names them.`, '']
      : []),
    ...againLines([...new Set(commands)].slice(0, room.rows), room),
  ].join('\n')
}

function headline(cases: readonly ReportCase[], amiss: readonly ReportCase[]): string {
  const judged = cases.filter(({ status }) => status !== 'noted' && status !== 'ignored').length
  const ignored = cases.filter(({ status }) => status === 'ignored').length
  const beside = ignored === 0 ? '' : `, ${ignored} ignored`
  if (judged === 0) return 'there was nothing to check'
  // It failed before there was an expectation, or is not at its end.
  if (cases.every(({ kind }) => kind === 'run')) return 'there are no results'
  if (amiss.length === 0) return `every expectation is met (${judged} of ${judged}${beside})`
  return `${plural(amiss.length, 'problem')} (${judged - amiss.length} of ${judged} expectations are met${beside})`
}

/** Gives only what is amiss in a large report, and how many rows are left out. */
function table(cases: readonly ReportCase[], { rows: most, cell }: Room): readonly string[] {
  if (most === 0) return []
  const rows = cases.length > most ? amissIn(cases).slice(0, most) : cases
  const left = cases.length - rows.length
  return [
    '| suite | scenario | promise | outcome | found |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(({ suite, scenario, name, status, text }) => {
      const [first, second, third, last] = [suite, scenario, name, text].map((part) => inline(part, cell))
      return `| ${first} | ${second} | ${third} | ${marks[status]} | ${last} |`
    }),
    ...(left > 0 ? ['', `and ${plural(left, 'other row')}`] : []),
    '',
  ]
}

interface ToldCase extends ReportCase {
  readonly story: Story
}

function storyLines(
  { suite, scenario, name, text, story, reproduce, location }: ToldCase,
  { hasText, cell }: Room,
): readonly string[] {
  return [
    `### ${inline(`${suite}, ${scenario}: ${name}`, cell)}`,
    '',
    `${inline(text, cell)}${location === null ? '' : `, declared at ${code(location)}`}`,
    '',
    '```mermaid',
    storyMermaid(story).trimEnd(),
    '```',
    '',
    ...(hasText ? asText(story) : []),
    ...(reproduce === '' ? [] : [`Show it again: ${code(reproduce)}`, '']),
  ]
}

/** For readers whose viewer draws no diagrams, and for those who want every value. */
function asText(story: Story): readonly string[] {
  const text = storyText(story, { color: false, width: 100 }).trimEnd()
  const fence = fenceFor(text)
  return [
    '<details><summary>The same as text</summary>',
    '',
    `${fence}text`,
    ...text.split('\n'),
    fence,
    '',
    '</details>',
    '',
  ]
}

function againLines(commands: readonly string[], { cell }: Room): readonly string[] {
  if (commands.length === 0) return []
  const shown = commands.map((command) => (command.length > cell * 4 ? shorten(command, cell * 4) : command))
  const text = shown.map(oneLine).join('\n')
  return ['To see what was found again:', '', `${fenceFor(text)}sh`, text, fenceFor(text), '']
}
