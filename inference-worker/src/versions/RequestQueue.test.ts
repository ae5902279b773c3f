import { expect, test } from 'vitest'
import { WorkerError } from '../errors/WorkerError.ts'
import { RequestQueue } from './RequestQueue.ts'

const never = new AbortController().signal

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

test('does one thing at a time, in the order of arrival', async () => {
  const queue = new RequestQueue(10)
  const seen: string[] = []
  const first = gate()
  const work = (name: string, wait: Promise<void>) => async () => {
    seen.push(`${name} starts`)
    await wait
    seen.push(`${name} ends`)
  }
  const all = [
    queue.run(work('a', first.opened), never),
    queue.run(work('b', Promise.resolve()), never),
    queue.run(work('c', Promise.resolve()), never),
  ]
  first.open()
  await Promise.all(all)
  expect(seen).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends'])
})

test('turns away what does not fit, and says when to come back', async () => {
  const queue = new RequestQueue(1)
  const first = gate()
  const running = queue.run(() => first.opened, never)
  const waiting = queue.run(async () => 'later', never)
  await expect(queue.run(async () => 'too much', never)).rejects.toMatchObject({
    code: 'queue_full',
    facts: { retryAfterSeconds: 1 },
  })
  first.open()
  await running
  expect(await waiting).toBe('later')
})

test('a client that goes away while waiting gives up its place', async () => {
  const queue = new RequestQueue(1)
  const first = gate()
  const running = queue.run(() => first.opened, never)
  const gone = new AbortController()
  const waiting = queue.run(async () => 'never run', gone.signal)
  gone.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'request_cancelled' })
  const next = queue.run(async () => 'took its place', never)
  first.open()
  await running
  expect(await next).toBe('took its place')
})

test('a failure does not stop those who come after', async () => {
  const queue = new RequestQueue(5)
  const failing = queue.run(async () => {
    throw new Error('broken')
  }, never)
  const next = queue.run(async () => 'fine', never)
  await expect(failing).rejects.toThrow('broken')
  expect(await next).toBe('fine')
})

test('clearing tells everyone who waits why', async () => {
  const queue = new RequestQueue(5)
  const first = gate()
  const running = queue.run(() => first.opened, never)
  const waiting = queue.run(async () => 'never run', never)
  queue.clear(new WorkerError('version_revoked', 'gone'))
  await expect(waiting).rejects.toMatchObject({ code: 'version_revoked' })
  first.open()
  await running
})
