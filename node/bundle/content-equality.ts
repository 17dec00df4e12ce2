/**
 * Makes an author's file compare content wherever two objects may meet: `===`, `switch`, `includes` and its kin, the
 * members of a `Set` and the keys of a `Map`. JavaScript compares identity there, so that a promise about an object of
 * the author's own would say something else than it reads.
 */
import type MagicString from 'magic-string'
import { isEquality, isSurelyPrimitive } from '../../spec/source/primitive.ts'
import { bare, type Node, type Place, propertyName, walk, wrapped } from '../../spec/source/syntax-tree.ts'
import { heldValue, helper } from './helper-names.ts'
import { offset } from './import-meta.ts'
import { isOfThePlatform, useOf } from './platform-names.ts'
import { Refusal } from './refusal.ts'
import { afterTrivia } from './trivia.ts'

const useInstead = 'write has(values, value) or sameValue(a, b) from ackproof'

export class ContentEquality {
  readonly #text: string
  readonly #edits: MagicString
  /** Which of the platform's collections have their names in this file. */
  readonly #collections: ReadonlySet<string>
  #held = 0

  constructor(text: string, program: Node, edits: MagicString) {
    this.#text = text
    this.#edits = edits
    this.#collections = new Set(collections.filter((name) => isOfThePlatform(name, program)))
  }

  /** Throws a `Refusal` where content cannot be compared. Outer places are to be visited before inner ones. */
  visit(place: Place): void {
    const { node } = place
    switch (node.type) {
      case 'BinaryExpression':
        this.#comparison(node)
        break
      case 'SwitchStatement':
        this.#switch(node)
        break
      case 'CallExpression':
        this.#search(node)
        break
      case 'OptionalCallExpression':
        this.#optionalSearch(node, place)
        break
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        this.#member(node, place)
        break
      case 'Identifier':
        if (isCollection(node.name) && this.#collections.has(node.name)) this.#collection(node.name, place)
        break
      case 'ObjectPattern':
        this.#takenOut(node, place)
        break
      default:
    }
  }

  #comparison(node: Extract<Node, { type: 'BinaryExpression' }>): void {
    const { left, right, operator } = node
    if (!isEquality(operator) || isSurelyPrimitive(left) || isSurelyPrimitive(right)) return
    const name = operator.length === 3 ? helper.same : helper.looselySame
    const at = afterTrivia(this.#text, offset(left.end))
    this.#wrap(node, `${operator.startsWith('!') ? '!' : ''}${name}(`)
    this.#edits.update(at, at + operator.length, ',')
  }

  /** `switch (x) { case A: … }` becomes `{ const value = (x); switch (true) { case same(value, A): … } }`. */
  #switch(node: Extract<Node, { type: 'SwitchStatement' }>): void {
    const tests = node.cases.flatMap(({ test }) => (test === null || test === undefined ? [] : [test]))
    if (isSurelyPrimitive(node.discriminant) || tests.every(isSurelyPrimitive)) return
    const value = this.#newName()
    const { start, end } = node.discriminant
    const close = afterTrivia(this.#text, offset(end))
    this.#edits.update(offset(node.start), offset(start), `{ const ${value} = (`)
    this.#edits.update(close, close + 1, '); switch (true)')
    this.#edits.appendLeft(offset(node.end), ' }')
    for (const test of tests) {
      this.#wrap(test, `${helper.same}(${value}, `)
      this.#asArgument(test)
    }
  }

  #search(node: Extract<Node, { type: 'CallExpression' }>): void {
    const search = searchIn(node)
    if (search === null) return
    const { callee, method, first } = search
    const start = offset(node.start)
    if (bare(callee.object).type === 'Super') {
      this.#edits.update(offset(node.callee.end), offset(first.start), ', this, ')
      this.#edits.appendLeft(start, `${helper.search}(`)
    } else if (method === null) {
      this.#edits.update(offset(callee.object.end), offset(callee.property.start), ', ')
      this.#edits.update(offset(callee.property.end), offset(first.start), ', ')
      this.#edits.appendLeft(start, `${helper.invoke}(`)
      this.#asArgument(callee.property)
    } else {
      this.#edits.update(offset(callee.object.end), offset(first.start), ', ')
      this.#edits.appendLeft(start, `${helper[method]}(`)
    }
  }

  #optionalSearch(node: Extract<Node, { type: 'OptionalCallExpression' }>, place: Place): void {
    const search = searchIn(node)
    if (search === null) return
    const { callee, method, first } = search
    if (method === null) {
      this.#wrap(callee.property, `${helper.nameOfMethod}(`)
      this.#asArgument(callee.property)
      return
    }
    const from = offset(callee.object.end)
    const { parent, role } = wrapped(place)
    const goesOn = (role === 'object' || role === 'callee') && parent?.type.startsWith('Optional')
    if (node.optional || goesOn || bare(callee.object).type === 'Super' || node.arguments.some(waits)) {
      throw new Refusal(from, `${method} in such a chain compares identity; ${useInstead}`)
    }
    const value = this.#newName()
    this.#edits.update(from, offset(first.start), `, (${value}) => ${helper[method]}(${value}, `)
    this.#wrap(node, `${helper.optional}(`)
  }

  #member(node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>, place: Place): void {
    const name = propertyName(node)
    const object = bare(node.object)
    const from = propertyName(object)
    // `Array.prototype.includes`, and `includes.call` and the like, search without being called here.
    const isBorrowed = isSearch(from) && (name === 'call' || name === 'apply' || name === 'bind')
    const isOfArrays = isSearch(name) && from === 'prototype'
    if (isBorrowed || isOfArrays) {
      throw new Refusal(offset(node.start), `${isOfArrays ? name : from} compares identity here; ${useInstead}`)
    }
    if (isGlobalObject(object) && isCollection(name)) this.#collection(name, place)
    else if (isSearch(name) && isValue(place) && object.type !== 'Super' && !isSurelyPrimitive(object)) {
      this.#edits.update(offset(node.object.end), offset(node.end), `, '${name}')`)
      this.#edits.appendLeft(offset(node.start), `${helper.method}(`)
    }
  }

  /** A collection of the platform is named, as `Set` or as `globalThis.Set`. */
  #collection(name: Collection, place: Place): void {
    const use = useOf(place)
    if (use === 'look') return
    const start = offset(place.node.start)
    if (name === 'WeakSet' || name === 'WeakMap') {
      throw new Refusal(start, `${name} compares identity; write new ${name === 'WeakSet' ? 'Set' : 'Map'}(…)`)
    }
    if (use === 'make') this.#edits.update(start, offset(place.node.end), helper[name])
    else throw new Refusal(start, `${name} is passed on, and would compare identity; write new ${name}(…) in place`)
  }

  /** What `const { includes } = values` and `const { Set } = globalThis` give compares identity. */
  #takenOut(node: Extract<Node, { type: 'ObjectPattern' }>, { parent }: Place): void {
    const whole = parent?.type === 'VariableDeclarator' ? parent.init : null
    for (const property of node.properties) {
      if (property.type !== 'ObjectProperty') continue
      const name = keyName(property)
      if (isSearch(name)) {
        throw new Refusal(
          offset(property.start),
          `${name} may be taken out of an array, and would compare identity; write values.${name}(value)`,
        )
      }
      if (isCollection(name) && whole && isGlobalObject(bare(whole))) {
        throw new Refusal(offset(property.start), `${name} is passed on, and would compare identity; name it in place`)
      }
    }
  }

  /** Keeps an expression one argument, where it was written without parentheses. */
  #asArgument(node: Node): void {
    if (node.type === 'SequenceExpression') this.#wrap(node, '(')
  }

  /** Puts an expression behind `open`, and a parenthesis behind it. */
  #wrap(node: Node, open: string): void {
    this.#edits.appendLeft(offset(node.start), open)
    this.#edits.appendLeft(offset(node.end), ')')
  }

  #newName(): string {
    this.#held++
    return `${heldValue}${this.#held}`
  }
}

type SearchMethod = 'includes' | 'indexOf' | 'lastIndexOf'

function isSearch(name: string | null): name is SearchMethod {
  return name === 'includes' || name === 'indexOf' || name === 'lastIndexOf'
}

const collections = ['Set', 'Map', 'WeakSet', 'WeakMap'] as const

type Collection = (typeof collections)[number]

function isCollection(name: string | null): name is Collection {
  return collections.some((each) => each === name)
}

function isGlobalObject(node: Node): boolean {
  return node.type === 'Identifier' && (node.name === 'globalThis' || node.name === 'global')
}

/** A call that may search for what may be an object. */
interface SearchCall {
  readonly callee: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>
  /** Null where the name is computed. */
  readonly method: SearchMethod | null
  readonly first: Node
}

function searchIn(node: Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>): SearchCall | null {
  const callee = bare(node.callee)
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return null
  const method = propertyName(callee)
  const [first] = node.arguments
  if (first === undefined || node.arguments.every(isSurelyPrimitive)) return null
  const list = bare(callee.object)
  if (isSurelyPrimitive(list)) return null
  if (method === null) return callee.computed && isAnyName(callee.property) ? { callee, method, first } : null
  if (!isSearch(method)) return null
  if (
    list.type === 'ArrayExpression' &&
    list.elements.every((element) => element !== null && isSurelyPrimitive(element))
  ) {
    return null
  }
  return { callee, method, first }
}

/** Whether the name of a property may be that of a method that searches. */
function isAnyName(property: Node): boolean {
  const { type } = bare(property)
  return type !== 'NumericLiteral' && type !== 'UpdateExpression'
}

/** The name of a property in a pattern, where it is written out. */
function keyName({ computed, key }: Extract<Node, { type: 'ObjectProperty' }>): string | null {
  if (key.type === 'StringLiteral') return key.value
  return !computed && key.type === 'Identifier' ? key.name : null
}

/** Whether a member is read here to be used as a value, and is neither called nor written to. */
function isValue(place: Place): boolean {
  const { parent, role } = wrapped(place)
  switch (parent?.type) {
    case 'CallExpression':
    case 'OptionalCallExpression':
      return role !== 'callee'
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return role !== 'object'
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForOfStatement':
    case 'ForInStatement':
      return role !== 'left'
    case 'ObjectProperty':
      return wrapped(place).around?.parent?.type !== 'ObjectPattern'
    case 'UnaryExpression':
    case 'UpdateExpression':
    case 'TaggedTemplateExpression':
    case 'RestElement':
    case 'ArrayPattern':
    case undefined:
      return false
    default:
      return true
  }
}

/** Whether an expression waits or yields, so that no function may be made of it. */
function waits(node: Node): boolean {
  let found = false
  walk(node, ({ node: { type } }) => {
    if (type === 'AwaitExpression' || type === 'YieldExpression') found = true
  })
  return found
}
