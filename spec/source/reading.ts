/** Reads the expressions of one function: which of them are values of the state, and which are the author's own. */
import type { SpecDefinition } from '../language/index.ts'
import type { FunctionSource } from './function-source.ts'
import {
  anyValue,
  collectionOf,
  eitherOf,
  elementOf,
  elementsOf,
  type Known,
  memberOf,
  unknown,
} from './known-values.ts'
import { isCollectionClass, isSurelyPrimitive } from './primitive.ts'
import { bare, type Node, propertyName, walk } from './syntax-tree.ts'

/** Methods that call a function with each element of a list. */
const visitingMethods = new Set([
  'some',
  'every',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'filter',
  'map',
  'flatMap',
  'forEach',
])
/** Functions of the language that call a function with each member of a family. */
const visitingFunctions = new Set(['some', 'every', 'count'])
/** Methods that give a new list of elements of the one they are called on. */
const copyingMethods = new Set(['filter', 'slice', 'concat', 'toSorted', 'toReversed'])
/** Methods that give one of its elements, or undefined. */
const takingMethods = new Set(['at', 'find', 'findLast'])

export class Reading {
  readonly #definition: SpecDefinition
  /** What the names of the function mean; null for one that means several things. */
  readonly #names = new Map<string, Known | (() => Known) | null>()

  /** `parameters`: what the function is given. */
  constructor(definition: SpecDefinition, { node, places }: FunctionSource, parameters: readonly Known[]) {
    this.#definition = definition
    node.params.forEach((parameter, index) => {
      this.#bind(parameter, () => parameters[index] ?? unknown)
    })
    for (const { node: inner, parent, around } of places) {
      if (inner.type === 'VariableDeclarator') {
        const { init } = inner
        const loop = around?.around?.node
        const list = loop?.type === 'ForOfStatement' && loop.left === parent && !loop.await ? loop.right : null
        this.#bind(inner.id, () => (list ? elementOf(this.known(list)) : init ? this.known(init) : unknown))
      }
      if (inner === node) continue
      if (inner.type === 'ArrowFunctionExpression' || inner.type === 'FunctionExpression') {
        const given = parent === null ? [] : this.#givenTo(inner, parent)
        inner.params.forEach((parameter, index) => {
          this.#bind(parameter, () => given[index]?.() ?? unknown)
        })
      }
      if (inner.type === 'FunctionDeclaration') {
        if (inner.id) this.#bind(inner.id, () => unknown)
        for (const parameter of inner.params) this.#bind(parameter, () => unknown)
      }
      if (inner.type === 'CatchClause' && inner.param) this.#bind(inner.param, () => unknown)
    }
    for (const { node: inner } of places) for (const name of namesWrittenBy(inner)) this.#names.set(name, null)
  }

  /** What is known of an expression. */
  known(expression: Node): Known {
    const node = bare(expression)
    if (isSurelyPrimitive(node)) return anyValue
    switch (node.type) {
      case 'Identifier': {
        const bound = this.#names.get(node.name)
        if (bound === undefined) return { kind: 'free' }
        return typeof bound === 'function' ? bound() : (bound ?? unknown)
      }
      case 'MemberExpression':
      case 'OptionalMemberExpression': {
        const name =
          propertyName(node) ?? (node.property.type === 'NumericLiteral' ? String(node.property.value) : null)
        return memberOf(this.#definition, this.known(node.object), name)
      }
      case 'ConditionalExpression':
        return eitherOf([this.known(node.consequent), this.known(node.alternate)]) ?? unknown
      case 'LogicalExpression':
        return eitherOf([this.known(node.left), this.known(node.right)]) ?? unknown
      case 'SequenceExpression': {
        const last = node.expressions.at(-1)
        return last === undefined ? unknown : this.known(last)
      }
      case 'ObjectExpression':
        return { kind: 'fresh' }
      case 'NewExpression': {
        const { callee } = node
        const [content] = node.arguments
        if (callee.type !== 'Identifier' || !isCollectionClass(callee)) return { kind: 'fresh' }
        return content === undefined
          ? { kind: 'collection', members: [] }
          : collectionOf(callee.name, this.known(content))
      }
      case 'ArrayExpression':
        return { kind: 'list', members: node.elements.flatMap((element) => this.#element(element)) }
      case 'CallExpression':
      case 'OptionalCallExpression': {
        const callee = bare(node.callee)
        const name = propertyName(callee)
        if (name === null || !('object' in callee)) return unknown
        const list = callee.object as Node
        if (copyingMethods.has(name)) return { kind: 'copy', members: elementsOf(this.known(list)) }
        if (takingMethods.has(name)) return elementOf(this.known(list))
        const [each] = node.arguments
        return name === 'map' && each?.type === 'ArrowFunctionExpression' && each.body.type !== 'BlockStatement'
          ? { kind: 'copy', members: [this.known(each.body)] }
          : unknown
      }
      default:
        return unknown
    }
  }

  #element(element: Node | null): readonly Known[] {
    if (element === null) return []
    return element.type === 'SpreadElement' ? elementsOf(this.known(element.argument)) : [this.known(element)]
  }

  /** What a function inside gets, where it is handed to something that calls it with elements or members. */
  #givenTo(inner: Node, parent: Node): readonly (() => Known)[] {
    if (parent.type !== 'CallExpression' && parent.type !== 'OptionalCallExpression') return []
    const callee = bare(parent.callee)
    const method = propertyName(callee)
    if (method !== null && visitingMethods.has(method) && 'object' in callee && parent.arguments[0] === inner) {
      const list = callee.object as Node
      return [() => elementOf(this.known(list)), () => anyValue, () => this.known(list)]
    }
    const called = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : callee
    const name = called === undefined ? null : called.type === 'Identifier' ? called.name : propertyName(called)
    const [family] = parent.arguments
    if (name === null || family === undefined || !visitingFunctions.has(name) || parent.arguments[1] !== inner)
      return []
    return [() => memberOf(this.#definition, this.known(family), null)]
  }

  /** Notes the names of a pattern. */
  #bind(pattern: Node, known: () => Known): void {
    switch (pattern.type) {
      case 'Identifier':
        this.#names.set(pattern.name, this.#names.has(pattern.name) ? null : known)
        break
      case 'AssignmentPattern':
        // Nothing in a state is undefined: a default value plays no part.
        this.#bind(pattern.left, known)
        break
      case 'RestElement':
        this.#bind(pattern.argument, () => unknown)
        break
      case 'ArrayPattern':
        pattern.elements.forEach((element, index) => {
          if (element) this.#bind(element, () => memberOf(this.#definition, known(), String(index)))
        })
        break
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') {
            this.#bind(property.argument, () => unknown)
            continue
          }
          const name = !property.computed && property.key.type === 'Identifier' ? property.key.name : null
          this.#bind(property.value, () => memberOf(this.#definition, known(), name))
        }
        break
      default:
    }
  }
}

/** Names that get another value here. */
function namesWrittenBy(node: Node): readonly string[] {
  const written =
    node.type === 'AssignmentExpression'
      ? node.left
      : node.type === 'UpdateExpression'
        ? node.argument
        : node.type === 'ForOfStatement' || node.type === 'ForInStatement'
          ? node.left
          : null
  if (written === null || written.type === 'VariableDeclaration') return []
  const names: string[] = []
  const note = (part: Node): void => {
    const { type } = bare(part)
    // `p.x = 1` gives `p` no other value.
    if (type === 'MemberExpression') return
    walk(part, (place) => {
      if (place.node.type === 'Identifier') names.push(place.node.name)
    })
  }
  note(written)
  return names
}
