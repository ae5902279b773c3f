import { env, pipeline } from '@huggingface/transformers'

/** The weights to run, by transformers.js' names. */
export type Dtype = 'fp32' | 'q8'

/**
 * Loads a model from a folder of models on this machine, as anyone with transformers.js would. Nothing is fetched.
 *
 * @param models Folder that holds the model's folder.
 */
export async function loadPipeline<Task extends 'text-classification' | 'feature-extraction'>(
  task: Task,
  models: string,
  name: string,
  dtype: Dtype,
) {
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.localModelPath = models
  // One thread, so that evaluation does not depend on how sums are split.
  return pipeline(task, name, { dtype, device: 'cpu', session_options: { intraOpNumThreads: 1 } })
}
