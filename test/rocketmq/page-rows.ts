/** The rows of part i of docs/rocketmq.md: which scenarios are worth a check, and what comes out of each. */
import { readFileSync } from 'node:fs'
import { project } from '../documentation/pages.ts'

export interface PageRow {
  readonly id: string
  /** Properties and their verdicts, as the cells of the table pair them: `P3 / P8`, `violated / violated`. */
  readonly promises: readonly { readonly property: string; readonly verdict: 'holds' | 'violated' }[]
}

/** Throws where a row's cells do not pair up or where a verdict is none. */
export function rowsOfThePage(): readonly PageRow[] {
  const page = readFileSync(`${project}docs/rocketmq.md`, 'utf8')
  return rowsIn(page.slice(page.indexOf('\n## i. ')))
}

export function rowsIn(text: string): readonly PageRow[] {
  const cells = text
    .split('\n')
    .filter((line) => /^\| [A-Z]\d+[a-z]? \|/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  return cells.map(([id = '', _config, _budget, property = '', verdict = '']) => ({
    id,
    promises: paired(id, property, verdict),
  }))
}

function paired(id: string, property: string, verdict: string): PageRow['promises'] {
  const verdicts = verdict.split(' / ').map((each) => each.replaceAll('**', ''))
  const properties = verdicts.length === 1 ? [property] : property.split(' / ')
  if (properties.length !== verdicts.length) throw new Error(`${id}: "${property}" and "${verdict}" do not pair up`)
  return properties.map((each, index) => ({ property: each, verdict: verdictOf(id, verdicts[index] ?? '') }))
}

function verdictOf(id: string, text: string): 'holds' | 'violated' {
  if (text !== 'holds' && text !== 'violated') throw new Error(`${id}: "${text}" is no verdict`)
  return text
}
