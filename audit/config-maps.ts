/** YAML: the configuration files inside a Kubernetes ConfigMap. Any other YAML is refused by its name. */
import { type Document, isMap, isScalar, LineCounter, type Pair, parseAllDocuments, type Scalar, YAMLMap } from 'yaml'
import { type AuditError, auditError } from './audit-error.ts'
import type { ConfigText } from './config-file.ts'
import { roleOf } from './file-role.ts'
import { javaText, parseProperties } from './java-properties.ts'

const expected = 'expected a broker.conf, or a Kubernetes ConfigMap with one in its data'

export function isYaml(path: string, text: string): boolean {
  return /\.ya?ml$/i.test(path) || /^(?:\s*#[^\n]*\n|\s*---[ \t]*\r?\n|\s*\n)*apiVersion:/.test(text) || isNested(text)
}

/** Keys with nothing but further keys below them, farther in, and no line as `key = value`. */
function isNested(text: string): boolean {
  const nested = /^[\w.-]+:[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]+[\w.-]+:(?:[ \t]|\r?$)/m
  return nested.test(text) && !/^[ \t]*[\w.]+[ \t]*=/m.test(text)
}

/** The `*.conf` and `*.properties` in the data of every ConfigMap of the file; other values that read like a broker's file. */
export function configMapTexts(path: string, bytes: Uint8Array): readonly ConfigText[] | AuditError {
  const text = new TextDecoder().decode(bytes)
  if (/\{\{.*\}\}/.test(text)) {
    return auditError(`${path}: this is a template of Helm; audit what \`helm template\` makes of it; ${expected}`)
  }
  const counter = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: counter })
  if (!Array.isArray(documents)) return auditError(`${path}: this YAML is empty; ${expected}`)
  const [problem] = documents.flatMap(({ errors }) => errors)
  if (problem !== undefined) {
    const [summary = ''] = problem.message.split('\n')
    return auditError(`${path}:${problem.linePos?.[0].line ?? 1}: this is not YAML (${summary.trim()}); ${expected}`)
  }
  const objects = documents.flatMap(objectsIn)
  const texts = objects
    .filter((object) => object.get('kind') === 'ConfigMap')
    .flatMap((object) => dataOf(object, path, counter))
  if (texts.length > 0) return texts
  return auditError(`${path}: ${nameOf(objects)}; ${expected}`)
}

/** The objects of a document: itself, or the items of a `kind: List`. */
function objectsIn({ contents }: Document): readonly YAMLMap[] {
  if (!isMap(contents)) return []
  const items = contents.get('items')
  const isList = contents.get('kind') === 'List' && typeof items === 'object' && items !== null && 'items' in items
  return isList && Array.isArray(items.items) ? items.items.filter((item) => isMap(item)) : [contents]
}

function dataOf(object: YAMLMap, path: string, counter: LineCounter): readonly ConfigText[] {
  const data = object.get('data')
  if (!(data instanceof YAMLMap)) return []
  const texts = data.items.flatMap((pair: Pair) => {
    const { key, value } = pair
    if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') return []
    return [configText(path, String(key.value), value, value.value, counter)]
  })
  return texts.filter(({ part, text }) => /\.(conf|properties)$/.test(part ?? '') || isBrokers(text))
}

function configText(path: string, part: string, node: Scalar, value: string, counter: LineCounter): ConfigText {
  const headerLine = counter.linePos(node.range?.[0] ?? 0).line
  const isByLine = node.type === 'BLOCK_LITERAL'
  // Mounted as a file the text is UTF-8, which Java reads byte by byte.
  const text = javaText(new TextEncoder().encode(value))
  return { path, part, text, firstLine: isByLine ? headerLine + 1 : headerLine, isByLine }
}

function isBrokers(text: string): boolean {
  const parsed = parseProperties(text)
  return parsed.kind === 'entries' && text.includes('\n') && roleOf(parsed.entries) !== 'unknown'
}

function nameOf(objects: readonly YAMLMap[]): string {
  const [first] = objects
  if (first === undefined) return 'this is YAML without settings of RocketMQ'
  const kinds = objects.map((object) => object.get('kind')).filter((kind) => typeof kind === 'string')
  if (kinds.includes('ConfigMap')) return 'no ConfigMap in this file has a configuration file in its data'
  if (kinds.length > 0) return `this is a Kubernetes ${kinds.join(', ')}, which holds no settings of a broker`
  if (first.has('services')) return 'this is a file of Docker Compose, which holds no settings of a broker'
  if (first.has('apiVersion') && first.has('name')) return 'this is the Chart.yaml of a Helm chart'
  return 'this is YAML without settings of RocketMQ (the values of a Helm chart, perhaps)'
}
