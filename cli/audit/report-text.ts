/** An audit as text: each promise, the faults it was checked under, and the shortest story where one breaks it. */
import pc from 'picocolors'
import { tell } from '../../counterexamples/index.ts'
import { plural } from '../../counterexamples/wording.ts'
import type { Answer, AuditReport, FileReport } from './answer.ts'
import type { FilePlan } from './plan.ts'

type Paint = ReturnType<typeof pc.createColors>

export interface AuditTextOptions {
  readonly color: boolean
}

/** Ends with a newline. */
export function auditText(report: AuditReport, options: AuditTextOptions): string {
  const paint = pc.createColors(options.color)
  const files = report.files.map((file) => fileText(file, report.plan.version, paint))
  return `${[...files, summary(report)].join('\n\n')}\n`
}

function fileText({ file, answers }: FileReport, version: string, paint: Paint): string {
  const sections = [
    [`${paint.bold(file.path)}: ${file.is} (RocketMQ ${version})`, ...settingLines(file, paint)],
    ...promisesIn(answers).map((promise) => promiseLines(promise, answers, paint)),
    file.notModelledYet.map(({ promise, why }) => `  ${paint.yellow('not modelled yet')}  ${promise} (${why})`),
    file.notes.map((note) => `  note: ${note}`),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function settingLines(file: FilePlan, paint: Paint): readonly string[] {
  const width = Math.max(0, ...file.settings.map((setting) => setting.name.length))
  const valueWidth = Math.max(0, ...file.settings.map((setting) => setting.value.length))
  const settings = file.settings.map(({ name, value, line }) => {
    const from = line === null ? 'default' : `line ${line}`
    return `  ${name.padEnd(width)}  ${value.padEnd(valueWidth)}  ${paint.dim(from)}`
  })
  const keys = file.notModelledKeys.map(({ key, line, hint }) =>
    hint === null
      ? `${key} (line ${line})`
      : `${key} (line ${line}; did you mean ${hint}? RocketMQ ignores unknown keys)`,
  )
  return keys.length === 0 ? settings : [...settings, `  not modelled: ${keys.join(', ')}`]
}

function promisesIn(answers: readonly Answer[]): readonly string[] {
  return [...new Set(answers.map((answer) => answer.question.promise))]
}

function promiseLines(promise: string, answers: readonly Answer[], paint: Paint): readonly string[] {
  const here = answers.filter((answer) => answer.question.promise === promise)
  return [`  ${paint.bold(promise)}`, ...here.flatMap((answer) => answerLines(answer, paint))]
}

function answerLines(answer: Answer, paint: Paint): readonly string[] {
  const { verdict, question } = answer
  const colour = verdict === 'holds' ? paint.green : verdict === 'undecided' ? paint.yellow : paint.red
  const head = `    ${colour(verdict.padEnd(15))}${question.fault}`
  if (verdict !== 'can be broken') return [head]
  if (answer.isBrokenByLess) return [`${head} ${paint.dim('(less is enough, see above)')}`]
  return [head, ...storyLines(answer), `        ${changeLine(answer)}`]
}

function storyLines({ story }: Answer): readonly string[] {
  if (story === null) return []
  const { steps } = tell(story.definition, story)
  return steps.slice(1).map((step, index) => `        ${index + 1}. ${step.isFault ? '⚡ ' : ''}${step.sentence}`)
}

function changeLine({ cheapestChange }: Answer): string {
  return cheapestChange === null
    ? 'no change of settings that is modelled keeps this promise under this fault'
    : `cheapest change: ${cheapestChange} (checked: the promise then holds under this fault)`
}

function summary(report: AuditReport): string {
  const answers = report.files.flatMap((file) => file.answers)
  const by = (verdict: Answer['verdict']): number => answers.filter((answer) => answer.verdict === verdict).length
  const open = report.files.reduce((sum, { file }) => sum + file.notModelledYet.length, 0)
  return (
    `${plural(report.files.length, 'file')}, ${plural(answers.length, 'question')}: ${by('holds')} hold, ` +
    `${by('can be broken')} can be broken, ${by('undecided')} undecided; ${open} not modelled yet`
  )
}
