/** `refuse` ends the matter; `warn` is for voters to weigh; `note` is worth knowing and speaks against nothing. */
export type Severity = 'refuse' | 'warn' | 'note'

/** The rules, by the names that findings carry. */
export type RuleName =
  | 'path'
  | 'limit'
  | 'content'
  | 'json'
  | 'onnx'
  | 'safetensors'
  | 'tokenizer'
  | 'chat-template'
  | 'remote-code'

/** What a rule says of a file. */
export type Remark = {
  severity: Severity
  /** A predicate: reads on from the file's path. */
  message: string
  /** What whoever made the bundle can do. */
  next: string
  /** Where in the file, where that is known. */
  at?: string
}

/** A remark with the rule that made it and the file it is about. */
export type Finding = Remark & { rule: RuleName; path: string }
