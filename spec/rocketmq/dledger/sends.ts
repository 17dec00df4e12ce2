/** What a producer knows of its message. */
import type { Node } from './member.ts'

export type SendStatus = 'unsent' | 'waiting' | 'SEND_OK' | 'error' | 'FLUSH_SLAVE_TIMEOUT' | 'no answer'

/** What became of a send: who is to answer it, and in which term its entry was appended, while that matters. */
export interface Send {
  readonly status: SendStatus
  readonly at: Node | null
  readonly term: number
}

export const unsent: Send = { status: 'unsent', at: null, term: 0 }

export const answered = (status: SendStatus, term = 0): Send => ({ status, at: null, term })

/** Whether a node has a future of this send. */
export const isWaiting = (send: Send | undefined, node: Node): send is Send & { status: 'waiting' } =>
  send?.status === 'waiting' && send.at === node
