/** What was observed of the files of the store, as values of the specification's variables. */
import type { WaysBack } from '../../../runs/conform/promise-seen.ts'
import type { StoreState } from './store-state.ts'

export const waysBack: WaysBack = {
  offsetFile: (value, state) => ({ offsetFile: { ...(state as unknown as StoreState).offsetFile, value } }),
  topicFile: (value, state) => ({ topicFile: { ...(state as unknown as StoreState).topicFile, value } }),
}
