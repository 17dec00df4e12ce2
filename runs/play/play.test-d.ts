import { each, specify, suite } from '../../spec/language/index.ts'
import { play } from './play.ts'

const clients = ['ann', 'bob'] as const

const lease = specify('lease', { holder: null as 'ann' | 'bob' | null, told: each(clients, false) })
  .action('acquire')
  .over('client', clients)
  .changes((_s, { client }) => ({ holder: client }))
  .action('tick')
  .changes(() => ({}))
  .always('one holder', () => true)

const game = play(lease, { startingFrom: { holder: null } })
game.do('acquire', { client: 'ann' }).do('tick').expect('one holder')
const holder: 'ann' | 'bob' | null = game.state.holder
const told: boolean = game.state.told.ann
for (const step of game.enabled()) if (step.action === 'acquire') game.do('acquire', step.args)
export const read = { holder, told }

// @ts-expect-error: there is no such action
game.do('aquire', { client: 'ann' })
// @ts-expect-error: the arguments are missing
game.can('acquire')
// @ts-expect-error: there is no such client
game.why('acquire', { client: 'eve' })
// @ts-expect-error: it has no parameter
game.do('tick', { client: 'ann' })
// @ts-expect-error: there is no such promise
game.expect('one hodler')
// @ts-expect-error: there is no such variable
game.state.owner
// @ts-expect-error: there is no such initial value
play(lease, { startingFrom: { holder: 'eve' } })

const ofSuite = play(suite('lease', lease))
ofSuite.do('acquire', { client: 'ann' }).do('tick').expect('one holder')
// @ts-expect-error: there is no such promise
ofSuite.expect('one hodler')

const hand = specify('hand', { cards: ['ace'] as readonly string[] })
  .action('play')
  .over('seat', [1, 2])
  .given('card', (state) => state.cards[0])
  .changes((state, { card }) => ({ cards: state.cards.filter((each) => each !== card) }))
  .action('drop')
  .given('card', (state) => state.cards[0])
  .given('size', (state) => state.cards.length)
  .changes(() => ({ cards: [] }))
const cards = play(hand)
cards.do('play', { seat: 1 }).do('play', { seat: 1, card: 'ace' }).do('drop').do('drop', { card: 'ace' })
for (const step of cards.enabled()) if (step.action === 'play') cards.do('play', step.args)
// @ts-expect-error: a seat is chosen
cards.do('play')
// @ts-expect-error: a card is text
cards.do('drop', { card: 1 })
