import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createGateway } from './gateway.ts'
import { IpfsStore } from './IpfsStore.ts'
import { createKuboRpc } from './kuboRpc.ts'
import { readPeerId } from './readPeerId.ts'

// The local IPFS node as a process. Ready when it prints the line with "listening".
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    'gateway-port': { type: 'string', default: '8080' },
    'rpc-port': { type: 'string', default: '5001' },
    'allow-origin': { type: 'string', multiple: true, default: [] },
    'max-upload-bytes': { type: 'string', default: String(4 * 1024 ** 3) },
  },
})
const log = (message: Record<string, unknown>) =>
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...message })}\n`)

if (!values.data) {
  process.stderr.write(
    'Error: --data is missing.\nNext: name the folder for blocks, as in --data .commonweal/ipfs\n',
  )
  process.exit(2)
}
await mkdir(values.data, { recursive: true })
const store = await IpfsStore.open(values.data)
const gateway = createGateway(store)
const rpc = createKuboRpc(store, {
  peerId: await readPeerId(values.data),
  version: '0.0.0',
  allowedOrigins: values['allow-origin'],
  maxUploadBytes: Number(values['max-upload-bytes']),
})
for (const app of [gateway, rpc]) {
  app.addHook('onResponse', async (request, reply) => {
    log({
      method: request.method,
      url: request.url.slice(0, 300),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })
}

let stopping = false
const stop = async () => {
  if (stopping) return
  stopping = true
  await Promise.all([gateway.close(), rpc.close()])
  await store.close()
  log({ msg: 'stopped' })
  process.exit(0)
}
process.on('SIGINT', stop).on('SIGTERM', stop)

const host = '127.0.0.1'
await gateway.listen({ host, port: Number(values['gateway-port']) })
await rpc.listen({ host, port: Number(values['rpc-port']) })
log({
  msg: 'listening',
  gateway: `http://${host}:${values['gateway-port']}`,
  rpc: `http://${host}:${values['rpc-port']}`,
})
