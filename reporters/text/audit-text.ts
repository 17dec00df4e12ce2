/**
 * An audit as text: a table of promises and faults first, then what the verdicts rest on, each cause once with its
 * shortest story, and which lines of the files it all depends on.
 */
import type { Answer, AuditReport, AuditVerdict } from '../../audit/answer.ts'
import { nameOfFile } from '../../audit/cluster.ts'
import type { FilePlan } from '../../audit/file-plan.ts'
import type { Promised } from '../../audit/question.ts'
import type { JudgedRequirement, Requirement, RequirementAt } from '../../audit/requirements.ts'
import type { Setting } from '../../audit/settings.ts'
import { type Cause, type Cell, type ClusterSummary, summaries } from '../../audit/summary.ts'
import { tell } from '../../counterexamples/index.ts'
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { Colors } from '../colors.ts'

/** Ends with a newline. */
export function auditText(report: AuditReport, paint: Colors, requirements: readonly JudgedRequirement[] = []): string {
  const clusters = summaries(report)
  const texts = clusters.map((each) => clusterText(each, report, paint))
  return `${[...texts, ...leftOut(report), ...requirementText(requirements, paint), total(report, clusters)].join('\n\n')}\n`
}

function clusterText(summary: ClusterSummary, report: AuditReport, paint: Colors): string {
  const { cluster, cells, causes } = summary
  const asked = cluster.files.filter(({ questions }) => questions.length > 0)
  const sections = [
    headLines(summary, report, paint),
    warningLines(summary, paint),
    ...[...new Set(cells.map(({ topic }) => topic))].map((topic) => tableLines(topic, cells, paint)),
    bullets('These verdicts rest on', unique(asked.flatMap(({ assumptions }) => assumptions))),
    nameLines(causes),
    ...causes.map((cause) => causeLines(cause, summary, paint)),
    cluster.notModelledYet.map(({ promise, why }) => `  ${paint.yellow('not modelled yet')}  ${promise} (${why})`),
    ...cluster.files.map((file, index) => settingLines(file, cluster.files.slice(0, index), paint)),
    unique(cluster.files.flatMap(({ notes }) => notes)).map((note) => `  note: ${oneLine(note)}`),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function headLines({ cluster }: ClusterSummary, { plan }: AuditReport, paint: Colors): readonly string[] {
  const version = `RocketMQ ${plan.version.name}`
  const reason = plan.versionReason === null ? [] : [`  ${oneLine(plan.versionReason)}`]
  const [only, ...others] = cluster.files
  if (only !== undefined && others.length === 0) {
    return [`${paint.bold(oneLine(nameOfFile(only)))}: ${only.is} (${version})`, ...reason]
  }
  const width = Math.max(...cluster.files.map((file) => nameOfFile(file).length))
  const files = cluster.files.map((file) => `  ${oneLine(nameOfFile(file)).padEnd(width)}  ${file.is}`)
  const name = cluster.name === null ? 'Files of no broker' : `Cluster ${oneLine(cluster.name)}`
  const members = cluster.members.length === 0 ? '' : `: ${oneLine(cluster.members.join('; '))}`
  return [`${paint.bold(name)}${members} (${version})`, ...files, ...reason]
}

function warningLines({ cluster }: ClusterSummary, paint: Colors): readonly string[] {
  const warnings = [
    ...cluster.warnings,
    ...cluster.files.flatMap((file) => file.warnings.map((warning) => `${nameOfFile(file)}, ${warning}`)),
  ]
  return warnings.map((warning) => `  ${paint.yellow('look at')}  ${oneLine(warning)}`)
}

function tableLines(topic: string, all: readonly Cell[], paint: Colors): readonly string[] {
  const cells = all.filter((cell) => cell.topic === topic)
  const promises = new Map(cells.map(({ promised }) => [promised.promise, promised]))
  const faults = unique(cells.map(({ fault }) => fault))
  const rows = faults.map((fault) =>
    [...promises.keys()].map((promise) =>
      cells.find((cell) => cell.fault === fault && cell.promised.promise === promise),
    ),
  )
  const columns = [...promises.values()].map(({ short }, index) => ({
    short,
    width: Math.max(short.length, ...rows.map((row) => cellText(row[index]).length)),
  }))
  const first = Math.max(topic.length, ...faults.map((fault) => fault.length + 2))
  const head = `  ${topic.padEnd(first)}  ${columns.map(({ short, width }) => short.padEnd(width)).join('  ')}`
  const lines = rows.map((row, index) => {
    const texts = columns.map(({ width }, column) => paintCell(row[column], width, paint))
    return `    ${(faults[index] ?? '').padEnd(first - 2)}  ${texts.join('  ')}`.trimEnd()
  })
  const hasGaps = rows.some((row) => row.includes(undefined))
  return [paint.bold(head.trimEnd()), ...lines, ...meanings([...promises.values()], hasGaps, paint)]
}

function meanings(promises: readonly Promised[], hasGaps: boolean, paint: Colors): readonly string[] {
  const width = Math.max(...promises.map(({ short }) => short.length))
  const gaps = hasGaps ? [`      ${'-'.padEnd(width)} = not asked`] : []
  return [...promises.map(({ short, promise }) => `      ${short.padEnd(width)} = ${promise}`), ...gaps].map(paint.dim)
}

function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '-'
  const verdict = cell.verdict === 'can be broken' ? `broken [${cell.cause}]` : cell.verdict
  return cell.isEverywhere ? verdict : `${verdict} at ${cell.at.map(oneLine).join(', ')}`
}

function paintCell(cell: Cell | undefined, width: number, paint: Colors): string {
  const text = cellText(cell).padEnd(width)
  return cell === undefined ? text : colourOf(cell.verdict, paint)(text)
}

function colourOf(verdict: AuditVerdict, paint: Colors): (text: string) => string {
  if (verdict === 'holds') return paint.green
  return verdict === 'can be broken' ? paint.red : paint.yellow
}

function bullets(title: string, sentences: readonly string[]): readonly string[] {
  return sentences.length === 0 ? [] : [`  ${title}`, ...sentences.map((sentence) => `    - ${sentence}`)]
}

/** The names that the stories use. */
const names: readonly (readonly [RegExp, string])[] = [
  [/\bm\d\b/, 'm1, m2: messages of one queue, numbered as they are sent'],
  [/\bh\d\b/, 'h0: the half message of transaction t1; h1, h2: copies of it, one renewed by each check-back'],
  [/\bhalf offset\b/, 'half offset: the place that check rounds have reached in the queue of half messages'],
  [/⚡/, '⚡: a fault'],
]

function nameLines(causes: readonly Cause[]): readonly string[] {
  const text = causes.flatMap(({ told }) => storyLines(told)).join('\n')
  return bullets(
    'How promises break; in the stories are',
    names.filter(([pattern]) => pattern.test(text)).map(([, meaning]) => meaning),
  )
}

function causeLines({ number, told, answers }: Cause, { cells }: ClusterSummary, paint: Colors): readonly string[] {
  const shorts = unique(answers.map(({ answer }) => answer.question.short))
  const at = unique(answers.map((each) => each.at))
  const everyone = unique(cells.flatMap((cell) => cell.at))
  const where = at.length === everyone.length ? '' : ` (at ${at.map(oneLine).join(', ')})`
  return [
    `  ${paint.bold(`[${number}]`)} ${told.question.fault}: ${shorts.join(', ')} can be broken${where}`,
    ...storyLines(told),
    `        ${changeLine(told, shorts.length)}`,
  ]
}

function storyLines({ story }: Answer): readonly string[] {
  if (story === null) return []
  const { steps } = tell(story.definition, story)
  return steps.slice(1).map((step, index) => `        ${index + 1}. ${step.isFault ? '⚡ ' : ''}${step.sentence}`)
}

function changeLine({ cheapestChange, isAdviceWhole }: Answer, promises: number): string {
  if (!isAdviceWhole) return 'the audit was ended before a change that keeps the promise was found'
  const then = promises === 1 ? 'the promise then holds' : 'the promises then hold'
  return cheapestChange === null
    ? `no change of settings that is modelled keeps ${promises === 1 ? 'this promise' : 'these promises'} under this fault`
    : `cheapest change: ${cheapestChange} (checked: ${then} under this fault)`
}

function settingLines(file: FilePlan, before: readonly FilePlan[], paint: Colors): readonly string[] {
  const name = oneLine(nameOfFile(file))
  const others =
    file.notModelledKeys.length === 0
      ? []
      : [
          `    not modelled: ${file.notModelledKeys.map(({ key, line }) => `${oneLine(key)} (line ${line})`).join(', ')}`,
        ]
  if (file.questions.length === 0) return others.length === 0 ? [] : [`  ${name}`, ...others]
  const twin = before.find((each) => each.questions.length > 0 && valuesOf(each) === valuesOf(file))
  const { decisive, rest } = parted(file)
  const lines = unique(decisive.flatMap(({ line }) => (line === null ? [] : [line])))
  const head = `  ${name}: the answers depend on ${lineWords(lines)}`
  if (twin !== undefined) return [`${head}; its settings are those of ${oneLine(nameOfFile(twin))}`, ...others]
  return [
    `${head}`,
    ...table(decisive, file, paint),
    ...(rest.length === 0 ? [] : ['    and not on', ...table(rest, file, paint)]),
    ...others,
  ]
}

function parted({ settings, decisive }: FilePlan): {
  readonly decisive: readonly Setting[]
  readonly rest: readonly Setting[]
} {
  return {
    decisive: settings.filter(({ name }) => decisive.includes(name)),
    rest: settings.filter(({ name }) => !decisive.includes(name)),
  }
}

function lineWords(lines: readonly number[]): string {
  if (lines.length === 0) return 'no line of it, but on defaults'
  const sorted = [...lines].sort((left, right) => left - right)
  return `${sorted.length === 1 ? 'line' : 'lines'} ${sorted.join(', ')} and on defaults`
}

function valuesOf({ settings }: FilePlan): string {
  return settings.map(({ name, value }) => `${name}=${value}`).join('\n')
}

function table(settings: readonly Setting[], file: FilePlan, paint: Colors): readonly string[] {
  const width = Math.max(...file.settings.map((setting) => setting.name.length))
  const valueWidth = Math.max(...file.settings.map((setting) => setting.value.length))
  return settings.map(({ name, value, line }) => {
    const from = line === null ? 'default' : `line ${line}`
    return `      ${name.padEnd(width)}  ${value.padEnd(valueWidth)}  ${paint.dim(from)}`
  })
}

function leftOut({ plan }: AuditReport): readonly string[] {
  return plan.leftOut.length === 0 ? [] : [plan.leftOut.map((why) => `left out: ${oneLine(why)}`).join('\n')]
}

/** Whether what was required is kept, and by which answer; of what can be broken, the story. */
function requirementText(requirements: readonly JudgedRequirement[], paint: Colors): readonly string[] {
  if (requirements.length === 0) return []
  const signs = { kept: paint.green('✓'), broken: paint.red('✗'), undecided: paint.yellow('?') }
  const lines = requirements.flatMap(({ requirement, outcome, files }) => {
    const nothing = files.length === 0 ? ['      no file here is that of a broker that producers write to'] : []
    const where = files.flatMap((each) => [
      `      ${files.length === 1 ? '' : `${oneLine(nameOfFile(each.file))}: `}${requirementWords(each, requirement)}`,
      ...(each.decidedBy === null || each.outcome !== 'broken' ? [] : storyLines(each.decidedBy)),
    ])
    return [`  ${signs[outcome]} ${paint.bold(`${requirement.short}: ${requirement.fault}`)}`, ...nothing, ...where]
  })
  return [[paint.bold('Required'), ...lines].join('\n')]
}

function requirementWords({ outcome, decidedBy, reason }: RequirementAt, { fault }: Requirement): string {
  if (decidedBy === null) return `undecided: ${oneLine(reason ?? '')}`
  const verdict = outcome === 'kept' ? 'holds' : 'can be broken'
  const own = decidedBy.question.fault
  return own === fault ? verdict : `${verdict}, since it ${outcome === 'kept' ? 'holds' : 'is broken'} with "${own}"`
}

function total({ plan }: AuditReport, clusters: readonly ClusterSummary[]): string {
  const cells = clusters.flatMap((each) => each.cells)
  const by = (verdict: AuditVerdict): number => cells.filter((cell) => cell.verdict === verdict).length
  const open = clusters.reduce((sum, { cluster }) => sum + cluster.notModelledYet.length, 0)
  const notAnswered = by('not answered') === 0 ? '' : `, ${by('not answered')} not answered`
  return (
    `${plural(plan.files.length, 'file')}, ${plural(cells.length, 'question')}: ${by('holds')} hold, ` +
    `${by('can be broken')} can be broken, ${by('undecided')} undecided${notAnswered}; ${open} not modelled yet`
  )
}

function unique<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)]
}
