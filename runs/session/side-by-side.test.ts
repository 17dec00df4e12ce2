import { describe, expect, it } from 'vitest'
import { sideBySide } from './side-by-side.ts'

/** Pieces that end when they are told to. */
function work(count: number, atOnce: number) {
  const begun: number[] = []
  const done: string[] = []
  const ends = new Map<number, { resolve: (text: string) => void; reject: (error: Error) => void }>()
  const whole = sideBySide(
    Array.from({ length: count }, (_, at) => at),
    atOnce,
    (piece) => {
      begun.push(piece)
      return new Promise<string>((resolve, reject) => ends.set(piece, { resolve, reject }))
    },
    (text, at) => done.push(`${at} ${text}`),
  )
  const end = async (piece: number): Promise<void> => {
    ends.get(piece)?.resolve(`piece ${piece}`)
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  return { begun, done, whole, end, fail: (piece: number) => ends.get(piece)?.reject(new Error(`of ${piece}`)) }
}

describe('work side by side', () => {
  it('is given out in its own order, whatever ends first', async () => {
    const { begun, done, whole, end } = work(4, 2)
    expect(begun).toEqual([0, 1])
    await end(1)
    expect([begun, done]).toEqual([[0, 1, 2], []])
    await end(0)
    expect([begun, done]).toEqual([
      [0, 1, 2, 3],
      ['0 piece 0', '1 piece 1'],
    ])
    await end(3)
    await end(2)
    await whole
    expect(done).toEqual(['0 piece 0', '1 piece 1', '2 piece 2', '3 piece 3'])
  })

  it('is done one after the other where nothing is to be at once', async () => {
    const { begun, whole, end } = work(2, 1)
    expect(begun).toEqual([0])
    await end(0)
    expect(begun).toEqual([0, 1])
    await end(1)
    await whole
  })

  it('begins nothing more once a piece has failed', async () => {
    const { begun, whole, end, fail } = work(4, 2)
    fail(1)
    await expect(whole).rejects.toThrow('of 1')
    await end(0)
    expect(begun).toEqual([0, 1])
  })

  it('is nothing where there is nothing to do', async () => {
    await work(0, 3).whole
  })
})
