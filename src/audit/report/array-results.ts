/** What a command on arrays prints, and what it has to say beside that. */
export interface ArrayResult<Result> {
  readonly result: Result;
  readonly warnings: readonly string[];
}

export interface ArrayIssues {
  readonly count: number;
  /** Rows, worst first. */
  readonly indices: Int32Array;
  /** Of those, in the same order. */
  readonly labelQuality: Float64Array;
  /** Class indices that the model believes in, in the same order. */
  readonly suggested: Int32Array;
}

export interface ArrayScores {
  readonly scores: Float64Array;
}

interface NamedOverlap {
  readonly classA: string | number;
  readonly classB: string | number;
  readonly numOverlapping: number;
  readonly jointProbability: number;
}

/** `class` is a name where names were given, else an index. */
export interface ArrayHealth {
  readonly overallLabelHealthScore: number;
  readonly numIssues: number;
  /** Row by row, each made as it is asked for. */
  readonly confidentJoint: Iterable<readonly number[]>;
  readonly joint: Iterable<readonly number[]>;
  readonly classesByLabelQuality: readonly {
    readonly class: string | number;
    readonly labelIssues: number;
    readonly inverseLabelIssues: number;
    readonly labelNoise: number;
    readonly inverseLabelNoise: number;
    readonly labelQualityScore: number;
  }[];
  /** Every pair of classes, made as it is asked for: a thousand classes have half a million. */
  readonly overlappingClasses: Iterable<NamedOverlap>;
}
