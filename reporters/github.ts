/** Annotations of GitHub Actions: one workflow command a line for everything that is not as expected. */
import { oneLine, visible } from '../counterexamples/print/plain-text.ts'
import type { Report } from '../runs/report.ts'
import { amissIn, casesOf, type ReportCase } from './cases.ts'

export function githubOf(report: Report): string {
  const error =
    report.error === null ? [] : [command('error', placeOf(report.error.location), 'Ackproof', report.error.message)]
  return [...error, ...amissIn(casesOf(report)).map(annotation)].map((line) => `${line}\n`).join('')
}

function annotation({ suite, scenario, name, status, text, story, reproduce, location }: ReportCase): string {
  const level = status === 'failed' || status === 'error' ? 'error' : 'warning'
  const lines = [text, ...(story === null ? [] : [story]), ...(reproduce === '' ? [] : [`Show it again: ${reproduce}`])]
  return command(level, placeOf(location), `${suite}, ${scenario}: ${name}`, lines.join('\n'))
}

function placeOf(location: string | null): Readonly<Record<string, string>> {
  const [, file, line, col] = /^(.*):(\d+):(\d+)$/.exec(location ?? '') ?? []
  return file === undefined || line === undefined || col === undefined ? {} : { file, line, col }
}

function command(level: string, place: Readonly<Record<string, string>>, title: string, message: string): string {
  const properties = Object.entries({ ...place, title }).map(([name, value]) => `${name}=${property(oneLine(value))}`)
  return `::${level} ${properties.join(',')}::${data(message.split('\n').map(visible).join('\n'))}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
