import type { ManifestFields } from '@commonweal/sdk/manifest/createManifest'
import type { BundleFile } from '../bundle/BundleFile.ts'

/** How one of the project's models is made, examined and described. */
export interface ModelRecipe<Figures> {
  /** Also the name of its folder. */
  name: string
  /** Trains. @returns What transformers.js reads: everything but the card and the manifest. */
  train(): BundleFile[]
  /** Examines the model in the folder `models/name` on the held-out texts. */
  evaluate(models: string): Promise<Figures>
  /** The figures as the card shows them. */
  figuresText(figures: Figures): string
  /** README.md. */
  card(figures: Figures): string
  /** What the manifest says. */
  fields(figures: Figures): ManifestFields
}
