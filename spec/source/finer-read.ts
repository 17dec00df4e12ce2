/**
 * A place in the source where all of a set or a bag is looked at, and how it is written so that only a part is: as
 * `where` with a pattern, as `has` or `removeOne`.
 */
import type { CollectionKind } from '../language/value.ts'
import { Element, type Parts, partsOf, partsOfCondition, type Wanted } from './equalities.ts'
import {
  callOf,
  type FoundFunction,
  isWrittenFunction,
  resultOf,
  type SourceFile,
  type SourcePosition,
  type WrittenFunction,
} from './source-file.ts'
import { bare, type Node, type Place, propertyName, wrapped } from './syntax-tree.ts'

export interface FinerRead {
  /** The expression that reads the whole, as it is written. */
  readonly written: string
  /** What to write instead. */
  readonly instead: string
  /** Fields that the pattern fixes, with the value where it is written out; null where one element is asked for. */
  readonly fields: ReadonlyMap<string, Pick<Wanted, 'literal'>> | null
  /** Which of the frames the expression stands in. */
  readonly frame: number
}

/** A frame of a stack, with the file that it is in. */
export interface Frame extends SourcePosition {
  readonly file: SourceFile
}

/**
 * `frames` is where a property of the pool was asked for, and what had called that function, and so on. Null where no
 * pattern says the same, as far as that can be told from the source.
 */
export function finerRead(frames: readonly Frame[], kind: CollectionKind): FinerRead | null {
  const [frame] = frames
  const name = frame?.file.nameAt(frame) ?? null
  if (frame === undefined || name === null) return null
  const { file } = frame
  const call = callOf(name)
  if (call === null) return finerLoop(file, name)
  const callee = bare((call.node as Call).callee)
  if (callee.type !== 'MemberExpression' || bare(callee.property) !== name.node) return null
  return finerCall(file, callee.object, call, kind) ?? finerHelper(frames, callee.object, call)
}

type Call = Extract<Node, { type: 'CallExpression' }>

/** `for (const message of s.mail) { if (message.kind !== 'ask') continue; … }` */
function finerLoop(file: SourceFile, name: Place): FinerRead | null {
  const isField = name.parent?.type === 'MemberExpression' && name.role === 'property'
  const { node: pool, parent: loop, role } = wrapped(isField && name.around !== null ? name.around : name)
  if (loop?.type !== 'ForOfStatement' || role !== 'right' || loop.left.type !== 'VariableDeclaration') return null
  const element = new Element(loop.left.declarations[0]?.id)
  const parts = element.isKnown ? partsOfLoop(file, element, loop.body) : null
  if (parts === null) return null
  const { kind, declarations } = loop.left
  const head = (over: string): string =>
    `for (${kind} ${declarations[0] === undefined ? '' : file.snippet(declarations[0].id)} of ${over})`
  return {
    written: head(file.snippet(pool)),
    instead: head(whereText(file.snippet(pool), parts.fields)),
    fields: parts.fields,
    frame: 0,
  }
}

/** What holds of every element for which the body of a loop does anything. */
function partsOfLoop(file: SourceFile, element: Element, body: Node): Parts | null {
  const statements = body.type === 'BlockStatement' ? body.body : [body]
  const [first, ...others] = statements
  if (first?.type !== 'IfStatement' || first.alternate) return null
  if (isContinue(first.consequent)) return partsOfCondition(file, element, first.test, false)
  return others.length === 0 ? partsOfCondition(file, element, first.test, true) : null
}

function isContinue(node: Node): boolean {
  if (node.type === 'BlockStatement') return node.body.length === 1 && isContinue(node.body[0] as Node)
  return node.type === 'ContinueStatement' && !node.label
}

/** `s.mail.filter(isAsk).some(…)` and the like. */
function finerCall(file: SourceFile, poolNode: Node, first: Place, kind: CollectionKind): FinerRead | null {
  const pool = file.snippet(poolNode)
  const alone = oneElement(file, pool, first, kind)
  if (alone !== null) return alone
  const fields = new Map<string, Wanted>()
  /** What follows the pattern. */
  let after = ''
  let call = first
  const add = (parts: Parts): void => {
    for (const [field, wanted] of parts.fields) fields.set(field, wanted)
  }
  /** A pattern may come first only while nothing else was sifted out, so that conditions run on no more than before. */
  while (methodOf(call) === 'filter') {
    const [closure] = (call.node as Call).arguments
    const parts = closure === undefined ? null : partsIn(file, closure, true)
    const isNew = parts !== null && [...parts.fields.keys()].every((field) => !fields.has(field))
    if (closure === undefined) return null
    if (parts === null || !isNew) after += `.filter(${file.snippet(closure)})`
    else {
      add(parts)
      if (parts.rest.length > 0) after += `.filter(${restText(file, closure, parts.rest, ' && ')})`
    }
    const next = nextCall(call)
    if (next === null) break
    call = next
    if (methodOf(call) !== 'filter') break
  }
  const method = methodOf(call)
  const [closure] = (call.node as Call).arguments
  if (method === 'filter') return fields.size === 0 ? null : told(file, call, pool, fields, after)
  const isEvery = method === 'every'
  const parts =
    closure === undefined || !['some', 'every', 'find'].includes(method ?? '') ? null : partsIn(file, closure, !isEvery)
  if (parts === null || closure === undefined || [...parts.fields.keys()].some((field) => fields.has(field))) {
    // The last call says nothing that a pattern can, and stays as it is.
    const before = call === first ? null : innerCall(call)
    return fields.size === 0 || before === null ? null : told(file, before, pool, fields, after)
  }
  add(parts)
  const isNegated = call.parent?.type === 'UnaryExpression' && call.parent.operator === '!' && method === 'some'
  const end =
    parts.rest.length > 0
      ? `.${method}(${restText(file, closure, parts.rest, isEvery ? ' || ' : ' && ')})`
      : isEvery
        ? '.length === 0'
        : method === 'find'
          ? '[0]'
          : isNegated
            ? '.length === 0'
            : '.length > 0'
  const whole = isNegated && parts.rest.length === 0 && call.around !== null ? call.around : call
  return told(file, whole, pool, fields, after + end)
}

function told(
  file: SourceFile,
  { node }: Place,
  pool: string,
  fields: ReadonlyMap<string, Wanted>,
  after: string,
): FinerRead {
  return { written: file.snippet(node), instead: whereText(pool, fields) + after, fields, frame: 0 }
}

/** `s.seen.includes(x)`, `s.seen.some((each) => each === x)`, `set(s.seen.filter((each) => each !== x))`. */
function oneElement(file: SourceFile, pool: string, call: Place, kind: CollectionKind): FinerRead | null {
  const [argument, ...more] = (call.node as Call).arguments
  if (argument === undefined || more.length > 0) return null
  const about = (place: Place, instead: string): FinerRead => {
    return { written: file.snippet(place.node), instead, fields: null, frame: 0 }
  }
  const method = methodOf(call)
  if (method === 'includes') return about(call, `has(${pool}, ${file.snippet(argument)})`)
  const fn = bare(argument)
  const result = isWrittenFunction(fn) ? resultOf(fn) : null
  const element = new Element(isWrittenFunction(fn) ? fn.params[0] : undefined)
  const comparison = result === null ? null : bare(result)
  if (comparison?.type !== 'BinaryExpression' || !element.isKnown) return null
  const isLeft = element.isItself(comparison.left)
  if (!isLeft && !element.isItself(comparison.right)) return null
  const other = isLeft ? comparison.right : comparison.left
  if (bare(other).type !== 'Identifier' || element.isMentionedIn(other)) return null
  const { operator } = comparison
  if (method === 'some' && operator === '===') return about(call, `has(${pool}, ${file.snippet(other)})`)
  const { parent: made, around } = wrapped(call)
  const isSetMade = made?.type === 'CallExpression' && made.callee.type === 'Identifier' && made.callee.name === 'set'
  if (method !== 'filter' || operator !== '!==' || kind !== 'set' || !isSetMade || around === null) return null
  return about(around, `removeOne(${pool}, ${file.snippet(other)})`)
}

/** `const sent = (s, isWanted) => s.mail.filter(isWanted)`: what it is given says what it looks for. */
function finerHelper(frames: readonly Frame[], poolNode: Node, call: Place): FinerRead | null {
  const [own, outer] = frames
  const [passed, ...more] = (call.node as Call).arguments
  const condition = passed === undefined ? null : bare(passed)
  if (own === undefined || outer === undefined || condition?.type !== 'Identifier' || more.length > 0) return null
  if (methodOf(call) !== 'filter') return null
  const helper = enclosing(call)
  const at = helper?.params.findIndex((each) => each.type === 'Identifier' && each.name === condition.name) ?? -1
  const name = outer.file.nameAt(outer)
  const called = name === null ? null : callOf(name)
  if (helper === null || at < 0 || called === null) return null
  const args = (called.node as Call).arguments
  const closure = args[at]
  const parts = closure === undefined ? null : partsIn(outer.file, closure, true)
  const result = resultOf(helper)
  if (closure === undefined || parts === null || result === null) return null
  if (parts.rest.length > 0 && bare(result) !== call.node) return null
  const callee = outer.file.snippet((called.node as Call).callee)
  const given = args.map((each) => (each === closure ? patternText(parts.fields) : outer.file.snippet(each)))
  const rest = parts.rest.length === 0 ? '' : `.filter(${restText(outer.file, closure, parts.rest, ' && ')})`
  const inside = own.file
    .snippet(result)
    .replace(own.file.snippet(call.node), `where(${own.file.snippet(poolNode)}, pattern)`)
  return {
    written: outer.file.snippet(called.node),
    instead: `${callee}(${given.join(', ')})${rest} with ${inside} in "${callee}"`,
    fields: parts.fields,
    frame: 1,
  }
}

/** In another file what is not written out may mean something else. */
function partsFor(file: SourceFile, found: FoundFunction, sense: boolean): Parts | null {
  const parts = partsOf(found.file, found.fn, sense)
  const isForeign = found.file !== file
  return parts !== null && isForeign && [...parts.fields.values()].some((wanted) => !('literal' in wanted))
    ? null
    : parts
}

function enclosing({ around }: Place): WrittenFunction | null {
  for (let at = around; at !== null; at = at.around) {
    const { node } = at
    if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') return node
    if (node.type === 'FunctionDeclaration') return node
    if (node.type === 'ObjectMethod' || node.type === 'ClassMethod') return null
  }
  return null
}

function partsIn(file: SourceFile, closure: Node, sense: boolean): Parts | null {
  const found = file.functionOf(closure)
  return found === null ? null : partsFor(file, found, sense)
}

/** A function of what a pattern does not say. One that has a name elsewhere stays as it is: it says all of it again. */
function restText(file: SourceFile, closure: Node, rest: readonly string[], operator: string): string {
  const fn = bare(closure)
  if (fn.type !== 'ArrowFunctionExpression' && fn.type !== 'FunctionExpression') return file.snippet(closure)
  const parameters = fn.params.map((each) => file.snippet(each)).join(', ')
  return `(${parameters}) => ${rest.join(operator)}`
}

function whereText(pool: string, fields: ReadonlyMap<string, Wanted>): string {
  return `where(${pool}, ${patternText(fields)})`
}

function patternText(fields: ReadonlyMap<string, Wanted>): string {
  const written = [...fields].map(([field, { text }]) => {
    if (field === text) return field
    return `${/^[A-Za-z_$][\w$]*$/.test(field) ? field : JSON.stringify(field)}: ${text}`
  })
  return `{ ${written.join(', ')} }`
}

function methodOf({ node }: Place): string | null {
  return propertyName(bare((node as Call).callee))
}

/** The call of a method of what this call gives. */
function nextCall(call: Place): Place | null {
  const { parent, role, around } = wrapped(call)
  if (parent?.type !== 'MemberExpression' || role !== 'object' || around === null) return null
  const { parent: outer, role: part, around: place } = wrapped(around)
  return outer?.type === 'CallExpression' && part === 'callee' ? place : null
}

/** The call whose result a method is called on. */
function innerCall(call: Place): Place | null {
  const callee = bare((call.node as Call).callee)
  if (callee.type !== 'MemberExpression') return null
  const inner = bare(callee.object)
  return { node: inner, parent: null, role: '', around: null }
}
