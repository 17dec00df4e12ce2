import { expect, it } from 'vitest'
import { DiedAtStart } from '../processes/java-process.ts'
import { Chance } from './chance.ts'
import { type Batch, DidNotComeBack, workThrough } from './live-work.ts'

const nothing = async (): Promise<void> => {}

function worked(at: Partial<Record<'begin' | 'turn' | 'end', () => Promise<void>>>) {
  const called: string[] = []
  const call = (what: 'begin' | 'turn' | 'end') => async (): Promise<void> => {
    called.push(what)
    await (at[what] ?? nothing)()
  }
  const work = {
    ...{ turns: 2, begin: call('begin'), turn: call('turn'), end: call('end'), recordings: () => [] },
    close: async () => void called.push('close'),
  }
  const watch: Batch['watch'] = ({ done, of }) => void called.push(`${done} of ${of}`)
  const batch = {
    version: '5.3.3',
    seed: '1',
    sources: '',
    runs: [1],
    folder: '/',
    flushDiskType: 'SYNC_FLUSH',
  } as const
  return { called, made: workThrough(work, { ...batch, chance: new Chance('1'), watch }) }
}

const dies = async (): Promise<never> => {
  throw new DiedAtStart('no')
}

it('goes on turn by turn, and says how far it has come', async () => {
  const { called, made } = worked({})
  await made
  expect(called).toEqual(['begin', 'turn', '1 of 2', 'turn', '2 of 2', 'end', 'close'])
})

it('tells a broker that cannot be started from one that does not come back, and closes both', async () => {
  const first = worked({ begin: dies })
  await expect(first.made).rejects.toThrow(DiedAtStart)
  const later = worked({ turn: dies })
  await expect(later.made).rejects.toThrow(DidNotComeBack)
  expect([first.called, later.called]).toEqual([
    ['begin', 'close'],
    ['begin', 'turn', 'close'],
  ])
})
