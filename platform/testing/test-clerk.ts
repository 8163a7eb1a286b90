import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { deskContract } from '#contract/desk/contract.ts';
import type { DeskView } from '#contract/desk/staff.ts';
import { wholeViews } from '#contract/desk/view-parts.ts';
import { DESK_PREFIX } from '../desk/desk-server.ts';

export type DeskClient = JsonifiedClient<ContractRouterClient<typeof deskContract>>;

/** A browser in the hall: it keeps the cookie that it is given, and nothing else. */
export class TestClerk {
  readonly desk: DeskClient;
  /** As a browser would send them; a test may change them. */
  headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' };
  cookie = '';
  /** The attributes of the last cookie that came. */
  lastCookie = '';

  constructor(url: string) {
    const link = new OpenAPILink(deskContract, {
      url: `${url}${DESK_PREFIX}`,
      fetch: async (request, init) => {
        for (const [name, value] of Object.entries(this.headers)) request.headers.set(name, value);
        if (this.cookie !== '') request.headers.set('cookie', this.cookie);
        const response = await fetch(request, init);
        for (const cookie of response.headers.getSetCookie()) {
          this.lastCookie = cookie;
          this.cookie = cookie.split(';', 1)[0] ?? '';
        }
        return response;
      },
    });
    this.desk = createORPCClient(link);
  }

  /** What the page shows, now and after each change. */
  async views(): Promise<AsyncGenerator<DeskView, void, void>> {
    return wholeViews(await this.desk.staff.watch());
  }

  async signIn(login: string, pin: string): Promise<void> {
    await this.desk.staff.signIn({ login, pin });
  }

  /** The same browser before another platform process. */
  at(url: string): TestClerk {
    const clerk = new TestClerk(url);
    clerk.cookie = this.cookie;
    return clerk;
  }
}
