/** One behaviour of `rocketmq/transaction`, carried out by a broker at gates and two producers of our own. */
import type { Adapter, AttemptHandler, StepHandler } from '../../../runs/conform/adapter.ts'
import { forced, unobservable } from '../../../runs/conform/adapter.ts'
import type { Observation, Projection } from '../../../runs/observed/lens.ts'
import type { State } from '../../../spec/language/index.ts'
import type { FlushWait, OwedRecord } from '../../../spec/rocketmq/transaction/broker.ts'
import type { HalfSendOutcome, TransactionConfiguration } from '../../../spec/rocketmq/transaction/configuration.ts'
import type { Message } from '../../../spec/rocketmq/transaction/messages.ts'
import { afterHalfSend, checkLocalTransaction, type Producer } from '../../../spec/rocketmq/transaction/producer.ts'
import { finalsIn, type OpMark } from '../../../spec/rocketmq/transaction/records.ts'
import { until, WaitRanOut } from '../../machine/wait.ts'
import type { HalfCopy } from '../../remoting/client.ts'
import { NoAnswer } from '../../remoting/no-answer.ts'
import { Refused } from '../../remoting/refused.ts'
import type { LiveRun } from '../live-suite.ts'
import { attempts, withAttempts } from './attempts.ts'
import { GatedBroker } from './gated-broker.ts'
import { Instances, type Question } from './instances.ts'
import { type Plan, planOf } from './plan.ts'
import { whyNoOutcome } from './predicted.ts'
import { type TransactionState, type TransactionStep, transactionState } from './state.ts'
import { type FoundRecord, halfOf, pastSettled, realTopic, toldBySpec } from './transaction-log.ts'

type Deed = (step: TransactionStep) => Promise<Observation | undefined>

/** An end request on its way: it is here until it is received, or lost. */
interface EndRequest extends OpMark {
  readonly copy: HalfCopy
}

/** What is seen of a state, where that is no variable as it stands. */
const projectionOf = ({ opMarks }: TransactionConfiguration): Projection => ({
  'records of the log': (state) => toldBySpec(transactionState(state).commitLog.records),
  'final messages that a consumer sees': (state) =>
    finalsIn(transactionState(state).commitLog.records).map(({ half }) => half),
  'first copy that rounds have yet to settle': (state) => {
    const { halfOffset, commitLog } = transactionState(state)
    return pastSettled(halfOffset, toldBySpec(commitLog.records))
  },
  'answer to the half send': (_state, step) => step?.args.outcome ?? null,
  'the final message waits for its fsync': (state, step) => {
    const received = step?.args.request as OpMark | undefined
    return transactionState(state).flushWaits.some(({ half }) => half === received?.half)
  },
  'half offset on file': (state) => transactionState(state).offsetFile.value,
  'questions at producers': (state) => questionsTold(transactionState(state).inFlight),
  // Buffered marks are in the heap of the broker, and their requests are answered.
  'copies whose requests are not answered': (state) => {
    const whole = transactionState(state)
    const unanswered = opMarks === 'direct' ? [...whole.owed, ...whole.flushWaits] : whole.flushWaits
    return unanswered.map(({ half }) => half).sort(byNumber)
  },
})

export class TransactionRun implements Adapter<State> {
  readonly actions: Readonly<Record<string, StepHandler<State>>>
  readonly attempts: Readonly<Record<string, AttemptHandler<State>>>
  readonly projection: Projection
  readonly #run: LiveRun<TransactionConfiguration>
  readonly #plan: Plan
  #broker: GatedBroker | null = null
  /** Also before the start was over. */
  #isStopped = false
  readonly #instances = new Instances()
  /** Questions that were answered or lost. */
  readonly #taken = new Set<Question>()
  /** The broker had no part in the last step: what follows from it is known without a look. */
  #isOurs = false
  #requests: readonly EndRequest[] = []
  #half: HalfCopy | null = null
  /** By copy, the answers to requests that the broker has got, until they come. */
  readonly #answers = new Map<number, Promise<void>>()
  /** Copies whose mark we keep from the next op batch: their requests would have been answered. */
  readonly #late = new Set<number>()

  constructor(run: LiveRun<TransactionConfiguration>) {
    this.#run = run
    this.projection = projectionOf(run.configuration)
    this.#plan = withAttempts(planOf(run.trace, run.configuration), run.trace, run.attempts ?? [])
    this.attempts = Object.fromEntries(
      Object.entries(attempts).map(([action, tryIt]) => [action, this.#attempt(tryIt)]),
    )
    this.actions = {
      'send half': this.#forced((step) => this.#sendHalf(step.args.outcome as HalfSendOutcome)),
      'commit local transaction': unobservable(inProducer),
      'roll back local transaction': unobservable(inProducer),
      'send end request': this.#forced((step) => this.#sendEndRequest(step), 'us'),
      'answer check': this.#forced((step) => this.#answerCheck(step), 'us'),
      'receive end request': this.#forced((step) => this.#receive(step)),
      'flush final message': this.#forced((step) => this.#goOn(step)),
      'flush wait times out': this.#forced((step) => this.#goOn(step)),
      'write owed records': this.#forced((step) => this.#writeOwed(step.args.records as readonly OwedRecord[])),
      'pass over settled half': this.#forced((step) => this.#passOver(step)),
      'check back': this.#forced((step) => this.#checkBack(step)),
      'discard half': this.#forced((step) => this.#round(step)),
      'persist half offset': this.#forced((step) => this.#saveOffset(step)),
      'lose oneway message': this.#forced((step) => this.#lose(step.args.message as Message), 'us'),
      'producer stops': this.#forced((step) => this.#stopProducer(step.args.producer as Producer), 'us'),
      'process crash': this.#forced((step) => this.#crash(step)),
      'power cut': this.#forced((step) => this.#cutPower(step)),
    }
  }

  /** After it, what is seen is what the broker has done. */
  #attempt(tryIt: (typeof attempts)[string]): AttemptHandler<State> {
    return async ({ state }) => {
      this.#isOurs = false
      try {
        await tryIt(this.#live, transactionState(state))
      } catch (error) {
        throw inconclusive(error)
      }
    }
  }

  async start(): Promise<void> {
    const { version, folder, configuration } = this.#run
    const why = this.#plan.outcome === null ? null : whyNoOutcome(this.#plan.outcome, version)
    if (why !== null) throw new WaitRanOut(why)
    const made = await GatedBroker.create({ version, folder, configuration, plan: this.#plan })
    if (this.#isStopped) return await made.stop()
    this.#broker = made
    await made.start()
    await this.#connect(['A', 'B'])
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#instances.disconnect()
    await this.#broker?.stop()
  }

  async observe(): Promise<Observation> {
    try {
      return await this.#seen()
    } catch (error) {
      throw inconclusive(error)
    }
  }

  async #seen(): Promise<Observation> {
    const found = this.#live.records()
    const told = found.map((record) => record.told)
    return {
      commitLog: { written: found.length },
      'records of the log': told,
      ...(await this.#seenByConsumer(found)),
      'first copy that rounds have yet to settle': pastSettled(await this.#live.halfOffset(), told),
      ...(this.#live.isOffsetFileWritten ? { 'half offset on file': this.#live.fileOffset() } : {}),
      ...(this.#isOurs ? {} : { 'questions at producers': this.#openQuestions().map(questionText).sort() }),
      // A request whose mark we hold back would have been answered.
      ...(this.#late.size === 0
        ? { 'copies whose requests are not answered': [...this.#answers.keys()].sort(byNumber) }
        : {}),
    }
  }

  get #live(): GatedBroker {
    if (this.#broker === null) throw new Error('the run has not started')
    return this.#broker
  }

  /** A step that is made to happen, by us alone or by the broker. */
  #forced(deed: Deed, by: 'us' | 'the broker' = 'the broker'): StepHandler<State> {
    return forced(async (step) => {
      this.#isOurs = by === 'us'
      try {
        await this.#live.holdFlusher(this.#plan.isHeld(step.number), isAllDurable(transactionState(step.before)))
        const begun = this.#plan.roundBegunBefore(step.number)
        if (begun !== null) await this.#live.beginRound(begun)
        return await deed(step as unknown as TransactionStep)
      } catch (error) {
        throw inconclusive(error)
      }
    })
  }

  async #connect(names: readonly Producer[]): Promise<void> {
    for (const name of names) this.#instances.connect(name, await this.#live.newClient())
  }

  async #seenByConsumer(found: readonly FoundRecord[]): Promise<Observation> {
    const isFinal = ({ stored }: FoundRecord): boolean => stored.topic === realTopic
    const visible = this.#live.visibleRecords().filter(isFinal).length
    // What is hidden until it is flushed is no difference: the specification does not speak of it.
    if (visible < found.filter(isFinal).length) return {}
    const seen = await until('the dispatch of final messages', async () => {
      const messages = await this.#live.client.pullAll(realTopic)
      return messages.length >= visible && messages
    })
    const log = found.map(({ stored }) => stored)
    return { 'final messages that a consumer sees': seen.map((message) => halfOf(message, log)) }
  }

  // The producer's call.

  async #sendHalf(outcome: HalfSendOutcome): Promise<Observation | undefined> {
    const producer = this.#instances.client('A')
    const send = () => {
      return producer.sendHalf(realTopic, 'paid', {
        properties: { WAIT: String(this.#run.configuration.waitStoreMsgOK) },
        patience: 20_000,
      })
    }
    switch (outcome) {
      case 'exception, half stored':
        // The producer does not hear the answer.
        send().catch(() => {})
        await until('the half', () => this.#live.records().length > 0)
        return undefined
      case 'exception, half not stored':
        await this.#live.client.changeSettings({ rejectTransactionMessage: true })
        return answerTold(await refusalOf(send()))
      default: {
        const sent = await send()
        this.#half = sent
        return answerTold(sent.status)
      }
    }
  }

  async #sendEndRequest({ after }: TransactionStep): Promise<undefined> {
    const request = after.inFlight.find((message) => message.type === 'end transaction' && message.half === 0)
    if (request?.type !== 'end transaction' || this.#half === null) throw new Error('there is no half to end')
    this.#requests = [...this.#requests, { half: 0, decision: request.decision, copy: this.#half }]
  }

  async #answerCheck({ args, before }: TransactionStep): Promise<undefined> {
    const asked = args.question as { readonly half: number; readonly to: Producer }
    const question = this.#takeQuestion(asked)
    const { decision } = checkLocalTransaction(before.row, this.#run.configuration.rowAbsentAnswer)
    if (decision === 'UNKNOWN') return
    this.#requests = [...this.#requests, { half: asked.half, decision, copy: question.copy }]
  }

  #takeQuestion({ half, to }: { readonly half: number; readonly to: Producer }): Question {
    const question = this.#openQuestions().find((each) => each.to === to && each.copy.queueOffset === half)
    if (question === undefined) throw new Error(`producer ${to} was not asked about h${half}`)
    this.#taken.add(question)
    return question
  }

  /** Those that have arrived, whatever the behaviour says, and that nobody has taken. */
  #openQuestions(): readonly Question[] {
    return this.#instances.arrived.filter((question) => !this.#taken.has(question))
  }

  #takeRequest({ half, decision }: OpMark): EndRequest {
    const request = this.#requests.find((each) => each.half === half && each.decision === decision)
    if (request === undefined) throw new Error(`no end request ${decision} h${half} is under way`)
    this.#requests = this.#requests.filter((each) => each !== request)
    return request
  }

  // The broker: decisions.

  /**
   * The request comes over a connection of its own, with an answer, so that its end is known. No fsync comes until its thread waits
   * for one, or stops before it marks the half; where the specification has a step between, it stays there.
   */
  async #receive({ args, before, after, number }: TransactionStep): Promise<Observation | undefined> {
    const { half, decision, copy } = this.#takeRequest(args.request as OpMark)
    let isAnswered = false
    const stop = await this.#live.whileFlusherHeld(async () => {
      const answer = this.#live.client
        .endTransactionAnswered(copy, decision, { isAnswerToCheck: half > 0, patience: 600_000 })
        .catch(ignoreRefusals)
        .finally(() => {
          isAnswered = true
          if (this.#answers.get(half) === answer) this.#answers.delete(half)
        })
      this.#answers.set(half, answer)
      return await until('the end of the request', async () => {
        if (isAnswered) return 'answered'
        return (await this.#live.hasWait()) ? 'waits' : (await this.#live.markers()).get(half)
      })
    })
    const seen = this.#plan.showsWaits ? { 'the final message waits for its fsync': stop === 'waits' } : {}
    const hasWait = after.flushWaits.length > before.flushWaits.length
    // What comes next would be another behaviour.
    if (hasWait || (stop === 'waits' && this.#plan.showsWaits)) return seen
    if (stop === 'answered') return seen
    const isMarkedNow = this.#run.configuration.opMarks === 'buffered' || decision === 'ROLLBACK'
    const isRefused = sizeOf(after) === sizeOf(before)
    if (isMarkedNow || isRefused) await this.#buffer(half, number, stop === 'waits' ? await this.#marker(half) : stop)
    return seen
  }

  /** A mark that the next op batch leaves out has come too late for it: its thread stays where it is. */
  async #buffer(half: number, number: number, thread: bigint): Promise<void> {
    if (this.#run.configuration.opMarks === 'buffered' && this.#plan.isLeftOut(number, half)) this.#late.add(half)
    else await this.#mark(half, thread)
  }

  async #mark(half: number, thread: bigint): Promise<void> {
    this.#late.delete(half)
    await this.#live.letMark(thread)
    await this.#answers.get(half)
  }

  /** The wait for the flush of a final message is over. */
  async #goOn({ args, number }: TransactionStep): Promise<undefined> {
    const { half } = args.wait as FlushWait
    const thread = await this.#marker(half)
    if (this.#run.configuration.opMarks === 'buffered') await this.#buffer(half, number, thread)
  }

  async #marker(half: number): Promise<bigint> {
    return await until(`the end of the wait for the flush of h${half}`, async () =>
      (await this.#live.markers()).get(half),
    )
  }

  async #writeOwed(records: readonly OwedRecord[]): Promise<undefined> {
    const isBuffered = this.#run.configuration.opMarks === 'buffered'
    for (const { half } of records) {
      if (!isBuffered || this.#late.has(half)) await this.#mark(half, await this.#marker(half))
    }
    if (isBuffered) await this.#live.writeBatch()
  }

  // The broker: check rounds.

  async #checkBack(step: TransactionStep): Promise<Observation | undefined> {
    const asked = step.args.asked as Producer | 'nobody'
    await this.#instances.registerOnly(asked === 'nobody' ? null : asked)
    const before = this.#instances.arrived.length
    const seen = await this.#round(step)
    if (asked !== 'nobody') await this.#instances.question(before)
    return seen
  }

  /** A round may have gone on to here already, after a restart or past copies that were settled as well. */
  async #passOver(step: TransactionStep): Promise<Observation | undefined> {
    if ((await this.#live.halfOffset()) > step.before.halfOffset) return await this.#offsetSeen(step.after)
    return await this.#round(step)
  }

  async #round({ before, after, number }: TransactionStep): Promise<Observation | undefined> {
    if (this.#plan.isOutOfReach(number)) {
      throw new WaitRanOut(
        `the round before has read the op mark of h${before.halfOffset}, and none has that began earlier`,
      )
    }
    await this.#live.round(before.halfOffset)
    return await this.#offsetSeen(after)
  }

  /** The half offset, unless rounds have gone on past copies that were settled: these take no time. */
  async #offsetSeen({ halfOffset }: TransactionState): Promise<Observation | undefined> {
    const seen = await this.#live.halfOffset()
    const told = this.#live.records().map((record) => record.told)
    if (seen > halfOffset && pastSettled(halfOffset, told) >= seen) return undefined
    return { halfOffset: seen }
  }

  async #saveOffset({ after }: TransactionStep): Promise<Observation | undefined> {
    const seen = await this.#offsetSeen(after)
    if (seen === undefined) throw new WaitRanOut('a round has passed over more settled copies than the behaviour has')
    await this.#live.saveOffsets()
    return seen
  }

  // Faults.

  async #lose(message: Message): Promise<undefined> {
    if (message.type === 'check') this.#takeQuestion(message)
    else this.#takeRequest(message)
  }

  async #stopProducer(name: Producer): Promise<undefined> {
    await this.#instances.stopOne(name)
    this.#take(({ to }) => to === name)
  }

  #take(isTaken: (question: Question) => boolean): void {
    for (const question of this.#openQuestions().filter(isTaken)) this.#taken.add(question)
  }

  async #crash(step: TransactionStep): Promise<Observation | undefined> {
    return await this.#restart(step, () => this.#live.crash())
  }

  async #cutPower(step: TransactionStep): Promise<Observation | undefined> {
    const { kept, savedOffset } = step.args as { readonly kept: number; readonly savedOffset: number }
    return await this.#restart(step, () => this.#live.cutPower(kept, savedOffset, isAllDurable(step.before)))
  }

  async #restart({ args, after }: TransactionStep, restart: () => Promise<void>): Promise<Observation | undefined> {
    const names = this.#instances.disconnect()
    await restart()
    this.#answers.clear()
    this.#late.clear()
    if (args.underWay === 'lost') {
      this.#isOurs = true
      this.#take(() => true)
      this.#requests = []
    }
    await this.#connect(names)
    return await this.#offsetSeen(after)
  }
}

/** What a broker does not answer in time says nothing. */
function inconclusive(error: unknown): unknown {
  return error instanceof NoAnswer ? new WaitRanOut(error.message) : error
}

function isAllDurable({ commitLog }: TransactionState): boolean {
  return commitLog.durable === commitLog.records.length
}

/** Grows with every request that is accepted. */
function sizeOf({ commitLog, owed }: TransactionState): number {
  return commitLog.records.length + owed.length
}

const byNumber = (left: number, right: number): number => left - right

const inProducer = 'it happens in the database of the producer; the broker hears of it with the end request'

/** What the producer was told, and what the client's own rule makes of it. */
function answerTold(outcome: HalfSendOutcome): Observation {
  return { 'answer to the half send': outcome, call: afterHalfSend(outcome) }
}

function questionText({ to, copy }: Question): string {
  return `${to} about h${copy.queueOffset}`
}

function questionsTold(messages: readonly Message[]): readonly string[] {
  return messages.flatMap((each) => (each.type === 'check' ? [`${each.to} about h${each.half}`] : [])).sort()
}

/** A refused request has ended; one whose connection broke has ended with its broker. */
function ignoreRefusals(error: unknown): void {
  if (!(error instanceof Refused) && !(error instanceof NoAnswer)) throw error
}

async function refusalOf(send: Promise<{ readonly status: HalfSendOutcome }>): Promise<HalfSendOutcome> {
  try {
    return (await send).status
  } catch (error) {
    if (error instanceof Refused) return 'exception, half not stored'
    throw error
  }
}
