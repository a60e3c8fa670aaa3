/** The branch that others merge into. Paths are relative to the workspace root. */
export interface DefaultBranch {
  readonly name: string;
  readonly paths: readonly string[];
  /** The paths at the commit where the current branch left it. */
  readonly fork: readonly string[];
}
