/** What is wrong between the files of a broker and its replicas: settings that contradict each other, or lack what they need. */
import { copiesWaitedFor, type SetUp } from './behaviour.ts'
import type { FilePlan } from './file-plan.ts'

/** A file of a broker, with what decides about its group. */
export interface GroupMember {
  readonly file: FilePlan
  /** `broker.conf`, as messages name it. */
  readonly place: string
  readonly setUp: SetUp
  readonly textOf: (key: string) => string | undefined
}

/** `members`: the files of one `brokerName`. */
export function groupWarnings(name: string, members: readonly GroupMember[]): readonly string[] {
  const of = (part: string): readonly GroupMember[] => members.filter(({ file }) => file.broker?.part === part)
  return [
    ...mixture(name, members),
    ...of('master').flatMap((master) => waitingInVain(name, master)),
    ...controllerWarnings(name, of('replica under a controller')),
    ...dledgerWarnings(of('DLedger member')),
  ]
}

function mixture(name: string, members: readonly GroupMember[]): readonly string[] {
  const both = members.filter(
    ({ setUp }) => setUp.settings.enableDLegerCommitLog && setUp.settings.enableControllerMode,
  )
  const kinds = new Set(members.map(({ file }) => (file.broker?.part === 'slave' ? 'master' : file.broker?.part)))
  return [
    ...both.map(({ place }) => `${place} has enableDLegerCommitLog and enableControllerMode; expected one of them`),
    ...(kinds.size > 1
      ? [`the files of ${name} are for different kinds of replication; expected one kind for all its replicas`]
      : []),
  ]
}

function waitingInVain(name: string, { setUp }: GroupMember): readonly string[] {
  const copies = copiesWaitedFor(setUp)
  const there = 1 + setUp.group.slaves
  if (copies <= there) return []
  const found = setUp.group.slaves === 0 ? 'no file of a slave of it is' : `files of ${setUp.group.slaves} slaves are`
  return [
    `${name} answers SEND_OK when ${copies} replicas have a message, and ${found} among these: with no more slaves than ` +
      'that no send would be answered SEND_OK',
  ]
}

function controllerWarnings(name: string, replicas: readonly GroupMember[]): readonly string[] {
  const [first] = replicas
  if (first === undefined) return []
  const lost = replicas.filter(({ textOf }) => (textOf('controllerAddr') ?? '') === '')
  const addresses = new Set(replicas.map(({ textOf }) => sortedList(textOf('controllerAddr') ?? '')))
  const most = Math.max(...replicas.map(({ setUp }) => setUp.settings.minInSyncReplicas))
  return [
    ...lost.map(({ place }) => `${place} has enableControllerMode and no controllerAddr: it finds no controller`),
    ...(lost.length === 0 && addresses.size > 1 ? [`the replicas of ${name} have different controllerAddr`] : []),
    ...(replicas.length === 1
      ? [`${first.place} is the only file of ${name} here: without another replica nobody takes over`]
      : []),
    ...(most > replicas.length && replicas.length > 1
      ? [`minInSyncReplicas=${most} is more than the ${replicas.length} replicas of ${name}: every send is refused`]
      : []),
    ...different(name, replicas, ['allAckInSyncStateSet', 'inSyncReplicas', 'minInSyncReplicas', 'flushDiskType']),
  ]
}

/** Any replica may become master, and each goes by its own file. */
function different(name: string, replicas: readonly GroupMember[], settings: readonly string[]): readonly string[] {
  return settings
    .filter((setting) => new Set(replicas.map(({ file }) => settingOf(file, setting))).size > 1)
    .map((setting) => `the replicas of ${name} have different ${setting}: what is promised depends on who is master`)
}

function settingOf({ settings }: FilePlan, name: string): string | undefined {
  return settings.find((setting) => setting.name === name)?.value
}

function dledgerWarnings(members: readonly GroupMember[]): readonly string[] {
  const [first] = members
  if (first === undefined) return []
  const groups = new Set(members.map(({ textOf }) => textOf('dLegerGroup') ?? ''))
  const lists = new Set(members.map(({ textOf }) => sortedList(textOf('dLegerPeers') ?? '')))
  const twice = members.filter((member, index) => {
    const id = member.textOf('dLegerSelfId')
    return members.slice(0, index).some(({ textOf }) => textOf('dLegerSelfId') === id)
  })
  return [
    ...members.flatMap(withoutItself),
    ...(groups.size > 1 ? [`${placesOf(members)} have different dLegerGroup; expected one`] : []),
    ...(lists.size > 1 ? [`${placesOf(members)} have different dLegerPeers; expected the same members in each`] : []),
    ...twice.map(({ place, textOf }) => `${place} has the dLegerSelfId ${textOf('dLegerSelfId')} of another file`),
  ]
}

function withoutItself({ place, textOf }: GroupMember): readonly string[] {
  const peers = peersOf(textOf('dLegerPeers') ?? '')
  const own = textOf('dLegerSelfId')
  if (peers.length === 0) {
    return [`${place} has enableDLegerCommitLog and no dLegerPeers such as n0-host:40911;n1-host:40911;n2-host:40911`]
  }
  return own !== undefined && peers.includes(own)
    ? []
    : [`${place}: dLegerSelfId ${own ?? '(none)'} is not among its dLegerPeers, ${peers.join(', ')}`]
}

function placesOf(members: readonly GroupMember[]): string {
  return members.map(({ place }) => place).join(', ')
}

function sortedList(list: string): string {
  return partsOfList(list).toSorted().join(';')
}

/** `n0`, `n1`, … of `n0-127.0.0.1:40911;n1-127.0.0.1:40912`. */
export function peersOf(list: string): readonly string[] {
  return partsOfList(list).map((peer) => peer.slice(0, Math.max(0, peer.indexOf('-'))) || peer)
}

function partsOfList(list: string): readonly string[] {
  return list
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}
