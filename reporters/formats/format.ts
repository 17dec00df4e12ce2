/** The formats of reports by name, and how a file of each is told from a file of the user's. */
import type { ReportData } from '../json/json.ts'
import { githubOf } from './github.ts'
import { junitOf } from './junit.ts'
import { markdownOf } from './markdown.ts'
import type { ReportFormat } from './names.ts'
import { sarifOf } from './sarif.ts'

/** A report to be written in some format. */
export interface Reported {
  readonly data: ReportData
  /** As the terminal shows it, without colours. */
  readonly text: () => string
}

/** A text or a README of the user's may begin with the name alone. */
const textHead = 'Ackproof: the report of a run\n\n'
const markdownHead =
  /^## Ackproof: (there was nothing to check|there are no results|every expectation is met \([\d,]+ of [\d,]+|[\d,]+ problems? \([\d,]+ of [\d,]+ expectations are met)/

/** The report in that format. Ends with a newline, unless there is nothing to say. */
export function formatted(format: ReportFormat, { data, text }: Reported): string {
  switch (format) {
    case 'text':
      return textHead + text()
    case 'json':
      return `${JSON.stringify(data, null, 2)}\n`
    case 'junit':
      return junitOf(data)
    case 'sarif':
      return `${JSON.stringify(sarifOf(data), null, 2)}\n`
    case 'github':
      return githubOf(data)
    case 'markdown':
      return markdownOf(data)
  }
}

/** Whether the text is a report of ours, of any format. */
export function isReport(text: string): boolean {
  if (text.startsWith(textHead) || markdownHead.test(text)) return true
  if (/^<\?xml[^>]*>\n<testsuites name="ackproof"/.test(text)) return true
  if (/^::(error|warning) /.test(text))
    return text
      .trimEnd()
      .split('\n')
      .every((line) => /^::(error|warning) /.test(line))
  return isJsonReport(text)
}

function isJsonReport(text: string): boolean {
  try {
    const { version, ok, exitCode, runs } = JSON.parse(text)
    const isOurs = typeof version === 'number' && typeof ok === 'boolean' && Number.isInteger(exitCode)
    return isOurs || runs?.[0]?.tool?.driver?.name === 'Ackproof'
  } catch {
    return false
  }
}
