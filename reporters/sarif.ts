/** SARIF 2.1.0, the format of code-scanning services: a result for each promise that is not as expected. */
import type { Report } from '../runs/report.ts'
import { amissIn, casesOf, type ReportCase } from './cases.ts'

const schema = 'https://json.schemastore.org/sarif-2.1.0.json'

/** Identifiers of the rules, and what a result of each says. */
const rules = {
  failed: 'A promise does not come out as its scenario expects.',
  undecided: 'A limit was reached before an answer.',
  error: 'A specification made a mistake while it ran.',
  'not run': 'The run ended before this scenario.',
  'not-loaded': 'Nothing could be run.',
} as const

export function sarifOf(report: Report): object {
  const results = amissIn(casesOf(report)).map(resultOf)
  const notLoaded =
    report.error === null
      ? []
      : [
          {
            ruleId: 'not-loaded',
            level: 'error',
            message: { text: report.error.message },
            ...locationOf(report.error.location),
          },
        ]
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Ackproof',
            rules: Object.entries(rules).map(([id, text]) => ({ id: ruleId(id), shortDescription: { text } })),
          },
        },
        results: [...notLoaded, ...results],
        invocations: [{ executionSuccessful: report.error === null && report.interrupted === null }],
      },
    ],
  }
}

function resultOf({ suite, scenario, name, status, text, story, reproduce, location }: ReportCase): object {
  const lines = [
    `${name}: ${text}`,
    ...(story === null ? [] : ['', story]),
    ...(reproduce === '' ? [] : ['', `Show it again: ${reproduce}`]),
  ]
  return {
    ruleId: ruleId(status),
    level: status === 'failed' || status === 'error' ? 'error' : 'warning',
    message: { text: lines.join('\n') },
    ...locationOf(location, [suite, scenario, name].join(' / ')),
    partialFingerprints: { 'ackproof/case/v1': JSON.stringify([suite, scenario, name]) },
  }
}

function ruleId(status: string): string {
  return status.replaceAll(' ', '-')
}

/** `place` names what the result is about, where no line of a file is known. */
function locationOf(location: string | null, place: string | null = null): object {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/.exec(location ?? '') ?? []
  const physicalLocation =
    file === undefined
      ? {}
      : {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
            region: { startLine: Number(line), startColumn: Number(column) },
          },
        }
  const logicalLocations = place === null ? {} : { logicalLocations: [{ fullyQualifiedName: place }] }
  return file === undefined && place === null ? {} : { locations: [{ ...physicalLocation, ...logicalLocations }] }
}
