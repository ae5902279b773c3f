import { IdentifierError } from '../errors/IdentifierError.ts'

/**
 * The rule ModelRegistry holds slugs to: 1 to 64 of a-z, 0-9 and inner hyphens.
 *
 * @throws IdentifierError `invalid_slug`.
 */
export function checkSlug(slug: string): void {
  if (slug.length <= 64 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(slug)) return
  throw new IdentifierError(`${JSON.stringify(slug)} is not a slug.`, {
    code: 'invalid_slug',
    details: { slug },
    next: 'Use 1 to 64 of a-z, 0-9 and hyphens, with no hyphen first or last, such as "mutual-aid-classifier".',
  })
}
