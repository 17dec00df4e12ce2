/** SARIF 2.1.0, the format of code-scanning services: a result for each promise that is not as expected. */
import { storyText } from '../../counterexamples/index.ts'
import { shorten, visible } from '../../counterexamples/print/plain-text.ts'
import type { ReportData } from '../json/json.ts'
import { casesOf, type ReportCase, worthALook } from './cases.ts'
import { isWholePath, placeOf } from './place.ts'

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/** Identifiers of the rules, and what a result of each says. */
const rules = {
  failed: 'A promise does not come out as its scenario expects.',
  undecided: 'A limit was reached before an answer.',
  error: 'A specification made a mistake while it ran.',
  'not-run': 'The run ended before this scenario.',
  'not-loaded': 'Nothing could be run.',
  types: 'A specification does not compile.',
  slow: 'A specification is slow to explore for a reason that can be mended.',
} as const

type RuleId = keyof typeof rules

/** Code-scanning services take no more of a message. */
const longestMessage = 60_000
const longestName = 500

export function sarifOf(data: ReportData): object {
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Ackproof',
            rules: Object.entries(rules).map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: worthALook(casesOf(data)).map(resultOf),
        invocations: [
          { executionSuccessful: data.error === null && data.interrupted === null, exitCode: data.exitCode },
        ],
      },
    ],
  }
}

function resultOf(each: ReportCase): object {
  const { suite, scenario, name, status, text, story, reproduce, location } = each
  const ruleId = ruleOf(each)
  const lines = [
    `${shorten(name, longestName)}: ${text}`,
    ...(story === null ? [] : ['', ...storyText(story, { color: false, width: 100 }).trimEnd().split('\n')]),
    ...(reproduce === '' ? [] : ['', `Show it again: ${reproduce}`]),
  ]
  return {
    ruleId,
    ruleIndex: Object.keys(rules).indexOf(ruleId),
    level: status === 'noted' ? 'note' : status === 'failed' || status === 'error' ? 'error' : 'warning',
    message: { text: cut(lines.map(visible).join('\n')) },
    locations: [
      {
        ...physicalLocation(location),
        logicalLocations: [{ fullyQualifiedName: [suite, scenario, name].join(' / ') }],
      },
    ],
    partialFingerprints: { 'ackproof/case/v1': JSON.stringify([suite, scenario, name]) },
  }
}

function ruleOf({ kind, status }: ReportCase): RuleId {
  if (kind === 'run') return 'not-loaded'
  if (kind === 'types') return 'types'
  if (kind === 'cost') return 'slow'
  if (status === 'not run') return 'not-run'
  return status === 'undecided' || status === 'error' ? status : 'failed'
}

function cut(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage)}\n… the rest is cut`
}

/** Files inside the folder of the run are named relative to it, which services take for the root of the repository. */
function physicalLocation(location: string | null): object {
  const place = placeOf(location)
  if (place === null) return {}
  const uri = place.file.split('/').map(encodeURIComponent).join('/')
  const artifactLocation = isWholePath(place.file) ? { uri: wholeUri(place.file) } : { uri, uriBaseId: '%SRCROOT%' }
  return { physicalLocation: { artifactLocation, region: { startLine: place.line, startColumn: place.column } } }
}

function wholeUri(file: string): string {
  const parts = file
    .replaceAll('\\', '/')
    .split('/')
    .map((part, at) => (at === 0 && part.endsWith(':') ? part : encodeURIComponent(part)))
  const path = parts.join('/')
  return `file://${path.startsWith('/') ? '' : '/'}${path}`
}
