/** The most that the lint reads, follows or computes. What would need more is refused: the work is bounded. */
export const lintLimits = {
  /** Bytes of a JSON file; tokenizers of today's largest vocabularies have about 35 million. */
  jsonBytes: 67_108_864,
  /** Nesting of objects and arrays in a JSON file. */
  jsonDepth: 64,
  /** Bytes of any other text. */
  textBytes: 67_108_864,
  /** Bytes of an ONNX graph: protobuf itself ends there. */
  graphBytes: 2_147_483_647,
  /** Bytes of a sentencepiece model. */
  modelBytes: 67_108_864,
  /** Bytes from the beginning of a file of weights, or of a file whose kind is unknown. */
  headBytes: 1_048_576,
  /** Remarks of one rule on one file; what is beyond is counted. */
  remarks: 20,

  /** Nesting of messages in an ONNX graph. */
  messageDepth: 64,
  /** Nodes, attributes and tensors of an ONNX graph, wherever they stand. */
  messages: 500_000,
  /** Nodes that an ONNX graph has once its functions are put in where they are called. */
  inlinedNodes: 1_000_000,

  /** Characters of a regular expression. */
  patternCharacters: 4_096,
  /** Characters that can be matched in a regular expression once its counted repetitions are written out. */
  patternPositions: 2_000,
  /** Ways through a regular expression at one place of a text, loops aside. */
  patternWays: 4_096,
  /** Steps of the search for ambiguous loops. */
  patternSteps: 2_000_000,
  /** Regular expressions of one tokenizer. */
  patterns: 64,
  /** How many times longer the normalizer and decoder of a tokenizer may make a text. */
  replacementGrowth: 4_096,

  /** Characters of a chat template. */
  templateCharacters: 131_072,
  /** White space in one run: the engine that runs chat templates takes the square of it. */
  templateSpaces: 1_024,
  /** Nesting of statements and expressions in a chat template. */
  templateDepth: 128,
  /** Turns of a loop whose number stands in the template. */
  templateRange: 1_000,
  /** Statements carried out for one item of whatever is looped over. */
  templateWork: 100_000,
  /** Loops inside one another. */
  templateLoops: 6,
  /** Loops inside one another that each go over the whole conversation. */
  templateCrossings: 2,
  /** How many times the template may repeat what it was given. */
  templateGrowth: 10_000,
  /** Characters out of the template itself that it may write for one message. */
  templateWritten: 16_777_216,
  /** Names and expressions that lead from one to the next. */
  templateChain: 1_000,
} as const
