import { expect, it } from 'vitest'
import type { Counters } from '../runs/port/engine.ts'
import { type Position, StatusLine, statusText } from './status-line.ts'

const counters = (seconds: number, generated: number): Counters => ({
  distinct: 1_745_408,
  generated,
  waiting: 4100,
  depth: 17,
  memoryBytes: 350 * 2 ** 20,
  seconds,
  isExplored: false,
})
const position = (now: Counters): Position => ({
  scenario: 'two-phase commit',
  index: 3,
  total: 57,
  counters: now,
  beside: [],
})

function stream(isTTY: boolean, columns = 200) {
  const written: string[] = []
  return { isTTY, columns, written, write: (text: string) => written.push(text) }
}

it('says where the run is', () => {
  expect(statusText(position(counters(1, 1)), 812_345.6)).toBe(
    '3/57 two-phase commit: 1,745,408 states, 812,346 transitions/s, 4,100 waiting, depth 17, 350 MB',
  )
})

it('says that exploring has ended and behaviours are being judged', () => {
  expect(statusText(position({ ...counters(1, 1), isExplored: true }), 812_345.6)).toBe(
    '3/57 two-phase commit: 1,745,408 states, explored; judging behaviours, 350 MB',
  )
})

it('names what runs side by side', () => {
  const beside = [{ scenario: 'paxos', index: 4, counters: { ...counters(1, 1), distinct: 21 } }]
  expect(statusText({ ...position(counters(1, 1)), beside }, 0)).toBe(
    '3/57 two-phase commit: 1,745,408 states, 4,100 waiting, depth 17, 350 MB; 4/57 paxos: 21 states',
  )
})

it('takes no rate from one scenario for that of the next', () => {
  const terminal = stream(true)
  const status = new StatusLine(terminal, 0, 'xterm')
  status.update(position(counters(1, 1000)), 10)
  status.update({ ...position(counters(5, 900_000)), index: 4 }, 600)
  status.update({ ...position(counters(7, 902_000)), index: 4 }, 1200)
  expect(terminal.written.map((line) => /[\d,]+ transitions/.exec(line)?.[0])).toEqual([
    undefined,
    undefined,
    '1,000 transitions',
  ])
})

it('rewrites one line on a terminal, no wider than it, and takes it away', () => {
  const terminal = stream(true, 30)
  const status = new StatusLine(terminal, 0, 'xterm')
  status.update(position(counters(0, 0)), 10)
  status.update(position(counters(0.1, 100)), 100)
  status.update(position(counters(1.1, 1100)), 600)
  status.clear()
  status.clear()
  expect(terminal.written).toEqual([
    '\r\u001b[2K3/57 two-phase commit: 1,745,',
    '\r\u001b[2K3/57 two-phase commit: 1,745,',
    '\r\u001b[2K',
  ])
})

it('sends no control characters to a dumb terminal, nor those of a name to any', () => {
  const dumb = stream(true)
  new StatusLine(dumb, 0, 'dumb').say(() => 'x', 400)
  new StatusLine(dumb, 0, 'dumb').say(() => 'a\n\u001b[31mb', 10_000)
  expect(dumb.written).toEqual(['a \ufffd[31mb\n'])
})

it('prints a plain line every ten seconds elsewhere', () => {
  const log = stream(false)
  const status = new StatusLine(log, 0)
  for (let seconds = 1; seconds <= 25; seconds++)
    status.update(position(counters(seconds, seconds * 1000)), seconds * 1000)
  status.clear()
  expect(log.written).toHaveLength(2)
  expect(log.written[1]).toBe(
    '3/57 two-phase commit: 1,745,408 states, 1,000 transitions/s, 4,100 waiting, depth 17, 350 MB\n',
  )
})
