/** Words for the stories of recovery. */
import type { Place } from '../parts/commit-log-file.ts'

/** `m1, zeros, m3 without its properties`. */
export function recordsIn(places: readonly Place[]): string {
  return places.map(recordName).join(', ')
}

function recordName({ head, rest }: Place): string {
  if (head === rest) return head ?? 'zeros'
  if (head === null) return `the properties of ${rest} without a head`
  return rest === null ? `${head} without its properties` : `${head} with the properties of ${rest}`
}
