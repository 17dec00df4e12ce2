import type { Problem } from '../../spec/language/errors.ts'
import type { CollectionKind } from '../../spec/language/value.ts'

/** Different elements that all pools of a specification may have together. */
export const MOST_ELEMENTS: number = 2 ** 16

/** What is wrong with a pool that would have more of them. */
export function tooManyElements({ name, kind }: { readonly name: string; readonly kind: CollectionKind }): Problem & {
  readonly hint: string
} {
  return {
    problem: `${name} would have more than ${MOST_ELEMENTS} different elements`,
    hint: `Bound what is put into it, or keep the ${kind} inside an object, { all: ${kind}() }, which is read as a whole.`,
  }
}
