/** The oneway messages between producers and broker (a.1). */
import type { Bag } from '../../language/index.ts'
import type { Producer } from './producer.ts'
import type { OpMark } from './records.ts'

/** `EndTransactionRequestHeader`, in short: which copy, and what was decided. */
type EndRequest = { readonly type: 'end transaction' } & OpMark
/** `CheckTransactionStateRequestHeader`: the broker asks one instance about a renewed copy. */
type Question = { readonly type: 'check'; readonly half: number; readonly to: Producer }
export type Message = EndRequest | Question

export const endRequests = (messages: Bag<Message>) => messages.filter((message) => message.type === 'end transaction')
export const questions = (messages: Bag<Message>) => messages.filter((message) => message.type === 'check')
