import { InputError } from '../../files/index.ts';

/** Labels show that an array's rows or columns stand in another order than was assumed. */
export class OrderError extends InputError {
  /** What was found, without what to do about it on a command line. */
  readonly found: string;
  constructor(found: string, advice: string) {
    super(`${found} ${advice}`);
    this.found = found;
  }
}
