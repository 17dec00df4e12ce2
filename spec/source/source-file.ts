/** A file of the author's as a tree, in which a place that a stack names is looked up, and what a name means. */
import { bare, dialectOf, type Node, type Place, parseFile, walk, wrapped } from './syntax-tree.ts'

/** A place in a file, as stacks name it: lines and columns from 1. */
export interface SourcePosition {
  readonly line: number
  readonly column: number
}

/** A function whose source is known. */
export type WrittenFunction = Extract<
  Node,
  { type: 'ArrowFunctionExpression' | 'FunctionExpression' | 'FunctionDeclaration' }
>

/** A function with the file that it stands in. */
export interface FoundFunction {
  readonly file: SourceFile
  readonly fn: WrittenFunction
}

/** The file that is imported under a name such as `./messages.ts`; null where it cannot be read. */
export type Imported = (specifier: string) => SourceFile | null

/** Imports are followed through so many files. */
const deepestImport = 4

export class SourceFile {
  readonly #text: string
  readonly #imported: Imported
  readonly #places: Place[] = []
  /** Places where a name is bound, by name. */
  readonly #bindings = new Map<string, Place[]>()

  /** Throws a SyntaxError where the text is no source. */
  constructor(path: string, text: string, imported: Imported = () => null) {
    this.#text = text
    this.#imported = imported
    walk(parseFile(text, dialectOf(path)).program, (place) => {
      this.#places.push(place)
      const { node, role, parent } = place
      if (node.type !== 'Identifier' || !isBinding(role, parent)) return
      this.#bindings.set(node.name, [...(this.#bindings.get(node.name) ?? []), place])
    })
  }

  /** What stands in the file of a node, on one line. */
  snippet({ start, end }: Node): string {
    return this.#text.slice(start ?? 0, end ?? 0).replace(/\s+/g, ' ')
  }

  /** The name that begins at a position, or null. */
  nameAt({ line, column }: SourcePosition): Place | null {
    return (
      this.#places.find(
        ({ node }) =>
          node.type === 'Identifier' && node.loc?.start.line === line && node.loc.start.column === column - 1,
      ) ?? null
    )
  }

  /** The place of a node of this file. */
  placeOf(node: Node): Place | null {
    return this.#places.find((place) => place.node === node) ?? null
  }

  /** The function that an expression certainly is: written on the spot, or the only thing of its name, here or imported. */
  functionOf(expression: Node, depth = 0): FoundFunction | null {
    const node = bare(expression)
    if (isWrittenFunction(node)) return { file: this, fn: node }
    if (node.type !== 'Identifier') return null
    const [only, ...more] = this.#bindings.get(node.name) ?? []
    if (only === undefined || more.length > 0 || only.parent === null) return null
    if (only.parent.type === 'FunctionDeclaration' && only.role === 'id') return { file: this, fn: only.parent }
    if (only.parent.type === 'ImportSpecifier') return depth < deepestImport ? this.#importedBy(only, depth) : null
    if (only.parent.type !== 'VariableDeclarator' || only.around?.parent?.type !== 'VariableDeclaration') return null
    const { init } = only.parent
    const found = init && only.around.parent.kind === 'const' ? bare(init) : null
    return found !== null && isWrittenFunction(found) ? { file: this, fn: found } : null
  }

  #importedBy({ parent, around }: Place, depth: number): FoundFunction | null {
    const declaration = around?.parent
    if (parent?.type !== 'ImportSpecifier' || declaration?.type !== 'ImportDeclaration') return null
    const file = this.#imported(declaration.source.value)
    const { imported } = parent
    return file === null || imported.type !== 'Identifier' ? null : file.#exported(imported, depth + 1)
  }

  /** What is exported under the name that it has in the file. */
  #exported(name: Node, depth: number): FoundFunction | null {
    const isExported = this.#places.some(
      ({ node, parent }) =>
        name.type === 'Identifier' &&
        parent?.type === 'ExportNamedDeclaration' &&
        (node.type === 'FunctionDeclaration'
          ? node.id?.name === name.name
          : node.type === 'VariableDeclaration' &&
            node.declarations.some(({ id }) => id.type === 'Identifier' && id.name === name.name)),
    )
    return isExported ? this.functionOf(name, depth) : null
  }

  /** Whether the only thing of this name in the file stands outside of every function, and never changes. */
  isConstant(name: string): boolean {
    const [only, ...more] = this.#bindings.get(name) ?? []
    if (only === undefined || more.length > 0) return false
    for (let at: Place | null = only; at !== null; at = at.around) {
      if (at.parent !== null && isWrittenFunction(at.parent)) return false
    }
    return (
      only.parent?.type === 'VariableDeclarator' &&
      only.around?.parent?.type === 'VariableDeclaration' &&
      only.around.parent.kind === 'const'
    )
  }
}

function isBinding(role: string, parent: Node | null): boolean {
  if (role === 'id' || role === 'params' || role === 'local') return true
  if (role === 'imported') return false
  if (role === 'elements') return parent?.type === 'ArrayPattern'
  if (role === 'left') return parent?.type === 'AssignmentPattern' || parent?.type === 'AssignmentExpression'
  // `{ ballot }` of a pattern and of an object look alike, and one too many is on the safe side.
  return role === 'value' || role === 'argument'
}

export function isWrittenFunction(node: Node): node is WrittenFunction {
  return (
    node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration'
  )
}

/** The expression that a function gives, where it is all that it consists of. */
export function resultOf({ body, async, generator }: WrittenFunction): Node | null {
  if (async === true || generator === true) return null
  if (body.type !== 'BlockStatement') return body
  const [only, ...more] = body.body
  return more.length === 0 && only?.type === 'ReturnStatement' ? (only.argument ?? null) : null
}

/** The call whose function, or whose method, has this name at this place; null where it is not called there. */
export function callOf(name: Place): Place | null {
  const { parent, role, around } = name
  const isProperty = parent?.type === 'MemberExpression' && role === 'property' && !parent.computed
  const { parent: call, role: part, around: place } = wrapped(isProperty && around !== null ? around : name)
  return call?.type === 'CallExpression' && part === 'callee' ? place : null
}
