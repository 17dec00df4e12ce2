/**
 * Takes a condition on an element apart: fields that it wants to equal something that is known outside, which a pattern
 * can say, and the rest.
 */
import { resultOf, type SourceFile, type WrittenFunction } from './source-file.ts'
import { bare, type Node, propertyName, walk } from './syntax-tree.ts'

/** What a field is to equal. */
export interface Wanted {
  /** As it is to be written in a pattern. */
  readonly text: string
  /** The value, where it is written out. */
  readonly literal?: string | number | boolean | null
}

export interface Parts {
  /** In the order of the source. */
  readonly fields: ReadonlyMap<string, Wanted>
  /** Conditions that no pattern can say, as they are written. */
  readonly rest: readonly string[]
}

/** How a function calls its element: `message`, or the fields it takes out of it. */
export class Element {
  readonly #name: string | null
  /** Field by the name that it has in the function. */
  readonly #fields = new Map<string, string>()
  readonly isKnown: boolean

  constructor(parameter: Node | undefined) {
    const node = parameter === undefined ? null : bare(parameter)
    this.#name = node?.type === 'Identifier' ? node.name : null
    let isKnown = this.#name !== null
    if (node?.type === 'ObjectPattern') {
      isKnown = node.properties.every((property) => {
        if (property.type !== 'ObjectProperty' || property.computed || property.value.type !== 'Identifier')
          return false
        const field = property.key.type === 'Identifier' ? property.key.name : null
        if (field !== null) this.#fields.set(property.value.name, field)
        return field !== null
      })
    }
    this.isKnown = isKnown
  }

  isItself(node: Node): boolean {
    const expression = bare(node)
    return expression.type === 'Identifier' && expression.name === this.#name
  }

  /** The field that an expression reads, or null. */
  fieldIn(node: Node): string | null {
    const expression = bare(node)
    if (expression.type === 'Identifier') return this.#fields.get(expression.name) ?? null
    if (expression.type !== 'MemberExpression' || !this.isItself(expression.object)) return null
    return propertyName(expression)
  }

  isMentionedIn(node: Node): boolean {
    let isMentioned = false
    walk(node, ({ node: inner, role, parent }) => {
      const isName = role === 'property' && parent?.type === 'MemberExpression' && !parent.computed
      if (inner.type !== 'Identifier' || isName) return
      if (inner.name === this.#name || this.#fields.has(inner.name)) isMentioned = true
    })
    return isMentioned
  }
}

/** Null where the condition is no expression, or says nothing that a pattern can. `sense` false: where it is *not* true. */
export function partsOf(file: SourceFile, fn: WrittenFunction, sense: boolean): Parts | null {
  const result = resultOf(fn)
  const element = new Element(fn.params[0])
  // One that looks at its position asks something else of a part.
  if (result === null || !element.isKnown || fn.params.length > 1) return null
  return partsOfCondition(file, element, result, sense)
}

/** The same of an expression in which the element has a name. */
export function partsOfCondition(file: SourceFile, element: Element, condition: Node, sense: boolean): Parts | null {
  const fields = new Map<string, Wanted>()
  const rest: string[] = []
  for (const each of sides(condition, sense ? '&&' : '||')) {
    const found = equalitiesIn(file, element, each, sense, 0)
    const isNew = found?.isAll === true && [...found.fields.keys()].every((field) => !fields.has(field))
    for (const [field, wanted] of found?.fields ?? []) if (!fields.has(field)) fields.set(field, wanted)
    if (!isNew) rest.push(file.snippet(each))
  }
  return fields.size === 0 ? null : { fields, rest }
}

/** `a && b && c`, side by side. */
function sides(node: Node, operator: '&&' | '||'): readonly Node[] {
  const expression = bare(node)
  if (expression.type !== 'LogicalExpression' || expression.operator !== operator) return [node]
  return [...sides(expression.left, operator), ...sides(expression.right, operator)]
}

interface Equalities {
  readonly fields: ReadonlyMap<string, Wanted>
  /** Whether that is all the condition says. */
  readonly isAll: boolean
}

/** Functions that call functions are followed so deep. */
const deepest = 3

/** What must be equal where the condition is true; with `sense` false, where it is not. */
function equalitiesIn(
  file: SourceFile,
  element: Element,
  condition: Node,
  sense: boolean,
  depth: number,
): Equalities | null {
  const node = bare(condition)
  if (node.type === 'UnaryExpression' && node.operator === '!') {
    return equalitiesIn(file, element, node.argument, !sense, depth)
  }
  if (node.type === 'BinaryExpression' && node.operator === (sense ? '===' : '!==')) {
    for (const [own, other] of [
      [node.left, node.right],
      [node.right, node.left],
    ] as const) {
      const field = element.fieldIn(own)
      const wanted = field === null ? null : wantedFrom(file, element, other)
      if (field !== null && wanted !== null) return { fields: new Map([[field, wanted]]), isAll: true }
    }
    return null
  }
  if (node.type === 'CallExpression' && sense && depth < deepest) return equalitiesOfCall(file, element, node, depth)
  return null
}

/** `isAsk(message)`, `isFor(message, ballot)` of functions whose source is known. */
function equalitiesOfCall(
  file: SourceFile,
  element: Element,
  { callee, arguments: args }: Extract<Node, { type: 'CallExpression' }>,
  depth: number,
): Equalities | null {
  const found = file.functionOf(callee as Node)
  const result = found === null ? null : resultOf(found.fn)
  const at = args.findIndex((argument) => element.isItself(argument))
  if (found === null || result === null || at < 0) return null
  const { fn } = found
  const inner = new Element(fn.params[at])
  if (!inner.isKnown) return null
  const fields = new Map<string, Wanted>()
  let isAll = true
  for (const each of sides(result, '&&')) {
    const equal = equalitiesIn(found.file, inner, each, true, depth + 1)
    if (equal?.isAll !== true) isAll = false
    for (const [field, wanted] of equal?.fields ?? []) {
      const passed = passedFor(file, element, { fn, args, wanted, isHere: found.file === file })
      if (passed === null || fields.has(field)) isAll = false
      else fields.set(field, passed)
    }
  }
  return fields.size === 0 ? null : { fields, isAll }
}

/** What a function compares with, as its caller would write it; null where the caller cannot. */
function passedFor(
  file: SourceFile,
  element: Element,
  {
    fn,
    args,
    wanted,
    isHere,
  }: {
    readonly fn: WrittenFunction
    readonly args: readonly Node[]
    readonly wanted: Wanted
    /** Whether the function stands in the same file. */
    readonly isHere: boolean
  },
): Wanted | null {
  if ('literal' in wanted || (isHere && file.isConstant(wanted.text))) return wanted
  const at = fn.params.findIndex((parameter) => parameter.type === 'Identifier' && parameter.name === wanted.text)
  const argument = args[at]
  return argument === undefined ? null : wantedFrom(file, element, argument)
}

/** Null where the value is not known before the element is, or may be none at all. */
function wantedFrom(file: SourceFile, element: Element, expression: Node): Wanted | null {
  const node = bare(expression)
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return { text: file.snippet(node), literal: node.value }
    case 'NullLiteral':
      return { text: 'null', literal: null }
    case 'UnaryExpression':
      return node.operator === '-' && node.argument.type === 'NumericLiteral'
        ? { text: file.snippet(node), literal: -node.argument.value }
        : null
    case 'Identifier':
    case 'MemberExpression':
      return isPath(node) && !element.isMentionedIn(node) ? { text: file.snippet(node) } : null
    default:
      return null
  }
}

/** A name, or fields of what has one: `ballot`, `s.term[node]`. */
function isPath(expression: Node): boolean {
  const node = bare(expression)
  if (node.type === 'Identifier') return !['undefined', 'NaN', 'Infinity', 'arguments'].includes(node.name)
  if (node.type !== 'MemberExpression') return false
  const isKey =
    !node.computed || isPath(node.property) || ['StringLiteral', 'NumericLiteral'].includes(node.property.type)
  return isKey && isPath(node.object)
}
