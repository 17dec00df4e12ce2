/**
 * The bytes of a commit log file, as recovery finds them: reducers over plain values. A place takes one record, of two pages: the head
 * (total size, magic, body CRC, physical offset, body) and the rest (properties). Records have the same size, so that a record that takes
 * the place of another one ends where that one ended.
 */

/** What a page has: a part of the message of that name, or zeros. */
export type Page = string | null

export interface Place {
  readonly head: Page
  readonly rest: Page
}

const zeros: Place = { head: null, rest: null }

/** A new file: all zeros. */
export function emptyFile(places: number): readonly Place[] {
  return Array.from({ length: places }, () => zeros)
}

/** An append writes the bytes of its record, and none behind them (S/CommitLog$DefaultAppendMessageCallback#doAppend). */
export function written(file: readonly Place[], end: number, message: string): readonly Place[] {
  return file.map((place, index) => (index === end ? { head: message, rest: message } : place))
}

/** Zeros behind the end of the log. */
export function clearedBehind(file: readonly Place[], end: number): readonly Place[] {
  return file.map((place, index) => (index < end ? place : zeros))
}

/**
 * Where recovery stops: at the first record that does not pass its checks (S/CommitLog#checkMessageAndReturnSize). Magic, sizes and the
 * body CRC are in the head. Only the CRC of the properties looks at the rest.
 */
export function endFoundBy(file: readonly Place[], { forceVerifyPropCRC }: { readonly forceVerifyPropCRC: boolean }) {
  const bad = file.findIndex(({ head, rest }) => head === null || (forceVerifyPropCRC && rest !== head))
  return bad === -1 ? file.length : bad
}

/** What a power cut may leave of a file: each page is the one in memory or the one on the platter, in any order. */
export function leftByPowerCut(cache: readonly Place[], platter: readonly Place[]): readonly (readonly Place[])[] {
  return cache.reduce<readonly (readonly Place[])[]>(
    (files, inMemory, index) => {
      const onPlatter = platter[index] ?? zeros
      const places = either(inMemory.head, onPlatter.head).flatMap((head) =>
        either(inMemory.rest, onPlatter.rest).map((rest) => ({ head, rest })),
      )
      return files.flatMap((file) => places.map((place) => [...file, place]))
    },
    [[]],
  )
}

function either(one: Page, other: Page): readonly Page[] {
  return one === other ? [one] : [one, other]
}
