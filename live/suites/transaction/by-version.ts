/** What differs between releases, for transactions. */
import { type Version, versions } from '../../classpath/versions.ts'

const isBefore = (version: Version, other: Version): boolean => versions.indexOf(version) < versions.indexOf(other)

/** Before 5.1.0 request threads write op records themselves. */
export function hasOpBatches(version: Version): boolean {
  return !isBefore(version, '5.1.4')
}

/** Under SYNC_FLUSH nobody sees what is not flushed, from 5.3.0 on (PR#8240). */
export function hidesUnflushed(version: Version): boolean {
  return !isBefore(version, '5.3.0')
}

/** The file of offsets is fsynced with each write, from 5.4.0 on (PR#9706). */
export function fsyncsOffsets(version: Version): boolean {
  return !isBefore(version, '5.4.0')
}
