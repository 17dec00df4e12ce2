/** JUnit's XML, which most systems of continuous integration read: a test suite for each scenario, a case for each promise. */
import { storyText } from '../../counterexamples/index.ts'
import { shorten, visible } from '../../counterexamples/print/plain-text.ts'
import type { ReportData } from '../json/json.ts'
import { casesOf, type ReportCase } from './cases.ts'
import { placeOf } from './place.ts'

/** Names are shortened beyond this: they become rows of tables and parts of addresses. */
const longestName = 500
const longestMessage = 2000

export function junitOf(data: ReportData): string {
  const cases = casesOf(data).filter(({ status }) => status !== 'noted')
  const errors = number(cases, 'undecided', 'error')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="ackproof" tests="${cases.length}" failures="${number(cases, 'failed')}" errors="${errors}" time="${data.seconds.toFixed(3)}">`,
    ...byScenario(cases).map(suiteText),
    '</testsuites>',
    '',
  ].join('\n')
}

function byScenario(cases: readonly ReportCase[]): readonly (readonly ReportCase[])[] {
  const groups = new Map<string, ReportCase[]>()
  for (const each of cases) {
    const key = JSON.stringify([each.suite, each.scenario])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [each])
    else group.push(each)
  }
  return [...groups.values()]
}

function suiteText(cases: readonly ReportCase[]): string {
  const [first] = cases
  const name = [first?.suite ?? '', first?.scenario ?? ''].filter((part) => part !== '').join(' ')
  const seconds = cases.reduce((sum, each) => sum + each.seconds, 0)
  const counts = `tests="${cases.length}" failures="${number(cases, 'failed')}" errors="${number(cases, 'undecided', 'error')}" skipped="${number(cases, 'not run', 'ignored')}"`
  return [
    `  <testsuite name="${attribute(name, longestName)}" ${counts} time="${seconds.toFixed(3)}">`,
    ...cases.map(caseText),
    '  </testsuite>',
  ].join('\n')
}

function caseText({ suite, scenario, name, status, text, story, reproduce, location, seconds }: ReportCase): string {
  const place = placeOf(location)
  const classname = [suite, scenario].filter((part) => part !== '').join('.')
  const where = place === null ? '' : ` file="${attribute(place.file, longestName)}" line="${place.line}"`
  const start = `    <testcase classname="${attribute(classname, longestName)}" name="${attribute(name, longestName)}"${where} time="${seconds.toFixed(3)}"`
  if (status === 'passed') return `${start}/>`
  if (status === 'ignored') {
    return `${start}><skipped message="ignored: ${attribute(text, longestMessage)}"/></testcase>`
  }
  if (status === 'not run') return `${start}><skipped message="the run ended before"/></testcase>`
  const element = status === 'failed' ? 'failure' : 'error'
  const told = story === null ? text : storyText(story, { color: false, width: 100 })
  // A viewer has the name and the message; the lines repeat them for a log that has neither.
  const lines = [
    ...(location === null ? [] : [`at ${location}`]),
    ...(story === null ? [] : [text, '']),
    told.trimEnd(),
    ...(reproduce === '' ? [] : ['', `Show it again: ${reproduce}`]),
  ]
  const details = content(
    lines
      .flatMap((line) => line.split('\n'))
      .map(visible)
      .join('\n'),
  )
  return `${start}><${element} type="${status}" message="${attribute(text, longestMessage)}">${details}</${element}></testcase>`
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

function attribute(text: string, longest: number): string {
  return content(shorten(text, longest))
    .replaceAll('"', '&quot;')
    .replace(/[\t\r\n]/g, (blank) => `&#${blank.charCodeAt(0)};`)
}
