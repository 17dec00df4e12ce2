/** What there is room for of the values that a promise read: those that decide, and of a long one the part that changed. */
import { elideAround, elideToDifference, fits, shorten, sized } from '../print/plain-text.ts'
import type { Change, NamedValue, Reason, Story, StoryStep } from './story.ts'

/**
 * The values that were read, each path once, at most `most`. Evaluation ends at what decides, so the last value of each
 * reason stays; then what the last step changed, then what any step did.
 */
export function decisiveValues(reasons: readonly Reason[], story: Story, most: number): readonly NamedValue[] {
  const values = [...new Map(reasons.flatMap((reason) => reason.values).map((each) => [each.path, each])).values()]
  if (values.length <= most) return values
  const decided = new Set(reasons.map((reason) => reason.values.at(-1)?.path))
  const steps = stepsOf(story)
  const late = placesIn(steps.slice(-1))
  const ever = placesIn(steps)
  const rank = ({ path }: NamedValue): number => (decided.has(path) ? 0 : late.has(path) ? 1 : ever.has(path) ? 2 : 3)
  const chosen = new Set(values.toSorted((left, right) => rank(left) - rank(right)).slice(0, most))
  return values.filter((each) => chosen.has(each))
}

/** At most `columns` of a value: around what changed last where it does not fit, of `old → new` where the two differ. */
export function valueText(story: Story, { path, value }: NamedValue, columns: number): string {
  if (fits(value, columns)) return value
  const [before, after, ...others] = value.split(' → ')
  if (before !== undefined && after !== undefined && others.length === 0) {
    return elideToDifference(before, after, Math.floor((columns - 3) / 2)).join(' → ')
  }
  const change = lastChange(story, path)
  if (change === null || change.after === null) return shorten(value, columns)
  if (change.after === value && change.before !== null) return elideToDifference(change.before, value, columns)[1]
  const at = value.lastIndexOf(change.after)
  return at < 0 ? shorten(value, columns) : sized(value, elideAround(value, columns, at, at + change.after.length))
}

/** Paths of the variables that the promise reads to come out as it does. */
export function readPaths(story: Story): ReadonlySet<string> {
  const values = [...story.why, ...story.fairness].flatMap((reason) => reason.values)
  const changes = stepsOf(story).flatMap((step) => step.changes.filter((change) => change.isRead))
  return new Set([...values, ...changes].flatMap(({ path }) => placesOf(path)))
}

function stepsOf({ steps, back }: Story): readonly StoryStep[] {
  return back === null ? steps : [...steps, back]
}

/** More changes than this in one step are no place to look at. */
const mostFocused = 8

function lastChange(story: Story, path: string): Change | null {
  for (const { changes } of [...stepsOf(story)].reverse()) {
    const found = changes.filter((change) => change.after !== null && isWithin(change.path, path))
    if (found.length > 0) return found.length > mostFocused ? null : (found.at(-1) ?? null)
  }
  return null
}

function isWithin(path: string, place: string): boolean {
  return path.startsWith(place) && (path.length === place.length || '.['.includes(path.charAt(place.length)))
}

function placesIn(steps: readonly StoryStep[]): ReadonlySet<string> {
  return new Set(steps.flatMap(({ changes }) => changes.flatMap(({ path }) => placesOf(path))))
}

/** The path and all that it lies within: `log.b1[3].offset`, `log.b1[3]`, `log.b1`, `log`. */
function placesOf(path: string): readonly string[] {
  return [path, ...Array.from(path.matchAll(/[.[]/g), ({ index }) => path.slice(0, index))]
}
