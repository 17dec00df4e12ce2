/** Names of the platform: whether a file has them for itself, and what is done with them in a place. */
import { type Node, type Place, propertyName, walk, wrapped } from '../../spec/source/syntax-tree.ts'
import { offset } from './import-meta.ts'
import { Refusal } from './refusal.ts'

/**
 * What is done with a class in a place. `make`: instances are made of it, or something else that compares its members.
 * `look`: nothing that a comparison would depend on. `pass`: it goes where that is not known.
 */
export type Use = 'make' | 'look' | 'pass'

/** What is done with a class of the platform that is named here. A name that is no expression is looked at. */
export function useOf(place: Place): Use {
  const { parent, role, around } = wrapped(place)
  if (parent === null) return 'look'
  switch (parent.type) {
    case 'NewExpression':
      return role === 'callee' ? 'make' : 'pass'
    case 'ClassDeclaration':
    case 'ClassExpression':
      return role === 'superClass' ? 'make' : 'look'
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      if (role !== 'object') return 'look'
      const name = propertyName(parent)
      if (name === 'groupBy') return 'make'
      return name === null || name === 'prototype' ? 'pass' : 'look'
    }
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'ExpressionStatement':
    case 'TemplateLiteral':
    case 'IfStatement':
    case 'SwitchStatement':
    case 'SwitchCase':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
    case 'ImportAttribute':
    case 'ExportNamespaceSpecifier':
      return 'look'
    case 'ObjectProperty':
    case 'ObjectMethod':
    case 'ClassProperty':
    case 'ClassAccessorProperty':
    case 'ClassMethod':
      return role === 'key' ? 'look' : 'pass'
    case 'ConditionalExpression':
      return role === 'test' ? 'look' : 'pass'
    case 'CallExpression':
    case 'OptionalCallExpression':
      return role === 'callee' ? 'look' : 'pass'
    case 'AssignmentExpression':
      return role === 'left' ? 'look' : 'pass'
    case 'TSEnumMember':
      return role === 'id' ? 'look' : 'pass'
    case 'ExportSpecifier':
      return role === 'exported' || isOfElsewhere(around?.parent ?? null) ? 'look' : 'pass'
    default:
      return 'pass'
  }
}

/** Whether an export names what another module has, or types. */
function isOfElsewhere(node: Node | null): boolean {
  return node?.type === 'ExportNamedDeclaration' && (node.exportKind === 'type' || (node.source ?? null) !== null)
}

/**
 * Whether a name means what the platform says, because nothing in the file has it. One that only a part of the file
 * has throws a `Refusal`.
 */
export function isOfThePlatform(name: string, program: Node): boolean {
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
