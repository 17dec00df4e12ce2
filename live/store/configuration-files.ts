/** The files that a broker keeps beside its log, `config/*.json`: offsets of groups, and topics. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { objectIn, parseTolerantJson } from '../json/tolerant-json.ts'

/** A file as it was found. After a power cut each of these happens. */
export type FileState<T> =
  | { readonly kind: 'absent' }
  /** It has no bytes, or nothing but zeros. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'damaged'; readonly why: string }
  | { readonly kind: 'read'; readonly value: T }

/** `main` is read first by a broker, `backup` (the same name with `.bak`) where that has nothing. */
export type Copy = 'main' | 'backup'

/** Offsets by `TOPIC@GROUP`, and then by queue. */
export type GroupOffsets = ReadonlyMap<string, ReadonlyMap<number, number>>

export interface TopicSettings {
  readonly readQueues: number
  readonly writeQueues: number
  readonly permission: number
}

export function readGroupOffsets(store: string, copy: Copy = 'main'): FileState<GroupOffsets> {
  return readJson(store, 'consumerOffset.json', copy, groupOffsetsIn)
}

/** Of what a broker has written or answered. Throws where an offset is no whole number. */
export function groupOffsetsIn(json: unknown): GroupOffsets {
  const table = objectIn(json, 'offsetTable')
  return new Map(Object.keys(table).map((key) => [key, numbersByQueue(objectIn(table, key))]))
}

/** The offset of a group in one queue; null where the file has none. */
export function offsetIn(offsets: GroupOffsets, topic: string, group: string, queue = 0): number | null {
  return offsets.get(`${topic}@${group}`)?.get(queue) ?? null
}

export function readTopics(store: string, copy: Copy = 'main'): FileState<ReadonlyMap<string, TopicSettings>> {
  return readJson(store, 'topics.json', copy, (json) => {
    const table = objectIn(json, 'topicConfigTable')
    return new Map(Object.keys(table).map((topic) => [topic, settingsOf(objectIn(table, topic))]))
  })
}

function readJson<T>(store: string, name: string, copy: Copy, read: (json: unknown) => T): FileState<T> {
  const file = join(store, 'config', copy === 'main' ? name : `${name}.bak`)
  if (!existsSync(file)) return { kind: 'absent' }
  const bytes = readFileSync(file)
  if (bytes.every((byte) => byte === 0)) return { kind: 'empty' }
  try {
    return { kind: 'read', value: read(parseTolerantJson(bytes.toString('utf8'))) }
  } catch (error) {
    return { kind: 'damaged', why: error instanceof Error ? error.message : String(error) }
  }
}

function numbersByQueue(table: Readonly<Record<string, unknown>>): ReadonlyMap<number, number> {
  return new Map(
    Object.entries(table).map(([queue, offset]) => [Number(queue), wholeNumber(offset, `offset of queue ${queue}`)]),
  )
}

function settingsOf(topic: Readonly<Record<string, unknown>>): TopicSettings {
  return {
    readQueues: wholeNumber(topic.readQueueNums, 'readQueueNums'),
    writeQueues: wholeNumber(topic.writeQueueNums, 'writeQueueNums'),
    permission: wholeNumber(topic.perm, 'perm'),
  }
}

function wholeNumber(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error(`${what} is ${JSON.stringify(value)}`)
  return value
}
