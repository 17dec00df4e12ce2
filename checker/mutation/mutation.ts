/**
 * Mutations: small mistakes that an implementation might make, put into a specification to see whether any of its
 * properties would notice. Plain data; `mutated` applies one.
 */

export type MutationKind =
  /** The action's guard is always true. */
  | 'guard-disabled'
  /** The action is never enabled. */
  | 'never-fires'
  /** What the action does to the variable or field is left out. */
  | 'write-dropped'
  /** The action adds nothing to the set or bag, but still removes from it. */
  | 'addition-dropped'
  /** The action removes nothing from the set or bag, but still adds to it. */
  | 'removal-dropped'
  /** What the action adds to the bag, or appends to the array, it adds or appends twice. */
  | 'addition-doubled'

export interface Mutation {
  /** Stable as long as the names in it are, and the same for every scenario of a suite: `flush: keeps log.durable`. */
  readonly id: string
  readonly kind: MutationKind
  readonly action: string
  /** Variable or family, then fields of its value, or of the value of each member; empty where the kind has none. */
  readonly path: readonly string[]
}

export function mutation(kind: MutationKind, action: string, path: readonly string[] = []): Mutation {
  return { id: `${action}: ${deed(kind, pathText(path))}`, kind, action, path }
}

function deed(kind: MutationKind, place: string): string {
  switch (kind) {
    case 'guard-disabled':
      return 'guard disabled'
    case 'never-fires':
      return 'never fires'
    case 'write-dropped':
      return `keeps ${place}`
    case 'addition-dropped':
      return `adds nothing to ${place}`
    case 'removal-dropped':
      return `removes nothing from ${place}`
    case 'addition-doubled':
      return `adds twice to ${place}`
  }
}

/** `log.durable`, of a component `store.log.durable`; a name that is no identifier is quoted. */
export function pathText(path: readonly string[]): string {
  return path
    .map((name, at) => {
      if (at === 0) return /^[\w$]+(\.[\w$]+)*$/.test(name) ? name : `[${JSON.stringify(name)}]`
      return /^[\w$]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
    })
    .join('')
}
