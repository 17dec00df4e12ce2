/** Promises of the types about rows. */
import { describe, it } from 'vitest'
import { holds, reachable, rows, specify, suite, violated } from './index.ts'

interface Configuration {
  readonly flush: 'sync' | 'async'
  readonly powerCut: number
  readonly retries?: number
}

const disk = (_config: Configuration) =>
  specify('disk', { left: 0 })
    .always('no loss', (s) => s.left >= 0)
    .reachable('a cut strikes', (s) => s.left > 0)
const disks = suite('test/disk', disk, { flush: 'sync', powerCut: 0 })
const usual = { 'no loss': holds, 'a cut strikes': reachable() } as const
const row = { title: 'a disk', headline: 'no loss' } as const
const beside = { title: 'beside', expect: { 'no loss': violated() } } as const

describe('rows', () => {
  it('say what differs, in names that the specification and its configuration have', () => {
    rows(disks, usual, [{ ...row, config: { flush: 'async' }, expect: { 'no loss': violated(2) } }])
      .accept({ finding: 'never-fires', of: 'cut', because: 'there is none' })
      .scenario({ title: 'one more', expect: usual })
    // @ts-expect-error the usual verdict of a property is missing
    rows(disks, { 'no loss': holds }, [row])
    // @ts-expect-error no headline
    rows(disks, usual, [{ title: 'a disk' }])
    // @ts-expect-error a misspelt headline
    rows(disks, usual, [{ ...row, headline: 'no los' }])
    // @ts-expect-error a misspelt promise
    rows(disks, usual, [{ ...row, expect: { 'no los': violated() } }])
    // @ts-expect-error no key of the configuration
    rows(disks, usual, [{ ...row, config: { flsh: 'async' } }])
    // @ts-expect-error its neighbours are its own business
    rows(disks, usual, [{ ...row, neighbour: 'another' }])
  })
})

describe('a neighbour', () => {
  it('turns exactly one switch', () => {
    rows(disks, usual, [{ ...row, neighbours: [{ ...beside, but: { flush: 'async' } }] }])
    rows(disks, usual, [{ ...row, neighbours: [{ ...beside, but: { retries: 3 } }] }])
    rows(disks, usual, [
      {
        ...row,
        neighbours: [
          {
            ...beside,
            but: { powerCut: 1 },
            neighbours: [{ title: 'next', but: { flush: 'async' }, expect: { 'no loss': holds } }],
          },
        ],
      },
    ])
    // @ts-expect-error two switches
    rows(disks, usual, [{ ...row, neighbours: [{ ...beside, but: { flush: 'async', powerCut: 1 } }] }])
    // @ts-expect-error no switch
    rows(disks, usual, [{ ...row, neighbours: [{ ...beside, but: {} }] }])
    // @ts-expect-error no switch at all
    rows(disks, usual, [{ ...row, neighbours: [beside] }])
    // @ts-expect-error a misspelt switch
    rows(disks, usual, [{ ...row, neighbours: [{ ...beside, but: { flsh: 'async' } }] }])
    // @ts-expect-error a value that the switch does not have
    rows(disks, usual, [{ ...row, neighbours: [{ ...beside, but: { flush: 'never' } }] }])
    // @ts-expect-error a misspelt promise
    rows(disks, usual, [{ ...row, neighbours: [{ title: 'x', but: { flush: 'async' }, expect: { 'no los': holds } }] }])
    // @ts-expect-error a misspelt headline
    rows(disks, usual, [{ ...row, neighbours: [{ ...beside, but: { flush: 'async' }, headline: 'no los' }] }])
  })
})
