/** Mutations in words. */
import { type Mutation, pathText } from '../checker/mutation/mutation.ts'

/** Goes on from "no property would notice if": `` `flush` forgot to change log.durable ``. */
export function mistakeText({ kind, action, path }: Mutation): string {
  const place = pathText(path)
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
      return `the guard of \`${mutation.action}\` excludes nothing that would change anything`
    case 'never-fires':
      return `\`${mutation.action}\` never changes anything`
    default:
      return `it is all the same if ${mistakeText(mutation)}`
  }
}
