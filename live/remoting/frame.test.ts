import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { encodeRequest, FrameReader } from './frame.ts'

/** By hand: length of what follows, kind and length of the header, header, body. */
function frame(header: string, body = '', kind = 0): Buffer {
  const lengths = Buffer.from([0, 0, 0, 4 + header.length + body.length, kind, 0, 0, header.length])
  return Buffer.concat([lengths, Buffer.from(header), Buffer.from(body)])
}

const answer = frame('{"code":0,"flag":1,"language":"JAVA","opaque":7,"extFields":{"queueId":"3"}}', 'body')

describe('a request', () => {
  it('is lengths, a header in JSON, and a body', () => {
    const request = encodeRequest({ code: 310, opaque: 5, fields: { e: 2, k: false }, body: Buffer.from('hello') })
    const header = request.subarray(8, request.length - 5).toString()
    expect(request).toEqual(frame(header, 'hello'))
    expect(JSON.parse(header)).toEqual({
      code: 310,
      language: 'OTHER',
      version: 401,
      opaque: 5,
      flag: 0,
      extFields: { e: '2', k: 'false' },
      serializeTypeCurrentRPC: 'JSON',
    })
  })

  it('that nobody answers has the second bit', () => {
    const request = encodeRequest({ code: 37, opaque: 5, isOneWay: true })
    expect(JSON.parse(request.subarray(8).toString())).toMatchObject({ flag: 2 })
  })
})

describe('a stream of commands', () => {
  it('gives each with its fields and body', () => {
    expect(new FrameReader().push(answer)).toEqual([
      {
        code: 0,
        opaque: 7,
        isAnswer: true,
        isOneWay: false,
        remark: null,
        fields: { queueId: '3' },
        body: Buffer.from('body'),
      },
    ])
  })

  test.prop([fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })])('may come in any pieces', (sizes) => {
    const stream = Buffer.concat([answer, frame('{"code":39,"flag":2,"opaque":1}'), answer])
    const reader = new FrameReader()
    const commands: number[] = []
    let at = 0
    for (let turn = 0; at < stream.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1
      commands.push(...reader.push(stream.subarray(at, at + size)).map(({ code }) => code))
      at += size
    }
    expect(commands).toEqual([0, 39, 0])
  })

  it.each([
    ['text of another protocol', Buffer.from('HTTP/1.1 400'), 'a frame of 1213486160 bytes is no remoting command'],
    ['a header in RocketMQ’s binary form', frame('{}', '', 1), 'a header of kind 1 came, where JSON (0) was asked for'],
    ['a header without its code', frame('{"opaque":1}'), 'a header came without "code" or "opaque"'],
    [
      'a header longer than its frame',
      Buffer.from([0, 0, 0, 4, 0, 0, 0, 9]),
      'a header of 9 bytes does not fit into its frame',
    ],
  ])('refuses %s', (_what, bytes, message) => {
    expect(() => new FrameReader().push(bytes)).toThrow(message)
  })
})
