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

export function clustersOf(files: readonly FilePlan[]): readonly ClusterPlan[] {
  return membersOfClusters(files).map(({ name, files: members }) => clusterPlan(name, members))
}

/** What says to which cluster a file belongs. */
type Placed = Pick<FilePlan, 'path' | 'broker'>
type OfBroker<File extends Placed> = File & { readonly broker: BrokerIdentity }
type BrokerPlan = OfBroker<FilePlan>

interface Members<File> {
  readonly name: string | null
  readonly files: readonly File[]
}

/** Brokers by cluster; what else is given stands with the only cluster, or for itself. */
export function membersOfClusters<File extends Placed>(files: readonly File[]): readonly Members<File>[] {
  const others = files.filter(({ broker }) => broker === null)
  const groups = [...groupBy(files.filter(isBroker), ({ broker }) => broker.cluster)].flatMap(
    ([name, members]): readonly Members<File>[] => byFolder(members).map((each) => ({ name, files: each })),
  )
  const [only] = groups
  if (only === undefined) return [{ name: null, files: others }]
  if (groups.length === 1) return [{ name: only.name, files: [...only.files, ...others] }]
  return others.length === 0 ? groups : [...groups, { name: null, files: others }]
}

function isBroker<File extends Placed>(file: File): file is OfBroker<File> {
  return file.broker !== null
}

/** Folders in which the same broker stands are several clusters of one name, as in the samples of RocketMQ. */
function byFolder<File extends OfBroker<Placed>>(members: readonly File[]): readonly (readonly File[])[] {
  const seats = groupBy(members.filter(hasSeat), seatOf)
  const isTwice = [...seats.values()].some((files) => new Set(files.map(folderOf)).size > 1)
  return isTwice ? [...groupBy(members, folderOf).values()] : [members]
}

/** A controller gives out ids: -1 is no seat. */
function hasSeat({ broker }: OfBroker<Placed>): boolean {
  return broker.id !== '-1' && broker.part !== 'DLedger member'
}

function seatOf({ broker }: OfBroker<Placed>): string {
  return `brokerName ${broker.name}, brokerId ${broker.id}`
}

function folderOf({ path }: Placed): string {
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
