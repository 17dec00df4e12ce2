/** Whether a text is what its format asks for, by parsers and schemas that others publish. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'

const textOf = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const dataOf = (path: string): Readonly<Record<string, unknown>> => JSON.parse(textOf(path))

const schemas = new Ajv({ strict: false, allErrors: true })
addFormats.default(schemas)
// Its draft, 04, differs from those that Ajv reads in the name of `id` alone, as far as the schema goes.
const { $schema: _draft, id: _id, ...sarifSchema } = dataOf('test/schemas/sarif-schema-2.1.0.json')
const validateSarif = schemas.compile(sarifSchema)

/** What OASIS's schema finds wrong with a SARIF log; nothing where it is one. */
export function sarifProblems(log: unknown): readonly string[] {
  validateSarif(JSON.parse(JSON.stringify(log)))
  return (validateSarif.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`)
}

/**
 * What Jenkins' schema finds wrong with a JUnit report. The attributes `file` and `line` of a case, which GitLab and others
 * read, are not in it: they are taken away first.
 */
export function junitProblems(xml: string): readonly string[] {
  const plain = xml.replace(/(<testcase [^>]*?) file="[^"]*" line="\d+"/g, '$1')
  const schema = XmlDocument.fromString(textOf('test/schemas/junit-10.xsd'))
  const validator = XsdValidator.fromDoc(schema)
  try {
    const report = XmlDocument.fromString(plain)
    try {
      validator.validate(report)
    } finally {
      report.dispose()
    }
    return []
  } catch (error) {
    return [String(error)]
  } finally {
    validator.dispose()
    schema.dispose()
  }
}

const validateReport = new Ajv2020({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  allErrors: true,
}).compile(dataOf('schema/report-1.json'))

/** What our own schema finds wrong with a report; nothing where it is one. */
export function reportProblems(data: unknown): readonly string[] {
  validateReport(JSON.parse(JSON.stringify(data)))
  return (validateReport.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath}: ${message} ${JSON.stringify(params)}`
  })
}
