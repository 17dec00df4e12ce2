/** Files of one cluster, together: what its brokers are, and what is wrong between their files. */
import type { BrokerIdentity, FilePlan, NotModelled } from './file-plan.ts'

export interface ClusterPlan {
  /** `brokerClusterName`; null for files that belong to no broker. */
  readonly name: string | null
  readonly files: readonly FilePlan[]
  /** What the cluster consists of, a phrase each: `broker-a: 1 master, 1 slave`. */
  readonly members: readonly string[]
  /** What does not fit together. */
  readonly warnings: readonly string[]
  readonly notModelledYet: readonly NotModelled[]
}

/** Brokers by cluster; what else is given stands with the only cluster, or for itself. */
export function clustersOf(files: readonly FilePlan[]): readonly ClusterPlan[] {
  const others = files.filter(({ broker }) => broker === null)
  const groups = [...groupBy(files.filter(isBroker), ({ broker }) => broker.cluster)].flatMap(([name, members]) =>
    byFolder(members).map((each) => ({ name, members: each })),
  )
  if (groups.length === 0) return [clusterPlan(null, others)]
  if (groups.length === 1) return groups.map(({ name, members }) => clusterPlan(name, [...members, ...others]))
  const clusters = groups.map(({ name, members }) => clusterPlan(name, members))
  return others.length === 0 ? clusters : [...clusters, clusterPlan(null, others)]
}

type BrokerPlan = FilePlan & { readonly broker: BrokerIdentity }

function isBroker(file: FilePlan): file is BrokerPlan {
  return file.broker !== null
}

/** Folders in which the same broker stands are several clusters of one name, as in the samples of RocketMQ. */
function byFolder(members: readonly BrokerPlan[]): readonly (readonly BrokerPlan[])[] {
  const seats = groupBy(members.filter(hasSeat), seatOf)
  const isTwice = [...seats.values()].some((files) => new Set(files.map(folderOf)).size > 1)
  return isTwice ? [...groupBy(members, folderOf).values()] : [members]
}

/** A controller gives out ids: -1 is no seat. */
function hasSeat({ broker }: BrokerPlan): boolean {
  return broker.id !== '-1' && broker.part !== 'DLedger member'
}

function seatOf({ broker }: BrokerPlan): string {
  return `brokerName ${broker.name}, brokerId ${broker.id}`
}

function folderOf({ path }: FilePlan): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

function clusterPlan(name: string | null, files: readonly FilePlan[]): ClusterPlan {
  const brokers = files.filter(isBroker)
  const byName = [...groupBy(brokers, ({ broker }) => broker.name)]
  return {
    name,
    files,
    members: byName.map(([broker, members]) => `${broker}: ${partsOf(members)}`),
    warnings: [...sameSeat(brokers), ...byName.flatMap(([broker, members]) => mastersAndSlaves(broker, members))],
    notModelledYet: withoutRepeats(files.flatMap((file) => file.notModelledYet)),
  }
}

function partsOf(members: readonly BrokerPlan[]): string {
  return [...groupBy(members.toSorted(mastersFirst), ({ broker }) => broker.part)]
    .map(([part, of]) => `${of.length} ${of.length === 1 ? part : part.replace(/^\w+(?= under)|\w+$/, '$&s')}`)
    .join(', ')
}

function mastersFirst(left: BrokerPlan, right: BrokerPlan): number {
  return Number(right.broker.part === 'master') - Number(left.broker.part === 'master')
}

function sameSeat(brokers: readonly BrokerPlan[]): readonly string[] {
  return [...groupBy(brokers.filter(hasSeat), seatOf)]
    .filter(([, files]) => files.length > 1)
    .map(
      ([seat, files]) =>
        `${files.map(nameOfFile).join(' and ')} are for the same broker (${seat}); the last to start wins`,
    )
}

function mastersAndSlaves(broker: string, members: readonly BrokerPlan[]): readonly string[] {
  const isSlaves = members.every((member) => member.broker.part === 'slave')
  return isSlaves
    ? [`${broker} has no master among these files: audit the master's file for what producers are promised`]
    : []
}

/** `broker.conf`, `rocketmq.yaml (broker-a.conf)`. */
export function nameOfFile({ path, part }: Pick<FilePlan, 'path' | 'part'>): string {
  return part === null ? path : `${path} (${part})`
}

function withoutRepeats(all: readonly NotModelled[]): readonly NotModelled[] {
  return [...new Map(all.map((each) => [`${each.promise} ${each.why}`, each])).values()]
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}
