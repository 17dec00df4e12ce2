/**
 * Carries out pieces of work, so many of them at once, and gives out what came of each in the order of the pieces. They
 * begin in that order too. Rejects with what the first that failed was rejected with; nothing more is begun then.
 */
export async function sideBySide<Piece, Result>(
  pieces: readonly Piece[],
  atOnce: number,
  run: (piece: Piece, at: number) => Promise<Result>,
  onDone: (result: Result, at: number) => void,
): Promise<void> {
  const early = new Map<number, { readonly result: Result }>()
  let begun = 0
  let given = 0
  let hasFailed = false
  const lane = async (): Promise<void> => {
    while (begun < pieces.length && !hasFailed) {
      const at = begun++
      try {
        early.set(at, { result: await run(pieces[at] as Piece, at) })
        for (let next = early.get(given); next !== undefined; next = early.get(given)) {
          early.delete(given)
          onDone(next.result, given++)
        }
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, pieces.length) }, lane))
}
