/** Markdown for a step summary or a review: a table of verdicts, then the story of each break. */
import { oneLine } from '../counterexamples/print/plain-text.ts'
import { plural } from '../counterexamples/print/wording.ts'
import type { Report } from '../runs/report.ts'
import { amissIn, casesOf, type ReportCase } from './cases.ts'

const marks: Readonly<Record<ReportCase['status'], string>> = {
  passed: '✓ as expected',
  failed: '✗ **not as expected**',
  undecided: '? undecided',
  error: '! error',
  'not run': '– not run',
}

/** More stories than this are for a terminal. */
const mostStories = 5

export function markdownOf(report: Report): string {
  const cases = casesOf(report)
  const amiss = amissIn(cases)
  const head =
    amiss.length === 0 && report.error === null ? 'every expectation is met' : `${plural(amiss.length, 'problem')}`
  const told = amiss.filter(({ story }) => story !== null)
  const rest = told.length - mostStories
  return [
    `## Ackproof: ${head}`,
    '',
    ...(report.error === null ? [] : [inline(report.error.message), '']),
    ...(cases.length === 0 ? [] : table(cases)),
    ...told.slice(0, mostStories).flatMap(storyLines),
    ...(rest > 0
      ? [`${plural(rest, 'more story', 'more stories')}: run the commands in the table to see them.`, '']
      : []),
  ].join('\n')
}

/** Gives only what is amiss in a large report, and how many are not. */
const mostRows = 200

function table(cases: readonly ReportCase[]): readonly string[] {
  const rows = cases.length > mostRows ? amissIn(cases).slice(0, mostRows) : cases
  const left = cases.length - rows.length
  return [
    '| suite | scenario | promise | outcome | found |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ suite, scenario, name, status, text }) =>
        `| ${cell(suite)} | ${cell(scenario)} | ${cell(name)} | ${marks[status]} | ${cell(text)} |`,
    ),
    ...(left > 0 ? ['', `and ${plural(left, 'other row')}`] : []),
    '',
  ]
}

function storyLines({ suite, scenario, name, story, reproduce }: ReportCase): readonly string[] {
  const text = (story ?? '').trimEnd()
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return [
    `### ${inline(`${suite}, ${scenario}: ${name}`)}`,
    '',
    `${fence}text`,
    ...text.split('\n'),
    fence,
    '',
    ...(reproduce === '' ? [] : [`Show it again: ${code(reproduce)}`, '']),
  ]
}

/** Text that means nothing to Markdown and HTML. */
function inline(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function cell(text: string): string {
  return inline(text)
}

function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const ticks = '`'.repeat(longest + 1)
  return `${ticks} ${oneLine(text)} ${ticks}`
}
