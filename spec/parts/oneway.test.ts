import { describe, expect, it } from 'vitest'
import type { Each } from '../language/index.ts'
import { closeConnection, deliver, lose, nothingInFlight, send } from './oneway.ts'

type Letter = 'a' | 'b'

const inFlight = (...letters: readonly Letter[]) => letters.reduce(send, nothingInFlight<Letter>())
const left = (loss: number) => ({ loss }) as unknown as Each<'loss', number>

describe('a oneway channel', () => {
  it('delivers in any order, so the order of sending leaves no trace', () => {
    expect(inFlight('b', 'a')).toEqual(inFlight('a', 'b'))
    expect(deliver(inFlight('a', 'b'), 'b')).toEqual(inFlight('a'))
  })

  it('neither merges nor duplicates equal messages', () => {
    expect(deliver(inFlight('a', 'a'), 'a')).toEqual(inFlight('a'))
    expect(deliver(inFlight('a'), 'a')).toEqual(nothingInFlight())
  })

  it('refuses to deliver what is not in flight', () => {
    expect(() => deliver(inFlight('b'), 'a')).toThrow('not in flight: "a"')
  })

  it('loses one copy and spends one fault', () => {
    const after = lose({ inFlight: inFlight('a', 'a', 'b'), faults: left(2) }, 'a', 'loss')
    expect(after).toEqual({ inFlight: inFlight('a', 'b'), faults: { loss: 1 } })
  })

  it('drops what a closed connection had under way', () => {
    expect(closeConnection(inFlight('a', 'b', 'a'), (letter) => letter === 'a')).toEqual(inFlight('b'))
  })

  it('knows its messages and faults by type', () => {
    const channel = { inFlight: inFlight('a'), faults: left(1) }
    // @ts-expect-error no such message
    expect(() => lose(channel, 'c', 'loss')).toThrow()
    // @ts-expect-error no such kind of fault
    lose(channel, 'a', 'flood')
  })
})
