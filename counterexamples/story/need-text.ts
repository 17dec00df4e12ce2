import type { Feed, StoryStep } from './story.ts'

/**
 * Why a story needs a step: `needed: inFlight is read by step 5`. Where the step that depends on it, or the promise, does
 * not read what it wrote itself, the reason comes first: `without it step 5 (confirm) cannot be taken; …`.
 */
export function needText({ matters, because, blocks, feeds }: StoryStep): string {
  if (matters !== true) return because === '' ? '' : `(${because})`
  const isDirect = feeds.some(({ readers, isReadByPromise }) =>
    blocks === null ? isReadByPromise : readers.includes(blocks),
  )
  const byReaders = new Map<string, string[]>()
  for (const feed of feeds) {
    const readers = readersText(feed)
    byReaders.set(readers, [...(byReaders.get(readers) ?? []), feed.path])
  }
  const flows = [...byReaders].map(
    ([readers, paths]) => `${listed(paths)} ${paths.length === 1 ? 'is' : 'are'} read ${readers}`,
  )
  return isDirect ? `needed: ${flows.join('; ')}` : [because, ...flows].join('; ')
}

function readersText({ readers, isReadByPromise }: Feed): string {
  const steps = readers.length === 0 ? [] : [`by step${readers.length === 1 ? '' : 's'} ${listed(readers.map(String))}`]
  return [...steps, ...(isReadByPromise ? ['by the promise'] : [])].join(' and ')
}

/** Names beyond these are only hinted at. */
const mostNames = 6

function listed(names: readonly string[]): string {
  if (names.length > mostNames) return `${names.slice(0, mostNames - 1).join(', ')}, …`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
