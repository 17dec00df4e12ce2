/** JUnit's XML, which most systems of continuous integration read: a test suite for each scenario, a case for each promise. */
import type { Report } from '../runs/report.ts'
import { casesOf, type ReportCase } from './cases.ts'

export function junitOf(report: Report): string {
  const cases = casesOf(report)
  const names = [...new Set(cases.map(groupOf))]
  const suites = names.map((name) =>
    suiteText(
      name,
      cases.filter((each) => groupOf(each) === name),
    ),
  )
  const error = report.error === null ? [] : [errorSuite(report.error.message)]
  const tests = cases.length + error.length
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="ackproof" tests="${tests}" failures="${number(cases, 'failed')}" errors="${number(cases, 'undecided', 'error') + error.length}" time="${report.seconds.toFixed(3)}">`,
    ...error,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function groupOf({ suite, scenario }: ReportCase): string {
  return `${suite} ${scenario}`
}

function suiteText(name: string, cases: readonly ReportCase[]): string {
  const seconds = cases.reduce((sum, each) => sum + each.seconds, 0)
  const counts = `tests="${cases.length}" failures="${number(cases, 'failed')}" errors="${number(cases, 'undecided', 'error')}" skipped="${number(cases, 'not run')}"`
  return [
    `  <testsuite name="${attribute(name)}" ${counts} time="${seconds.toFixed(3)}">`,
    ...cases.map(caseText),
    '  </testsuite>',
  ].join('\n')
}

function caseText({ suite, scenario, name, status, text, story, reproduce, seconds }: ReportCase): string {
  const start = `    <testcase classname="${attribute(`${suite}.${scenario}`)}" name="${attribute(name)}" time="${seconds.toFixed(3)}"`
  if (status === 'passed') return `${start}/>`
  if (status === 'not run') return `${start}><skipped message="the run ended before"/></testcase>`
  const element = status === 'failed' ? 'failure' : 'error'
  const details = [story ?? text, ...(reproduce === '' ? [] : [`Show it again: ${reproduce}`])].join('\n')
  return `${start}><${element} type="${status}" message="${attribute(text)}">${content(details)}</${element}></testcase>`
}

function errorSuite(message: string): string {
  return `  <testsuite name="ackproof" tests="1" failures="0" errors="1" skipped="0" time="0"><testcase classname="ackproof" name="the run" time="0"><error type="error" message="${attribute(message)}"/></testcase></testsuite>`
}

function number(cases: readonly ReportCase[], ...statuses: readonly ReportCase['status'][]): number {
  return cases.filter(({ status }) => statuses.includes(status)).length
}

/** Characters that XML 1.0 cannot hold, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu

function content(text: string): string {
  return text.replace(notXml, '\ufffd').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function attribute(text: string): string {
  return content(text)
    .replaceAll('"', '&quot;')
    .replace(/[\t\r\n]/g, (blank) => `&#${blank.charCodeAt(0)};`)
}
