/** What git keeps in a clone of a repository: it says how files are stored, not what the model is. */
export const gitFiles: ReadonlySet<string> = new Set(['.git', '.gitattributes', '.gitignore'])
