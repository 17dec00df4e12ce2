/**
 * Makes an author's file compare content wherever two objects may meet: `===`, `switch`, `includes` and its kin, the
 * members of a `Set` and the keys of a `Map`. JavaScript compares identity there, so that a promise about an object of
 * the author's own would say something else than it reads.
 */
import type MagicString from 'magic-string'
import { isEquality, isSurelyPrimitive } from '../../spec/source/primitive.ts'
import { bare, type Node, type Place, propertyName, walk } from '../../spec/source/syntax-tree.ts'
import { heldValue, helper } from './helper-names.ts'
import { offset } from './import-meta.ts'
import { Refusal } from './refusal.ts'

const useInstead = 'write has(values, value) or sameValue(a, b) from ackproof'

export class ContentEquality {
  readonly #text: string
  readonly #edits: MagicString
  /** Which of `Set` and `Map` are the platform's in this file. */
  readonly #collections: ReadonlySet<string>
  #held = 0

  constructor(text: string, program: Node, edits: MagicString) {
    this.#text = text
    this.#edits = edits
    this.#collections = new Set(['Set', 'Map'].filter((name) => isOfThePlatform(name, program)))
  }

  /** Throws a `Refusal` where content cannot be compared. Outer places are to be visited before inner ones. */
  visit({ node, parent, role }: Place): void {
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
        this.#optionalSearch(node, parent, role)
        break
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        this.#member(node)
        break
      case 'Identifier':
        this.#identifier(node, parent, role)
        break
      default:
    }
  }

  #comparison(node: Extract<Node, { type: 'BinaryExpression' }>): void {
    const { left, right, operator } = node
    if (!isEquality(operator) || isSurelyPrimitive(left) || isSurelyPrimitive(right)) return
    const name = operator.length === 3 ? helper.same : helper.looselySame
    const at = this.#skipTrivia(offset(left.end))
    this.#wrap(node, `${operator.startsWith('!') ? '!' : ''}${name}(`)
    this.#edits.overwrite(at, at + operator.length, ',')
  }

  /** `switch (x) { case A: … }` becomes `{ const value = (x); switch (true) { case same(value, A): … } }`. */
  #switch(node: Extract<Node, { type: 'SwitchStatement' }>): void {
    const tests = node.cases.flatMap(({ test }) => (test === null || test === undefined ? [] : [test]))
    if (isSurelyPrimitive(node.discriminant) || tests.every(isSurelyPrimitive)) return
    const value = this.#newName()
    const { start, end } = node.discriminant
    const close = this.#skipTrivia(offset(end))
    this.#edits.overwrite(offset(node.start), offset(start), `{ const ${value} = (`)
    this.#edits.overwrite(close, close + 1, '); switch (true)')
    this.#edits.appendLeft(offset(node.end), ' }')
    for (const test of tests) this.#wrap(test, `${helper.same}(${value}, `)
  }

  #search(node: Extract<Node, { type: 'CallExpression' }>): void {
    const search = searchIn(node)
    if (search === null) return
    this.#edits.overwrite(search.from, search.to, ', ')
    this.#edits.appendLeft(offset(node.start), `${helper[search.method]}(`)
  }

  #optionalSearch(node: Extract<Node, { type: 'OptionalCallExpression' }>, parent: Node | null, role: string): void {
    const search = searchIn(node)
    if (search === null) return
    const goesOn = (role === 'object' || role === 'callee') && parent?.type.startsWith('Optional')
    if (node.optional || goesOn || node.arguments.some(waits)) {
      throw new Refusal(search.from, `${search.method} in such a chain compares identity; ${useInstead}`)
    }
    const value = this.#newName()
    this.#edits.overwrite(search.from, search.to, `, (${value}) => ${helper[search.method]}(${value}, `)
    this.#wrap(node, `${helper.optional}(`)
  }

  /** `Array.prototype.includes`, and `includes.call` and the like, search without being called here. */
  #member(node: Extract<Node, { type: 'MemberExpression' | 'OptionalMemberExpression' }>): void {
    const name = propertyName(node)
    const object = bare(node.object)
    const from = propertyName(object)
    const isBorrowed = isSearch(from) && (name === 'call' || name === 'apply' || name === 'bind')
    const isOfArrays = isSearch(name) && from === 'prototype'
    if (isBorrowed || isOfArrays) {
      throw new Refusal(offset(node.start), `${isOfArrays ? name : from} compares identity here; ${useInstead}`)
    }
    if (object.type === 'Identifier' && object.name === 'globalThis' && name !== null && !node.computed) {
      if (name === 'Set' || name === 'Map') this.#edits.overwrite(offset(node.start), offset(node.end), helper[name])
    }
  }

  #identifier(node: Extract<Node, { type: 'Identifier' }>, parent: Node | null, role: string): void {
    const { name } = node
    if ((name !== 'Set' && name !== 'Map') || !this.#collections.has(name) || parent === null) return
    const isMade = parent.type === 'NewExpression' && role === 'callee'
    const isExtended = role === 'superClass'
    const isGrouping = role === 'object' && propertyName(parent) === 'groupBy'
    if (isMade || isExtended || isGrouping) {
      this.#edits.overwrite(offset(node.start), offset(node.end), helper[name])
    } else if (isPassedOn(parent, role)) {
      throw new Refusal(
        offset(node.start),
        `${name} is passed on, and would compare identity; write new ${name}(…) in place`,
      )
    }
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

  /** Offset of the first character from here on that is neither blank nor in a comment. */
  #skipTrivia(from: number): number {
    const trivia = /(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n|$))*/y
    trivia.lastIndex = from
    trivia.exec(this.#text)
    return trivia.lastIndex
  }
}

type SearchMethod = 'includes' | 'indexOf' | 'lastIndexOf'

function isSearch(name: string | null): name is SearchMethod {
  return name === 'includes' || name === 'indexOf' || name === 'lastIndexOf'
}

/** The method of a call that searches for what may be an object, and the text between the list and what is searched for. */
function searchIn(
  node: Extract<Node, { type: 'CallExpression' | 'OptionalCallExpression' }>,
): { readonly method: SearchMethod; readonly from: number; readonly to: number } | null {
  const callee = bare(node.callee)
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return null
  const method = propertyName(callee)
  const list = bare(callee.object)
  const [first] = node.arguments
  if (!isSearch(method) || first === undefined || node.arguments.every(isSurelyPrimitive)) return null
  if (list.type === 'Super' || isSurelyPrimitive(list)) return null
  if (
    list.type === 'ArrayExpression' &&
    list.elements.every((element) => element !== null && isSurelyPrimitive(element))
  ) {
    return null
  }
  return { method, from: offset(callee.object.end), to: offset(first.start) }
}

/** Whether an expression waits or yields, so that no function may be made of it. */
function waits(node: Node): boolean {
  let found = false
  walk(node, ({ node: { type } }) => {
    if (type === 'AwaitExpression' || type === 'YieldExpression') found = true
  })
  return found
}

/** Whether a name in this place is a value that goes somewhere else. */
function isPassedOn(parent: Node, role: string): boolean {
  switch (parent.type) {
    case 'VariableDeclarator':
      return role === 'init'
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return role === 'right'
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      return role === 'arguments'
    case 'ObjectProperty':
      return role === 'value'
    case 'ConditionalExpression':
      return role !== 'test'
    case 'ArrowFunctionExpression':
      return role === 'body'
    case 'ArrayExpression':
    case 'ReturnStatement':
    case 'LogicalExpression':
      return true
    default:
      return false
  }
}

/**
 * Whether a name means what the platform says, because nothing in the file has it. One that only a part of the file
 * has throws a `Refusal`.
 */
function isOfThePlatform(name: string, program: Node): boolean {
  const bindings: { readonly node: Node; readonly isOutermost: boolean }[] = []
  const typeImports = new Set<Node>()
  walk(program, ({ node, parent, role }) => {
    if (node.type === 'ImportDeclaration' && node.importKind === 'type') {
      for (const specifier of node.specifiers) typeImports.add(specifier)
    }
    if (parent === null || typeImports.has(parent)) return
    if (node.type === 'Identifier' && node.name === name && isBinding(parent, role)) {
      bindings.push({ node, isOutermost: isOutermost(node, program) })
    }
    if (node.type !== 'ObjectPattern') return
    for (const property of node.properties) {
      const value = property.type === 'ObjectProperty' ? property.value : null
      if (value?.type === 'Identifier' && value.name === name) {
        bindings.push({ node: value, isOutermost: isOutermost(value, program) })
      }
    }
  })
  const [first] = bindings
  if (first === undefined) return true
  if (bindings.some((binding) => binding.isOutermost)) return false
  throw new Refusal(
    offset(first.node.start),
    `"${name}" means something else in a part of this file; choose another name`,
  )
}

function isBinding(parent: Node, role: string): boolean {
  switch (parent.type) {
    case 'VariableDeclarator':
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
      return role === 'id' || role === 'params'
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
      return role === 'params'
    case 'ImportSpecifier':
      return role === 'local' && parent.importKind !== 'type'
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return role === 'local'
    case 'CatchClause':
      return role === 'param'
    case 'RestElement':
    case 'ArrayPattern':
      return true
    case 'AssignmentPattern':
      return role === 'left'
    default:
      return false
  }
}

/** Whether a name belongs to the file, not to a block or a function in it. */
function isOutermost(name: Node, program: Node): boolean {
  let found = false
  const look = (node: Node): void => {
    walk(node, (place) => {
      if (place.node === name) found = true
    })
  }
  if (program.type !== 'Program') return false
  for (const statement of program.body) {
    const declared =
      statement.type.startsWith('Export') && 'declaration' in statement ? statement.declaration : statement
    if (declared === null || declared === undefined || typeof declared !== 'object') continue
    if (declared.type === 'ImportDeclaration') look(declared)
    else if (declared.type === 'VariableDeclaration') declared.declarations.forEach(({ id }) => void look(id))
    else if ('id' in declared && declared.id === name) found = true
  }
  return found
}
