/**
 * Annotations of GitHub Actions: workflow commands, one a line, for what is not as expected. GitHub shows ten errors, ten
 * warnings and ten notices of a step, so the most important come first, and the tenth says how many more there are.
 */
import type { StoryStep } from '../../counterexamples/index.ts'
import { oneLine, shorten, visible } from '../../counterexamples/print/plain-text.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { ReportData } from '../json/json.ts'
import { type CaseStatus, casesOf, type ReportCase, worthALook } from './cases.ts'
import { placeOf } from './place.ts'

type Level = 'error' | 'warning' | 'notice'

const mostOfALevel = 10
/** A title is cut by GitHub beyond 255 characters; a message is no place to read pages. */
const longestTitle = 200
const longestLine = 300
const longestActor = 60
const mostSteps = 30

/** From the most important. */
const order: readonly CaseStatus[] = ['error', 'failed', 'undecided', 'not run', 'noted']

/** Lines for stdout; '' where everything is as expected and nothing is slow. */
export function githubOf(data: ReportData): string {
  const amiss = worthALook(casesOf(data)).toSorted(
    (left, right) => order.indexOf(left.status) - order.indexOf(right.status),
  )
  return (['error', 'warning', 'notice'] as const)
    .flatMap((level) =>
      annotations(
        level,
        amiss.filter(({ status }) => levelOf(status) === level),
      ),
    )
    .map((line) => `${line}\n`)
    .join('')
}

function annotations(level: Level, cases: readonly ReportCase[]): readonly string[] {
  if (cases.length <= mostOfALevel) return cases.map((each) => annotation(level, each))
  const shown = cases.slice(0, mostOfALevel - 1)
  const more = `${plural(cases.length - shown.length, level === 'notice' ? 'more hint' : 'more problem')} beside these: the log of the step names them all.`
  return [...shown.map((each) => annotation(level, each)), command(level, { title: 'Ackproof' }, more)]
}

function levelOf(status: CaseStatus): Level {
  if (status === 'noted') return 'notice'
  return status === 'failed' || status === 'error' ? 'error' : 'warning'
}

function annotation(level: Level, { suite, scenario, name, text, story, reproduce, location }: ReportCase): string {
  const place = placeOf(location)
  const where = place === null ? {} : { file: place.file, line: String(place.line), col: String(place.column) }
  const title = `${[suite, scenario].filter((part) => part !== '').join(', ')}: ${name}`
  const steps = (story === null ? [] : [...story.steps, ...(story.back === null ? [] : [story.back])]).filter(
    ({ action }) => action !== null,
  )
  const hidden = steps.length - mostSteps
  const lines = [
    text,
    ...(story === null ? [] : [story.headline]),
    ...(hidden > 0 ? [`… ${plural(hidden, 'step')} before …`] : []),
    ...steps.slice(-mostSteps).map(stepText),
    ...(reproduce === '' ? [] : [`Show it again: ${reproduce}`]),
  ]
  const message = lines.map((line) => shorten(visible(line), longestLine)).join('\n')
  return command(level, { ...where, title: shorten(oneLine(title), longestTitle) }, message)
}

function stepText({ index, sentence, isFault, actor }: StoryStep): string {
  const who = actor === null ? '' : `${shorten(oneLine(actor), longestActor)}: `
  return `${index}. ${isFault ? 'FAULT: ' : ''}${who}${sentence}`
}

function command(level: Level, properties: Readonly<Record<string, string>>, message: string): string {
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`)
  return `::${level} ${written.join(',')}::${data(message)}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
