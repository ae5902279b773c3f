/** The bundle's path of an external-data location, which is relative to the model's folder. */
export function resolveLocation(modelPath: string, location: string): string {
  return modelPath.slice(0, modelPath.lastIndexOf('/') + 1) + location
}
