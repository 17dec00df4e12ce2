/** Which mutations there are for a suite, and which of them can make a difference in one of its scenarios. */
import { type Mutation, mutation, pathText } from './mutation.ts'
import type { Observation, ObservedAction, ObservedChange } from './observe.ts'

/**
 * Every mutation of what was observed in the scenarios of one suite, each once: actions in order of declaration, their
 * guards and firing first, then what they change, by path. A place that only ever changes inside of one field is
 * left to that field, for both would be the same mistake.
 */
export function mutationsOf(observations: readonly Observation[]): readonly Mutation[] {
  const actions = new Map<string, ObservedAction>()
  for (const { actions: observed } of observations) {
    for (const action of observed) actions.set(action.name, joined(actions.get(action.name), action))
  }
  return [...actions.values()].flatMap((action) => [
    ...(action.hasGuard ? [mutation('guard-disabled', action.name)] : []),
    mutation('never-fires', action.name),
    ...action.changes.flatMap((change) => mutationsOfChange(action, change)),
  ])
}

function mutationsOfChange({ name, changes }: ObservedAction, change: ObservedChange): readonly Mutation[] {
  const { path, isWhole, adds, removes, canDouble } = change
  const inside = changes.filter((other) => other.path.length === path.length + 1 && isWithin(other.path, path))
  if (!isWhole && inside.length === 1) return []
  return [
    ...(adds && removes
      ? [mutation('addition-dropped', name, path), mutation('removal-dropped', name, path)]
      : [mutation('write-dropped', name, path)]),
    ...(canDouble ? [mutation('addition-doubled', name, path)] : []),
  ]
}

/** Whether the mutation could change any step of the scenario in which this was observed. */
export function canDiffer({ kind, action: name, path }: Mutation, { actions }: Observation): boolean {
  const action = actions.find((each) => each.name === name)
  if (action === undefined) return false
  if (kind === 'guard-disabled') return action.isExcluded
  if (kind === 'never-fires') return action.hasFired
  const change = action.changes.find((each) => pathText(each.path) === pathText(path))
  switch (kind) {
    case 'write-dropped':
      return change !== undefined
    case 'addition-dropped':
      return change?.adds === true
    case 'removal-dropped':
      return change?.removes === true
    case 'addition-doubled':
      return change?.canDouble === true
  }
}

function joined(known: ObservedAction | undefined, more: ObservedAction): ObservedAction {
  if (known === undefined) return more
  const changes = new Map(known.changes.map((change) => [pathText(change.path), change]))
  for (const change of more.changes) {
    const key = pathText(change.path)
    const other = changes.get(key)
    changes.set(key, {
      path: change.path,
      isWhole: change.isWhole || other?.isWhole === true,
      adds: change.adds || other?.adds === true,
      removes: change.removes || other?.removes === true,
      canDouble: change.canDouble || other?.canDouble === true,
    })
  }
  return {
    name: known.name,
    hasGuard: known.hasGuard || more.hasGuard,
    isExcluded: known.isExcluded || more.isExcluded,
    hasFired: known.hasFired || more.hasFired,
    changes: [...changes].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, change]) => change),
  }
}

function isWithin(path: readonly string[], outer: readonly string[]): boolean {
  return outer.every((name, at) => path[at] === name)
}
