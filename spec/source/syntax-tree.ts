/** The author's source as a tree, and a walk over the part of it that runs: types are left out. */
import { type ParserOptions, type ParserPlugin, parse } from '@babel/parser'
import type { File, Node } from '@babel/types'

export type { Node } from '@babel/types'

/** A node, with what it is a part of and as which part. */
export interface Place {
  readonly node: Node
  readonly parent: Node | null
  /** Name of the parent's field that holds the node. */
  readonly role: string
  /** The place of the parent; null for what the walk began with. */
  readonly around: Place | null
}

/** How a source is written: with types or without, with elements in angle brackets or without. */
export interface Dialect {
  readonly isTyped: boolean
  readonly hasElements: boolean
}

/** The dialect that the name of a file tells. */
export function dialectOf(path: string): Dialect {
  return { isTyped: /\.[cm]?tsx?$/.test(path), hasElements: !/\.[cm]?ts$/.test(path) }
}

/** Parses a file. Throws a SyntaxError with `loc` where it is none. Parentheses are nodes of their own. */
export function parseFile(text: string, { isTyped, hasElements }: Dialect): File {
  const plugins: ParserPlugin[] = ['decorators', 'explicitResourceManagement']
  if (isTyped) plugins.push('typescript')
  if (hasElements) plugins.push('jsx')
  return parse(text, { ...permissive, plugins })
}

/** What is wrong with a file beyond its grammar is for others to say. */
const permissive: ParserOptions = {
  sourceType: 'unambiguous',
  createParenthesizedExpressions: true,
  errorRecovery: true,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowImportExportEverywhere: true,
  allowNewTargetOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowUndeclaredExports: true,
}

/** Visits a node and all that runs of it, what stands outside first. */
export function walk(node: Node, visit: (place: Place) => void): void {
  const visitAll = (place: Place): void => {
    visit(place)
    for (const part of partsOf(place)) visitAll(part)
  }
  visitAll({ node, parent: null, role: '', around: null })
}

const notRun = new Set([
  'loc',
  'extra',
  'errors',
  'comments',
  'tokens',
  'leadingComments',
  'innerComments',
  'trailingComments',
  'typeAnnotation',
  'typeParameters',
  'typeArguments',
  'superTypeParameters',
  'superTypeArguments',
  'returnType',
  'implements',
])

/** Nodes of typed source that run, or hold what does. */
const typedButRun = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
  'TSNonNullExpression',
  'TSInstantiationExpression',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSExportAssignment',
  'TSParameterProperty',
])

function partsOf(around: Place): Place[] {
  const { node } = around
  const parts: Place[] = []
  for (const [role, value] of Object.entries(node)) {
    if (notRun.has(role) || typeof value !== 'object' || value === null) continue
    for (const part of Array.isArray(value) ? (value as readonly unknown[]) : [value as unknown]) {
      if (isNode(part) && (!part.type.startsWith('TS') || typedButRun.has(part.type))) {
        parts.push({ node: part, parent: node, role, around })
      }
    }
  }
  return parts
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The expression without parentheses and without what only the compiler of types reads. */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return bare(node.expression)
    default:
      return node
  }
}

/** The name of the property that a member expression reads, where it is written out. */
export function propertyName(node: Node): string | null {
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return null
  const property = bare(node.property)
  if (!node.computed) return property.type === 'Identifier' ? property.name : null
  if (property.type === 'TemplateLiteral') {
    const [only, ...more] = property.quasis
    return more.length === 0 ? (only?.value.cooked ?? null) : null
  }
  return property.type === 'StringLiteral' ? property.value : null
}

/** The place of the expression with the parentheses, and with what only the compiler of types reads, around it. */
export function wrapped(place: Place): Place {
  const { parent, around } = place
  return parent === null || around === null || bare(parent) === parent ? place : wrapped(around)
}
