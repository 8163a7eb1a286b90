import type { DatabaseTransaction } from '../database/database.ts';
import type { NewTicket } from '../tickets/tickets-store.ts';
import { type Intake, type RefusedTicket, type TakenCommand, writeIntake } from './commands-store.ts';

/** Collects what terminals handed in, so that it is written with one statement. */
export class IntakeWriter {
  readonly #transaction: DatabaseTransaction;
  readonly #hallId: string;
  readonly #takenAt: Date;
  readonly #ticketByTicket: boolean;
  #tickets: NewTicket[] = [];
  #commands: TakenCommand[] = [];
  #refused: RefusedTicket[] = [];
  #isWhole = true;

  constructor(transaction: DatabaseTransaction, hallId: string, takenAt: Date, ticketByTicket: boolean) {
    this.#transaction = transaction;
    this.#hallId = hallId;
    this.#takenAt = takenAt;
    this.#ticketByTicket = ticketByTicket;
  }

  /** False when it is there already; that is known at once only where tickets are written one by one. */
  async addTicket(ticket: NewTicket): Promise<boolean> {
    if (this.#ticketByTicket) return this.#write({ tickets: [ticket] });
    this.#tickets.push(ticket);
    return true;
  }

  addCommand(command: TakenCommand): void {
    this.#commands.push(command);
  }

  addRefused(ticket: RefusedTicket): void {
    this.#refused.push(ticket);
  }

  /** For what comes next, the tickets so far have to be there. */
  async writeBefore(): Promise<void> {
    if (this.#tickets.length === 0) return;
    const tickets = this.#tickets;
    this.#tickets = [];
    this.#isWhole = (await this.#write({ tickets })) && this.#isWhole;
  }

  /** Writes what is left. False when a ticket that was said to be taken was there already. */
  async end(lastPlaces: Intake['lastPlaces']): Promise<boolean> {
    const [tickets, commands, refused] = [this.#tickets, this.#commands, this.#refused];
    if (tickets.length + commands.length + refused.length === 0) return this.#isWhole;
    return (await this.#write({ tickets, commands, refused, lastPlaces })) && this.#isWhole;
  }

  #write(part: Partial<Intake>): Promise<boolean> {
    const intake = { tickets: [], commands: [], refused: [], lastPlaces: [], ...part };
    return writeIntake(this.#transaction, this.#hallId, this.#takenAt, intake);
  }
}
