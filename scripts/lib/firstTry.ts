/** What failed, and why. */
interface Failure {
  readonly title: string;
  readonly reason: string;
}

/** Why something failed, and why it had failed before that, which may be what the second failure comes from. */
export function withFirstTry<T extends Failure>(failure: T, missed: readonly Failure[]): T {
  const { title, reason } = failure;
  const first = missed.find((other) => other.title === title)?.reason ?? reason;
  return first === reason ? failure : { ...failure, reason: `${reason}\nat the first try:\n${first}` };
}
