/** What a program without any check does: loads by path with transformers.js and says when it is ready. */
import { env, LogLevel, pipeline } from '@huggingface/transformers'

const [root, id] = process.argv.slice(2) as [string, string]
env.localModelPath = root
env.allowRemoteModels = false
env.logLevel = LogLevel.NONE
await pipeline('feature-extraction', id, {
  device: 'cpu',
  dtype: 'fp32',
  session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
})
process.send?.('ready')
