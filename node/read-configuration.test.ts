import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readConfiguration } from './read-configuration.ts'

const folder = mkdtempSync(join(tmpdir(), 'audit-'))
mkdirSync(join(folder, 'conf'))
mkdirSync(join(folder, 'conf', 'dledger'))
mkdirSync(join(folder, 'empty'))
for (const path of ['conf/broker.conf', 'conf/dledger/n0.conf', 'conf/.hidden.conf', 'conf/logback.xml']) {
  writeFileSync(join(folder, path), 'brokerName=a\n')
}
writeFileSync(join(folder, 'huge.conf'), Buffer.alloc(2 ** 20 + 1, 0x61))

it('reads a file as it is named', () => {
  const path = join(folder, 'conf/broker.conf')
  expect(readConfiguration([path])).toEqual([{ path, bytes: Buffer.from('brokerName=a\n') }])
})

it('reads the configuration files of a folder, and those below it', () => {
  expect(readConfiguration([join(folder, 'conf')])).toMatchObject([
    { path: join(folder, 'conf/broker.conf'), isFound: true },
    { path: join(folder, 'conf/dledger/n0.conf'), isFound: true },
  ])
})

it.each([
  ['none.conf', 'no such file'],
  ['empty', 'there is no *.conf, *.properties or *.yaml in the folder'],
  ['huge.conf', 'has 1048577 bytes'],
])('says in one line what is wrong with %s', (path, message) => {
  expect(readConfiguration([join(folder, path)])).toMatchObject({ message: expect.stringContaining(message) })
})

it('reads nothing from a device, which may never end', () => {
  expect(readConfiguration(['/dev/zero'])).toMatchObject({ message: expect.stringContaining('is no regular file') })
})
