import { expect, it } from 'vitest'
import { Permits } from './permits.ts'

function gate() {
  let open: () => void = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

it('lets so many go on at once, and who needs everything goes alone and before those who wait', async () => {
  const permits = new Permits(2)
  const log: string[] = []
  const gates = ['a', 'b', 'c', 'all'].map((name) => ({ name, ...gate() }))
  const body = (name: string) => async (): Promise<void> => {
    log.push(`${name} begins`)
    await gates.find((each) => each.name === name)?.opened
    log.push(`${name} ends`)
  }
  const open = async (name: string): Promise<void> => {
    gates.find((each) => each.name === name)?.open()
    await turn()
  }
  const whole = Promise.all([
    ...['a', 'b', 'c'].map((name) => permits.holdOne(body(name))),
    permits.holdAll(body('all')),
  ])
  await turn()
  expect(log).toEqual(['a begins', 'b begins'])
  await open('b')
  expect(log.slice(2)).toEqual(['b ends'])
  await open('a')
  expect(log.slice(3)).toEqual(['a ends', 'all begins'])
  await open('all')
  await open('c')
  await whole
  expect(log.slice(5)).toEqual(['all ends', 'c begins', 'c ends'])
})

it('takes back what a body held that failed', async () => {
  const permits = new Permits(1)
  await expect(permits.holdOne(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(permits.holdOne(async () => 'yes')).resolves.toBe('yes')
})
