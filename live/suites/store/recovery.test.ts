import { expect, it } from 'vitest'
import { indexed } from './recovery.ts'

/** A log of so many records, of which the index can get some. */
async function roundsOf(records: number, possible: number) {
  let shown = 0
  let rounds = 0
  const dispatch = async () => {
    rounds++
    if (shown === possible) return false
    shown++
    return true
  }
  await indexed({ isAllShown: async () => shown === records, dispatch })
  return { shown, rounds }
}

it('lets the index have all of the log, and waits for no record that it never gets', async () => {
  expect(await roundsOf(3, 3)).toEqual({ shown: 3, rounds: 3 })
  expect(await roundsOf(0, 0)).toEqual({ shown: 0, rounds: 0 })
  expect(await roundsOf(3, 1)).toEqual({ shown: 1, rounds: 2 })
})
