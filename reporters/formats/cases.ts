/**
 * A report as the flat list that other tools expect: one case for each promise of each scenario, and for what a scenario
 * pins besides, with what does not fit. It is made of what a report file holds, so that a file says as much as a run.
 */
import type { AuditData } from '../../audit/index.ts'
import type { Story } from '../../counterexamples/index.ts'
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import type { RunError } from '../../runs/session/ended-run.ts'
import { isOfCost } from '../../spec/language/acceptance.ts'
import type { CheckData, ErrorData, ScenarioData, ScenarioHead, SuiteData } from '../json/check-report.ts'
import type { FrontierData, SearchData } from '../json/fault-report.ts'
import type { ReportData } from '../json/json.ts'
import type { MutationData } from '../json/mutation-report.ts'
import { toldStory } from '../json/told-story.ts'

/**
 * `undecided` and `error` are no passes: a limit came before an answer, or the specification made a mistake. What is
 * `ignored` was explored for, and the scenario expects nothing of it. What is `noted` is worth knowing, and nothing more.
 */
export type CaseStatus = 'passed' | 'ignored' | 'noted' | 'failed' | 'undecided' | 'error' | 'not run'

/** What is looked at: a promise, what a scenario pins besides, or the whole. */
export type CaseKind = 'promise' | 'size' | 'finding' | 'cost' | 'specification' | 'mutant' | 'run' | 'types'

export interface ReportCase {
  readonly kind: CaseKind
  readonly suite: string
  readonly scenario: string
  /** Name of the promise, or what else is looked at: `the size of the graph`. */
  readonly name: string
  readonly status: CaseStatus
  /** What does not fit, or what was found, in one sentence. */
  readonly text: string
  /** Where the case failed and there is one. */
  readonly story: Story | null
  /** The command that shows it again; '' where there is none. */
  readonly reproduce: string
  /** `file:line:column` of the promise, or of what else is looked at, where it is known. */
  readonly location: string | null
  readonly seconds: number
}

export function casesOf(data: ReportData): readonly ReportCase[] {
  return [...ofRun(data), ...ofResults(data)]
}

/** Why nothing was run, and what does not compile. */
function ofRun(data: ReportData): readonly ReportCase[] {
  const types = 'typeErrors' in data ? (data.typeErrors ?? []) : []
  return [
    ...(data.error === null ? [] : [runCase(data.error)]),
    ...types.map(({ message, location }): ReportCase => {
      return {
        ...plain,
        kind: 'types',
        suite: 'ackproof',
        scenario: '',
        name: 'types',
        status: 'error',
        text: oneLine(message),
        location,
      }
    }),
  ]
}

function runCase({ message, location }: RunError): ReportCase {
  const text = oneLine(message)
  return { ...plain, kind: 'run', suite: 'ackproof', scenario: '', name: 'the run', status: 'error', text, location }
}

function ofResults(data: ReportData): readonly ReportCase[] {
  switch (data.kind) {
    case 'check':
      return [...data.results.flatMap(ofScenario), ...data.suites.flatMap((suite) => ofFindings(suite, data))]
    case 'faults':
      return data.faults.flatMap(ofSearch)
    case 'mutation':
      return ofMutation(data)
    case 'audit':
      return ofAudit(data)
  }
}

/** Those that keep a report from being fine. */
export function amissIn(cases: readonly ReportCase[]): readonly ReportCase[] {
  return cases.filter(({ status }) => status !== 'passed' && status !== 'ignored' && status !== 'noted')
}

/** The same, and what makes exploring slow: worth a look where it stands in the source. */
export function worthALook(cases: readonly ReportCase[]): readonly ReportCase[] {
  return [...amissIn(cases), ...cases.filter(({ kind }) => kind === 'cost')]
}

/** What every case has that nothing more is known of. */
const plain = { kind: 'promise', story: null, reproduce: '', location: null, seconds: 0 } as const

function statusOf(ran: boolean, outcome: 'met' | 'unmet' | 'undecided'): CaseStatus {
  if (!ran) return 'not run'
  return outcome === 'met' ? 'passed' : outcome === 'unmet' ? 'failed' : 'undecided'
}

function ofScenario(result: ScenarioData): readonly ReportCase[] {
  const { spec: suite, scenario, reproduce, ran } = result
  const base = { ...plain, suite, scenario, reproduce, location: result.location }
  const properties = result.properties.map((property): ReportCase => {
    const { name, kind, outcome, expected, problem, text } = property
    const status = ran && expected === null ? 'ignored' : statusOf(ran, outcome)
    const story = status === 'failed' ? toldStory(name, kind, property) : null
    return {
      ...base,
      name,
      status,
      text: oneLine(problem ?? text),
      story,
      location: property.location ?? base.location,
    }
  })
  const [first, ...others] = properties
  const timed = first === undefined ? [] : [{ ...first, seconds: result.engine.seconds }, ...others]
  const size = (ran ? result.countProblems : []).map((text): ReportCase => {
    return {
      ...base,
      kind: 'size',
      name: 'the size of the graph',
      status: result.complete ? 'failed' : 'undecided',
      text,
    }
  })
  return result.error === null ? [...timed, ...size] : [errorCase(result, result.error, reproduce), ...timed]
}

function errorCase(
  { spec: suite, scenario, location: declared }: ScenarioHead,
  error: ErrorData,
  reproduce: string,
): ReportCase {
  const location = error.location ?? declared
  const text = oneLine(error.message)
  return {
    ...plain,
    kind: 'specification',
    suite,
    scenario,
    name: 'the specification',
    status: 'error',
    text,
    location,
    reproduce,
  }
}

function ofSearch(search: SearchData): readonly ReportCase[] {
  const { error, reproduce } = search
  const [first, ...others] = search.properties.map((property) => frontierCase(property, search))
  const timed = first === undefined ? [] : [{ ...first, seconds: search.seconds }, ...others]
  return error === null ? timed : [errorCase(search, error, reproduce), ...timed]
}

function frontierCase(property: FrontierData, { spec, scenario, ran, reproduce, location }: SearchData): ReportCase {
  const { name, kind, outcome, problem, sentence, stories } = property
  const status = statusOf(ran, outcome)
  const [fewest] = stories
  const story = status === 'failed' && fewest !== undefined ? toldStory(name, kind, fewest) : null
  const text = oneLine(problem ?? sentence)
  return {
    ...plain,
    suite: spec,
    scenario,
    name,
    status,
    text,
    story,
    reproduce,
    location: property.location ?? location,
  }
}

/** Findings fail a strict check, and are told in any other; those about the cost are told in both. */
function ofFindings({ spec, findings, location }: SuiteData, { strict }: CheckData): readonly ReportCase[] {
  return findings.map(({ kind, subject, text, location: ofFinding }) => {
    const isCost = isOfCost(kind)
    return {
      ...plain,
      kind: isCost ? 'cost' : 'finding',
      suite: spec,
      scenario: 'findings',
      name: isCost ? `${kind}, ${oneLine(subject)}` : kind,
      status: strict && !isCost ? 'failed' : 'noted',
      text: oneLine(text),
      location: ofFinding ?? location,
    }
  })
}

function ofMutation({ unmet, differences, notRun, suites }: MutationData): readonly ReportCase[] {
  const survivor = 'no property notices it, and it is not among the known survivors'
  const explained = 'it is among the known survivors, but nobody says why'
  const gone = 'it is among the known survivors, and is none: it is noticed now, or gone'
  const cases = (
    names: readonly { readonly suite: string; readonly id: string }[],
    text: string,
  ): readonly ReportCase[] =>
    names.map(({ suite, id }) => ({
      ...plain,
      kind: 'mutant',
      suite,
      scenario: 'mutation',
      name: id,
      status: 'failed',
      text,
    }))
  return [
    ...unmet.map(({ suite, scenario, location, problem }): ReportCase => {
      return {
        ...plain,
        kind: 'mutant',
        suite,
        scenario,
        name: 'without any mutation',
        status: 'failed',
        text: oneLine(problem),
        location,
      }
    }),
    ...suites.map(({ suite, complete, killed, of }): ReportCase => {
      const text = `${killed} of ${of} mutants killed`
      return {
        ...plain,
        kind: 'mutant',
        suite,
        scenario: 'mutation',
        name: 'all mutants',
        status: complete ? 'passed' : 'undecided',
        text,
      }
    }),
    ...cases(differences?.unknown ?? [], survivor),
    ...cases(differences?.unexplained ?? [], explained),
    ...cases(differences?.gone ?? [], gone),
    ...notRun.map((suite): ReportCase => {
      return {
        ...plain,
        kind: 'mutant',
        suite,
        scenario: 'mutation',
        name: 'all mutants',
        status: 'not run',
        text: 'the run ended before',
      }
    }),
  ]
}

/**
 * What is required must be kept. Where nothing is, an audit expects nothing: a promise that can be broken is an answer like
 * any other, and only an open question is amiss.
 */
function ofAudit({ clusters, files, requirements }: AuditData): readonly ReportCase[] {
  const answers = clusters.flatMap(({ name, members, verdicts, causes }) =>
    verdicts.map(({ promise, fault, verdict, at, cause }): ReportCase => {
      const told = causes.find(({ number }) => number === cause)
      const change =
        told === undefined || told.cheapestChange === null ? '' : `; cheapest change: ${told.cheapestChange}`
      const where = at.length === members.length ? '' : ` at ${at.join(', ')}`
      const open = verdict === 'undecided' ? 'undecided' : verdict === 'not answered' ? 'not run' : 'passed'
      const status = requirements.length > 0 ? 'noted' : open
      const suite = name ?? members.join(', ')
      return { ...plain, suite, scenario: fault, name: promise, status, text: oneLine(`${verdict}${where}${change}`) }
    }),
  )
  return [...requirements.map((each) => requirementCase(each, files)), ...answers]
}

function requirementCase(
  { requirement, promise, fault, outcome, files }: AuditData['requirements'][number],
  audited: AuditData['files'],
): ReportCase {
  const status = outcome === 'kept' ? 'passed' : outcome === 'broken' ? 'failed' : 'undecided'
  const reasons = files
    .filter((each) => each.outcome === outcome)
    .map(({ file, decidedBy, reason }) => `${file}: ${decidedBy === null ? (reason ?? '') : `with "${decidedBy}"`}`)
  const deciding = new Set(files.flatMap((each) => (each.outcome === 'broken' ? (each.decidedBy ?? []) : [])))
  const broken = audited
    .flatMap(({ answers }) => answers)
    .find((each) => each.promise === promise && deciding.has(each.fault) && each.story !== null)
  const change =
    broken === undefined || broken.cheapestChange === null ? '' : `; cheapest change: ${broken.cheapestChange}`
  const told = broken === undefined ? '' : `; how: ${(broken.story?.sentences ?? []).join('; ')}`
  const found = reasons.length === 0 ? outcome : `${outcome} (${reasons.join('; ')})`
  const text = oneLine(`required "${requirement}": ${found}${change}${told}`)
  return { ...plain, suite: 'required', scenario: fault, name: promise, status, text }
}
