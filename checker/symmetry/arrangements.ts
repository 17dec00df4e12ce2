/** Orders of ids of which some cannot be told apart. */

/** Groups of ids that are not told apart; within a group any order is as good as any other. */
type Tie = readonly (readonly number[])[]

/** In how many orders the ids of a tie can stand. */
export function countArrangements(tie: Tie): number {
  let placed = 0
  let count = 1
  for (const group of tie) {
    for (let chosen = 1; chosen <= group.length; chosen++) count = (count * ++placed) / chosen
  }
  return count
}

/** Every order of the ids of all lists together: for each list its ties one after the other, each in every order. */
export function* arrangements(lists: readonly (readonly Tie[])[]): Generator<readonly (readonly number[])[]> {
  const [list, ...others] = lists
  if (list === undefined) {
    yield []
    return
  }
  for (const first of ordersOf(list)) for (const rest of arrangements(others)) yield [first, ...rest]
}

function* ordersOf(ties: readonly Tie[]): Generator<readonly number[]> {
  const [tie, ...others] = ties
  if (tie === undefined) {
    yield []
    return
  }
  for (const first of mixes(tie)) for (const rest of ordersOf(others)) yield [...first, ...rest]
}

/** Every mix of the groups, each group in its order. */
function* mixes(groups: Tie): Generator<readonly number[]> {
  const open = groups.filter((group) => group.length > 0)
  if (open.length <= 1) {
    yield open[0] ?? []
    return
  }
  for (const group of open) {
    const rest = open.map((each) => (each === group ? each.slice(1) : each))
    for (const mix of mixes(rest)) yield [group[0] as number, ...mix]
  }
}
