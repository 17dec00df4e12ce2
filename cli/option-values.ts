/** Values of options, from text. Each parser returns the value or throws with what was expected. */
import { InvalidArgumentError } from 'commander'
import { parseVersion, type RocketmqVersion, versionsTaken } from '../audit/versions.ts'
import type { Shard } from '../runs/port/shard.ts'

/** A whole number of at least 1. */
export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${Number.MAX_SAFE_INTEGER}.`)
  }
  return value
}

const mostWorkers = 256

/** A whole number of threads. */
export function workers(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > mostWorkers) {
    throw new InvalidArgumentError(`Expected a number of threads, a whole number from 1 to ${mostWorkers}.`)
  }
  return value
}

const secondsInAYear = 31_536_000

/** Seconds, with a fraction if need be: more than 0, at most a year. */
export function seconds(text: string): number {
  const value = Number(text)
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text) || value <= 0 || value > secondsInAYear) {
    throw new InvalidArgumentError(`Expected seconds, a number above 0 and up to ${secondsInAYear}.`)
  }
  return value
}

const megabytesInAPetabyte = 2 ** 30

/** Megabytes as a whole number of at least 1. */
export function megabytes(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > megabytesInAPetabyte) {
    throw new InvalidArgumentError(`Expected megabytes, a whole number from 1 to ${megabytesInAPetabyte}.`)
  }
  return value
}

/** Text that says something. */
export function someText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Expected some text and got none.')
  return text
}

/** One more value of an option that may be given several times. */
export function oneMore(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, someText(text)]
}

const mostShards = 10_000

/** `2/3`: the second of three. */
export function shard(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (index < 1 || index > of || of > mostShards) {
    throw new InvalidArgumentError(`Expected i/n, as in 2/3 for the second of three; n is at most ${mostShards}.`)
  }
  return { index, of }
}

export function rocketmqVersion(text: string): RocketmqVersion {
  const version = parseVersion(text)
  if (version === null) throw new InvalidArgumentError(`Expected ${versionsTaken}.`)
  return version
}
