import { AppError } from '../base/errors';

/** Something stays on a server that nobody wants any more, or of which nobody knows whether it is whole. */
export class LeftBehind extends AppError {
  /** @param remove takes it away, or tries to once more. @throws AppError */
  constructor(
    message: string,
    readonly remove: () => Promise<void>,
    options?: ErrorOptions,
  ) {
    super('operationFailed', message, options);
  }
}
