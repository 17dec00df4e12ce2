/**
 * Leases: a lock that is given for a time. The one who grants it reads his clock to see whether it has expired, the holder
 * reads another; and between the look at a clock and the deed anything may happen. So a lease alone excludes nobody. A
 * fencing token, the number of the grant, lets the resource itself refuse what comes too late.
 */
import { requirePart, requireWhole, shown, wrongCall } from './words/wrong-call.ts'

/** Times are readings of a clock, in ticks. The holder has a copy of what was granted to it. */
export interface Lease<Holder> {
  readonly holder: Holder | null
  /** The lease has expired from this reading on. */
  readonly until: number
  /** The number of the grant, from 1. It grows with each of them: a fencing token. */
  readonly token: number
}

/** Declares the variable of the one who grants: `specify('…', { lease: noLease<Client>() })`. */
export function noLease<Holder>(): Lease<Holder> {
  return { holder: null, until: 0, token: 0 }
}

/** Whether the lease has run out by a clock. Who holds it adds a margin to his reading, for how much the clocks may differ. */
export function isExpired(lease: Lease<unknown>, reading: number): boolean {
  requireLease('isExpired', lease)
  requireWhole('isExpired', 'the reading', reading)
  return reading >= lease.until
}

/** `ann reads 2: the lease until 2 has expired`, or `ann reads 2, with a margin of 1: …`. Throws a RangeError where it has not. */
export function expirySentence(node: string, lease: Lease<unknown>, reading: number, margin = 0): string {
  if (!isExpired(lease, reading + margin)) {
    const problem = `at ${reading + margin} of a lease until ${shown(lease.until)}`
    throw wrongCall('expirySentence', problem, 'ask isExpired() first')
  }
  const kept = margin === 0 ? '' : `, with a margin of ${margin}`
  return `${node} reads ${reading}${kept}: the lease until ${lease.until} has expired`
}

/** Whether nobody has the lease, as far as the one who grants it can tell from his clock. */
export function mayGrant(lease: Lease<unknown>, reading: number): boolean {
  requireLease('mayGrant', lease)
  requireWhole('mayGrant', 'the reading', reading)
  return lease.holder === null || isExpired(lease, reading)
}

/** The lease for a new holder, with the next token. Throws a RangeError where somebody has it. */
export function grant<Holder>(
  lease: Lease<Holder>,
  holder: NoInfer<Holder & NonNullable<unknown>>,
  reading: number,
  duration: number,
): Lease<Holder> {
  requireLease('grant', lease)
  requireWhole('grant', 'the reading', reading)
  requireWhole('grant', 'the duration', duration, 1)
  if (holder === null || holder === undefined) {
    throw wrongCall('grant', `to ${shown(holder)}`, 'name the holder; release() gives a lease back')
  }
  if (!mayGrant(lease, reading)) {
    const problem = `at ${reading} of a lease that ${shown(lease.holder)} has until ${lease.until}`
    throw wrongCall('grant', problem, 'ask mayGrant() first')
  }
  return { holder, until: reading + duration, token: lease.token + 1 }
}

/** The same holder has it for longer, with the same token. Throws a RangeError where it has expired. */
export function renew<Holder>(lease: Lease<Holder>, reading: number, duration: number): Lease<Holder> {
  requireLease('renew', lease)
  requireWhole('renew', 'the reading', reading)
  requireWhole('renew', 'the duration', duration, 1)
  if (mayGrant(lease, reading)) {
    throw wrongCall(
      'renew',
      `at ${reading} of a lease that nobody has any more`,
      'ask mayGrant() first, and grant() it again',
    )
  }
  return { ...lease, until: reading + duration }
}

/**
 * The holder of a token gives the lease back; nothing happens where it is another's by now. Throws a RangeError for a token
 * that was never granted.
 */
export function release<Holder>(lease: Lease<Holder>, token: number): Lease<Holder> {
  requireLease('release', lease)
  requireWhole('release', 'the token', token, 1)
  if (token > lease.token) {
    throw wrongCall(
      'release',
      `of token ${token}, where ${lease.token} is the last`,
      'give the token of a lease that was granted',
    )
  }
  return lease.token === token ? { ...lease, holder: null } : lease
}

/** Kept by the resource: the highest token that it has seen. Begins with 0. */
export type Fence = number

/** Whether the resource takes a request with this token: nobody with a newer one was there. */
export function admits(fence: Fence, token: number): boolean {
  requireWhole('admits', 'the fence', fence, 0)
  requireWhole('admits', 'the token', token, 0)
  return token >= fence
}

/** The fence after a request with this token. Throws a RangeError where it is not admitted. */
export function raised(fence: Fence, token: number): Fence {
  requireWhole('raised', 'the fence', fence, 0)
  requireWhole('raised', 'the token', token, 0)
  if (!admits(fence, token)) throw wrongCall('raised', `to token ${token} of a fence at ${fence}`, 'ask admits() first')
  return token
}

function requireLease(call: string, lease: unknown): void {
  requirePart(call, 'lease', lease, ['holder', 'until', 'token'], 'noLease()')
}
