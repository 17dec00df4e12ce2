/** Where class paths are kept from one run to the next. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** `ACKPROOF_LIVE_CACHE`, or `ackproof/live` in the user's folder for caches. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { ACKPROOF_LIVE_CACHE: named, XDG_CACHE_HOME: caches } = environment
  if (named !== undefined && named !== '') return resolve(named)
  return join(caches !== undefined && caches !== '' ? caches : join(homedir(), '.cache'), 'ackproof', 'live')
}
