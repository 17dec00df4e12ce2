/**
 * Writes counters into an author's file: at each statement, at the beginning of each function, and at each place from
 * where it goes on in one of several ways. What the file does stays the same. A library for this (istanbul's) takes plain
 * JavaScript, and would count in compiled code whose places need to be traced back; the tree of the author's own source is
 * here already.
 */
import type MagicString from 'magic-string'
import type { Branch, BranchKind, BranchSide, CountedFunction, CountedLine } from '../../runs/port/counted-source.ts'
import { bare, type Node, type Place, propertyName, wrapped } from '../../spec/source/syntax-tree.ts'
import { functionName } from './function-name.ts'
import { counting } from './helper-names.ts'
import { isForbidden, isForTypes } from './idle-sides.ts'
import { offset } from './import-meta.ts'
import { afterTrivia } from './trivia.ts'

/** What decides a branch is quoted up to so many characters. */
const longestQuote = 60

type FunctionNode = Extract<Node, { readonly body: unknown; readonly params: readonly unknown[] }>

export class SourceCounters {
  readonly functions: CountedFunction[] = []
  readonly branches: Branch[] = []
  readonly #lines = new Map<number, number[]>()
  readonly #text: string
  readonly #edits: MagicString
  /** The number of the next place. */
  #next: number
  /** A function that runs for stories only, and what is inside of it. */
  #uncounted = { start: -1, end: -1 }

  constructor(text: string, edits: MagicString, first: number) {
    this.#text = text
    this.#edits = edits
    this.#next = first
  }

  /** In the order of the source. */
  get lines(): readonly CountedLine[] {
    return [...this.#lines].map(([line, numbers]) => ({ line, numbers })).sort((left, right) => left.line - right.line)
  }

  /** Outer places are to be visited before inner ones, and before anything else is written at their beginning. */
  visit(place: Place): void {
    const { node } = place
    if (isForStories(place)) this.#uncounted = { start: offset(node.start), end: offset(node.end) }
    const { start, end } = this.#uncounted
    if (offset(node.start) >= start && offset(node.end) <= end) return
    if ('params' in node && 'body' in node && isFunction(node)) this.#function(node, place)
    switch (node.type) {
      case 'Program':
      case 'BlockStatement':
      case 'StaticBlock':
      case 'TSModuleBlock':
        for (const statement of node.body) this.#statement(statement)
        break
      case 'IfStatement':
        this.#if(node, place)
        break
      case 'ConditionalExpression':
        this.#conditional(node)
        break
      case 'LogicalExpression':
        this.#logical(node)
        break
      case 'SwitchStatement':
        this.#switch(node)
        break
      case 'AssignmentPattern':
        this.#default(node)
        break
      default:
    }
  }

  #nextNumber(): number {
    return this.#next++
  }

  #statement(node: Node): void {
    if (!runsInItsPlace(node)) return
    const number = this.#nextNumber()
    this.#edits.appendLeft(offset(node.start), `${counting.ran}(${number});`)
    this.#runsOn(node, number)
  }

  #function(node: FunctionNode, place: Place): void {
    const { body } = node
    const number = this.#nextNumber()
    const { line, column } = placeOf(node)
    this.functions.push({ name: `${functionName(place)} (${line}:${column})`, line, number })
    if (body.type === 'BlockStatement') {
      const directive = body.directives.at(-1)
      const at = directive === undefined ? offset(body.start) + 1 : offset(directive.end)
      this.#edits.appendLeft(at, `${directive === undefined ? '' : ';'}${counting.ran}(${number});`)
    } else {
      this.#wrap(body, `(${counting.ran}(${number}), `)
      this.#runsOn(body, number)
    }
  }

  #if(node: Extract<Node, { type: 'IfStatement' }>, place: Place): void {
    const { test, consequent, alternate } = node
    const number = this.#condition(test, counting.side)
    const goesOn = alternate ?? statementAfter(place)
    const mayBeIdle = (side: Node | null): boolean => isForbidden(side) || isForTypes(test, side)
    this.#branch(node, 'if', [
      this.#side(number, `the then side of ${this.#quoted(`if (${this.#textOf(test)})`)}`, mayBeIdle(consequent)),
      this.#side(number + 1, `the else side of ${this.#quoted(`if (${this.#textOf(test)})`)}`, mayBeIdle(goesOn)),
    ])
    this.#runsOn(consequent, number)
    if (alternate) this.#runsOn(alternate, number + 1)
  }

  #conditional(node: Extract<Node, { type: 'ConditionalExpression' }>): void {
    const { test, consequent, alternate } = node
    const number = this.#condition(test, counting.side)
    const mayBeIdle = (side: Node): boolean => isForbidden(side) || isForTypes(test, side)
    const question = this.#quoted(`${this.#textOf(test)} ? … : …`)
    this.#branch(node, '?:', [
      this.#side(number, `the first side of ${question}`, mayBeIdle(consequent)),
      this.#side(number + 1, `the second side of ${question}`, mayBeIdle(alternate)),
    ])
    this.#runsOn(consequent, number)
    this.#runsOn(alternate, number + 1)
  }

  #logical(node: Extract<Node, { type: 'LogicalExpression' }>): void {
    const { left, right, operator } = node
    const number = this.#condition(left, operator === '??' ? counting.nothing : counting.side)
    // `side` counts true first, and the right side of `||` runs where the left one is false.
    const [whenRight, whenLeft] = operator === '||' ? [number + 1, number] : [number, number + 1]
    const whole = this.#quoted(this.#textOf(node))
    this.#branch(node, operator, [
      // Under strict types an element of a list needs a ??, though there always is one.
      this.#side(whenRight, `the right side of ${whole}`, operator === '??' || isForbidden(right)),
      this.#side(whenLeft, `the left side of ${whole} alone`, true),
    ])
    this.#runsOn(right, whenRight)
  }

  #switch(node: Extract<Node, { type: 'SwitchStatement' }>): void {
    const sides = node.cases.map((each): BranchSide => {
      const { test, consequent } = each
      const number = this.#nextNumber()
      const from = test ? offset(test.end) : offset(each.start) + 'default'.length
      this.#edits.appendLeft(afterTrivia(this.#text, from) + 1, ` ${counting.ran}(${number});`)
      for (const statement of consequent) this.#statement(statement)
      const words = test ? `case ${this.#textOf(test)}` : 'default'
      const of = this.#quoted(`switch (${this.#textOf(node.discriminant)})`)
      return this.#side(number, `${this.#quoted(words)} of ${of}`, isForbidden(...consequent))
    })
    if (sides.length > 0) this.#branch(node, 'switch', sides)
  }

  #default(node: Extract<Node, { type: 'AssignmentPattern' }>): void {
    const number = this.#nextNumber()
    this.#wrap(node.right, `(${counting.ran}(${number}), `)
    this.#branch(node, 'default', [this.#side(number, `the value in ${this.#quoted(this.#textOf(node))}`, true)])
  }

  /** Counts how a condition comes out; gives the number of the first of the two. */
  #condition(node: Node, name: string): number {
    const number = this.#nextNumber()
    this.#nextNumber()
    const isSequence = node.type === 'SequenceExpression'
    this.#wrap(node, `${name}(${number}, ${isSequence ? '(' : ''}`)
    if (isSequence) this.#edits.appendLeft(offset(node.end), ')')
    return number
  }

  /** Everything that is put around an expression ends with parentheses alone, so that their order does not matter. */
  #wrap(node: Node, open: string): void {
    this.#edits.appendLeft(offset(node.start), open)
    this.#edits.appendLeft(offset(node.end), ')')
  }

  #runsOn(node: Node, number: number): void {
    const { line } = placeOf(node)
    this.#lines.set(line, [...(this.#lines.get(line) ?? []), number])
  }

  #branch(node: Node, kind: BranchKind, sides: readonly BranchSide[]): void {
    this.branches.push({ kind, ...placeOf(node), sides })
  }

  #side(number: number, words: string, mayBeIdle: boolean): BranchSide {
    return { number, words, mayBeIdle }
  }

  #textOf(node: Node): string {
    return this.#text.slice(offset(node.start), offset(node.end)).replace(/\s+/g, ' ')
  }

  #quoted(text: string): string {
    return `\`${text.length > longestQuote ? `${text.slice(0, longestQuote - 1)}…` : text}\``
  }
}

const functionTypes = new Set<string>([
  'ArrowFunctionExpression',
  'FunctionExpression',
  'FunctionDeclaration',
  'ObjectMethod',
  'ClassMethod',
  'ClassPrivateMethod',
])

function isFunction(node: Node): node is FunctionNode {
  return functionTypes.has(node.type)
}

/** Whether it is a function that is given to `says` or `by`, which no exploration runs. */
function isForStories(place: Place): boolean {
  if (!isFunction(place.node)) return false
  const { parent, role } = wrapped(place)
  if (parent?.type !== 'CallExpression' || role !== 'arguments') return false
  return ['says', 'by'].includes(propertyName(bare(parent.callee)) ?? '')
}

/** Whether a statement does something where it stands, and something may stand before it. */
function runsInItsPlace(node: Node): boolean {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'EmptyStatement':
    case 'BlockStatement':
      return false
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return node.declaration !== null && node.declaration !== undefined && runsInItsPlace(node.declaration)
    case 'VariableDeclaration':
      return node.declare !== true
    default:
      return !/^(?:TS|Declare)/.test(node.type)
  }
}

/** What comes next where an `if` has no else. */
function statementAfter({ node, parent }: Place): Node | null {
  if (parent === null) return null
  const lists = Object.values(parent).filter((value): value is Node[] => Array.isArray(value) && value.includes(node))
  const [list = []] = lists
  return list[list.indexOf(node) + 1] ?? null
}

function placeOf(node: Node): { readonly line: number; readonly column: number } {
  const start = bare(node) === node ? node.loc?.start : (node.loc?.start ?? bare(node).loc?.start)
  return { line: start?.line ?? 1, column: (start?.column ?? 0) + 1 }
}
