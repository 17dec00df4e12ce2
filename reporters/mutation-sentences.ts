/** Mutations in words. */
import { type Mutation, pathText } from '../checker/mutation/mutation.ts'
import { oneLine } from '../counterexamples/print/plain-text.ts'

/** Goes on from "no property would notice if": `` `flush` forgot to change log.durable ``. */
export function mistakeText({ kind, path, ...mutation }: Mutation): string {
  const place = oneLine(pathText(path))
  const action = oneLine(mutation.action)
  switch (kind) {
    case 'guard-disabled':
      return `\`${action}\` paid no attention to its guard`
    case 'never-fires':
      return `\`${action}\` never happened`
    case 'write-dropped':
      return `\`${action}\` forgot to change ${place}`
    case 'addition-dropped':
      return `\`${action}\` forgot to add to ${place}`
    case 'removal-dropped':
      return `\`${action}\` forgot to remove from ${place}`
    case 'addition-doubled':
      return `\`${action}\` added to ${place} twice`
  }
}

/** Why a mutation makes no difference, in the scenarios that were run. */
export function emptinessText(mutation: Mutation): string {
  switch (mutation.kind) {
    case 'guard-disabled':
      return `the guard of \`${oneLine(mutation.action)}\` excludes nothing that would change anything`
    case 'never-fires':
      return `\`${oneLine(mutation.action)}\` never changes anything`
    default:
      return `it is all the same if ${mistakeText(mutation)}`
  }
}
